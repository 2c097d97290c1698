// @ts-check
// A journal page as plain values: what stands in its cells and how acts change it.

/**
 * @typedef {import("../lesson/store.js").Operation} Operation
 * @typedef {import("../lesson/store.js").Answer} Answer
 * @typedef {[value: string, version: number, comment: string]} Mark
 * @typedef {[code: string, minutes: number, version: number]} Code
 * @typedef {{marks: Record<string, Mark>, codes: Record<number, Code>}} Row marks by work, codes by lesson
 * @typedef {[id: number, on: string, slot: number, lock: string]} Lesson
 * @typedef {[id: number, name: string, glyph: string, weight: number]} Kind
 * @typedef {[lesson: number, kind: number, number: number, title: string]} Work
 * @typedef {[id: number, name: string, first: string, last: string]} Pupil
 * @typedef {{
 *   group_id: number, title: string, subject: string, term_id: number, is_marked: boolean, opens_lessons: boolean,
 *   today: string, shape: string, terms: {id: number, name: string, starts_on: string, ends_on: string}[],
 *   values: string[], kinds: Kind[],
 * }} Head
 * @typedef {Head & {columns: Lesson[], works: [number, number, number, string][], rows: Pupil[],
 *   marks: [number, number, string, number, string][], codes: [number, number, string, number, number][]}} Packed
 * @typedef {Head & {id: string, lessons: Lesson[], works: Work[], pupils: Pupil[], rows: Row[]}} Page
 * @typedef {{group_id: number, term_id: number, shape: string, works: [number, number, number, string][],
 *   marks: [number, number, string, number, string][], codes: [number, number, string, number, number][]}} News
 */

/** The name of a work's cell in a pupil's row. @param {number} lesson @param {number} kind @param {number} number */
export const placeOf = (lesson, kind, number) => `${lesson}/${kind}/${number}`;

/** @type {Page} */
const EMPTY = {
  id: "", group_id: 0, title: "", subject: "", term_id: 0, is_marked: true, opens_lessons: false, today: "", shape: "",
  terms: [], values: [], kinds: [], lessons: [], works: [], pupils: [], rows: [],
};

/** @param {Packed["works"]} works @param {Lesson[]} lessons @returns {Work[]} */
const worksOf = (works, lessons) => works.map(([column, kind, number, title]) => [lessons[column][0], kind, number, title]);

/** The page as it came, with its cells by row. @param {Packed} given @returns {Page} */
export function unpacked(given) {
  const { columns, works: packed, rows: pupils, marks, codes, ...head } = given;
  const works = worksOf(packed, columns);
  /** @type {Row[]} */
  const rows = pupils.map(() => ({ marks: {}, codes: {} }));
  for (const [row, work, value, version, comment] of marks) {
    const [lesson, kind, number] = works[work];
    rows[row].marks[placeOf(lesson, kind, number)] = [value, version, comment];
  }
  for (const [row, column, code, minutes, version] of codes) rows[row].codes[columns[column][0]] = [code, minutes, version];
  return { ...head, id: `${given.group_id}/${given.term_id}`, lessons: columns, works, pupils, rows };
}

/** The page with what others (or one's own other tab) did since; what is older changes nothing.
 * @param {Page} page @param {News} news @returns {Page} */
export function withNews(page, news) {
  if (page.id !== `${news.group_id}/${news.term_id}` || page.shape !== news.shape) return page;
  const works = worksOf(news.works, page.lessons);
  const rows = [...page.rows];
  /** @param {number} at @param {"marks" | "codes"} part @param {string | number} place @param {any} cell @param {number} version */
  const put = (at, part, place, cell, version) => {
    const standing = /** @type {any} */ (rows[at][part])[place];
    const known = standing?.[part === "marks" ? 1 : 2] ?? 0;
    if (version > known) rows[at] = { ...rows[at], [part]: { ...rows[at][part], [place]: cell } };
  };
  for (const [row, work, value, version, comment] of news.marks) {
    const [lesson, kind, number] = works[work];
    put(row, "marks", placeOf(lesson, kind, number), [value, version, comment], version);
  }
  for (const [row, column, code, minutes, version] of news.codes) put(row, "codes", page.lessons[column][0], [code, minutes, version], version);
  const isSame = JSON.stringify(works) === JSON.stringify(page.works);
  return { ...page, rows, works: isSame ? page.works : works };
}

/** @param {Page} page @param {number} student */
const rowOf = (page, student) => page.pupils.findIndex((p) => p[0] === student);

/** @param {Page} page @param {number} student @param {(row: Row) => Row} change @returns {Page} */
function withRow(page, student, change) {
  const at = rowOf(page, student);
  if (at < 0) return page;
  const rows = [...page.rows];
  rows[at] = change(rows[at]);
  return { ...page, rows };
}

/** @param {Page} page @param {number} lesson @param {number} kind @param {number} number @param {string} [title] @returns {Page} */
function withWork(page, lesson, kind, number, title) {
  const at = page.works.findIndex((w) => w[0] === lesson && w[1] === kind && w[2] === number);
  if (at >= 0 && (title === undefined || page.works[at][3] === title)) return page;
  /** @type {Work} */
  const work = [lesson, kind, number, title ?? ""];
  return { ...page, works: at < 0 ? [...page.works, work] : page.works.with(at, work) };
}

