// @ts-check
// The queue of a person on this device: the same in every tab, sealed, in the order it was made.
//
// What is shown lives in memory and changes at once; the sealed drawer follows. Before the seal is
// open, entries wait in memory and are laid behind those found in the drawer once it opens.

/**
 * @typedef {import("../lesson/store.js").Operation} Operation
 * @typedef {import("../lesson/store.js").Refusal} Refusal
 * @typedef {import("../lesson/store.js").Kept} Kept
 * @typedef {import("./vault.js").Vault} Vault
 * @typedef {{operation: Operation, refusal?: {message: string, code: string}}} Line
 * @typedef {{tell: () => void, hear: (listener: () => void) => void}} Tabs
 */

/** Every line that is kept, by the key of its entry. @param {Kept} kept @returns {Map<string, Line>} */
function linesOf({ queue, refused }) {
  const waiting = /** @type {[string, Line][]} */ (queue.map((operation) => [operation.key, { operation }]));
  const said = /** @type {[string, Line][]} */ (refused.map(({ operation, message, code }) =>
    [operation.key, { operation, refusal: { message, code } }]));
  return new Map([...waiting, ...said]);
}

/** @param {Line[]} lines @returns {Kept} */
function keptOf(lines) {
  return {
    queue: lines.filter((l) => !l.refusal).map((l) => l.operation),
    refused: lines.filter((l) => l.refusal).map((l) => ({ operation: l.operation, message: l.refusal?.message ?? "", code: l.refusal?.code ?? "" })),
  };
}

/**
 * The sealed storage of one account.
 * @param {Vault} vault @param {number} owner @param {Tabs} [tabs]
 */
export function sealedStorage(vault, owner, tabs = { tell: () => {}, hear: () => {} }) {
  /** @type {Kept} */
  let kept = { queue: [], refused: [] };
  /** @type {Map<string, number>} */
  let places = new Map();
  /** Taken out of what is shown, not yet out of the drawer. @type {Set<string>} */
  const leaving = new Set();
  let isLoaded = false;
  /** @type {Promise<void>} */
  let work = Promise.resolve();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const isOpen = () => vault.account() === owner;
  /** @param {() => Promise<void>} step */
  const then = (step) => (work = work.then(step).catch(() => {}));

  /** Bring the drawer to what is shown. @param {Map<string, Line>} before @param {Map<string, Line>} after */
  const write = async (before, after) => {
    if (!isOpen()) return;
    const gone = [...before.keys()].filter((key) => !after.has(key));
    for (const [key, line] of after) {
      const known = before.get(key);
      if (known && JSON.stringify(known) === JSON.stringify(line)) continue;
      places.set(key, await vault.putEntry(key, line, places.get(key)));
    }
    await vault.dropEntries(gone.map((key) => places.get(key) ?? 0).filter(Boolean));
    gone.forEach((key) => { places.delete(key); leaving.delete(key); });
    tabs.tell();
  };
  /** What the drawer holds; what is only in memory goes behind it. */
  const read = async () => {
    if (!isOpen()) return;
    const rows = (await vault.entries()).filter((row) => !leaving.has(row.value.operation.key));
    const found = new Map(rows.map((row) => [row.value.operation.key, row]));
    const fresh = [...linesOf(kept).entries()].filter(([key]) => !found.has(key) && !places.has(key));
    places = new Map([...found].map(([key, row]) => [key, row.seq]));
    isLoaded = true;
    const next = keptOf([...rows.map((row) => /** @type {Line} */ (row.value)), ...fresh.map(([, line]) => line)]);
    if (JSON.stringify(next) !== JSON.stringify(kept)) kept = next;
    listeners.forEach((listener) => listener());
    for (const [key, line] of fresh) places.set(key, await vault.putEntry(key, line));
    if (fresh.length) tabs.tell();
  };
  tabs.hear(() => then(read));
  vault.subscribe(() => {
    if (isOpen() && !isLoaded) then(read);
    if (!vault.account() && isLoaded) {
      isLoaded = false;
      places = new Map();
      kept = { queue: [], refused: [] };
      listeners.forEach((listener) => listener());
    }
  });
  if (isOpen()) then(read);

  return {
    /** @returns {Kept} */
    load: () => kept,
    /** @param {Kept} next */
    save: (next) => {
      const before = linesOf(kept);
      if (next.queue === kept.queue && next.refused === kept.refused) return;
      kept = next;
      const after = linesOf(next);
      [...before.keys()].filter((key) => !after.has(key)).forEach((key) => leaving.add(key));
      then(() => write(before, after));
      listeners.forEach((listener) => listener());
    },
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Whether what lay in the drawer is in the queue, so that the oldest entries leave first. */
    isLoaded: () => isLoaded,
    /** Everything so far is sealed and laid down. */
    settled: () => work,
  };
}

/** @typedef {ReturnType<typeof sealedStorage>} SealedStorage */
