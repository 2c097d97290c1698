// @ts-check
// The button of the search everywhere and its shortcuts, "/" and Ctrl+K. The box is loaded when it
// is opened first: most pages are read without it.
import { createElement as h, lazy, Suspense, useEffect, useRef, useState } from "react";
import { t } from "$/public/i18n.js";

const Box = lazy(() => import("./box.js").then((part) => ({ default: part.SearchBox })));

/**
 * Whether a key opens the search; "/" is a letter where somebody types or fills a journal.
 * @param {{key: string, code?: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean, defaultPrevented?: boolean, target?: any}} event
 */
export function opensSearch(event) {
  if (event.defaultPrevented || event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return event.code === "KeyK" || event.key === "k";
  const typing = event.target?.closest?.("input, textarea, select, [contenteditable], [role=grid], table[tabindex], dialog");
  return event.key === "/" && !typing;
}

function Loupe() {
  return h("svg", { viewBox: "0 0 24 24", width: 22, height: 22, className: "icon", "aria-hidden": true, focusable: false },
    h("path", { d: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2l4 4" }));
}

/**
 * @param {{found: import("./walking.js").Everywhere, onSeek?: (query: string) => void,
 *   onAll?: (query: string, allAt: string) => void, onForget?: () => void}} props
 */
export function SearchOpener({ found, onSeek, onAll, onForget }) {
  const [open, setOpen] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      const isLists = event.key === "/" && document.getElementById("rows-query");
      if (isLists || !opensSearch(event) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [open]);
  const close = () => {
    setOpen(false);
    onForget?.();
  };
  return h("div", { className: "search-place no-print" },
    h("button", { ref: button, type: "button", className: "search-opener", onClick: () => setOpen(true),
      "aria-label": t("Search everywhere"), "aria-haspopup": "dialog", "aria-keyshortcuts": "/ Control+K",
      title: t("Search everywhere") },
      h(Loupe), h("span", { className: "search-words", "aria-hidden": true }, t("Search")),
      h("kbd", { "aria-hidden": true }, "/")),
    open && h(Suspense, { fallback: null }, h(Box, { found, onSeek, onAll, onClose: close })));
}
