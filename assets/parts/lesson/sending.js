// @ts-check
// Ties a store to the page: answers in, operations out, sent again when the network is back.
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { t, tn } from "$/public/i18n.js";
import { createStore, tabStorage } from "./store.js";

const RESEND_MS = 4000;

/**
 * @template S
 * @param {import("./store.js").Rules<S>} rules
 * @param {{owner: number, base: S | null | undefined, answers: import("./store.js").Answer[], connected: boolean,
 *   onApply: (operations: import("./store.js").Operation[]) => void}} page
 */
export function useStore(rules, { owner, base, answers, connected, onApply }) {
  const apply = useRef(onApply);
  apply.current = onApply;
  const store = useMemo(
    () => createStore(rules, (operations) => apply.current(operations), tabStorage(owner)), [rules, owner]);
  // Answers first: the sheet that comes with them already holds what they say.
  useEffect(() => { if (answers?.length) store.answer(answers); }, [answers, store]);
  useEffect(() => { if (base && rules.idOf(base)) store.receive(base); }, [base, store, rules]);
  useEffect(() => {
    if (!connected) return undefined;
    store.resend();
    const timer = setInterval(store.resend, RESEND_MS);
    return () => clearInterval(timer);
  }, [store, connected]);
  const state = useSyncExternalStore(store.subscribe, store.state, store.state);
  useEffect(() => {
    if (!state.queue.length) return undefined;
    const ask = /** @param {BeforeUnloadEvent} e */ (e) => e.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [state.queue.length > 0]);
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
