// @ts-check
// The words and figures of a lesson, as teachers read them.
import { t } from "$/public/i18n.js";

export const CODES = ["Н", "Б", "УП", "НП", "ОП", "ОСВ"];

/** What a code means, in words. @param {string} code @returns {string} */
export function codeName(code) {
  return {
    "": t("present"), Н: t("absent, reason not known yet"), Б: t("absent, ill"),
    УП: t("absent with a valid reason"), НП: t("absent without a valid reason"), ОП: t("late"),
    ОСВ: t("freed from the activity, present"),
  }[code] ?? code;
}

/** A mark as it stands on paper. @param {string} value @returns {string} */
export function markText(value) {
  return value.split("/").map((v) => (v === "." ? "•" : v.toLowerCase())).join("/");
}

/** A mark as it is read aloud. @param {string} value @returns {string} */
export function markName(value) {
  if (value === ".") return t("Dot: to be marked later");
  return t("Mark {value}", { value: value.toLowerCase() });
}

/** A weight: 1, 1,5. @param {number} weight hundredths @returns {string} */
export function weightText(weight) {
  return String(weight / 100).replace(".", ",");
}

/** A file's size. @param {number} bytes @returns {string} */
export function sizeText(bytes) {
  if (bytes < 1_000_000) return t("{size} KB", { size: Math.max(1, Math.round(bytes / 1000)) });
  return t("{size} MB", { size: (bytes / 1_000_000).toFixed(1).replace(".", ",") });
}
