// @ts-check
// Sends what waits from a page that has no journal of its own: at a sign-in, before a sign-out.
import { createStore } from "../lesson/store.js";
import { batchOf } from "./courier.js";

/** Nothing is shown here: entries only leave. @type {import("../lesson/store.js").Rules<{}>} */
const PLAIN = { empty: {}, idOf: () => 0, applied: (base) => base };

/** @param {import("../lesson/store.js").Operation[]} operations @returns {Promise<import("../lesson/store.js").Answer[] | null>} */
async function sent(operations) {
  try {
    const answer = await fetch("/api/offline/operations", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ operations }),
      signal: AbortSignal.timeout(15_000),
    });
    return answer.ok ? (await answer.json()).answers : null;
  } catch {
    return null;
  }
}

/**
 * Send the queue in order until it is empty or the way is closed; what is left stays.
 * @param {import("./here.js").OwnStorage} storage @param {typeof sent} [send]
 * @returns {Promise<{waiting: number, refused: number}>}
 */
export async function flush(storage, send = sent) {
  const store = createStore(PLAIN, () => {}, storage);
  for (;;) {
    const batch = batchOf(storage.load().queue);
    const answers = batch.length ? await send(batch) : null;
    store.reload();
    if (answers) store.answer(answers);
    if (!answers?.length) break;
  }
  await storage.settled();
  const { queue, refused } = storage.load();
  return { waiting: queue.length, refused: refused.length };
}
