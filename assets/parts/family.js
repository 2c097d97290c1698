// @ts-check
// Small things of the family's pages: whose diary is open, "seen" after a look, and the printer.
import { createElement as h, useEffect, useRef, useState } from "react";
import { t } from "$/public/i18n.js";
import { Glyph } from "./glyph.js";

/** @typedef {{id: number, name: string, initials: string, class_name: string, school: string}} Child */

const LOOK = 4000;

/** @param {{child: Child}} props */
function Face({ child }) {
  return h("span", { className: "face", "aria-hidden": true }, child.initials);
}

/**
 * What stands under a name: the class, and the school where the children go to several.
 * @param {Child} child @param {Child[]} all @returns {string}
 */
export function placeOf(child, all) {
  const schools = new Set(all.map((c) => c.school));
  return [child.class_name, schools.size > 1 ? child.school : ""].filter(Boolean).join(", ");
}

/**
 * The child whose diary is open, as a name with a face; with several children, a menu of them.
 * @param {{family: Child[], chosen: number, onChoose?: (id: number) => void, children?: any}} props
 */
export function ChildSwitcher({ family, chosen, onChoose, children }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    if (!open) return undefined;
    /** @param {Event} event */
    const close = (event) => {
      const key = /** @type {KeyboardEvent} */ (event).key;
      const outside = event.type === "pointerdown" && !box.current?.contains(/** @type {Node} */ (event.target));
      if (key === "Escape" || outside) setOpen(false);
    };
    document.addEventListener("keydown", close);
    document.addEventListener("pointerdown", close);
    return () => {
      document.removeEventListener("keydown", close);
      document.removeEventListener("pointerdown", close);
    };
  }, [open]);
  const child = family.find((c) => c.id === chosen);
  if (!child) return null;
  const words = h("span", { className: "child-words" },
    h("span", { className: "child-name" }, child.name.split(" ")[0],
      h("span", { className: "child-family" }, ` ${child.name.split(" ").slice(1).join(" ")}`)),
    h("small", null, placeOf(child, family)));
  if (family.length < 2) return h("div", { className: "child" }, h(Face, { child }), words);
  const label = t("Whose diary");
  /** @param {number} id */
  const choose = (id) => {
    setOpen(false);
    if (id !== chosen) onChoose?.(id);
  };
  return h("div", { className: "child-box", ref: box },
    h("button", { type: "button", className: "child", "aria-expanded": open, "aria-haspopup": "true",
      "aria-label": `${label}: ${child.name}`, onClick: () => setOpen(!open) },
      h(Face, { child }), words, h(Glyph, { name: "down", size: 18 })),
    open && h("div", { className: "child-menu" },
      family.map((c) => h("button", { key: c.id, type: "button", className: "child-choice",
        "aria-current": c.id === chosen ? "true" : undefined, onClick: () => choose(c.id) },
        h(Face, { child: c }),
        h("span", { className: "child-words" }, c.name, h("small", null, placeOf(c, family))),
        c.id === chosen && h(Glyph, { name: "check", size: 18 }))),
      h("div", { className: "child-more", onClick: () => setOpen(false) }, children)));
}

/**
 * Tells once that what is new stood before the reader's eyes for a while.
 * @param {{due: string, onSeen?: () => void}} props
 */
export function SeenAfterALook({ due, onSeen }) {
  useEffect(() => {
    if (!due) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      clearInterval(timer);
      onSeen?.();
    }, LOOK);
    return () => clearInterval(timer);
    // What is due decides: the handler is new at every paint.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [due]);
  return null;
}

/** Prints the page as it stands. */
export function PrintButton() {
  return h("button", { type: "button", className: "icon-button no-print print-button", "aria-label": t("Print"),
    title: t("Print"), onClick: () => window.print() }, h(Glyph, { name: "print" }));
}
