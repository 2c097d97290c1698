// @ts-check
// This browser: its drawer, its seal, its tabs; one of each, made when first asked for.
import { browserBox } from "./box.js";
import { sealedStorage } from "./kept.js";
import { createVault } from "./vault.js";

/** Begins the name of what a tab keeps of somebody's unsent work where nothing can be sealed. */
export const UNSENT = "ediary-unsent-";
const QUEUE_NEWS = "ediary-queue";

/** Whether this browser, at this address, can keep sealed things at all: it wants https. */
export function canKeep() {
  const place = globalThis;
  return Boolean(place.isSecureContext && place.indexedDB && place.crypto?.subtle && place.navigator?.serviceWorker);
}

/** The account's key for this device. @param {string} device @returns {Promise<import("./vault.js").Given>} */
async function ask(device) {
  try {
    const answer = await fetch("/api/offline/key", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ device }),
      signal: AbortSignal.timeout(8000),
    });
    if (!answer.ok) return { kind: "away" };
    const given = await answer.json();
    return given.key ? { kind: "key", ...given } : { kind: "ended" };
  } catch {
    return { kind: "away" };
  }
}

/** The service worker holds an open key in memory over a reload. @returns {import("./vault.js").Helper} */
function worker() {
  /** @param {any} message @param {Transferable[]} [ports] */
  const say = (message, ports = []) => navigator.serviceWorker.controller?.postMessage(message, ports);
  return {
    hold: (account, key) => say({ type: "hold", account, key }),
    forget: () => say({ type: "forget" }),
    ask: () => new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (event) => resolve(event.data ?? null);
      say({ type: "ask" }, [port2]);
      setTimeout(() => resolve(null), 1500);
    }),
  };
}

/** @returns {import("./kept.js").Tabs} */
function tabs() {
  const channel = new BroadcastChannel(QUEUE_NEWS);
  return {
    tell: () => channel.postMessage(0),
    hear: (listener) => channel.addEventListener("message", listener),
  };
}

/** The stores of this page that send by themselves. @type {Set<object>} */
export const carriers = new Set();

/** @type {import("./vault.js").Vault | null} */
let theVault = null;

/** The seal of this browser; null where nothing can be kept. */
export function vault() {
  if (!theVault && canKeep()) {
    const made = createVault({ box: browserBox(), ask, helper: worker() });
    addEventListener("pagehide", made.handOver);
    theVault = made;
  }
  return theVault;
}

/**
 * The queue of a tab where nothing can be sealed (plain http on a name): it ends with the tab.
 * @param {number} owner
 */
export function tabStorage(owner) {
  const box = globalThis.sessionStorage;
  const name = UNSENT + owner;
  /** @type {import("../lesson/store.js").Kept} */
  let kept = { queue: [], refused: [] };
  if (owner && box) kept = { ...kept, ...JSON.parse(box.getItem(name) ?? "{}") };
  return {
    load: () => kept,
    /** @param {import("../lesson/store.js").Kept} next */
    save: (next) => {
      kept = next;
      if (!owner || !box) return;
      if (next.queue.length + next.refused.length) box.setItem(name, JSON.stringify(next));
      else box.removeItem(name);
    },
    isLoaded: () => true,
    subscribe: () => () => {},
    settled: async () => {},
  };
}

/** @typedef {ReturnType<typeof tabStorage> | import("./kept.js").SealedStorage} OwnStorage
 * @type {Map<number, OwnStorage>} */
const storages = new Map();

/** The queue of an account in this browser: one, whatever page one looks at. @param {number} owner @returns {OwnStorage} */
export function storageOf(owner) {
  const found = storages.get(owner);
  if (found) return found;
  const seal = vault();
  const made = owner && seal ? sealedStorage(seal, owner, tabs()) : tabStorage(owner);
  storages.set(owner, made);
  return made;
}
