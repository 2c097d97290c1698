// @ts-check
// Whether the device itself has lost the network. The socket learns of a dead server at once, of a
// network that goes while it is just calling the server only after twenty seconds. A device without
// any network may still reach a server that runs on it: so it is asked.
import { useSyncExternalStore } from "react";

const AGAIN_MS = 1000;
const PATIENCE_MS = 3000;

/** Whether the server answers anything at all. @returns {Promise<boolean>} */
async function answers() {
  try {
    await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch {
    return false;
  }
}

/**
 * What is known of the way to the server since the device last said that its network went.
 * @param {EventTarget} events where "offline" and "online" are heard
 * @param {() => Promise<boolean>} ask @param {number} [again] how soon it is asked again, in ms
 */
export function createReach(events, ask, again = AGAIN_MS) {
  let isAway = false;
  let isAsking = false;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const look = async () => {
    if (isAsking) return;
    isAsking = true;
    const isThere = await ask();
    isAsking = false;
    if (isAway === isThere) {
      isAway = !isThere;
      listeners.forEach((listener) => listener());
    }
    if (!isThere) setTimeout(look, again);
  };
  events.addEventListener("offline", look);
  events.addEventListener("online", () => isAway && look());
  return {
    isAway: () => isAway,
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const reach = typeof window === "undefined" ? null : createReach(window, answers);
const isAway = () => reach?.isAway() ?? false;
/** @param {() => void} listener */
const subscribe = (listener) => reach?.subscribe(listener) ?? (() => {});

/** @returns {boolean} whether the server cannot be reached since the network went */
export function useAway() {
  return useSyncExternalStore(subscribe, isAway, () => false);
}
