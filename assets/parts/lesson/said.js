// @ts-check
// A word to a pupil and the family: praise as easy as a remark.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";

/** @param {{student: number, name: string, onWrite: (kind: string, text: string) => void}} props */
export function Words({ student, name, onWrite }) {
  const [text, setText] = useState("");
  const [sent, setSent] = useState("");
  /** @param {string} kind @param {string} label */
  const write = (kind, label) => {
    onWrite(kind, text.trim());
    setSent(`${label}: ${name}`);
    setText("");
  };
  if (!student) return null;
  const kinds = [["praise", t("Praise")], ["remark", t("Remark")], ["recommendation", t("Recommendation")]];
  return h("section", { className: "words", "aria-label": t("A word to the pupil") },
    h("label", { className: "field" },
      h("span", { className: "field-label" }, t("A word to the family of {name}", { name })),
      h("textarea", { className: "textarea", rows: 2, value: text, maxLength: 4000, onChange: /** @param {any} e */ (e) => { setText(e.target.value); setSent(""); } })),
    h("div", { className: "row" }, kinds.map(([kind, label]) =>
      h("button", { key: kind, type: "button", className: "button", disabled: !text.trim(), onClick: () => write(kind, label) }, label))),
    h("p", { className: "hint", role: "status" }, sent && t("Sent: {what}", { what: sent })));
}
