// @ts-check
// The grid of a journal page: names stay at the left, dates at the top, sums at the right.
import { createElement as h, memo } from "react";
import { Link } from "react-router";
import { day, t } from "$/public/i18n.js";
import { codeName, markName, markText } from "../lesson/words.js";

/**
 * @typedef {[number, string, string, boolean]} Cell column, marks, code, whether there is a comment
 * @typedef {{group_id: number, title: string, subject: string, term_id: number, today: string,
 *   is_marked: boolean, opens_lessons: boolean, terms: {id: number, name: string}[], columns: [number, string, number, string][],
 *   rows: [number, string, string, number, number, string][],
 *   cells: [number, number, string, string, boolean][]}} Page
 */

/** The filled cells of each row by column. @param {Page} sheet @returns {Map<number, Cell>[]} */
export function byRow(sheet) {
  /** @type {Map<number, Cell>[]} */
  const rows = sheet.rows.map(() => new Map());
  for (const [row, column, marks, code, noted] of sheet.cells) rows[row].set(column, [column, marks, code, noted]);
  return rows;
}

/** A cell as it is read aloud. @param {string} name @param {string} on @param {Cell} cell @returns {string} */
export function cellName(name, on, [, marks, code]) {
  const said = [...(marks ? marks.split("/").map(markName) : []), ...(code ? [codeName(code)] : [])];
  return `${name}, ${day(on)}: ${said.join(", ")}`;
}

/** Today is tinted; what is to come is not printed. @param {string} on @param {string} today */
const columnLook = (on, today) => (on === today ? "today-column" : on > today ? "to-come" : undefined);

/** @param {{row: Page["rows"][number], cells: Map<number, Cell>, columns: Page["columns"], today: string,
 *   number: number, isMarked: boolean, onCell: (lesson: number, student: number) => void}} props */
function Line({ row, cells, columns, today, number, isMarked, onCell }) {
  const [student, name, mean, marks, missed, left] = row;
  return h("tr", { className: left ? "has-left" : undefined },
    h("th", { scope: "row", className: "grid-name" }, h("small", null, number), h("span", null, name,
      left && h("small", { className: "left-on" }, t("left on {day}", { day: day(left, "short") })))),
    columns.map(([lesson, on], index) => {
      const cell = cells.get(index);
      const look = columnLook(on, today);
      if (!cell) return h("td", { key: lesson, className: look });
      return h("td", { key: lesson, className: look },
        h("button", { type: "button", className: "cell", onClick: () => onCell(lesson, student), "aria-label": cellName(name, on, cell) },
          cell[1] && h("b", null, markText(cell[1])), cell[2] && h("small", { className: "code" }, cell[2]),
          cell[3] && h("i", { className: "notch", "aria-hidden": true })));
    }),
    isMarked && h("td", { className: "grid-sum" }, marks || ""), h("td", { className: "grid-sum" }, missed || ""),
    isMarked && h("td", { className: "grid-mean" }, mean));
}

/** The date over a column: the way into the lesson for who may fill it.
 * @param {{lesson: number, on: string, slot: number, glyphs: string, opens: boolean}} props */
function ColumnHead({ lesson, on, slot, glyphs, opens }) {
  const name = [t("Lesson on {day}", { day: day(on) }), t("lesson {n}", { n: slot }), glyphs].filter(Boolean).join(", ");
  const inside = [day(on, "short"), h("small", { key: "glyphs" }, glyphs)];
  return opens ? h(Link, { to: `/lesson/${lesson}`, "aria-label": name }, inside) : h("span", { title: name }, inside);
}

const Row = memo(Line, (a, b) =>
  a.row.join() === b.row.join() && a.columns === b.columns && a.today === b.today && a.number === b.number &&
  JSON.stringify([...a.cells]) === JSON.stringify([...b.cells]),
);

/** @param {{sheet: Page, onCell: (lesson: number, student: number) => void}} props */
export function Grid({ sheet, onCell }) {
  const rows = byRow(sheet);
  return h("div", { className: "grid-scroll", tabIndex: 0, role: "region", "aria-label": t("Journal page") },
    h("table", { className: "grid" },
      h("caption", { className: "visually-hidden" }, `${sheet.title}, ${sheet.subject}`),
      h("thead", null, h("tr", null,
        h("th", { scope: "col", className: "grid-name" }, t("Pupil")),
        sheet.columns.map(([lesson, on, slot, glyphs]) => h("th", { key: lesson, scope: "col", className: columnLook(on, sheet.today) },
          h(ColumnHead, { lesson, on, slot, glyphs, opens: sheet.opens_lessons }))),
        sheet.is_marked && h("th", { scope: "col", className: "grid-sum" }, t("Marks in number")),
        h("th", { scope: "col", className: "grid-sum" }, t("Missed")),
        sheet.is_marked && h("th", { scope: "col", className: "grid-mean" }, t("Mean")))),
      h("tbody", null, sheet.rows.map((row, index) => h(Row, {
        key: row[0], row, cells: rows[index], columns: sheet.columns, today: sheet.today, number: index + 1, isMarked: sheet.is_marked, onCell,
      })))));
}
