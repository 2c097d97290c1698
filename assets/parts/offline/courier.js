// @ts-check
// Carries waiting entries to the server in their order: one batch under way at a time.
//
// The next batch leaves when the one before it is answered; unanswered, it is sent again under the
// same keys. Two entries about one thing never travel in one batch: the second may depend on what
// becomes of the first.
import { partsOf, target } from "../lesson/store.js";

/** @typedef {import("../lesson/store.js").Operation} Operation */

export const AT_ONCE = 100;
export const PATIENCE_MS = 4000;

/** The head of the queue that may travel together. @param {Operation[]} queue @returns {Operation[]} */
export function batchOf(queue) {
  const about = new Set();
  /** @type {Operation[]} */
  const batch = [];
  for (const operation of queue.slice(0, AT_ONCE)) {
    const places = partsOf(operation).map(target);
    if (places.some((place) => about.has(place))) break;
    places.forEach((place) => about.add(place));
    batch.push(operation);
  }
  return batch;
}

/**
 * @param {{waiting: () => Operation[], carry: (batch: Operation[]) => void, now?: () => number, patience?: number}} road
 * `waiting` is everything without an answer, the oldest first.
 */
export function createCourier({ waiting, carry, now = Date.now, patience = PATIENCE_MS }) {
  /** @type {Set<string>} */
  let flying = new Set();
  let since = 0;
  let isOpen = false;
  /** Look whether something may leave now. */
  const wake = () => {
    const queue = isOpen ? waiting() : [];
    if (!queue.length) return;
    if (queue.some((o) => flying.has(o.key)) && now() - since < patience) return;
    const batch = batchOf(queue);
    flying = new Set(batch.map((o) => o.key));
    since = now();
    carry(batch);
  };
  return {
    wake,
    /** The road is open or closed. What was under way when it closed is sent again. @param {boolean} open */
    setOpen: (open) => {
      if (open === isOpen) return;
      isOpen = open;
      flying = new Set();
      wake();
    },
  };
}
