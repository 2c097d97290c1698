// @ts-check
// What a key means in a lesson, on a Russian or a Latin layout.

/**
 * @typedef {{act: "move", step: number} | {act: "mark", value: string} | {act: "code", code: string | null}
 *   | {act: "clear"} | {act: "undo"} | {act: "leave"}} Meaning
 */

/** Letters of the codes by the place of the key, so that the layout does not matter. */
const LETTERS = {
  KeyY: "Н", Comma: "Б", KeyE: "УП", KeyG: "НП", KeyJ: "ОП", KeyC: "ОСВ",
};
const RUSSIAN = { н: "Н", б: "Б", у: "УП", п: "НП", о: "ОП", с: "ОСВ" };
const PASSES = { KeyP: "ЗЧ", KeyX: "НЗ" };
/** @type {Record<string, Meaning>} */
const PLAIN = {
  ArrowDown: { act: "move", step: 1 }, ArrowUp: { act: "move", step: -1 }, Enter: { act: "move", step: 1 },
  Escape: { act: "leave" }, Delete: { act: "clear" }, Backspace: { act: "clear" }, "+": { act: "code", code: null },
};

/**
 * @param {{key: string, code?: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @param {string[]} values the marks this group is given @returns {Meaning | null}
 */
export function meaningOf(event, values) {
  const { key, code = "" } = event;
  if (event.altKey) return null;
  if (event.ctrlKey || event.metaKey) return code === "KeyZ" || key === "z" ? { act: "undo" } : null;
  if (PLAIN[key]) return PLAIN[key];
  if (values.includes(key)) return { act: "mark", value: key };
  const letter = /** @type {Record<string, string>} */ (RUSSIAN)[key.toLowerCase()]
    ?? /** @type {Record<string, string>} */ (LETTERS)[code];
  if (letter) return { act: "code", code: letter };
  const pass = /** @type {Record<string, string>} */ (PASSES)[code];
  return pass && values.includes(pass) ? { act: "mark", value: pass } : null;
}

/**
 * The pupil one step up or down from another; the ends hold.
 * @param {number[]} order @param {number} from @param {number} step @returns {number}
 */
export function neighbour(order, from, step) {
  const at = order.indexOf(from);
  const next = at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step;
  return order[Math.min(order.length - 1, Math.max(0, next))] ?? 0;
}
