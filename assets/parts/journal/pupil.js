// @ts-check
// One pupil's term, for a talk with a parent: marks by date, what they add up to, absences, comments.
import { createElement as h, useEffect, useRef } from "react";
import { day, t, tn } from "$/public/i18n.js";
import { ABSENCES } from "../lesson/sheet.js";
import { codeName, markName, markText, weightText } from "../lesson/words.js";
import { cellOf, heldLessons, sumsOf } from "./figures.js";

/** @typedef {import("./changes.js").View} View */

/** @param {{name: string, value: any, hint?: string}} props */
const Figure = ({ name, value, hint }) => h("div", { className: "figure" }, h("dt", null, name), h("dd", null, value, hint && h("small", { className: "hint" }, hint)));

/** @param {{view: View, all: import("./figures.js").Column[], at: number, onMove: (step: number) => void, onClose: () => void,
 *   onHistory: (lesson: number, student: number) => void}} props */
export function PupilView({ view, all, at, onMove, onClose, onHistory }) {
  const { page, rows } = view;
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { box.current?.focus({ preventScroll: true }); }, []);
  const place = rows[at];
  const [student, name] = page.pupils[place];
  const row = page.rows[place];
  const weights = new Map(page.kinds.map((k) => [k[0], k[3]]));
  const sums = sumsOf(page, row, weights, heldLessons(page));
  const marks = all.map((column) => ({ column, cell: cellOf(row, column) })).filter(({ cell }) => cell.marks.length);
  const missed = all.filter((c) => c.isFirst && row.codes[c.lesson]?.[0]).map((c) => ({ column: c, code: row.codes[c.lesson] }));
  const absent = missed.filter(({ code }) => ABSENCES.includes(code[0])).length;
  return h("aside", { className: "pupil-view", "aria-label": t("About {name}", { name }), tabIndex: -1, ref: box, onKeyDown: /** @param {any} e */ (e) => { if (e.key === "Escape") onClose(); } },
    h("header", { className: "panel-head" },
      h("div", null, h("h2", null, name), h("p", { className: "hint" }, `${page.title} · ${page.subject} · ${page.terms.find((term) => term.id === page.term_id)?.name ?? ""}`)),
      h("div", { className: "row no-print" },
        h("button", { type: "button", className: "icon-button", "aria-label": t("The pupil before"), disabled: at === 0, onClick: () => onMove(-1) }, "↑"),
        h("button", { type: "button", className: "icon-button", "aria-label": t("The next pupil"), disabled: at === rows.length - 1, onClick: () => onMove(1) }, "↓"),
        h("button", { type: "button", className: "button quiet", onClick: () => print() }, t("Print")),
        h("button", { type: "button", className: "icon-button", "aria-label": t("Close"), onClick: onClose }, "✕"))),
    h("dl", { className: "figures" },
      page.is_marked && h(Figure, { name: t("Mean"), value: sums.mean || "—", hint: tn("{n} mark", "{n} marks", sums.count) }),
      page.is_marked && h(Figure, { name: t("Filled"), value: `${sums.density}%`, hint: t("of the lessons held") }),
      h(Figure, { name: t("Missed"), value: absent, hint: tn("{n} lesson", "{n} lessons", absent) }),
      h(Figure, { name: t("Times late"), value: sums.late })),
    sums.dots > 0 && h("p", { className: "note" }, tn("{n} reminder: a work is still to be marked.", "{n} reminders: works are still to be marked.", sums.dots)),
    page.is_marked && h("h3", null, t("Marks")),
    page.is_marked && (marks.length
      ? h("ol", { className: "pupil-marks-list" }, marks.map(({ column, cell }) => h("li", { key: column.key },
          h("button", { type: "button", className: "pupil-mark-line", onClick: () => onHistory(column.lesson, student) },
            h("b", { "aria-label": cell.marks.map((m) => markName(m[1])).join(", ") }, cell.marks.map((m) => markText(m[1])).join("/")),
            h("span", null, day(column.on), h("small", { className: "hint" }, `${column.name} · ${t("weight {w}", { w: weightText(column.weight) })}${column.title ? ` · ${column.title}` : ""}`),
              cell.marks.map((m) => m[2] && h("small", { key: m[0], className: "said" }, m[2])))))))
      : h("p", { className: "hint" }, t("No marks in this term yet."))),
    h("h3", null, t("Attendance")),
    missed.length
      ? h("ul", { className: "pupil-missed" }, missed.map(({ column, code }) => h("li", { key: column.key },
          `${day(column.on)}: ${codeName(code[0])}${code[0] === "ОП" && code[1] ? `, ${t("{n} min", { n: code[1] })}` : ""}`)))
      : h("p", { className: "hint" }, t("Was in every lesson and on time.")));
}
