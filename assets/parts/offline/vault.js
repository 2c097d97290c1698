// @ts-check
// Whose seal is open on this device, and what opens it: a live session, or the owner's PIN.
//
// Each account has a key for this device. The server gives it to a live session only. A PIN may lie
// over it here, so that it opens without a network. Signing out takes the PIN and the sheets away;
// unsent entries stay, sealed with a key that only the server has.
import { memoryBox } from "./box.js";
import { keyBytes, keyOf, PIN_LENGTH, seal, unseal, unwrap, wrap } from "./sealing.js";

/** Wrong PINs until the PIN is taken away. */
export const TRIES = 10;
/** How long one waits after the third wrong PIN, and after each further one, in seconds. */
const WAITS = [5, 15, 30, 60, 120, 300, 600];

/**
 * @typedef {import("./box.js").Box} Box
 * @typedef {{kind: "key", account: number, key: string} | {kind: "ended"} | {kind: "away"}} Given
 * @typedef {{account: number, wrapped: import("./sealing.js").Wrapped, tries: number, until: number}} Door
 * @typedef {{hold: (account: number, key: CryptoKey) => void, ask: () => Promise<{account: number, key: CryptoKey} | null>,
 *   forget: () => void}} Helper Keeps an open key over a reload, in memory only.
 * @typedef {{kind: "open"} | {kind: "wrong", left: number, wait: number} | {kind: "gone"}} Outcome
 */

/** @type {Helper} */
const nobody = { hold: () => {}, ask: async () => null, forget: () => {} };

/**
 * @param {{box?: Box, ask: (device: string) => Promise<Given>, helper?: Helper, now?: () => number, rounds?: number}} world
 */
