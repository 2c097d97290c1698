// @ts-check
// The sheet of slips as a PDF, and the address that paper has to name.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";
import { fetchFile } from "./export.js";

/**
 * Takes the slips away as a PDF, eight on a page.
 * @param {{slips: {name: string, who: string, login: string, code: string, until: string}[]}} props
 */
export function SlipsPaper({ slips }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const take = async () => {
    setBusy(true);
    setError(await fetchFile("/api/papers/slips", `${t("Sign-in codes")}.pdf`, { slips }));
    setBusy(false);
  };
  return h(
    "div",
    { className: "row" },
    h("button", { type: "button", className: "button primary", disabled: busy, onClick: take },
      busy ? t("One moment …") : t("Download the sheet (PDF)")),
    h("span", { role: "alert", className: "field-error" }, error),
  );
}

/** Prints what is on the page. */
export function PrintButton() {
  return h("button", { type: "button", className: "button primary", onClick: () => window.print() }, t("Print"));
}

/** The address of this site without the parts nobody types. */
export function OwnAddress() {
  return h("span", { className: "slip-key" }, location.host);
}
