// @ts-check
// The pupils of the lesson: one row a pupil, with attendance and marks of today.
import { createElement as h, memo } from "react";
import { t } from "$/public/i18n.js";
import { codeName } from "./pad.js";

/** @typedef {import("./store.js").Sheet} Sheet */

/** The marks of a pupil, each with its work's glyph. @param {Sheet} sheet @param {number} student */
function marksOf(sheet, student) {
  const works = new Map(sheet.works.map((w) => [w[0], w]));
  const kinds = new Map(sheet.kinds.map((k) => [k[0], k]));
  return sheet.marks
    .filter((m) => m[2] === student && m[3])
    .map((m) => ({ id: m[0], value: m[3], comment: m[4], kind: kinds.get(works.get(m[1])?.[1] ?? 0) }));
}

/**
 * @param {{pupil: Sheet["pupils"][number], marks: ReturnType<typeof marksOf>, active: boolean,
 *   word: string, refusal: any, roll: boolean, subject: string,
 *   onTap: (id: number) => void, onDismiss: (key: string) => void,
 *   onMark: (id: number) => void, onMinutes: (id: number, minutes: number) => void}} props
 */
function Row({ pupil, marks, active, word, refusal, roll, subject, onTap, onDismiss, onMark, onMinutes }) {
  const [id, name, code, minutes, , before] = pupil;
  const said = [name, subject, code && codeName(code), ...marks.map((m) => `${t("mark")} ${m.value}`)];
  return h(
    "li",
    { className: `pupil ${active ? "active" : ""}`, "data-state": word },
    h(
      "button",
      {
        type: "button", className: "pupil-name", onClick: () => onTap(id), id: `pupil-${id}`,
        "aria-pressed": roll ? Boolean(code) : active, "aria-label": said.filter(Boolean).join(", "),
      },
      h("span", null, name),
      before && !code && h("small", { className: "hint" }, t("absent in the lesson before")),
    ),
    code === "ОП" &&
      h("input", {
        className: "minutes", type: "number", inputMode: "numeric", min: 0, max: 90, defaultValue: minutes,
        "aria-label": t("Minutes late"),
        onBlur: /** @param {any} e */ (e) => onMinutes(id, Math.min(90, Math.max(0, Number(e.target.value) || 0))),
      }),
    h("span", { className: "pupil-code", title: codeName(code) }, code),
    h(
      "span",
      { className: "pupil-marks" },
      marks.map((m, i) =>
        h(
          "button",
          { key: i, type: "button", className: "mark", onClick: () => onMark(m.id), title: m.comment || m.kind?.[1], "aria-label": `${t("mark")} ${m.value}, ${m.kind?.[1] ?? ""}` },
          m.value === "." ? "•" : m.value,
          h("sup", null, m.kind?.[2] ?? ""),
          m.comment && h("i", { className: "notch", "aria-hidden": true }),
        ),
      ),
    ),
    h("span", { className: "pupil-state", "aria-hidden": true }, { waiting: "…", refused: "✕", saved: "" }[word]),
    refusal &&
      h(
        "p",
        { className: "refusal", role: "alert" },
        refusal.message, " ",
        h("button", { type: "button", className: "text-button", onClick: () => onDismiss(refusal.operation.key) }, t("Understood")),
      ),
  );
}

const PupilRow = memo(Row, (a, b) =>
  a.active === b.active && a.word === b.word && a.roll === b.roll && a.refusal === b.refusal &&
  JSON.stringify([a.pupil, a.marks]) === JSON.stringify([b.pupil, b.marks]),
);

/**
 * @param {{sheet: Sheet, active: number, roll: boolean, stateOf: (id: number) => any,
 *   onTap: (id: number) => void, onDismiss: (key: string) => void, onMark: (id: number) => void,
 *   onMinutes: (id: number, minutes: number) => void}} props
 */
export function Pupils({ sheet, active, roll, stateOf, ...acts }) {
  return h(
    "ol",
    { className: "pupils" },
    sheet.pupils.map((pupil) =>
      h(PupilRow, {
        key: pupil[0], pupil, marks: marksOf(sheet, pupil[0]), active: pupil[0] === active, roll,
        subject: sheet.subject, ...stateOf(pupil[0]), ...acts,
      }),
    ),
  );
}
