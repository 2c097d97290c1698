// @ts-check
// What a teacher has done and what the server has said of it.
//
// Every act is an operation with a key of its own. It is shown at once, sent in order, and stays
// in the queue until the server has answered: saved, or refused with a reason. Nothing is dropped
// when the connection goes away; the queue is sent again, and its keys make that harmless. What was
// refused stays until a person has said what becomes of it.

import { followed, restood } from "./chain.js";

/**
 * @typedef {{key: string, lesson: number, op: string, args: Record<string, any>, at?: string}} Operation
 * @typedef {{key: string, ok: boolean, message: string, code: string, version: number,
 *   lines?: [number, string, string][]}} Answer a block is answered line by line: version, code, message
 * @typedef {{operation: Operation, message: string, code: string}} Refusal
 * @typedef {{queue: Operation[], refused: Refusal[]}} Kept
 * @typedef {{load: () => Kept, save: (kept: Kept) => void, subscribe?: (listener: () => void) => () => void}} Storage
 */
/**
 * @template S
 * @typedef {{base: S, queue: Operation[], refused: Refusal[], undo: Operation[], redo?: Operation[]}} State
 */
/**
 * How a kind of page changes by operations. `guarded` adds what the act takes for granted, so
 * that somebody else's change is not overwritten; `inverse` is the act that takes it back; `nameOf`
 * is the name under which the page is kept for a lost network (empty: it is not).
 * @template S
 * @typedef {{
 *   empty: S, idOf: (base: S) => number | string,
 *   applied: (base: S, operation: Operation, answer?: Answer) => S,
 *   guarded?: (base: S, operation: Operation) => Operation,
 *   inverse?: (base: S, operation: Operation) => Operation | null,
 *   nameOf?: (base: S) => string,
 * }} Rules
 */

/** Keeps the queue in memory. @returns {Storage} */
export function memoryStorage() {
  /** @type {Kept} */
  let kept = { queue: [], refused: [] };
  return { load: () => kept, save: (next) => void (kept = next) };
}

/** How many single acts one block holds at most. */
const BLOCK = 1000;

/** A key no other operation has. @returns {string} */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** An operation as a new act: under a key of its own, done now. @param {Operation} operation @returns {Operation} */
const fresh = (operation) => ({ ...operation, key: newKey(), at: new Date().toISOString() });

/** What an operation is about: two acts on one thing have the same target.
 * @param {Operation} operation @returns {string} */
export function target({ lesson, op, args }) {
  return [lesson, op, args.student_id ?? "", args.kind_id ?? "", args.number ?? ""].join("/");
}

/** The single acts of a block; any other operation is its own only one.
 * @param {Operation} operation @returns {Operation[]} */
export function partsOf(operation) {
  if (operation.op !== "block") return [operation];
  return operation.args.lines.map(/** @param {Record<string, any>} line @param {number} index */ (line, index) => {
    const { op, lesson_id: lesson, ...args } = line;
    return { key: `${operation.key}/${index}`, lesson, op, args };
  });
}

/** One operation of many single acts: done as one, answered one by one.
 * @param {Operation[]} parts @returns {Operation} */
export function blockOf(parts) {
  if (parts.length === 1) return parts[0];
  const lines = parts.map(({ op, lesson, args }) => ({ ...args, op, lesson_id: lesson }));
  return { key: "", lesson: parts[0].lesson, op: "block", args: { lines } };
}

/** The lines of a block that were refused. @param {Operation} operation @param {Answer} answer @returns {Refusal[]} */
function refusedLines(operation, { lines = [] }) {
  const parts = partsOf(operation);
  return lines.flatMap(([, code, message], index) => (code ? [{ operation: parts[index], message, code }] : []));
}

/**
 * Sorts the waiting operations by what the server said of them.
 * @param {Operation[]} queue @param {Answer[]} answers
 */
export function settle(queue, answers) {
  const byKey = new Map(answers.map((a) => [a.key, a]));
  /** @type {[Operation, Answer][]} */
  const saved = [];
  /** @type {Refusal[]} */
  const refused = [];
  /** @type {Operation[]} */
  const waiting = [];
  for (const operation of queue) {
    const answer = byKey.get(operation.key);
    if (!answer) waiting.push(operation);
    else if (answer.ok) {
      saved.push([operation, answer]);
      refused.push(...refusedLines(operation, answer));
    } else refused.push(...partsOf(operation).map((part) => ({ operation: part, message: answer.message, code: answer.code })));
  }
  return { saved, refused, waiting };
}

