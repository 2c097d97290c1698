// @ts-check
// What a page shows of its cells: columns, a cell's words, the figures at the end of a row.
import { day, t } from "$/public/i18n.js";
import { ABSENCES } from "../lesson/sheet.js";
import { codeName, markName, markText, weightText } from "../lesson/words.js";
import { placeOf } from "./page.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./page.js").Row} Row
 * @typedef {{key: string, lesson: number, on: string, slot: number, lock: string, kind: number, name: string,
 *   glyph: string, weight: number, numbers: number[], title: string, isFirst: boolean, isBlank: boolean}} Column
 * A column is a kind of work in a lesson: two marks of one kind stand together, 4/5.
 * @typedef {{marks: [number: number, value: string, comment: string][], code: string, minutes: number}} Cell
 */

/** The columns of a page: the kinds of work of each lesson; a lesson without works has one for the first mark.
 * @param {Page} page @param {number} usual the kind a first mark is of @returns {Column[]} */
export function columnsOf(page, usual) {
  const kinds = new Map(page.kinds.map((k) => [k[0], k]));
  /** @type {Map<number, Map<number, import("./page.js").Work[]>>} */
  const works = new Map();
  for (const work of page.works) {
    const ofLesson = works.get(work[0]) ?? new Map();
    ofLesson.set(work[1], [...(ofLesson.get(work[1]) ?? []), work]);
    works.set(work[0], ofLesson);
  }
  return page.lessons.flatMap(([lesson, on, slot, lock]) => {
    const used = works.get(lesson);
    const chosen = used ? [...used.keys()] : [kinds.has(usual) ? usual : (page.kinds[0]?.[0] ?? 0)];
    return chosen.map((kind, index) => {
      const [, name = "", glyph = "", weight = 100] = kinds.get(kind) ?? [];
      const own = used?.get(kind) ?? [];
      const numbers = own.map((w) => w[2]).sort();
      return {
        key: `${lesson}/${kind}`, lesson, on, slot, lock, kind, name, glyph, weight, numbers: numbers.length ? numbers : [1],
        title: own.map((w) => w[3]).filter(Boolean).join("; "), isFirst: index === 0, isBlank: !used,
      };
    });
  });
}

/** What stands in a cell; the attendance in the first column of its lesson.
 * @param {Row} row @param {Column} column @returns {Cell} */
export function cellOf(row, column) {
  /** @type {Cell["marks"]} */
  const marks = [];
  for (const number of column.numbers) {
    const mark = row.marks[placeOf(column.lesson, column.kind, number)];
    if (mark?.[0]) marks.push([number, mark[0], mark[2]]);
  }
  const [code = "", minutes = 0] = row.codes[column.lesson] ?? [];
  return { marks, code, minutes };
}

/** The marks of a cell as they stand on paper: 4/5. @param {Cell} cell @returns {string} */
export const marksText = (cell) => cell.marks.map(([, value]) => markText(value)).join("/");

/** The code of a cell as it stands on paper: ОП 5. @param {Cell} cell @returns {string} */
export const codeText = (cell) => (cell.code === "ОП" && cell.minutes ? `${cell.code} ${cell.minutes}` : cell.code);

/** A cell as it is copied: 4/5 Н. @param {Cell} cell @returns {string} */
export const cellText = (cell) => [cell.marks.map(([, value]) => value).join("/"), codeText(cell)].filter(Boolean).join(" ");

/** A cell as it is read aloud. @param {string} name @param {Column} column @param {Cell} cell @returns {string} */
export function cellName(name, column, cell) {
  const late = cell.code === "ОП" && cell.minutes ? ` ${t("{n} min", { n: cell.minutes })}` : "";
  const marks = cell.marks.flatMap(([, value, comment]) => [markName(value), comment]);
  const said = [...marks, cell.code && codeName(cell.code) + late].filter(Boolean);
  return [name, day(column.on), column.name, said.join(", ") || t("empty")].filter(Boolean).join(", ");
}

/** The head of a column as it is read aloud. @param {Column} column @returns {string} */
export function columnName(column) {
  const weight = t("weight {w}", { w: weightText(column.weight) });
  const lock = lockText(column.lock);
  return [t("Lesson on {day}", { day: day(column.on) }), t("lesson {n}", { n: column.slot }), !column.isBlank && `${column.name}, ${weight}`, column.title, lock]
    .filter(Boolean).join(", ");
}

/** Why a column cannot be filled. @param {string} lock @returns {string} */
export function lockText(lock) {
  return {
    future: t("This lesson has not come yet: it can be filled from its day on."),
    cancelled: t("This lesson was cancelled."),
    other: t("Only the teacher of this lesson fills it."),
  }[lock] ?? "";
}

/** A mean with two decimals, half up: 4,25. Whole numbers only, so that nothing is lost.
 * @param {number} sum Σ weight · mark @param {number} weights Σ weight @returns {string} */
export function meanText(sum, weights) {
  if (!weights) return "";
  const hundredths = Math.floor((200 * sum + weights) / (2 * weights));
  return `${Math.floor(hundredths / 100)},${String(hundredths % 100).padStart(2, "0")}`;
}

/** The figures at the end of a row: mean, marks that count, lessons missed, share of held lessons with a mark.
 * @param {Page} page @param {Row} row @param {Map<number, number>} weights by kind @param {number} held lessons so far */
export function sumsOf(page, row, weights, held) {
  let sum = 0, weighed = 0, count = 0, missed = 0, late = 0, dots = 0;
  const marked = new Set();
  for (const [place, [value]] of Object.entries(row.marks)) {
    if (!value) continue;
    const [lesson, kind] = place.split("/").map(Number);
    dots += Number(value === ".");
    if (value !== ".") marked.add(lesson);
    if (!/^\d$/.test(value)) continue;
    const weight = weights.get(kind) ?? 100;
    sum += Number(value) * weight;
    weighed += weight;
    count += 1;
  }
  for (const [code] of Object.values(row.codes)) {
    missed += Number(ABSENCES.includes(code));
    late += Number(code === "ОП");
  }
  const density = held ? Math.min(100, Math.round((100 * marked.size) / held)) : 0;
  return { mean: meanText(sum, weighed), count, missed, late, dots, density };
}

/** Lessons that were held or could have been: not cancelled, not to come. @param {Page} page @returns {number} */
export const heldLessons = (page) => page.lessons.filter(([, on, , lock]) => lock !== "cancelled" && on <= page.today).length;

/** Whether a pupil was in the group on a day. @param {import("./page.js").Pupil} pupil @param {string} on */
export const wasThere = ([, , first, last], on) => (!first || on >= first) && (!last || on <= last);
