// @ts-check
// A journal page, class × term, to read: names stay at the left, dates at the top.
import { createElement as h, memo } from "react";
import { Link } from "react-router";
import { day, t } from "$/public/i18n.js";

/**
 * @typedef {{group_id: number, title: string, subject: string, term_id: number, today: string,
 *   terms: {id: number, name: string}[], columns: [number, string, number, string][],
 *   rows: [number, string, string][], cells: [number, number, string, string][]}} Page
 */

/** The cells of each row by column. @param {Page} sheet */
export function byRow(sheet) {
  /** @type {Map<number, [string, string]>[]} */
  const rows = sheet.rows.map(() => new Map());
  for (const [row, column, marks, code] of sheet.cells) rows[row].set(column, [marks, code]);
  return rows;
}

const Row = memo(
  /** @param {{row: [number, string, string], cells: Map<number, [string, string]>, columns: Page["columns"], today: string, number: number}} props */
  function Row({ row, cells, columns, today, number }) {
    return h("tr", null,
      h("th", { scope: "row", className: "grid-name" }, h("small", null, number), row[1]),
      columns.map((column, index) => {
        const [marks, code] = cells.get(index) ?? ["", ""];
        return h("td", { key: column[0], className: column[1] === today ? "today-column" : undefined }, marks, code && h("small", { className: "code" }, code));
      }),
      h("td", { className: "grid-mean" }, row[2]),
    );
  },
);

/** @param {{sheet: Page, groups: {id: number, name: string, subject: string, year: string}[],
 *   ready: boolean, onGroup: (id: number) => void, onTerm: (id: number) => void}} props */
export function JournalPart({ sheet, groups, ready, onGroup, onTerm }) {
  if (!ready) return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3].map((n) => h("div", { key: n, className: "skeleton" })));
  if (!groups.length) {
    return h("section", { className: "empty" },
      h("h2", { className: "empty-title" }, t("No journals yet")),
      h("p", { className: "empty-text" }, t("They appear here when the office gives you a group to teach.")));
  }
  const rows = byRow(sheet);
  return h("div", { className: "stack" },
    h("div", { className: "row no-print" },
      h("label", { className: "field grow" },
        h("span", { className: "field-label" }, t("Group and subject")),
        h("select", { className: "select", value: sheet.group_id, onChange: /** @param {any} e */ (e) => onGroup(Number(e.target.value)) },
          groups.map((g) => h("option", { key: g.id, value: g.id }, `${g.name} · ${g.subject} · ${g.year}`)))),
      sheet.terms.map((term) => h("button", { key: term.id, type: "button", className: "chip", "aria-pressed": term.id === sheet.term_id, onClick: () => onTerm(term.id) }, term.name)),
      h("button", { type: "button", className: "button", onClick: () => print() }, t("Print")),
    ),
    h("h2", null, `${sheet.title} · ${sheet.subject}`),
    sheet.columns.length === 0
      ? h("p", { className: "note" }, t("No lessons of this group are planned in this term."))
      : h("div", { className: "grid-scroll", tabIndex: 0, role: "region", "aria-label": t("Journal page") },
          h("table", { className: "grid" },
            h("thead", null, h("tr", null,
              h("th", { scope: "col", className: "grid-name" }, t("Pupil")),
              sheet.columns.map((column) => h("th", { key: column[0], scope: "col", className: column[1] === sheet.today ? "today-column" : undefined },
                h(Link, { to: `/lesson/${column[0]}`, "aria-label": `${t("Lesson")} ${day(column[1])}` }, day(column[1], "short")),
                h("small", null, column[3]))),
              h("th", { scope: "col", className: "grid-mean" }, t("Mean")))),
            h("tbody", null, sheet.rows.map((row, index) =>
              h(Row, { key: row[0], row, cells: rows[index], columns: sheet.columns, today: sheet.today, number: index + 1 }))))),
  );
}
