// @ts-check
// The drawer on this device where sealed things lie: what is read here without a key says nothing.
//
// Three shelves: `meta` (the device's random name, whose door it is), `queue` (unsent and refused
// entries, in order) and `seen` (the sheets looked at last). Values are sealed before they come here.

/**
 * @typedef {{seq?: number, account: number, key: string, iv: Uint8Array, sealed: ArrayBuffer}} Entry
 * @typedef {{name: string, account: number, iv: Uint8Array, sealed: ArrayBuffer}} Sheet
 * @typedef {{
 *   meta: (name: string) => Promise<any>, setMeta: (name: string, value: any) => Promise<void>,
 *   entries: (account: number) => Promise<Entry[]>, putEntry: (entry: Entry) => Promise<number>,
 *   dropEntries: (seqs: number[]) => Promise<void>,
 *   sheet: (name: string) => Promise<Sheet | undefined>, putSheet: (sheet: Sheet) => Promise<void>,
 *   sheets: () => Promise<Sheet[]>, dropSheets: (names: string[]) => Promise<void>,
 * }} Box
 */

/** A drawer that lives as long as the page; for tests and for browsers without a database. @returns {Box} */
export function memoryBox() {
  /** @type {Map<string, any>} */
  const meta = new Map();
  /** @type {Map<number, Entry>} */
  const queue = new Map();
  /** @type {Map<string, Sheet>} */
  const seen = new Map();
  let last = 0;
  return {
    meta: async (name) => meta.get(name),
    setMeta: async (name, value) => void (value === undefined ? meta.delete(name) : meta.set(name, value)),
    entries: async (account) => [...queue.values()].filter((e) => e.account === account).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    putEntry: async (entry) => {
      const seq = entry.seq ?? ++last;
      queue.set(seq, { ...entry, seq });
      return seq;
    },
    dropEntries: async (seqs) => seqs.forEach((seq) => queue.delete(seq)),
    sheet: async (name) => seen.get(name),
    putSheet: async (sheet) => void seen.set(sheet.name, sheet),
    sheets: async () => [...seen.values()],
    dropSheets: async (names) => names.forEach((name) => seen.delete(name)),
  };
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** @returns {Promise<IDBDatabase>} */
function opened() {
  const request = indexedDB.open("ediary", 1);
  request.onupgradeneeded = () => {
    const base = request.result;
    base.createObjectStore("meta");
    base.createObjectStore("queue", { keyPath: "seq", autoIncrement: true }).createIndex("account", "account");
    base.createObjectStore("seen", { keyPath: "name" });
  };
  return done(request);
}

/** The drawer of this browser. @returns {Box} */
export function browserBox() {
  /** @type {Promise<IDBDatabase> | null} */
  let base = null;
  /** @param {string} shelf @param {IDBTransactionMode} mode */
  const shelfOf = async (shelf, mode) => {
    base ??= opened();
    base.catch(() => (base = null));
    return (await base).transaction(shelf, mode).objectStore(shelf);
  };
  /** Drop several, in one transaction. @param {string} shelf @param {IDBValidKey[]} keys */
  const drop = async (shelf, keys) => {
    if (!keys.length) return;
    const store = await shelfOf(shelf, "readwrite");
    await Promise.all(keys.map((key) => done(store.delete(key))));
  };
  return {
    meta: async (name) => done((await shelfOf("meta", "readonly")).get(name)),
    setMeta: async (name, value) => {
      const store = await shelfOf("meta", "readwrite");
      await (value === undefined ? done(store.delete(name)) : done(store.put(value, name)));
    },
    entries: async (account) => done((await shelfOf("queue", "readonly")).index("account").getAll(account)),
    putEntry: async (entry) => Number(await done((await shelfOf("queue", "readwrite")).put(entry))),
    dropEntries: (seqs) => drop("queue", seqs),
    sheet: async (name) => done((await shelfOf("seen", "readonly")).get(name)),
    putSheet: async (sheet) => void (await done((await shelfOf("seen", "readwrite")).put(sheet))),
    sheets: async () => done((await shelfOf("seen", "readonly")).getAll()),
    dropSheets: (names) => drop("seen", names),
  };
}
