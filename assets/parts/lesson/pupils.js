// @ts-check
// The pupils of the lesson: one row a pupil, with attendance and marks of today.
import { createElement as h, memo } from "react";
import { t } from "$/public/i18n.js";
import { Refused, standing } from "./refusal.js";
import { codeName, markName, markText } from "./words.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/**
 * The marks of a pupil by kind of work: two of one kind stand together, 4/5.
 * @param {Sheet} sheet @param {number} student
 */
export function marksOf(sheet, student) {
  const works = new Map(sheet.works.map((w) => [w[0], w]));
  const kinds = new Map(sheet.kinds.map((k) => [k[0], k]));
  /** @type {Map<number, {value: string, glyph: string, kind: string, comment: string}>} */
  const found = new Map();
  for (const m of sheet.marks) {
    if (m[2] !== student || !m[3]) continue;
    const id = works.get(m[1])?.[1] ?? 0;
    const [, kind = "", glyph = ""] = kinds.get(id) ?? [];
    const before = found.get(id);
    found.set(id, {
      kind, glyph, value: before ? `${before.value}/${m[3]}` : m[3],
      comment: [before?.comment, m[4]].filter(Boolean).join("; "),
    });
  }
  return [...found.values()];
}

/** A pupil's line as it is read aloud. @param {Sheet["pupils"][number]} pupil
 * @param {ReturnType<typeof marksOf>} marks @returns {string} */
export function lineName([, name, code, minutes], marks) {
  const late = code === "ОП" && minutes ? " " + t("{n} min", { n: minutes }) : "";
  return `${name}: ${[`${codeName(code)}${late}`, ...marks.map((m) => markName(m.value))].join(", ")}`;
}

/**
 * @typedef {{onTap: (id: number) => void, onDismiss: (key: string) => void, onHistory: (id: number) => void,
 *   onRetry: (key: string, more?: Record<string, any>) => void}} Acts
 * @param {{pupil: Sheet["pupils"][number], marks: ReturnType<typeof marksOf>, active: boolean,
 *   word: string, refusal: import("./store.js").Refusal | null, theirs: string, roll: boolean, number: number} & Acts} props
 */
function Row({ pupil, marks, active, word, refusal, theirs, roll, number, onTap, onHistory, onDismiss, onRetry }) {
  const [id, name, code, minutes, , before] = pupil;
  return h("li", { className: `pupil ${active ? "active" : ""}`, "data-state": word },
    h("button", {
      type: "button", className: "pupil-name", onClick: () => onTap(id), id: `pupil-${id}`,
      "aria-pressed": roll ? Boolean(code) : active, "aria-label": lineName(pupil, marks),
    },
      h("span", { className: "pupil-number", "aria-hidden": true }, number),
      h("span", { className: "pupil-who" }, name,
        before && !code && h("small", { className: "hint" }, t("absent in the lesson before"))),
      h("span", { className: "pupil-code", "data-code": code }, code, code === "ОП" && minutes > 0 && h("small", null, ` ${minutes}′`)),
      word === "waiting" && h("span", { className: "pupil-state", title: t("Being saved") }, "…")),
    marks.length > 0 && h("button", { type: "button", className: "pupil-marks", onClick: () => onHistory(id), "aria-label": t("History of the marks: {name}", { name }) },
      marks.map((m, i) => h("span", { key: i, className: "mark", title: [m.kind, m.comment].filter(Boolean).join(": ") },
        markText(m.value), h("sup", null, m.glyph), m.comment && h("i", { className: "notch", "aria-hidden": true })))),
    refusal && h(Refused, { refusal, theirs, onDismiss, onRetry }));
}

const PupilRow = memo(Row, (a, b) =>
  a.active === b.active && a.word === b.word && a.roll === b.roll && a.refusal === b.refusal && a.theirs === b.theirs &&
  JSON.stringify([a.pupil, a.marks]) === JSON.stringify([b.pupil, b.marks]),
);

/**
 * @param {{sheet: Sheet, active: number, roll: boolean,
 *   stateOf: (id: number) => {word: string, refusal: import("./store.js").Refusal | null}} & Acts} props
 */
export function Pupils({ sheet, active, roll, stateOf, ...acts }) {
  return h("ol", { className: "pupils", "aria-label": t("Pupils") },
    sheet.pupils.map((pupil, index) => {
      const { word, refusal } = stateOf(pupil[0]);
      return h(PupilRow, {
        key: pupil[0], pupil, marks: marksOf(sheet, pupil[0]), active: pupil[0] === active, roll, word, refusal,
        theirs: refusal ? standing(sheet, refusal.operation) : "", number: index + 1, ...acts,
      });
    }));
}