export function createVault({ box = memoryBox(), ask, helper = nobody, now = Date.now, rounds }) {
  /** @type {{account: number, key: CryptoKey} | null} */
  let open = null;
  /** @type {Promise<string> | null} */
  let opening = null;
  let waiting = 0;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** @param {typeof open} next */
  const become = (next) => {
    open = next;
    if (next) helper.hold(next.account, next.key);
    listeners.forEach((listener) => listener());
  };
  const device = async () => {
    const known = await box.meta("device");
    if (known) return known;
    const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
    await box.setMeta("device", made);
    return made;
  };
  /** Take away what opens and what was seen; unsent entries stay sealed. */
  const clear = async () => {
    helper.forget();
    await box.setMeta("door", undefined);
    await box.setMeta("owner", undefined);
    await box.dropSheets((await box.sheets()).map((s) => s.name));
    become(null);
  };
  /** @param {Given & {kind: "key"}} given */
  const enter = async (given) => {
    const owner = await box.meta("owner");
    if (owner !== undefined && owner !== given.account) await clear();
    await box.setMeta("owner", given.account);
    become({ account: given.account, key: await keyOf(keyBytes(given.key)) });
  };
  const askServer = async () => {
    const given = await ask(await device());
    if (given.kind === "key") await enter(given);
    else if (given.kind === "ended") await clear();
    return given.kind;
  };
  const door = async () => /** @type {Door | undefined} */ (await box.meta("door"));

  return {
    /** The account whose seal is open; 0: nobody's. */
    account: () => open?.account ?? 0,
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    clear,
    /** Forget the key here; nothing on the device changes. */
    lock: () => { helper.forget(); become(null); },
    /** Open by the live session: "key", "ended" (all but the queue is cleared) or "away". */
    openBySession: () => {
      opening ??= askServer().finally(() => (opening = null));
      return opening;
    },
    /** Open with what the page before a reload left in memory. @returns {Promise<boolean>} */
    resume: async () => {
      const held = open ?? (await helper.ask());
      if (!held || held.account !== (await box.meta("owner"))) return false;
      if (!open) become(held);
      return true;
    },
    /** Hand the open key over the coming reload. */
    handOver: () => { if (open) helper.hold(open.account, open.key); },
    /** Whose door it is and what it asks: nothing kept, a PIN, or the network. */
    doorway: async () => {
      const [owner, found] = [await box.meta("owner"), await door()];
      waiting = owner ? (await box.entries(owner)).length : 0;
      return { owner: owner ?? 0, hasPin: Boolean(found), waiting, wait: Math.max(0, Math.ceil(((found?.until ?? 0) - now()) / 1000)) };
    },
    /** Where the app begins without a network: what is kept of its owner's first page. @returns {Promise<string>} */
    start: async () => {
      const owner = await box.meta("owner");
      const names = new Set((await box.sheets()).map((s) => s.name));
      if (names.has(`${owner}/today`)) return "/today";
      return names.has(`${owner}/page:/diary`) ? "/diary" : "";
    },
    /** Lay a PIN over the key; needs the live session. @param {string} pin @returns {Promise<boolean>} */
    setPin: async (pin) => {
      if (pin.length < PIN_LENGTH) return false;
      const given = await ask(await device());
      if (given.kind !== "key") return false;
      await enter(given);
      const wrapped = await wrap(pin, `door/${given.account}`, given.key, rounds);
      await box.setMeta("door", { account: given.account, wrapped, tries: 0, until: 0 });
      return true;
    },
    /** Take the PIN away. */
    dropPin: () => box.setMeta("door", undefined),
    /** Open by PIN, without a network. A try is counted before it is made. @param {string} pin @returns {Promise<Outcome>} */
    openByPin: async (pin) => {
      const found = await door();
      if (!found || found.account !== (await box.meta("owner"))) return { kind: "gone" };
      const rest = Math.ceil((found.until - now()) / 1000);
      if (rest > 0) return { kind: "wrong", left: TRIES - found.tries, wait: rest };
      const tries = found.tries + 1;
      const wait = tries < 3 ? 0 : (WAITS[tries - 3] ?? WAITS[WAITS.length - 1]);
      await box.setMeta("door", { ...found, tries, until: now() + wait * 1000 });
      const key = await unwrap(pin, `door/${found.account}`, found.wrapped);
      if (key) {
        await box.setMeta("door", { ...found, tries: 0, until: 0 });
        become({ account: found.account, key: await keyOf(keyBytes(key)) });
        return { kind: "open" };
      }
      if (tries < TRIES) return { kind: "wrong", left: TRIES - tries, wait };
      await box.setMeta("door", undefined);
      return { kind: "gone" };
    },
    /** Keep a sheet as it was seen. @param {string} name @param {any} value */
    keep: async (name, value) => {
      if (!open) return;
      const { account, key } = open;
      const sealed = await seal(key, `seen/${account}/${name}`, { value, at: new Date(now()).toISOString() });
      await box.putSheet({ name: `${account}/${name}`, account, ...sealed });
    },
    /** A sheet as it was seen, and when. @param {string} name @returns {Promise<{value: any, at: string} | null>} */
    seen: async (name) => {
      if (!open) return null;
      const found = await box.sheet(`${open.account}/${name}`);
      return found ? unseal(open.key, `seen/${open.account}/${name}`, found) : null;
    },
    /** Drop what was seen and is wanted no more. @param {(name: string) => boolean} isWanted */
    tidy: async (isWanted) => {
      const all = (await box.sheets()).map((s) => s.name);
      await box.dropSheets(all.filter((name) => !isWanted(name.slice(name.indexOf("/") + 1))));
    },
    /** The sealed entries of the open account, in order. @returns {Promise<{seq: number, value: any}[]>} */
    entries: async () => {
      if (!open) return [];
      const { account, key } = open;
      const rows = await box.entries(account);
      const values = await Promise.all(rows.map((row) => unseal(key, `queue/${account}/${row.key}`, row)));
      return rows.map((row, i) => ({ seq: row.seq ?? 0, value: values[i] })).filter((row) => row.value);
    },
    /** Seal an entry behind the others, or anew in its place.
     * @param {string} name @param {any} value @param {number} [seq] @returns {Promise<number>} */
    putEntry: async (name, value, seq) => {
      if (!open) return 0;
      const { account, key } = open;
      const sealed = await seal(key, `queue/${account}/${name}`, value);
      return box.putEntry({ account, key: name, ...sealed, ...(seq ? { seq } : {}) });
    },
    /** @param {number[]} seqs */
    dropEntries: (seqs) => box.dropEntries(seqs),
  };
}

/** @typedef {ReturnType<typeof createVault>} Vault */
