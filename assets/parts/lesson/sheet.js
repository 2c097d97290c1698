// @ts-check
// How the sheet of a lesson changes by what its teacher does.
/**
 * @typedef {import("./store.js").Operation} Operation
 * @typedef {import("./store.js").Answer} Answer
 * @typedef {{
 *   id: number, on: string, today: string, subject: string, group: string, starts: string,
 *   ends: string, is_open: boolean, roll_called: boolean, topic: string, last_topic: string,
 *   next_topic: string, homework: string, homework_minutes: number, homework_due: string | null,
 *   homework_version: number, next_lesson: string | null, no_homework: boolean,
 *   due_today: string, evening_minutes: number, evening_norm: number, values: string[],
 *   kinds: [number, string, string, number][], works: [number, number, number][],
 *   pupils: [number, string, string, number, number, boolean][],
 *   marks: [number, number, number, string, string, number][],
 *   files: [number, string, number][], suggestions: [number, string, string, number][],
 * }} Sheet
 * @typedef {import("./store.js").State<Sheet>} LessonState
 */

export const ABSENCES = ["Н", "Б", "УП", "НП"];

/** @type {Sheet} */
const EMPTY = /** @type {any} */ ({
  id: 0, topic: "", homework: "", pupils: [], marks: [], works: [], kinds: [], values: [], files: [], suggestions: [],
});

/** A pupil's line. @param {Sheet} sheet @param {number} student */
export const pupilOf = (sheet, student) => sheet.pupils.find((p) => p[0] === student);

/** A pupil's mark for a work. @param {Sheet} sheet @param {Record<string, any>} args */
export function markOf(sheet, { student_id, kind_id, number = 1 }) {
  const work = sheet.works.find((w) => w[1] === kind_id && w[2] === number);
  return work && sheet.marks.find((m) => m[1] === work[0] && m[2] === student_id);
}

/**
 * The sheet as it is once an operation is done: the same shapes as the server's.
 * @param {Sheet} sheet @param {Operation} operation @param {Answer} [answer] @returns {Sheet}
 */
export function applied(sheet, { op, args, lesson }, answer) {
  if (lesson !== sheet.id) return sheet;
  if (op === "attendance") return withCode(sheet, args, answer);
  if (op === "mark") return withMark(sheet, args, answer);
  if (op === "roll") return { ...sheet, roll_called: true };
  if (op === "topic") return { ...sheet, topic: args.topic };
  if (op === "no_homework") return { ...sheet, no_homework: args.none };
  if (op === "remove_file") return { ...sheet, files: sheet.files.filter((f) => f[0] !== args.file_id) };
  if (op === "homework") {
    const due = args.text ? (args.due_on ?? sheet.homework_due ?? sheet.next_lesson) : null;
    const version = args.text ? sheet.homework_version + 1 : 0;
    return { ...sheet, homework: args.text, homework_minutes: args.minutes, homework_due: due, homework_version: version };
  }
  return sheet;
}

/** @param {Sheet} sheet @param {Record<string, any>} args @param {Answer} [answer] @returns {Sheet} */
function withCode(sheet, args, answer) {
  const pupils = sheet.pupils.map((p) =>
    p[0] === args.student_id
      ? [p[0], p[1], args.code ?? "", args.minutes_late ?? 0, answer ? answer.version : p[4] + 1, p[5]]
      : p,
  );
  return { ...sheet, pupils: /** @type {Sheet["pupils"]} */ (pupils) };
}

/** @param {Sheet} sheet @param {Record<string, any>} args @param {Answer} [answer] @returns {Sheet} */
function withMark(sheet, args, answer) {
  const number = args.number ?? 1;
  let work = sheet.works.find((w) => w[1] === args.kind_id && w[2] === number);
  const works = work ? sheet.works : [...sheet.works];
  if (!work) {
    work = [-(args.kind_id * 100 + number), args.kind_id, number];
    works.push(work);
  }
  const before = markOf(sheet, args);
  /** @type {Sheet["marks"][number]} */
  const after = [
    before?.[0] ?? 0, work[0], args.student_id, args.value ?? "",
    args.comment || (args.value && before?.[4]) || "", answer ? answer.version : (before?.[5] ?? 0) + 1,
  ];
  const marks = before ? sheet.marks.map((m) => (m === before ? after : m)) : [...sheet.marks, after];
  return { ...sheet, works, marks };
}

