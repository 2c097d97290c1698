// @ts-check
// A refused act: what happened, what stands there now, and the way on.
import { createElement as h, useState } from "react";
import { moment, t } from "$/public/i18n.js";
import { markOf, pupilOf } from "./sheet.js";
import { codeName, markText } from "./words.js";

/** What the refused act wanted, in words. @param {import("./store.js").Operation} operation @returns {string} */
export function wanted({ op, args }) {
  if (op === "mark") return args.value ? markText(args.value) : t("no mark");
  if (op === "attendance") return args.code ? `${args.code}, ${codeName(args.code)}` : t("present");
  return args.topic ?? args.text ?? "";
}

/** What stands there now instead, in words. @param {import("./sheet.js").Sheet} sheet
 * @param {import("./store.js").Operation} operation @returns {string} */
export function standing(sheet, { op, args }) {
  if (op === "mark") return markText(markOf(sheet, args)?.[3] ?? "") || t("no mark");
  if (op === "attendance") {
    const code = pupilOf(sheet, args.student_id)?.[2] ?? "";
    return code ? `${code}, ${codeName(code)}` : t("present");
  }
  if (op === "topic") return sheet.topic || "—";
  return op === "homework" ? sheet.homework || "—" : "";
}

/** Two entries of one thing side by side. @param {{mine: string, at?: string, theirs: string}} props */
function Sides({ mine, at, theirs }) {
  return h("dl", { className: "sides" },
    h("div", null, h("dt", null, t("Your entry")), h("dd", null, mine || "—"), at && h("dd", null, h("small", { className: "hint" }, moment(at)))),
    h("div", null, h("dt", null, t("Now there")), h("dd", null, theirs)));
}

/**
 * @param {{refusal: import("./store.js").Refusal, theirs?: string, onDismiss: (key: string) => void,
 *   onRetry: (key: string, more?: Record<string, any>) => void}} props
 */
export function Refused({ refusal, theirs = "", onDismiss, onRetry }) {
  const [text, setText] = useState("");
  const { operation, message, code } = refusal;
  const mine = wanted(operation);
  const leave = h("button", { type: "button", className: "button", onClick: () => onDismiss(operation.key) },
    code === "conflict" ? t("Leave it as it is") : t("Understood"));
  return h("div", { className: "refusal", role: "alert" },
    h("p", null, message || t("The entry was not accepted. Nothing was changed.")),
    code === "conflict" && theirs
      ? h(Sides, { mine, at: operation.at, theirs })
      : mine && h("p", null, t("Your entry: {mine}", { mine })),
    h("div", { className: "row" },
      code === "absent_needs_comment" && h("input", {
        className: "input grow", value: text, maxLength: 500, "aria-label": t("What the mark is for"),
        placeholder: t("What the mark is for"), onChange: /** @param {any} e */ (e) => setText(e.target.value),
      }),
      code === "absent_needs_comment" && h("button", {
        type: "button", className: "button primary", disabled: !text.trim(),
        onClick: () => onRetry(operation.key, { comment: text.trim() }),
      }, t("Set the mark")),
      code === "conflict" && h("button", { type: "button", className: "button primary", onClick: () => onRetry(operation.key) }, t("Put mine")),
      leave));
}