/**
 * A store of one page.
 * @template S
 * @param {Rules<S>} rules @param {(operations: Operation[]) => void} send @param {Storage} storage
 */
export function createStore(rules, send, storage) {
  /** @type {State<S>} */
  let state = { base: rules.empty, ...storage.load(), undo: [], redo: [] };
  let shown = state.base;
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** @param {Partial<State<S>>} change */
  const show = (change) => {
    state = { ...state, ...change };
    shown = state.queue.reduce((base, operation) => rules.applied(base, operation), state.base);
    listeners.forEach((listener) => listener());
  };
  /** @param {Partial<State<S>>} change */
  const set = (change) => {
    show(change);
    storage.save({ queue: state.queue, refused: state.refused });
  };
  /** @param {Operation} wanted @param {Partial<State<S>>} steps what may be undone and done again afterwards */
  const put = (wanted, steps) => {
    const operation = rules.guarded?.(shown, wanted) ?? wanted;
    const anew = new Set(partsOf(operation).map(target));
    const refused = state.refused.filter((r) => !anew.has(target(r.operation)));
    set({ queue: [...state.queue, operation], ...steps, refused });
    send([operation]);
  };
  /** The steps back with the one that takes an operation back. @param {Operation[]} steps @param {Operation} operation */
  const withBack = (steps, operation) => {
    const back = rules.inverse?.(shown, operation) ?? null;
    return back ? [...steps.slice(-49), back] : steps;
  };
  /** @param {Operation} operation */
  const act = (operation) => put(operation, { undo: withBack(state.undo, operation), redo: [] });

  return {
    /** What is shown: the server's truth with everything waiting already in it. */
    view: () => shown,
    state: () => state,
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** The server's truth, beneath what is waiting. @param {S} base */
    receive: (base) => {
      const isOther = rules.idOf(base) !== rules.idOf(state.base);
      show(isOther ? { base, undo: [], redo: [] } : { base });
    },
    /** Another page of the same person, or the opened seal, has changed what waits. */
    reload: () => {
      const { queue, refused } = storage.load();
      if (queue !== state.queue || refused !== state.refused) show({ queue, refused });
    },
    /** Do something: shown now, sent now.
     * @param {number} lesson @param {string} op @param {Record<string, any>} args */
    act: (lesson, op, args) => act(fresh({ key: "", lesson, op, args })),
    /** Take the last act back, as an act of its own. */
    undo: () => {
      const back = state.undo.at(-1);
      if (back) put(fresh(back), { undo: state.undo.slice(0, -1), redo: withBack(state.redo ?? [], back) });
    },
    /** Do again what was taken back last. */
    redo: () => {
      const again = state.redo?.at(-1);
      if (again) put(fresh(again), { redo: state.redo?.slice(0, -1), undo: withBack(state.undo, again) });
    },
    /** Do many things as one: shown now, sent as one, undone as one. @param {Operation[]} parts */
    actAll: (parts) => {
      for (let from = 0; from < parts.length; from += BLOCK) act(fresh(blockOf(parts.slice(from, from + BLOCK))));
    },
    /** The server's answers, in any order, once or more often. @param {Answer[]} answers */
    answer: (answers) => {
      const settled = settle(state.queue, answers);
      if (settled.saved.length + settled.refused.length === 0) return;
      const { saved } = settled;
      const { waiting, refused } = followed(restood(settled.waiting, saved), settled.refused);
      const again = new Set(refused.map((r) => target(r.operation)));
      set({
        base: saved.reduce((base, [o, answer]) => rules.applied(base, o, answer), state.base),
        queue: waiting,
        refused: [...state.refused.filter((r) => !again.has(target(r.operation))), ...refused],
      });
    },
    /** Send again whatever has no answer yet, in order. */
    resend: () => {
      if (state.queue.length) send(state.queue);
    },
    /** Give a refused act up. @param {string} key */
    dismiss: (key) => set({ refused: state.refused.filter((r) => r.operation.key !== key) }),
    /** Do a refused act again, with something added. @param {string} key
     * @param {Record<string, any>} [more] */
    retry: (key, more = {}) => {
      const found = state.refused.find((r) => r.operation.key === key)?.operation;
      if (!found) return;
      const { expected_version: _version, former: _former, ...args } = found.args;
      act(fresh({ ...found, args: { ...args, ...more } }));
    },
  };
}
