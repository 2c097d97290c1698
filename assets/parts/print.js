// @ts-check
// Printing the page, and the address that paper has to name.
import { createElement as h } from "react";
import { t } from "$/public/i18n.js";

/** Prints what is on the screen. */
export function PrintButton() {
  return h(
    "button",
    { type: "button", className: "button primary", onClick: () => window.print() },
    t("Print"),
  );
}

/** The address of this site without the parts nobody types. */
export function OwnAddress() {
  return h("span", { className: "slip-key" }, location.host);
}
