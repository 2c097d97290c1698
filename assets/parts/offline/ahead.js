// @ts-check
// The lessons of the day are brought to the tablet ahead, a few at a time, when nothing else is going on.
import { useEffect } from "react";
import { vault } from "./here.js";

const CALM_MS = 3000;
const APART_MS = 400;
const FRESH_MS = 10 * 60_000;

/** @type {Map<number, number>} when each lesson was brought */
const brought = new Map();

/** @param {number} lesson */
async function bring(lesson) {
  const answer = await fetch(`/api/offline/lessons/${lesson}`);
  if (!answer.ok) return;
  await vault()?.keep(`lesson:${lesson}`, await answer.json());
  brought.set(lesson, Date.now());
}

/**
 * @param {{id: number, is_cancelled: boolean}[]} lessons those of today @param {number[]} others whose sheets stay
 * @param {boolean} connected
 */
export function useAhead(lessons, others, connected) {
  const ids = lessons.filter((l) => !l.is_cancelled).map((l) => l.id).join();
  useEffect(() => {
    const seal = vault();
    if (!connected || !ids || !seal || /** @type {any} */ (navigator).connection?.saveData) return undefined;
    let isOver = false;
    const wanted = ids.split(",").map(Number);
    const go = async () => {
      if (!seal.account() || document.hidden) return;
      const names = new Set([...wanted, ...others].map((id) => `lesson:${id}`));
      await seal.tidy((name) => !name.startsWith("lesson:") || names.has(name));
      for (const id of wanted) {
        if (isOver) return;
        if (Date.now() - (brought.get(id) ?? 0) < FRESH_MS) continue;
        await bring(id).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, APART_MS));
      }
    };
    const first = setTimeout(go, CALM_MS);
    const timer = setInterval(go, FRESH_MS);
    return () => { isOver = true; clearTimeout(first); clearInterval(timer); };
  }, [ids, connected]);
}
