// @ts-check
// Looks words up in the one catalogue the page has loaded (/i18n/current.js).

/** @typedef {{lang: string, messages: Record<string, string | string[]>}} Catalogue */

/** @returns {Catalogue} */
function catalogue() {
  const global_ = /** @type {any} */ (globalThis);
  return global_.__ediary_i18n ?? { lang: "en", messages: {} };
}

/** The language of the page. @returns {string} */
export function language() {
  return catalogue().lang;
}

/**
 * Which of the plural forms a number takes: Russian has three, English two.
 * @param {string} lang @param {number} n @returns {number}
 */
export function pluralForm(lang, n) {
  const whole = Math.abs(Math.trunc(n));
  if (lang !== "ru") return whole === 1 ? 0 : 1;
  const tens = whole % 100;
  const ones = whole % 10;
  if (ones === 1 && tens !== 11) return 0;
  return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 1 : 2;
}

/** @param {string} text @param {Record<string, any>} [values] @returns {string} */
function fill(text, values) {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}

/**
 * A sentence in the page's language.
 * @param {string} message @param {Record<string, any>} [values] @returns {string}
 */
export function t(message, values) {
  const found = catalogue().messages[message];
  return fill(typeof found === "string" && found ? found : message, values);
}

/**
 * A sentence about a number in the page's language.
 * @param {string} one @param {string} many @param {number} n @param {Record<string, any>} [values]
 * @returns {string}
 */
export function tn(one, many, n, values) {
  const { lang, messages } = catalogue();
  const found = messages[one];
  const form = pluralForm(lang, n);
  const text = Array.isArray(found) ? found[form] : form === 0 ? one : many;
  return fill(text, { n, ...values });
}
