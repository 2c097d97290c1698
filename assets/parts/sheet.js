// @ts-check
// A sheet of details beside the page: from below on a phone, at the right on a wide screen. The page
// stays in reach; Escape closes it and the focus returns to where it came from.
import { createElement as h, useEffect, useId, useRef } from "react";
import { t } from "$/public/i18n.js";
import { Glyph } from "./glyph.js";

/** @param {{open: boolean, title: string, onClose?: () => void, children?: any}} props */
export function Sheet({ open, title, onClose, children }) {
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const label = useId();
  useEffect(() => {
    if (!open) return undefined;
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    heading.current?.focus({ preventScroll: true });
    /** @param {KeyboardEvent} event */
    const close = (event) => {
      if (event.key === "Escape") onClose?.();
    };
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("keydown", close);
      before?.focus?.({ preventScroll: true });
    };
    // Opening alone decides: the handler is new at every paint.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open]);
  if (!open) return null;
  return h("aside", { className: "sheet", role: "dialog", "aria-labelledby": label },
    h("header", { className: "sheet-head" },
      h("h2", { id: label, ref: heading, tabIndex: -1 }, title),
      h("button", { type: "button", className: "icon-button", "aria-label": t("Close"), title: t("Close"),
        onClick: () => onClose?.() }, h(Glyph, { name: "close" }))),
    h("div", { className: "sheet-body" }, children));
}
