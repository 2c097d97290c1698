// @ts-check
// Shows where the hand is, without React: the ring of the active cell, the chosen range, what it is called.
import { useEffect, useLayoutEffect, useRef } from "react";
import { t } from "$/public/i18n.js";
import { cellName, cellOf } from "./figures.js";

const ACTIVE = "grid-active-cell";
/** @typedef {import("./changes.js").View} View */

/** The cell of a place; names stand in the first column of the table.
 * @param {HTMLTableElement | null} table @param {number} row @param {number} col */
export const cellAt = (table, row, col) => /** @type {HTMLElement | undefined} */ (table?.tBodies[0]?.rows[row]?.cells[col + 1]);

/** The place of something in the table; -1 outside the cells.
 * @param {any} target @param {number} columns */
export function placeAt(target, columns) {
  const cell = target?.closest?.("td, th");
  const row = Number(cell?.closest("tr")?.dataset.row ?? -1);
  const col = cell ? cell.cellIndex - 1 : -1;
  const isCell = cell?.tagName === "TD" && col < columns;
  return { row, col: isCell ? col : -1, isName: cell?.tagName === "TH" && row >= 0, head: Number(cell?.dataset.col ?? -1) };
}

/** @param {import("react").RefObject<HTMLTableElement | null>} table @param {import("./desk.js").Desk} desk @param {View} view */
export function usePainting(table, desk, view) {
  const latest = useRef(view);
  latest.current = view;
  const shown = useRef(/** @type {{active: Element | null, chosen: Element[]}} */ ({ active: null, chosen: [] }));
  const paint = useRef(() => {});
  paint.current = () => {
    const { active, chosen } = shown.current;
    const { row, col } = desk.spot();
    // A column that was just made is on the page a moment later.
    const cell = (latest.current.columns[col] && latest.current.rows[row] !== undefined && cellAt(table.current, row, col)) || null;
    if (active && active !== cell) ["id", "data-active", "aria-label"].forEach((name) => active.removeAttribute(name));
    chosen.forEach((one) => one.removeAttribute("aria-selected"));
    shown.current = { active: cell, chosen: desk.isRange() ? range(table.current, desk.range()) : [] };
    shown.current.chosen.forEach((one) => one.setAttribute("aria-selected", "true"));
    if (!cell) return void table.current?.removeAttribute("aria-activedescendant");
    const { page, columns, rows } = latest.current;
    cell.id = ACTIVE;
    cell.dataset.active = "";
    cell.setAttribute("aria-label", nameOf(cell, cellName(page.pupils[rows[row]][1], columns[col], cellOf(page.rows[rows[row]], columns[col]))));
    table.current?.setAttribute("aria-activedescendant", ACTIVE);
  };
  useLayoutEffect(() => paint.current());
  useEffect(() => desk.subscribe(() => {
    paint.current();
    const { toRow, toCol } = desk.spot();
    cellAt(table.current, toRow, toCol)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }), [desk, table]);
}

/** @param {HTMLElement} cell @param {string} name */
function nameOf(cell, name) {
  const state = { waiting: t("being saved"), refused: t("not accepted") }[cell.dataset.state ?? ""];
  return state ? `${name}, ${state}` : name;
}

/** @param {HTMLTableElement | null} table @param {import("./desk.js").Range} range */
function range(table, { top, bottom, left, right }) {
  const found = [];
  for (let row = top; row <= bottom; row += 1) {
    for (let col = left; col <= right; col += 1) {
      const cell = cellAt(table, row, col);
      if (cell) found.push(cell);
    }
  }
  return found;
}

/** What the page was touched with last: not every browser says it of a click. */
let pointer = "";

/** What the hand does: a tap chooses a cell, a drag a range, a second tap edits.
 * @param {import("./desk.js").Desk} desk @param {View} view @param {import("./acting.js").Acts} acts
 * @param {{onName: (row: number) => void, onHead: (col: number) => void}} on */
export function handlersOf(desk, view, acts, on) {
  let from = /** @type {{row: number, col: number} | null} */ (null);
  /** @param {any} e */
  const place = (e) => placeAt(e.target, view.columns.length);
  /** @param {any} e */
  const cut = (e) => { onCopy(e); acts.act("clear"); };
  /** @param {any} e */
  const onCopy = (e) => {
    if (e.target !== e.currentTarget) return;
    e.preventDefault();
    e.clipboardData.setData("text/plain", acts.copy());
  };
  return {
    onKeyDown: acts.onKey, onCopy, onCut: cut,
    /** @param {any} e */
    onPaste: (e) => {
      if (e.target !== e.currentTarget) return;
      e.preventDefault();
      acts.paste(e.clipboardData.getData("text/plain"));
    },
    /** @param {any} e */
    onPointerDown: (e) => {
      pointer = e.pointerType;
      const { row, col } = place(e);
      if (col < 0 || row < 0 || e.button !== 0 || pointer === "touch") return;
      if (e.shiftKey) desk.reach(row, col);
      else desk.go(row, col);
      from = { row, col };
      acts.entered();
    },
    /** @param {any} e */
    onPointerOver: (e) => {
      if (!from || !(e.buttons & 1)) return void (from = null);
      const { row, col } = place(e);
      if (col >= 0 && row >= 0) desk.reach(row, col);
    },
    /** @param {any} e */
    onClick: (e) => {
      const { row, col, isName, head } = place(e);
      if (isName) return on.onName(row);
      if (head >= 0) return on.onHead(head);
      if (pointer === "touch" && col >= 0 && row >= 0) { desk.go(row, col); acts.entered(); }
      return undefined;
    },
    /** @param {any} e */
    onDoubleClick: (e) => { if (place(e).col >= 0) acts.act("edit"); },
  };
}
