// @ts-check
// Ties a store to the page: answers in, operations out, sent again when the network is back.
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { t, tn } from "$/public/i18n.js";
import { createCourier } from "../offline/courier.js";
import { canKeep, carriers, storageOf, vault } from "../offline/here.js";
import { takeTurns } from "../offline/turn.js";
import { createStore } from "./store.js";

const RESEND_MS = 1000;
/** The sheet is sealed for a lost network when it has rested so long. */
const KEEP_MS = 700;
/** How long the first entries wait for those that lie sealed, at the very most. */
const OPENING_MS = 3000;

/**
 * A store with its way to the server.
 * @template S
 * @param {import("./store.js").Rules<S>} rules @param {number} owner
 * @param {(operations: import("./store.js").Operation[]) => void} carry
 */
function connectedStore(rules, owner, carry) {
  const storage = storageOf(owner);
  const since = Date.now();
  const isReady = () => storage.isLoaded() || Date.now() - since > OPENING_MS;
  const courier = createCourier({ waiting: () => (isReady() ? storage.load().queue : []), carry });
  let take = () => {};
  const store = createStore(rules, () => { take(); courier.wake(); }, storage);
  /** @param {boolean} connected */
  const start = (connected) => {
    const turn = takeTurns(owner, (isOurs) => courier.setOpen(connected && isOurs));
    take = turn.take;
    const forget = storage.subscribe(() => { store.reload(); courier.wake(); });
    store.reload();
    const timer = setInterval(courier.wake, RESEND_MS);
    if (connected) carriers.add(store);
    return () => {
      carriers.delete(store);
      clearInterval(timer);
      forget();
      courier.setOpen(false);
      turn.leave();
    };
  };
  return { store, start, wake: courier.wake };
}

/**
 * @template S
 * @param {import("./store.js").Rules<S>} rules
 * @param {{owner: number, base: S | null | undefined, answers: import("./store.js").Answer[], connected: boolean,
 *   onApply: (operations: import("./store.js").Operation[]) => void}} page
 */
export function useStore(rules, { owner: told, base, answers, connected, onApply }) {
  const apply = useRef(onApply);
  apply.current = onApply;
  // A server that has just restarted does not know for a moment who sits here: the page does.
  const known = useRef(told);
  if (told) known.current = told;
  const owner = known.current;
  const { store, start, wake } = useMemo(
    () => connectedStore(rules, owner, (operations) => apply.current(operations)), [rules, owner]);
  // Answers first: the sheet that comes with them already holds what they say.
  useEffect(() => { if (answers?.length) { store.answer(answers); wake(); } }, [answers, store]);
  useEffect(() => { if (base && rules.idOf(base)) store.receive(base); }, [base, store, rules]);
  useEffect(() => start(connected), [start, connected]);
  const state = useSyncExternalStore(store.subscribe, store.state, store.state);
  const kept = useRef("");
  useEffect(() => {
    const name = rules.nameOf?.(state.base);
    if (!name || !connected) return undefined;
    const keep = () => vault()?.keep(name, state.base);
    const timer = setTimeout(keep, kept.current === name ? KEEP_MS : 0);
    kept.current = name;
    const forget = vault()?.subscribe(keep);
    return () => { clearTimeout(timer); forget?.(); };
  }, [state.base, rules, connected]);
  const isHeld = state.queue.length > 0 && !canKeep();
  useEffect(() => {
    if (!isHeld) return undefined;
    const ask = /** @param {BeforeUnloadEvent} e */ (e) => e.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isHeld]);
  return { store, state, view: store.view() };
}

/**
 * How the work stands, in a word for the look and a sentence for people.
 * @param {import("./store.js").State<any>} state @param {boolean} connected
 * @returns {[string, string]}
 */
export function saveWord(state, connected) {
  const { refused, queue } = state;
  if (refused.length) return ["refused", tn("{n} entry was refused", "{n} entries were refused", refused.length)];
  if (queue.length && !connected) return ["waiting", tn("No connection: {n} entry is kept here", "No connection: {n} entries are kept here", queue.length)];
  if (queue.length) return ["waiting", tn("Saving: {n} entry", "Saving: {n} entries", queue.length)];
  return ["saved", connected ? t("Everything is saved") : t("Saved; no connection now")];
}
