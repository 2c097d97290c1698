// @ts-check
// Menus that are `details`: a tap outside or Escape closes the one that is open.
import { useEffect } from "react";

/** @param {EventTarget | null} target @param {Iterable<Element>} open @returns {Element[]} the menus to close */
export function outside(target, open) {
  return [...open].filter((menu) => !(target instanceof Node && menu.contains(target)));
}

export function useMenus() {
  useEffect(() => {
    const opened = () => document.querySelectorAll("details.menu-box[open]");
    /** @param {PointerEvent} event */
    const tap = (event) => outside(event.target, opened()).forEach((menu) => menu.removeAttribute("open"));
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      if (event.key !== "Escape") return;
      opened().forEach((menu) => {
        menu.removeAttribute("open");
        /** @type {HTMLElement | null} */ (menu.querySelector("summary"))?.focus();
      });
    };
    document.addEventListener("pointerdown", tap);
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("pointerdown", tap);
      document.removeEventListener("keydown", press);
    };
  }, []);
}
