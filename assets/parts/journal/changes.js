// @ts-check
// What an entry changes in a cell, as single acts of the store; and what cannot be entered, and why.
import { t, tn } from "$/public/i18n.js";
import { ABSENCES } from "../lesson/sheet.js";
import { codeName, markText } from "../lesson/words.js";
import { cellOf, cellText, lockText, wasThere } from "./figures.js";
import { said, tableOf } from "./keys.js";
import { placeOf } from "./page.js";

/**
 * @typedef {import("../lesson/store.js").Operation} Operation
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./figures.js").Column} Column
 * @typedef {import("./keys.js").Said} Said
 * @typedef {{page: Page, columns: Column[], rows: number[]}} View `rows`: the shown pupils' places on the page
 * @typedef {Record<string, {text: string, message: string}>} Problems what stays unentered, by cell
 */

/** A cell's name among the problems. @param {number} student @param {Column} column */
export const cellKey = (student, column) => `${student}/${column.key}`;

/** Why nothing can be entered in a cell; empty where it can. @param {View} view @param {number} row @param {number} col */
export function lockedWhy({ page, columns, rows }, row, col) {
  const column = columns[col];
  const pupil = page.pupils[rows[row]];
  if (!column || !pupil) return t("There is nothing to fill here.");
  return lockText(column.lock) || (wasThere(pupil, column.on) ? "" : t("This pupil was not in the group on that day."));
}

/**
 * The acts that make a cell say something. Marks replace marks, a code replaces a code.
 * @param {View} view @param {number} row @param {number} col @param {Said} wanted @param {{comment?: string, reason?: string}} [more]
 * @returns {Operation[]}
 */
export function setting({ page, columns, rows }, row, col, wanted, more = {}) {
  const column = columns[col];
  const student = page.pupils[rows[row]][0];
  const standing = page.rows[rows[row]];
  /** @type {Operation[]} */
  const acts = [];
  /** @param {number} number @param {string | null} value */
  const mark = (number, value) => {
    const was = standing.marks[placeOf(column.lesson, column.kind, number)];
    if ((was?.[0] || null) === value && !(value && more.comment && more.comment !== was?.[2])) return;
    acts.push({ key: "", lesson: column.lesson, op: "mark", args: { student_id: student, kind_id: column.kind, number, value, comment: "", reason: "", ...more } });
  };
  if (wanted.code) {
    const minutes = wanted.code === "ОП" ? wanted.minutes || 5 : 0;
    const [code, late] = standing.codes[column.lesson] ?? ["", 0];
    if (code !== wanted.code || late !== minutes) {
      acts.push({ key: "", lesson: column.lesson, op: "attendance", args: { student_id: student, code: wanted.code, minutes_late: minutes } });
    }
  }
  if (wanted.marks.length) {
    const numbers = [...column.numbers];
    while (numbers.length < wanted.marks.length) numbers.push((numbers.at(-1) ?? 0) + 1);
    numbers.forEach((number, index) => mark(number, wanted.marks[index] ?? null));
  }
  return acts;
}

/** The acts that empty a cell: its marks, and where there are none, its code.
 * @param {View} view @param {number} row @param {number} col @param {{reason?: string, all?: boolean}} [more] @returns {Operation[]} */
export function clearing({ page, columns, rows }, row, col, { reason = "", all = false } = {}) {
  const column = columns[col];
  const student = page.pupils[rows[row]][0];
  const cell = cellOf(page.rows[rows[row]], column);
  /** @type {Operation[]} */
  const acts = cell.marks.map(([number]) => ({
    key: "", lesson: column.lesson, op: "mark", args: { student_id: student, kind_id: column.kind, number, value: null, comment: "", reason },
  }));
  if (cell.code && (all || !acts.length)) acts.push(present(column, student));
  return acts;
}

/** What stands on the page where an act was refused, in words. @param {Page} page @param {Operation} operation @returns {string} */
export function standing(page, { op, lesson, args }) {
  const row = page.rows[page.pupils.findIndex((p) => p[0] === args.student_id)];
  if (!row) return "";
  if (op === "mark") return markText(row.marks[placeOf(lesson, args.kind_id, args.number ?? 1)]?.[0] ?? "") || t("no mark");
  const code = row.codes[lesson]?.[0] ?? "";
  return code ? `${code}, ${codeName(code)}` : t("present");
}