/** @param {Page} page @param {Operation} operation @param {number} [version] @returns {Page} */
function done(page, { op, lesson, args }, version) {
  if (!page.lessons.some((l) => l[0] === lesson)) return page;
  if (op === "work") return withWork(page, lesson, args.kind_id, args.number ?? 1, args.title ?? "");
  if (op === "remove_work") {
    return { ...page, works: page.works.filter((w) => w[0] !== lesson || w[1] !== args.kind_id || w[2] !== (args.number ?? 1)) };
  }
  if (op === "attendance") {
    return withRow(page, args.student_id, (row) => {
      const next = version ?? (row.codes[lesson]?.[2] ?? 0) + 1;
      return { ...row, codes: { ...row.codes, [lesson]: [args.code ?? "", args.minutes_late ?? 0, next] } };
    });
  }
  if (op !== "mark") return page;
  const number = args.number ?? 1;
  const place = placeOf(lesson, args.kind_id, number);
  const marked = withRow(page, args.student_id, (row) => {
    const was = row.marks[place];
    const comment = args.comment || (args.value && was?.[2]) || "";
    return { ...row, marks: { ...row.marks, [place]: [args.value ?? "", version ?? (was?.[1] ?? 0) + 1, comment] } };
  });
  return args.value ? withWork(marked, lesson, args.kind_id, number) : marked;
}

/** The single acts of an operation, those that were refused left out.
 * @param {Operation} operation @param {Answer} [answer] @returns {[Operation, number | undefined][]} */
function acts(operation, answer) {
  if (operation.op !== "block") return [[operation, answer?.version]];
  return operation.args.lines.flatMap(/** @param {any} line @param {number} index @returns {[Operation, number | undefined][]} */ (line, index) => {
    const [version, refusal] = answer?.lines?.[index] ?? [undefined, ""];
    return refusal ? [] : [[{ key: "", lesson: line.lesson_id, op: line.op, args: line }, version]];
  });
}

/** The page as it is once an operation is done. @param {Page} page @param {Operation} operation @param {Answer} [answer] */
const applied = (page, operation, answer) =>
  acts(operation, answer).reduce((before, [act, version]) => done(before, act, version), page);

/** @param {Page} page @param {Operation["op"]} op @param {number} lesson @param {Record<string, any>} args */
function versionOf(page, op, lesson, args) {
  const row = page.rows[rowOf(page, args.student_id)];
  if (op === "attendance") return row?.codes[lesson]?.[2] ?? 0;
  return row?.marks[placeOf(lesson, args.kind_id, args.number ?? 1)]?.[1] ?? 0;
}

/** An operation with the version its author saw. @param {Page} page @param {Operation} operation @returns {Operation} */
function guarded(page, operation) {
  const { op, lesson, args } = operation;
  if (op === "block") {
    const lines = args.lines.map(/** @param {any} line */ (line) => ({ expected_version: versionOf(page, line.op, line.lesson_id, line), ...line }));
    return { ...operation, args: { lines } };
  }
  if (op !== "mark" && op !== "attendance") return operation;
  return { ...operation, args: { expected_version: versionOf(page, op, lesson, args), ...args } };
}

/** What puts a cell back as it stands now. @param {Page} page @param {Operation} operation @returns {Operation | null} */
function back(page, { op, lesson, args }) {
  const { student_id, kind_id, number = 1 } = args;
  const row = page.rows[rowOf(page, student_id)];
  if (op === "attendance") {
    const [code, minutes] = row?.codes[lesson] ?? ["", 0];
    return { key: "", lesson, op, args: { student_id, code: code || null, minutes_late: minutes } };
  }
  if (op === "mark") {
    const [value, , comment] = row?.marks[placeOf(lesson, kind_id, number)] ?? ["", 0, ""];
    return { key: "", lesson, op, args: { student_id, kind_id, number, value: value || null, comment } };
  }
  const work = page.works.find((w) => w[0] === lesson && w[1] === kind_id && w[2] === number);
  if (op === "work" && !work) return { key: "", lesson, op: "remove_work", args: { kind_id, number } };
  if (op === "work" || op === "remove_work") return work ? { key: "", lesson, op: "work", args: { kind_id, number, title: work[3] } } : null;
  return null;
}

/** What takes an operation back. @param {Page} page @param {Operation} operation @returns {Operation | null} */
function inverse(page, operation) {
  if (operation.op !== "block") return back(page, operation);
  const lines = acts(operation).flatMap(([act]) => {
    const undo = back(page, act);
    return undo ? [{ ...undo.args, op: undo.op, lesson_id: undo.lesson }] : [];
  });
  return { key: "", lesson: operation.lesson, op: "block", args: { lines } };
}

/** @type {import("../lesson/store.js").Rules<Page>} */
export const JOURNAL = { empty: EMPTY, idOf: (page) => page.id, applied, guarded, inverse, nameOf: (page) => (page.id ? "journal" : "") };
