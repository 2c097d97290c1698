// @ts-check
// What the teacher has done in a lesson and what the server has said of it.
//
// Every act is an operation with a key of its own. It is shown at once, sent in order, and stays
// in the queue until the server has answered: saved, or refused with a reason. Nothing is dropped
// when the connection goes away; the queue is sent again, and its keys make that harmless.

/**
 * @typedef {{key: string, op: string, args: Record<string, any>}} Operation
 * @typedef {{key: string, ok: boolean, message: string, result: any}} Answer
 * @typedef {{operation: Operation, message: string}} Refusal
 * @typedef {{
 *   id: number, on: string, subject: string, group: string, starts: string, ends: string,
 *   is_open: boolean, roll_called: boolean, topic: string, last_topic: string, homework: string,
 *   homework_minutes: number, homework_due: string | null, no_homework: boolean,
 *   due_today: string, evening_minutes: number, evening_norm: number, values: string[],
 *   kinds: [number, string, string, number][], works: [number, number, number][],
 *   pupils: [number, string, string, number, number, boolean][],
 *   marks: [number, number, number, string, string, number][],
 * }} Sheet
 * @typedef {{load: () => Operation[], save: (queue: Operation[]) => void}} Storage
 * @typedef {{sheet: Sheet, queue: Operation[], refused: Refusal[], undo: Operation[]}} State
 */

/** Keeps the queue in memory; a storage that outlives the page takes its place later.
 * @returns {Storage} */
export function memoryStorage() {
  /** @type {Operation[]} */
  let kept = [];
  return { load: () => kept, save: (queue) => (kept = queue) };
}

/** A key no other operation has. @returns {string} */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/**
 * The sheet as it will be once an operation is done: the same shapes as the server's.
 * @param {Sheet} sheet @param {Operation} operation @returns {Sheet}
 */
export function applied(sheet, { op, args }) {
  if (op === "attendance") {
    const pupils = sheet.pupils.map((p) =>
      p[0] === args.student_id ? [p[0], p[1], args.code ?? "", args.minutes_late ?? 0, p[4], p[5]] : p,
    );
    return { ...sheet, pupils: /** @type {Sheet["pupils"]} */ (pupils) };
  }
  if (op === "mark") return withMark(sheet, args);
  if (op === "roll") return { ...sheet, roll_called: true };
  if (op === "topic") return { ...sheet, topic: args.topic };
  if (op === "no_homework") return { ...sheet, no_homework: args.none };
  if (op === "homework") {
    const due = args.text ? (args.due_on ?? sheet.homework_due) : null;
    return { ...sheet, homework: args.text, homework_minutes: args.minutes, homework_due: due };
  }
  return sheet;
}

/** @param {Sheet} sheet @param {Record<string, any>} args @returns {Sheet} */
function withMark(sheet, args) {
  const number = args.number ?? 1;
  let work = sheet.works.find((w) => w[1] === args.kind_id && w[2] === number);
  const works = work ? sheet.works : [...sheet.works];
  if (!work) {
    work = [-(args.kind_id * 100 + number), args.kind_id, number];
    works.push(work);
  }
  const mine = /** @param {any} m */ (m) => m[1] === work[0] && m[2] === args.student_id;
  const before = sheet.marks.find(mine);
  /** @type {Sheet["marks"][number]} */
  const after = [
    before?.[0] ?? 0, work[0], args.student_id, args.value ?? "",
    args.comment || before?.[4] || "", (before?.[5] ?? 0) + 1,
  ];
  return { ...sheet, works, marks: [...sheet.marks.filter((m) => !mine(m)), after] };
}

/**
 * What takes an operation back, given the sheet as it was before it.
 * @param {Sheet} sheet @param {Operation} operation @returns {Operation | null}
 */
export function inverse(sheet, { op, args }) {
  if (op === "attendance") {
    const was = sheet.pupils.find((p) => p[0] === args.student_id);
    if (!was) return null;
    const back = { student_id: args.student_id, code: was[2] || null, minutes_late: was[3] };
    return { key: newKey(), op, args: back };
  }
  if (op === "mark") {
    const work = sheet.works.find((w) => w[1] === args.kind_id && w[2] === (args.number ?? 1));
    const was = work && sheet.marks.find((m) => m[1] === work[0] && m[2] === args.student_id);
    return { key: newKey(), op, args: { ...args, value: was?.[3] || null, comment: was?.[4] ?? "" } };
  }
  return null;
}

/**
 * A store for one lesson.
 * @param {(operations: Operation[]) => void} send @param {Storage} [storage]
 */
export function createStore(send, storage = memoryStorage()) {
  /** @type {State} */
  let state = {
    sheet: /** @type {any} */ ({ id: 0, pupils: [], marks: [], works: [], kinds: [], values: [] }),
    queue: storage.load(), refused: [], undo: [],
  };
  let shown = state.sheet;
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** @param {Partial<State>} change */
  const set = (change) => {
    state = { ...state, ...change };
    shown = state.queue.reduce(applied, state.sheet);
    storage.save(state.queue);
    listeners.forEach((listener) => listener());
  };

  return {
    /** The sheet with everything waiting already in it. */
    view: () => shown,
    state: () => state,
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** The server's sheet: the truth beneath what is waiting. @param {Sheet} sheet */
    receive: (sheet) => {
      const other = sheet.id !== state.sheet.id;
      set(other ? { sheet, undo: [], refused: [] } : { sheet });
    },
    /** Do something: shown now, sent now. @param {string} op @param {Record<string, any>} args */
    act: (op, args) => {
      const operation = { key: newKey(), op, args };
      const back = inverse(shown, operation);
      const undo = back ? [...state.undo.slice(-49), back] : state.undo;
      set({ queue: [...state.queue, operation], undo });
      send([operation]);
    },
    /** Take the last act back, as an act of its own. */
    undo: () => {
      const back = state.undo.at(-1);
      if (!back) return;
      set({ queue: [...state.queue, back], undo: state.undo.slice(0, -1) });
      send([back]);
    },
    /** The server's answers, in any order, once or more often. @param {Answer[]} answers */
    answer: (answers) => {
      const byKey = new Map(answers.map((a) => [a.key, a]));
      const answered = state.queue.filter((o) => byKey.has(o.key));
      if (answered.length === 0) return;
      const saved = answered.filter((o) => byKey.get(o.key)?.ok);
      const refused = answered
        .filter((o) => !byKey.get(o.key)?.ok)
        .map((o) => ({ operation: o, message: byKey.get(o.key)?.message ?? "" }));
      set({
        sheet: saved.reduce(applied, state.sheet),
        queue: state.queue.filter((o) => !byKey.has(o.key)),
        refused: [...state.refused, ...refused],
      });
    },
    /** Send again whatever has no answer yet, in order. */
    resend: () => {
      if (state.queue.length) send(state.queue);
    },
    /** @param {string} key */
    dismiss: (key) => set({ refused: state.refused.filter((r) => r.operation.key !== key) }),
  };
}

/**
 * How a pupil's cell stands: saved, waiting for the server, or refused with a reason.
 * @param {State} state @param {number} student @returns {{word: string, refusal: Refusal | null}}
 */
export function cellState(state, student) {
  const refusal = state.refused.find((r) => r.operation.args.student_id === student) ?? null;
  if (refusal) return { word: "refused", refusal };
  const waits = state.queue.some((o) => o.args.student_id === student);
  return { word: waits ? "waiting" : "saved", refusal: null };
}