/** The act that says the pupil was there. @param {Column} column @param {number} student @returns {Operation} */
export const present = (column, student) => ({ key: "", lesson: column.lesson, op: "attendance", args: { student_id: student, code: null, minutes_late: 0 } });

/**
 * What must be said before a mark stands: what an absent pupil's is for, why an older one changes.
 * @param {View} view @param {number} row @param {number} col @param {Said | null} wanted null: taken away
 * @param {Set<string>} own cells the teacher has filled since the page was opened
 * @returns {"comment" | "reason" | null}
 */
export function question({ page, columns, rows }, row, col, wanted, own) {
  const column = columns[col];
  const pupil = page.pupils[rows[row]];
  const cell = cellOf(page.rows[rows[row]], column);
  const code = wanted?.code || cell.code;
  if (wanted?.marks.some((m) => m !== ".") && ABSENCES.includes(code)) return "comment";
  const isChanged = cell.marks.some(([, value], i) => value !== "." && value !== (wanted ? wanted.marks[i] : undefined));
  const touches = wanted === null || wanted.marks.length > 0;
  return touches && isChanged && column.on < page.today && !own.has(cellKey(pupil[0], column)) ? "reason" : null;
}

/**
 * A table of texts laid over the page from a cell on: what it changes, what stays unentered, and what did not fit.
 * @param {View} view @param {number} top @param {number} left @param {string[][]} table
 * @returns {{acts: Operation[], problems: Problems, bottom: number, right: number, word: string}}
 */
export function laying(view, top, left, table) {
  const { page, columns, rows } = view;
  /** @type {Operation[]} */
  const acts = [];
  /** @type {Problems} */
  const problems = {};
  const below = table.slice(rows.length - top).flat().filter((text) => text.trim()).length;
  let beside = 0;
  table.slice(0, rows.length - top).forEach((line, down) => line.forEach((text, right) => {
    if (!text.trim()) return;
    if (left + right >= columns.length) return void (beside += 1);
    const wanted = said(text, page.values);
    const error = lockedWhy(view, top + down, left + right) || wanted.error;
    if (error) problems[cellKey(page.pupils[rows[top + down]][0], columns[left + right])] = { text, message: error };
    else acts.push(...setting(view, top + down, left + right, wanted));
  }));
  const refused = Object.keys(problems).length;
  const word = [
    refused && tn("{n} entry was not put: it stands crossed in its cell.", "{n} entries were not put: they stand crossed in their cells.", refused),
    below + beside > 0 && tn("{n} entry did not fit on the page.", "{n} entries did not fit on the page.", below + beside),
  ].filter(Boolean).join(" ");
  const bottom = Math.min(rows.length, top + table.length) - 1;
  const right = Math.min(columns.length, left + Math.max(...table.map((line) => line.length))) - 1;
  return { acts, problems, bottom, right, word };
}

/** A copied text over a range: one cell's text fills all of it. @param {View} view @param {import("./desk.js").Range} range @param {string} text */
export function pasting(view, range, text) {
  const table = tableOf(text);
  const isOne = table.length === 1 && table[0].length === 1;
  const filled = isOne ? Array.from({ length: range.bottom - range.top + 1 }, () => Array(range.right - range.left + 1).fill(table[0][0])) : table;
  return laying(view, range.top, range.left, filled);
}

/** The first row of a range (or the row above it) over the rest of it. @param {View} view @param {import("./desk.js").Range} range */
export function filling(view, range) {
  const isOne = range.top === range.bottom;
  if (isOne && range.top === 0) return null;
  const from = isOne ? range.top - 1 : range.top;
  const line = textOf(view, { ...range, top: from, bottom: from }).split("\t");
  const first = isOne ? range.top : range.top + 1;
  return laying(view, first, range.left, Array.from({ length: range.bottom - first + 1 }, () => line));
}

/** A range as a spreadsheet takes it. @param {View} view @param {import("./desk.js").Range} range @returns {string} */
export function textOf({ page, columns, rows }, { top, bottom, left, right }) {
  const line = /** @param {number} row */ (row) =>
    columns.slice(left, right + 1).map((column) => cellText(cellOf(page.rows[row], column))).join("\t");
  return rows.slice(top, bottom + 1).map(line).join("\n");
}
