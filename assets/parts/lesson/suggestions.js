// @ts-check
// What the roll-call may begin with: suggested by earlier lessons and known reasons, accepted by
// one tap, never written by itself.
import { createElement as h, useState } from "react";
import { t, tn } from "$/public/i18n.js";
import { pupilOf } from "./sheet.js";
import { codeName } from "./words.js";

/**
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {Sheet["suggestions"][number]} Suggestion
 */

/** Why a code is suggested. @param {Suggestion} suggestion @returns {string} */
export function whyWords([, , why, slot]) {
  if (why === "lesson") return t("absent in lesson {n}", { n: slot });
  return why === "exemption" ? t("freed by a paper") : t("the class teacher knows the reason");
}

/**
 * Suggestions for pupils of whom nothing is said yet, while the roll is still to be called.
 * @param {Sheet} sheet @param {number[]} passed those that the teacher passed over
 * @returns {Suggestion[]}
 */
export function openSuggestions(sheet, passed = []) {
  if (!sheet.is_open || sheet.roll_called) return [];
  return (sheet.suggestions ?? []).filter(([id]) => pupilOf(sheet, id)?.[2] === "" && !passed.includes(id));
}

/** @param {{sheet: Sheet, onAccept: (suggestions: Suggestion[]) => void}} props */
export function Suggestions({ sheet, onAccept }) {
  const [passed, setPassed] = useState(/** @type {Record<number, number[]>} */ ({}));
  const here = passed[sheet.id] ?? [];
  const open = openSuggestions(sheet, here);
  if (!open.length) return null;
  const pass = /** @param {number} id */ (id) => setPassed({ ...passed, [sheet.id]: [...here, id] });
  return h("section", { className: "suggested", "aria-label": t("Suggestions for the roll-call") },
    h("div", { className: "suggested-head" },
      h("h3", null, tn("{n} suggestion for the roll-call", "{n} suggestions for the roll-call", open.length)),
      open.length > 1 && h("button", { type: "button", className: "button", onClick: () => onAccept(open) }, t("Accept all"))),
    h("ul", null, open.map((suggestion) => {
      const [id, code] = suggestion;
      const name = pupilOf(sheet, id)?.[1] ?? "";
      return h("li", { key: id },
        h("button", { type: "button", className: "button suggested-code", onClick: () => onAccept([suggestion]),
          "aria-label": t("{name}: {what}, accept", { name, what: codeName(code) }) }, h("b", null, code)),
        h("span", { className: "suggested-who" }, name, h("small", { className: "hint" }, whyWords(suggestion))),
        h("button", { type: "button", className: "icon-button", onClick: () => pass(id),
          "aria-label": t("Not so: {name}", { name }) }, "✕"));
    })));
}
