// @ts-check
// A teacher's day as plain values: what is now, what is missing, what one tap changes.
import { t } from "$/public/i18n.js";

/**
 * @typedef {{id: number, on: string, slot: number, starts: string, ends: string, subject: string,
 *   group: string, room: string, is_cancelled: boolean, no_roll: boolean, no_topic: boolean,
 *   no_homework: boolean}} DayLesson
 * @typedef {{id: number, name: string, size: number, pupils: [number, string, [number, string][]][]}} OwnClass
 * @typedef {{on: string, today: string, now: string, lessons: DayLesson[], unfinished: DayLesson[],
 *   next_day: string | null, holiday: string, own_class: OwnClass | null}} Day
 */

/**
 * The lesson going on, or the next one, of today only; and the one after it.
 * @param {Day} day @returns {{current: DayLesson | null, next: DayLesson | null}}
 */
export function nowAndNext(day) {
  if (day.on !== day.today) return { current: null, next: null };
  const open = day.lessons.filter((l) => !l.is_cancelled && l.ends && l.ends >= day.now);
  return { current: open[0] ?? null, next: open[1] ?? null };
}

/** Whether a lesson has begun, so that it can lack something. @param {Day} day @param {DayLesson} lesson */
export function hasBegun(day, lesson) {
  return lesson.on < day.today || (lesson.on === day.today && lesson.starts <= day.now);
}

/** What a lesson still lacks: the part to open and its words. @param {DayLesson} lesson
 * @returns {{part: "roll" | "topic" | "homework", word: string}[]} */
export function lacks(lesson) {
  if (lesson.is_cancelled) return [];
  /** @type {{part: "roll" | "topic" | "homework", word: string}[]} */
  const found = [];
  if (lesson.no_roll) found.push({ part: "roll", word: t("no roll-call") });
  if (lesson.no_topic) found.push({ part: "topic", word: t("no topic") });
  if (lesson.no_homework) found.push({ part: "homework", word: t("no homework") });
  return found;
}

/** @param {Day} day @param {import("./store.js").Operation} operation @returns {Day} */
export function applied(day, { op, lesson }) {
  /** @param {DayLesson} l */
  const after = (l) => {
    if (l.id !== lesson) return l;
    if (op === "roll") return { ...l, no_roll: false };
    return op === "no_homework" ? { ...l, no_homework: false } : l;
  };
  return { ...day, lessons: day.lessons.map(after), unfinished: day.unfinished.map(after) };
}

/** Lessons of earlier days that still lack something. @param {Day} day @returns {DayLesson[]} */
export const left = (day) => day.unfinished.filter((l) => lacks(l).length > 0);

/**
 * Who of the own class is absent without a known or valid reason, and who else was missing or late.
 * @param {OwnClass} own
 */
export function ownClassNews(own) {
  const lessons = /** @param {[number, string][]} codes @param {string[]} which */ (codes, which) =>
    codes.filter(([, code]) => which.includes(code)).map(([slot]) => slot);
  const rows = own.pupils.map(([id, name, codes]) => ({
    id, name, unknown: lessons(codes, ["Н", "НП"]), excused: lessons(codes, ["Б", "УП"]), late: lessons(codes, ["ОП"]),
  }));
  return {
    unknown: rows.filter((r) => r.unknown.length), excused: rows.filter((r) => r.excused.length && !r.unknown.length),
    late: rows.filter((r) => r.late.length),
  };
}

/** @type {import("./store.js").Rules<Day>} */
export const DAY = {
  empty: { on: "", today: "", now: "", lessons: [], unfinished: [], next_day: null, holiday: "", own_class: null },
  idOf: (day) => day.on, applied, nameOf: (day) => (day.on && day.on === day.today ? "today" : ""),
};
