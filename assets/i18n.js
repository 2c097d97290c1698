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

const ZONE = "Asia/Yekaterinburg";

/** The school's time zone. @returns {string} */
function zone() {
  return /** @type {any} */ (globalThis).__ediary_i18n?.zone ?? ZONE;
}

/**
 * A moment in the school's time zone, in words.
 * @param {string} at ISO 8601 @returns {string}
 */
export function moment(at) {
  if (!at) return "";
  const written = new Date(at.includes("T") ? at : at.replace(" ", "T"));
  /** @type {Intl.DateTimeFormatOptions} */
  const style = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: zone() };
  return new Intl.DateTimeFormat(language(), style).format(written);
}

/** Making a format costs more than a hundred dates written by it.
 * @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * A school day in words.
 * @param {string} on YYYY-MM-DD @param {string} style @returns {string}
 */
export function day(on, style = "day") {
  if (!on) return "";
  const [y, m, d] = on.slice(0, 10).split("-").map(Number);
  const noon = new Date(Date.UTC(y, m - 1, d, 12));
  const known = formats.get(`${language()}/${style}`);
  if (known) return known.format(noon);
  /** @type {Record<string, Intl.DateTimeFormatOptions>} */
  const styles = {
    day: { day: "numeric", month: "long" },
    weekday: { weekday: "long", day: "numeric", month: "long" },
    short: { day: "2-digit", month: "2-digit" },
    brief: { weekday: "short", day: "numeric" },
    weekday_only: { weekday: "short" },
    number: { day: "numeric" },
    month: { month: "long", year: "numeric" },
    full: { day: "2-digit", month: "2-digit", year: "numeric" },
  };
  const made = new Intl.DateTimeFormat(language(), { ...styles[style], timeZone: "UTC" });
  formats.set(`${language()}/${style}`, made);
  return made.format(noon);
}
