// @ts-check
// What a teacher has done and what the server has said of it.
//
// Every act is an operation with a key of its own. It is shown at once, sent in order, and stays
// in the queue until the server has answered: saved, or refused with a reason. Nothing is dropped
// when the connection goes away; the queue is sent again, and its keys make that harmless.

/**
 * @typedef {{key: string, lesson: number, op: string, args: Record<string, any>}} Operation
 * @typedef {{key: string, ok: boolean, message: string, code: string, version: number}} Answer
 * @typedef {{operation: Operation, message: string, code: string}} Refusal
 * @typedef {{load: () => Operation[], save: (queue: Operation[]) => void}} Storage
 */
/**
 * @template S
 * @typedef {{base: S, queue: Operation[], refused: Refusal[], undo: Operation[]}} State
 */
/**
 * How a kind of page changes by operations. `guarded` adds what the act takes for granted, so
 * that somebody else's change is not overwritten; `inverse` is the act that takes it back.
 * @template S
 * @typedef {{
 *   empty: S, idOf: (base: S) => number | string,
 *   applied: (base: S, operation: Operation, answer?: Answer) => S,
 *   guarded?: (base: S, operation: Operation) => Operation,
 *   inverse?: (base: S, operation: Operation) => Operation | null,
 * }} Rules
 */

/** Keeps the queue in memory. @returns {Storage} */
export function memoryStorage() {
  /** @type {Operation[]} */
  let kept = [];
  return { load: () => kept, save: (queue) => (kept = queue) };
}

/** Begins the name of what a tab keeps of somebody's unsent work. */
export const UNSENT = "ediary-unsent-";
const withoutOwner = memoryStorage();

/**
 * The queue of a person in this tab: it outlives the page one looks at, a reload and a new sign-in
 * after a session has ended, and is sent by nobody but its owner.
 * @param {number} owner the account @returns {Storage}
 */
export function tabStorage(owner) {
  const box = globalThis.sessionStorage;
  if (!owner || !box) return withoutOwner;
  const name = UNSENT + owner;
  return {
    load: () => JSON.parse(box.getItem(name) ?? "[]"),
    save: (queue) => (queue.length ? box.setItem(name, JSON.stringify(queue)) : box.removeItem(name)),
  };
}

/** A key no other operation has. @returns {string} */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

/** What an operation is about: two acts on one thing have the same target.
 * @param {Operation} operation @returns {string} */
export function target({ lesson, op, args }) {
  return [lesson, op, args.student_id ?? "", args.kind_id ?? "", args.number ?? ""].join("/");
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
    else if (answer.ok) saved.push([operation, answer]);
    else refused.push({ operation, message: answer.message, code: answer.code });
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
  let state = { base: rules.empty, queue: storage.load(), refused: [], undo: [] };
  let shown = state.base;
  /** @type {Set<() => void>} */
  const listeners = new Set();

  /** @param {Partial<State<S>>} change */
  const set = (change) => {
    state = { ...state, ...change };
    shown = state.queue.reduce((base, operation) => rules.applied(base, operation), state.base);
    storage.save(state.queue);
    listeners.forEach((listener) => listener());
  };
  /** @param {Operation} wanted @param {Operation[]} undo */
  const put = (wanted, undo) => {
    const operation = rules.guarded?.(shown, wanted) ?? wanted;
    const refused = state.refused.filter((r) => target(r.operation) !== target(operation));
    set({ queue: [...state.queue, operation], undo, refused });
    send([operation]);
  };
  /** @param {Operation} operation */
  const act = (operation) => {
    const back = rules.inverse?.(shown, operation) ?? null;
    put(operation, back ? [...state.undo.slice(-49), back] : state.undo);
  };

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
      set(isOther ? { base, undo: [], refused: [] } : { base });
    },
    /** Do something: shown now, sent now.
     * @param {number} lesson @param {string} op @param {Record<string, any>} args */
    act: (lesson, op, args) => act({ key: newKey(), lesson, op, args }),
    /** Take the last act back, as an act of its own. */
    undo: () => {
      const back = state.undo.at(-1);
      if (back) put({ ...back, key: newKey() }, state.undo.slice(0, -1));
    },
    /** The server's answers, in any order, once or more often. @param {Answer[]} answers */
    answer: (answers) => {
      const { saved, refused, waiting } = settle(state.queue, answers);
      if (saved.length + refused.length === 0) return;
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
      act({ ...found, key: newKey(), args: { ...args, ...more } });
    },
  };
}
