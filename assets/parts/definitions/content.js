// @ts-check
// What is being written in a definition: kept in the tab until the server has it, so that a closed
// page, a lost line or a sign-in anew loses nothing. Reckoning only; `editor.js` draws it.

/** @typedef {{name: string, label: string, kind: string, help: string, longest: number,
 *   is_required: boolean, choices: {id: string, title: string}[], columns: Asked[]}} Asked */
/** @typedef {{place: string, text: string, line: number}} Fault */
/** @typedef {Record<string, any>} Content */

/** A content spelled in one way, whatever order its names came in. @param {any} value @returns {string} */
export function spelled(value) {
  if (Array.isArray(value)) return `[${value.map(spelled).join(",")}]`;
  if (value && typeof value === "object") {
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${spelled(value[name])}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** A row with nothing in it yet. @param {Asked[]} columns @returns {Content} */
export function emptyRow(columns) {
  const empty = (/** @type {Asked} */ one) =>
    one.kind === "flag" ? false : one.kind === "choice" ? (one.choices[0]?.id ?? "") : "";
  return Object.fromEntries(columns.map((one) => [one.name, empty(one)]));
}

/** A number as it was typed: whole ones as numbers, anything else as it stands, for the server to
 * say what is wrong. @param {string} text @returns {number | string} */
export function typedNumber(text) {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : text;
}

/** Rows with one of them moved a place up. @param {Content[]} rows @param {number} at */
export function movedUp(rows, at) {
  if (at < 1 || at >= rows.length) return rows;
  const moved = [...rows];
  [moved[at - 1], moved[at]] = [moved[at], moved[at - 1]];
  return moved;
}

/** A text with something put in at the hand. @param {string} text @param {string} code
 * @param {number} from @param {number} to @returns {{text: string, at: number}} */
export function putIn(text, code, from, to) {
  const hole = code.indexOf("…");
  const at = from + (hole < 0 ? code.length : hole);
  return { text: text.slice(0, from) + code.replace("…", "") + text.slice(to), at };
}

/** What is wrong at a place, and on which lines. @param {Fault[]} faults @param {string} place */
export function faultsAt(faults, place) {
  const here = faults.filter((one) => one.place === place);
  return { here, lines: new Set(here.map((one) => one.line).filter(Boolean)) };
}

/** What was typed here before and has not reached the server. @param {string} place
 * @param {Content} content @returns {Content | null} */
export function unsaved(place, content) {
  try {
    const kept = globalThis.sessionStorage?.getItem(place);
    const said = kept ? JSON.parse(kept) : null;
    return said && spelled(said) !== spelled(content) ? said : null;
  } catch {
    return null;
  }
}

/** Keep what is typed until the server has it. @param {string} place @param {Content | null} said */
export function keepTyped(place, said) {
  try {
    if (said) globalThis.sessionStorage?.setItem(place, JSON.stringify(said));
    else globalThis.sessionStorage?.removeItem(place);
  } catch {
    // A full or forbidden storage: what is typed stays on the page.
  }
}
