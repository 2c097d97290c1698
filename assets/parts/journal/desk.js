// @ts-check
// Where the teacher's hand is on the page: the active cell, the chosen range, what is asked in place.
// It is kept beside React: moving through 3,000 cells paints two of them.

/**
 * @typedef {{kind: "edit" | "said" | "comment" | "reason" | "remark" | "late" | "column", text?: string,
 *   said?: import("./keys.js").Said | null}} Note what stands at the active cell: a field, a question, a refusal
 * @typedef {{row: number, col: number, toRow: number, toCol: number, note: Note | null, step: "down" | "right" | "stay"}} Spot
 * @typedef {{top: number, left: number, bottom: number, right: number}} Range
 */
const STEP = "ediary-grid-step";

/** @param {number} n @param {number} count */
const within = (n, count) => Math.max(0, Math.min(count - 1, n));

export function createDesk() {
  const kept = globalThis.localStorage?.getItem(STEP);
  /** @type {Spot} */
  let spot = { row: 0, col: 0, toRow: 0, toCol: 0, note: null, step: kept === "right" || kept === "stay" ? kept : "down" };
  let size = { rows: 0, cols: 0 };
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** @param {Partial<Spot>} change */
  const set = (change) => {
    spot = { ...spot, ...change };
    listeners.forEach((listener) => listener());
  };
  /** @param {number} row @param {number} col */
  const go = (row, col) => {
    const [r, c] = [within(row, size.rows), within(col, size.cols)];
    set({ row: r, col: c, toRow: r, toCol: c, note: null });
  };
  return {
    spot: () => spot,
    /** @param {() => void} listener */
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** How large the page is now; the hand stays on it. @param {number} rows @param {number} cols */
    fit: (rows, cols) => {
      if (size.rows === rows && size.cols === cols) return;
      size = { rows, cols };
      spot = { ...spot, row: within(spot.row, rows), col: within(spot.col, cols), toRow: within(spot.toRow, rows), toCol: within(spot.toCol, cols) };
    },
    go,
    /** One step, or to the edge; `extend` keeps the beginning of the range.
     * @param {number} down @param {number} right @param {boolean} [extend] @param {boolean} [far] */
    move: (down, right, extend = false, far = false) => {
      const many = far ? Infinity : 1;
      const row = within((extend ? spot.toRow : spot.row) + (down ? down * many : 0), size.rows);
      const col = within((extend ? spot.toCol : spot.col) + (right ? right * many : 0), size.cols);
      if (extend) set({ toRow: row, toCol: col, note: null });
      else go(row, col);
    },
    /** The range from the active cell to here. @param {number} row @param {number} col */
    reach: (row, col) => set({ toRow: within(row, size.rows), toCol: within(col, size.cols), note: null }),
    /** On to the next cell, the way the teacher goes; false at the end. */
    next: () => {
      const [down, right] = { down: [1, 0], right: [0, 1], stay: [0, 0] }[spot.step];
      const isEnd = (down && spot.row === size.rows - 1) || (right && spot.col === size.cols - 1);
      if (isEnd) set({ toRow: spot.row, toCol: spot.col, note: null });
      else go(spot.row + down, spot.col + right);
    },
    chooseColumn: () => set({ row: 0, toRow: size.rows - 1, toCol: spot.col, note: null }),
    chooseRow: () => set({ col: 0, toCol: size.cols - 1, toRow: spot.row, note: null }),
    /** @returns {Range} */
    range: () => ({
      top: Math.min(spot.row, spot.toRow), bottom: Math.max(spot.row, spot.toRow),
      left: Math.min(spot.col, spot.toCol), right: Math.max(spot.col, spot.toCol),
    }),
    isRange: () => spot.row !== spot.toRow || spot.col !== spot.toCol,
    /** @param {Note | null} note */
    note: (note) => set({ note }),
    /** Which way the hand goes after an entry. */
    turn: () => {
      const step = /** @type {const} */ ({ down: "right", right: "stay", stay: "down" })[spot.step];
      globalThis.localStorage?.setItem(STEP, step);
      set({ step });
    },
  };
}
/** @typedef {ReturnType<typeof createDesk>} Desk */
