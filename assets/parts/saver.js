// @ts-check
// Saving data: chosen on this device, or asked for by it. Then nothing is fetched ahead of need
// and the page is set in a typeface that the device already has.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";

const KEPT = "ediary-saver";

/** What was chosen here; null when nothing was. @returns {string | null} */
function chosen() {
  try {
    return globalThis.localStorage?.getItem(KEPT) ?? null;
  } catch {
    return null;
  }
}

/** Whether data are to be saved. @returns {boolean} */
export function isSaving() {
  const asked = /** @type {any} */ (globalThis.navigator)?.connection?.saveData === true;
  const here = chosen();
  return here === null ? asked : here === "on";
}

/** The switch on the account's page. */
export function SaverChoice() {
  const [on, setOn] = useState(isSaving);
  const turn = () => {
    const next = !on;
    setOn(next);
    if (next) document.documentElement.dataset.saver = "on";
    else delete document.documentElement.dataset.saver;
    try {
      globalThis.localStorage?.setItem(KEPT, next ? "on" : "off");
    } catch {
      // Storage may be forbidden: the choice then lasts as long as the page.
    }
  };
  return h("div", null,
    h("label", { className: "check switch" },
      h("input", { type: "checkbox", role: "switch", checked: on, onChange: turn }),
      h("span", null, t("Save data"))),
    h("p", { className: "hint" }, t("Nothing is loaded ahead of time, and the letters are those of your device.")));
}
