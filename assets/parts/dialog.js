// @ts-check
// A question before something that cannot be undone: the browser's own modal dialog, so that the
// focus stays inside, Escape means "no", and the page behind is out of reach.
import { createElement as h, useEffect, useId, useRef } from "react";

/** @param {{open: boolean, title: string, onClose?: () => void, children?: any}} props */
export function ModalDialog({ open, title, onClose, children }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const label = useId();
  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  /** @param {Event} event */
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  return h(
    "dialog",
    { ref: box, className: "dialog", "aria-labelledby": label, onCancel: cancel },
    h("div", { className: "stack" }, h("h2", { id: label }, title), children),
  );
}
