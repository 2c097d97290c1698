// @ts-check
// What a key means in the grid, on a Russian or a Latin layout, and what a typed or pasted text says.
import { t } from "$/public/i18n.js";
import { CODES, markText } from "../lesson/words.js";

/**
 * @typedef {{act: "move", down: number, right: number, extend?: boolean, far?: boolean} | {act: "set", text: string}
 *   | {act: "type", text: string} | {act: "late"} | {act: "do", what: string}} Meaning
 */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [10, 0], PageUp: [-10, 0] };
/** Letters of the codes by the place of the key, so that the layout does not matter. */
const LETTERS = { KeyY: "Н", Comma: "Б", KeyE: "УП", KeyG: "НП", KeyC: "ОСВ", KeyP: "ЗЧ" };
const RUSSIAN = { н: "Н", б: "Б", у: "УП", п: "НП", с: "ОСВ", з: "ЗЧ" };
/** @type {Record<string, string>} */
const WITH_CTRL = { KeyZ: "undo", KeyY: "redo", KeyD: "fill", KeyA: "column", Space: "column" };
/** @type {Record<string, string>} */
const PLAIN = { Delete: "clear", Backspace: "clear", Escape: "leave", F2: "edit", Insert: "work", "+": "work" };

/**
 * @param {{key: string, code?: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, shiftKey?: boolean}} event
 * @param {string[]} values the marks this group is given @returns {Meaning | null}
 */
export function meaningOf({ key, code = "", ctrlKey, metaKey, altKey, shiftKey = false }, values) {
  if (altKey) return null;
  const far = Boolean(ctrlKey || metaKey);
  if (ARROWS[key]) return { act: "move", down: ARROWS[key][0], right: ARROWS[key][1], extend: shiftKey, far };
  if (key === "Home") return { act: "move", down: far ? -Infinity : 0, right: -Infinity, extend: shiftKey };
  if (key === "End") return { act: "move", down: far ? Infinity : 0, right: Infinity, extend: shiftKey };
  if (far) return code === "KeyZ" && shiftKey ? { act: "do", what: "redo" } : WITH_CTRL[code] ? { act: "do", what: WITH_CTRL[code] } : null;
  if (key === "Enter") return { act: "move", down: shiftKey ? -1 : 1, right: 0 };
  if (key === "Tab") return { act: "move", down: 0, right: shiftKey ? -1 : 1 };
  if (key === "F2" && shiftKey) return { act: "do", what: "comment" };
  if (key === " ") return { act: "do", what: shiftKey ? "row" : "here" };
  if (PLAIN[key]) return { act: "do", what: PLAIN[key] };
  if (values.includes(key)) return { act: "set", text: key };
  const letter = /** @type {Record<string, string>} */ (RUSSIAN)[key.toLowerCase()] ?? /** @type {Record<string, string>} */ (LETTERS)[code];
  if (letter && (CODES.includes(letter) || values.includes(letter))) return { act: "set", text: letter };
  if (key.toLowerCase() === "о" || code === "KeyJ") return { act: "late" };
  if (code === "Period" && !shiftKey && values.includes(".")) return { act: "set", text: "." };
  return key.length === 1 ? { act: "type", text: key } : null;
}

/** Words for codes and marks as people write them. @type {Record<string, string>} */
const WRITTEN = {
  Н: "Н", Б: "Б", УП: "УП", У: "УП", НП: "НП", П: "НП", ОП: "ОП", О: "ОП", ОСВ: "ОСВ", ЗЧ: "ЗЧ", НЗ: "НЗ", "ЗАЧЕТ": "ЗЧ", "ЗАЧЁТ": "ЗЧ",
  "НЕЗАЧЕТ": "НЗ", "НЕЗАЧЁТ": "НЗ", ".": ".", "•": ".", H: "Н", O: "ОП",
};
/** @typedef {{marks: string[], code: string, minutes: number, error: string}} Said */

/**
 * What a text says of a cell: marks (4/5), a code, minutes late (ОП 5); or why it says nothing.
 * @param {string} text @param {string[]} values the marks this group is given @returns {Said}
 */
export function said(text, values) {
  /** @type {Said} */
  const found = { marks: [], code: "", minutes: 0, error: "" };
  const words = text.trim().toUpperCase().replace(/(\d)\s*МИН\.?$/, "$1").split(/[\s/;]+/).filter(Boolean)
    .flatMap((w) => (/^(ОП?|[А-Я]+)\d+$/.test(w) ? [w.replace(/\d+$/, ""), w.replace(/^\D+/, "")] : [w]));
  for (const [index, word] of words.entries()) {
    const meant = WRITTEN[word] ?? word;
    const isMinutes = found.code === "ОП" && words[index - 1] && WRITTEN[words[index - 1]] === "ОП" && /^\d+$/.test(word);
    if (isMinutes) found.minutes = Number(word);
    else if (CODES.includes(meant) && !found.code) found.code = meant;
    else if (values.includes(meant)) found.marks.push(meant);
    else found.error ||= refusalOf(text.trim(), values);
  }
  if (found.minutes > 90) found.error ||= t("Minutes late: from 0 to 90.");
  if (found.marks.length > 4) found.error ||= t("At most four marks stand in one cell.");
  return found;
}

/** Why a text cannot stand in a cell. @param {string} text @param {string[]} values @returns {string} */
function refusalOf(text, values) {
  const marks = values.map(markText).join(" ");
  if (!marks) return t("“{text}” cannot stand here. Codes: {codes}.", { text, codes: CODES.join(" ") });
  return t("“{text}” cannot stand here. Marks: {marks}; codes: {codes}.", { text, marks, codes: CODES.join(" ") });
}

/** The rows and cells of a text from a spreadsheet. @param {string} text @returns {string[][]} */
export const tableOf = (text) => text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
