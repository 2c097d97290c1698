// @ts-check
// Whose turn it is to send: one tab of a person at a time, the one they work in.

/**
 * Ask for the turn; `onTurn(true)` when it is ours, `onTurn(false)` when another tab has taken it.
 * @param {number} owner @param {(isOurs: boolean) => void} onTurn
 */
export function takeTurns(owner, onTurn) {
  const locks = globalThis.navigator?.locks;
  if (!locks || !owner) {
    onTurn(true);
    return { take: () => {}, leave: () => {} };
  }
  let isOurs = false;
  let isOver = false;
  let release = () => {};
  /** @type {AbortController | null} */
  let queued = null;
  const hold = () => {
    if (isOver) return undefined;
    isOurs = true;
    onTurn(true);
    return /** @type {Promise<void>} */ (new Promise((resolve) => (release = resolve)));
  };
  const lost = () => {
    if (isOurs) onTurn(false);
    isOurs = false;
    if (!isOver) wait();
  };
  const wait = () => {
    const asking = new AbortController();
    queued = asking;
    locks.request(`ediary-send-${owner}`, { signal: asking.signal }, hold).catch(() => { if (queued === asking) lost(); });
  };
  wait();
  return {
    /** The person acts here: the turn is ours now. */
    take: () => {
      if (isOurs || isOver) return;
      queued?.abort();
      queued = null;
      locks.request(`ediary-send-${owner}`, { steal: true }, hold).catch(lost);
    },
    leave: () => {
      isOver = true;
      isOurs = false;
      queued?.abort();
      release();
    },
  };
}
