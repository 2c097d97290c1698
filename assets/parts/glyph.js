// @ts-check
// The few strokes that our own parts draw themselves; the same paths as the icons of the pages.
import { createElement as h } from "react";

/** @type {Record<string, string>} */
const PATHS = {
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12l5 5 9-10",
  today: "M4 6h16v14H4zM4 10h16M8 3v4m8-4v4m-7 8l2 2 4-4",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
};

/** @param {{name: string, size?: number}} props */
export function Glyph({ name, size = 22 }) {
  return h("svg", { viewBox: "0 0 24 24", width: size, height: size, className: "icon", "aria-hidden": true,
    focusable: false }, h("path", { d: PATHS[name] }));
}