/**
 * An operation with what it takes for granted: the version or the words its author saw, unless
 * the operation says itself what was seen when the typing began.
 * @param {Sheet} sheet @param {Operation} operation @returns {Operation}
 */
export function guarded(sheet, operation) {
  const { op, args } = operation;
  /** @param {Record<string, any>} more */
  const plus = (more) => ({ ...operation, args: { ...more, ...args } });
  if (op === "mark") return plus({ expected_version: markOf(sheet, args)?.[5] ?? 0 });
  if (op === "attendance") return plus({ expected_version: pupilOf(sheet, args.student_id)?.[4] ?? 0 });
  if (op === "topic") return plus({ former: sheet.topic });
  if (op === "homework") return plus({ expected_version: sheet.homework_version });
  return operation;
}

/**
 * What takes an operation back, given the sheet as it was before it.
 * @param {Sheet} sheet @param {Operation} operation @returns {Operation | null}
 */
export function inverse(sheet, { lesson, op, args }) {
  const back = { key: "", lesson, op };
  if (op === "attendance") {
    const was = pupilOf(sheet, args.student_id);
    if (!was) return null;
    return { ...back, args: { student_id: args.student_id, code: was[2] || null, minutes_late: was[3] } };
  }
  if (op === "mark") {
    const was = markOf(sheet, args);
    const { student_id, kind_id, number } = args;
    return { ...back, args: { student_id, kind_id, number, value: was?.[3] || null, comment: was?.[4] ?? "" } };
  }
  if (op === "topic") return { ...back, args: { topic: sheet.topic } };
  if (op === "no_homework") return { ...back, args: { none: sheet.no_homework } };
  return null;
}

/** @type {import("./store.js").Rules<Sheet>} */
export const LESSON = {
  empty: EMPTY, idOf: (sheet) => sheet.id, applied, guarded, inverse,
  nameOf: (sheet) => (sheet.id ? `lesson:${sheet.id}` : ""),
};

/**
 * How a pupil's line stands: saved, waiting for the server, or refused with a reason.
 * @param {LessonState} state @param {number} student
 */
export function lineState(state, student) {
  const here = /** @param {Operation} o */ (o) => o.lesson === state.base.id && o.args.student_id === student;
  const refusal = state.refused.find((r) => here(r.operation)) ?? null;
  if (refusal) return { word: "refused", refusal };
  return { word: state.queue.some(here) ? "waiting" : "saved", refusal: null };
}

/**
 * The works one may mark: those of the lesson first, then every kind, then a second one of a kind.
 * @param {Sheet} sheet @returns {{kind: number, number: number, name: string, weight: number, isNew: boolean}[]}
 */
export function workChoices(sheet) {
  const kinds = new Map(sheet.kinds.map((k) => [k[0], k]));
  const choice = /** @param {number} id @param {number} number @param {boolean} isNew */ (id, number, isNew) => ({
    kind: id, number, name: kinds.get(id)?.[1] ?? "", weight: kinds.get(id)?.[3] ?? 100, isNew,
  });
  const used = sheet.works.filter((w) => kinds.has(w[1])).map((w) => choice(w[1], w[2], false));
  const next = /** @param {number} id */ (id) => Math.max(0, ...sheet.works.filter((w) => w[1] === id).map((w) => w[2])) + 1;
  const fresh = sheet.kinds.map((k) => choice(k[0], next(k[0]), true));
  return [...used, ...fresh.filter((c) => c.number <= 4)];
}
