// @ts-check
// A table walked with the keyboard: arrows move between rows, Enter opens (it is a button), Space
// chooses, Home and End leap, `/` goes to the search, N adds. Nothing is done that a tap cannot do.
import { createElement as h, useEffect, useRef } from "react";

const OPENERS = ".row-link";
const FIELDS = "input, select, textarea, [contenteditable]";

/** @param {number} now @param {number} count @param {string} key @returns {number} the row to go to */
export function nextRow(now, count, key) {
  if (!count) return -1;
  const wanted = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: count - 1,
    PageDown: now + 10, PageUp: now - 10 }[key];
  if (wanted === undefined) return -1;
  return Math.min(count - 1, Math.max(0, now < 0 ? 0 : wanted));
}

/** @param {{label: string, children?: any}} props */
export function RowKeys({ label, children }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const everywhere = (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (event.ctrlKey || event.metaKey || event.altKey || target.closest(FIELDS)) return;
      const place = { "/": "rows-query", n: "add-row", "т": "add-row" }[event.key];
      const found = place && document.getElementById(place);
      if (!found) return;
      event.preventDefault();
      if (place === "rows-query") found.focus();
      else found.click();
    };
    document.addEventListener("keydown", everywhere);
    return () => document.removeEventListener("keydown", everywhere);
  }, []);

  /** @param {any} event */
  const walk = (event) => {
    const openers = /** @type {HTMLElement[]} */ ([...(box.current?.querySelectorAll(OPENERS) ?? [])]);
    const now = openers.findIndex((one) => one === document.activeElement);
    if (event.key === " " && now >= 0) {
      /** @type {HTMLElement | null | undefined} */
      const pick = openers[now].closest("tr")?.querySelector(".row-pick input");
      if (!pick) return;
      event.preventDefault();
      pick.click();
      return;
    }
    const next = event.target.closest(FIELDS) ? -1 : nextRow(now, openers.length, event.key);
    if (next < 0) return;
    event.preventDefault();
    openers[next].focus();
    openers[next].scrollIntoView({ block: "nearest" });
  };

  return h("div", { ref: box, className: "table-box data-box", role: "region", "aria-label": label,
    tabIndex: 0, onKeyDown: walk }, children);
}
