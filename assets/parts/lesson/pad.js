// @ts-check
// The key pad: large keys for marks and attendance, docked at the thumb's side.
import { createElement as h } from "react";
import { t } from "$/public/i18n.js";

export const CODES = ["Н", "Б", "УП", "НП", "ОП", "ОСВ"];

/** What a code means, in words. @param {string} code @returns {string} */
export function codeName(code) {
  return {
    "": t("present"), Н: t("absent, reason not known yet"), Б: t("absent, ill"),
    УП: t("absent with a valid reason"), НП: t("absent without a valid reason"), ОП: t("late"),
    ОСВ: t("freed from the activity, present"),
  }[code] ?? code;
}

/** @param {number} weight hundredths @returns {string} */
export function weightText(weight) {
  return String(weight / 100).replace(".", ",");
}

/**
 * @param {{values: string[], kinds: [number, string, string, number][], kind: number,
 *   number: number, name: string, onValue: (value: string | null) => void,
 *   onCode: (code: string | null) => void, onKind: (id: number) => void, onSecond: () => void,
 *   onUndo: () => void, canUndo: boolean, comment: string, onComment: (text: string) => void}} props
 */
export function Pad(props) {
  /** @param {string} label @param {() => void} act @param {string} title @param {string} [look] */
  const key = (label, act, title, look = "") =>
    h("button", { key: label + title, type: "button", className: `pad-key ${look}`, onClick: act, title, "aria-label": title }, label);
  return h(
    "section",
    { className: "pad", "aria-label": t("Key pad") },
    h("p", { className: "pad-name", "aria-live": "polite" }, props.name || t("Choose a pupil")),
    props.values.length > 0 &&
      h(
        "div",
        { className: "pad-kind" },
        h(
          "select",
          {
            className: "select", value: props.kind, "aria-label": t("Kind of work"),
            onChange: /** @param {any} e */ (e) => props.onKind(Number(e.target.value)),
          },
          props.kinds.map(([id, name, , weight]) =>
            h("option", { key: id, value: id }, `${name} · ${weightText(weight)}`),
          ),
        ),
        h(
          "button",
          {
            type: "button", className: "pad-second", onClick: props.onSecond,
            "aria-pressed": props.number > 1,
            title: t("A second mark of this kind in the same lesson"),
          },
          props.number > 1 ? "2" : "1",
        ),
      ),
    h(
      "div",
      { className: "pad-keys" },
      props.values.map((v) =>
        key(v === "." ? "•" : v, () => props.onValue(v), v === "." ? t("Dot: to be marked later") : t("Mark {value}", { value: v }), /\d/.test(v) ? "big" : ""),
      ),
      CODES.map((c) => key(c, () => props.onCode(c), codeName(c), "code")),
      key(t("Here"), () => props.onCode(null), t("Present: clear the attendance"), "wide"),
      props.values.length > 0 && key("⌫", () => props.onValue(null), t("Take the mark away")),
      h(
        "button",
        { type: "button", className: "pad-key", onClick: props.onUndo, disabled: !props.canUndo, key: "undo", title: t("Undo the last act"), "aria-label": t("Undo the last act") },
        "↶",
      ),
    ),
    props.values.length > 0 &&
      h("input", {
        className: "input", value: props.comment, placeholder: t("Comment to the next mark"),
        "aria-label": t("Comment to the next mark"), maxLength: 500,
        onChange: /** @param {any} e */ (e) => props.onComment(e.target.value),
      }),
  );
}
