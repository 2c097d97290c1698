// @ts-check
// The table of a journal page: names stay at the left, dates at the top, figures at the right.
import { createElement as h, memo, useMemo } from "react";
import { day, t } from "$/public/i18n.js";
import { weightText } from "../lesson/words.js";
import { cellOf, codeText, columnName, heldLessons, marksText, sumsOf, wasThere } from "./figures.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./figures.js").Column} Column
 * @typedef {import("../lesson/store.js").State<Page>} State
 */

/** Today is tinted; what is to come is not printed; what is closed is hatched. @param {Column} column @param {string} today */
function columnLook(column, today) {
  return [column.on === today && "today-column", column.on > today && "to-come", column.lock === "cancelled" && "is-cancelled", !column.isFirst && "same-lesson"]
    .filter(Boolean).join(" ") || undefined;
}

/**
 * How the cells of each pupil stand that are not simply saved: `lesson/kind` waits or is refused.
 * @param {State} state @param {import("./changes.js").Problems} problems
 * @returns {Map<number, string>} by pupil: words like "7/2:refused"
 */
export function unsettled(state, problems) {
  /** @type {Map<number, string[]>} */
  const found = new Map();
  /** @param {number} student @param {string} word */
  const add = (student, word) => found.set(student, [...(found.get(student) ?? []), word]);
  /** @param {import("../lesson/store.js").Operation} o @param {string} word */
  const note = (o, word) => {
    if (o.op === "block") o.args.lines.forEach(/** @param {any} line */ (line) => note({ key: "", lesson: line.lesson_id, op: line.op, args: line }, word));
    else if (o.args.student_id) add(o.args.student_id, `${o.lesson}/${o.args.kind_id ?? ""}:${word}`);
  };
  for (const operation of state.queue) note(operation, "waiting");
  for (const { operation } of state.refused) note(operation, "refused");
  for (const key of Object.keys(problems)) {
    const [student, ...place] = key.split("/");
    add(Number(student), `${place.join("/")}:refused`);
  }
  return new Map([...found].map(([student, words]) => [student, ` ${words.join(" ")} `]));
}

/** @param {string} states @param {Column} column */
function stateOf(states, column) {
  if (!states) return undefined;
  /** @param {string} word */
  const says = (word) => states.includes(` ${column.key}:${word} `) || (column.isFirst && states.includes(` ${column.lesson}/:${word} `));
  return says("refused") ? "refused" : says("waiting") ? "waiting" : undefined;
}

/** @param {{pupil: import("./page.js").Pupil, row: import("./page.js").Row, columns: Column[], looks: (string | undefined)[], number: number,
 *   states: string, sums: {mean: string, count: number, missed: number, density: number}, isMarked: boolean, at: number}} props */
function Line({ pupil, row, columns, looks, number, states, sums, isMarked, at }) {
  const [, name, , last] = pupil;
  return h("tr", { className: last ? "has-left" : undefined, "data-row": at },
    h("th", { scope: "row", className: "grid-name" },
      h("button", { type: "button", tabIndex: -1, className: "name-button", "aria-label": t("About {name}", { name }) }, h("small", null, number), h("span", null, name,
        last && h("small", { className: "left-on" }, t("left on {day}", { day: day(last, "short") }))))),
    columns.map((column, index) => {
      const cell = cellOf(row, column);
      const marks = marksText(cell);
      const code = column.isFirst ? codeText(cell) : "";
      const look = wasThere(pupil, column.on) ? looks[index] : `${looks[index] ?? ""} not-there`;
      return h("td", { key: column.key, className: look, "data-state": stateOf(states, column), "data-code": code ? cell.code : undefined },
        marks && h("b", { className: marks.length > 3 ? "long" : undefined }, marks), code && h("small", { className: "code" }, code),
        cell.marks.some((m) => m[2]) && h("i", { className: "notch" }));
    }),
    isMarked && h("td", { className: "grid-sum end-1" }, sums.count || ""),
    h("td", { className: "grid-sum end-2" }, sums.missed || ""),
    isMarked && h("td", { className: "grid-sum end-3" }, sums.count ? `${sums.density}%` : ""),
    isMarked && h("td", { className: "grid-mean" }, sums.mean));
}
const Row = memo(Line, (a, b) =>
  a.row === b.row && a.columns === b.columns && a.states === b.states && a.number === b.number && a.at === b.at &&
  a.pupil.join() === b.pupil.join() && a.looks === b.looks && a.isMarked === b.isMarked && a.sums.density === b.sums.density);

/** The dates and kinds over the columns. @param {{columns: Column[], looks: (string | undefined)[], isMarked: boolean}} props */
const Head = memo(/** @param {{columns: Column[], looks: (string | undefined)[], isMarked: boolean}} props */ ({ columns, looks, isMarked }) =>
  h("thead", null, h("tr", null,
    h("th", { scope: "col", className: "grid-name" }, t("Pupil")),
    columns.map((column, index) => h("th", { key: column.key, scope: "col", className: looks[index], "data-col": index },
      h("button", { type: "button", tabIndex: -1, className: "col-head", "aria-label": columnName(column) },
        h("span", { className: "col-day" }, day(column.on, "short")),
        h("small", null, column.lock === "cancelled" ? t("cancelled") : column.isBlank ? " " : `${column.glyph}·${weightText(column.weight)}`)))),
    isMarked && h("th", { scope: "col", className: "grid-sum end-1", title: t("Marks in number") }, t("Marks")),
    h("th", { scope: "col", className: "grid-sum end-2", title: t("Lessons missed") }, t("Missed")),
    isMarked && h("th", { scope: "col", className: "grid-sum end-3", title: t("Lessons with a mark, of those held") }, t("Filled")),
    isMarked && h("th", { scope: "col", className: "grid-mean" }, t("Mean")))));
Head.displayName = "Head";

/**
 * @param {{page: Page, columns: Column[], rows: number[], state: State, problems: import("./changes.js").Problems,
 *   table: import("react").RefObject<HTMLTableElement | null>, label: string, isOne: boolean, handlers: Record<string, (e: any) => void>}} props
 */
export function Grid({ page, columns, rows, state, problems, table, label, isOne, handlers }) {
  const looks = useMemo(() => columns.map((column) => columnLook(column, page.today)), [columns, page.today]);
  const weights = useMemo(() => new Map(page.kinds.map((k) => [k[0], k[3]])), [page.kinds]);
  const held = useMemo(() => heldLessons(page), [page.lessons, page.today]);
  const sums = useMemo(() => new WeakMap(), [weights, held]);
  const words = unsettled(state, problems);
  return h("table", { className: ["grid", isOne && "one-column", !page.is_marked && "is-plain"].filter(Boolean).join(" "), role: "grid", tabIndex: 0, ref: table, "aria-label": label, "aria-describedby": "grid-keys", "aria-multiselectable": true, ...handlers },
    h(Head, { columns, looks, isMarked: page.is_marked }),
    h("tbody", null, rows.map((at, index) => {
      const row = page.rows[at];
      if (!sums.has(row)) sums.set(row, sumsOf(page, row, weights, held));
      const [student] = page.pupils[at];
      return h(Row, {
        key: student, pupil: page.pupils[at], row, columns, looks, number: at + 1, at: index, states: words.get(student) ?? "",
        sums: sums.get(row), isMarked: page.is_marked,
      });
    })));
}
