// @ts-check
// The editor of a definition: fields by their kind, a text with numbered lines, rows one under
// another. It paints at once, tells the server a moment after the last key, and shows what the
// server finds wrong at its line.
import { createElement as h, useEffect, useRef, useState } from "react";
import { t } from "$/public/i18n.js";
import { emptyRow, faultsAt, keepTyped, movedUp, putIn, spelled, typedNumber, unsaved }
  from "./content.js";

const PAUSE = 450;

/** @typedef {import("./content.js").Asked} Asked */
/** @typedef {import("./content.js").Fault} Fault */
/** @typedef {import("./content.js").Content} Content */

/**
 * @param {{asks: Asked[], content: Content, faults: Fault[], place: string, fresh: boolean,
 *   hints: {code: string, title: string, example: string}[],
 *   onTyped?: (content: Content) => void}} props
 */
export function DefinitionEditor({ asks, content, faults, place, fresh, hints, onTyped }) {
  const [kept] = useState(() => (fresh ? null : unsaved(place, content)));
  const [said, setSaid] = useState(kept ?? content);
  const timer = useRef(/** @type {any} */ (0));
  const waiting = useRef(/** @type {Content | null} */ (null));
  useEffect(() => {
    if (fresh) keepTyped(place, null);
    if (kept) onTyped?.(kept);
    return () => clearTimeout(timer.current);
  }, []);
  useEffect(() => {
    if (spelled(content) === spelled(said)) keepTyped(place, null);
  }, [content]);

  const tell = () => {
    clearTimeout(timer.current);
    if (waiting.current) onTyped?.(waiting.current);
    waiting.current = null;
  };
  /** @param {string} name @param {any} value */
  const change = (name, value) => {
    const next = { ...said, [name]: value };
    setSaid(next);
    keepTyped(place, next);
    clearTimeout(timer.current);
    waiting.current = next;
    timer.current = setTimeout(tell, PAUSE);
  };
  return h("div", { className: "stack definition-editor", onBlur: tell },
    kept ? h("p", { className: "hint", role: "status" },
      t("What you typed here before is back. Save it as a draft.")) : null,
    asks.map((one) => h(Part, { key: one.name, one, value: said[one.name], faults, place: one.name,
      hints, onChange: (/** @type {any} */ value) => change(one.name, value) })));
}

/** A part of the content by its kind.
 * @param {{one: Asked, value: any, faults: Fault[], place: string, onChange: (value: any) => void,
 *   hints?: {code: string, title: string, example: string}[]}} props @returns {any} */
function Part({ one, value, faults, place, hints = [], onChange }) {
  if (one.kind === "rows") return h(Rows, { one, value, faults, place, onChange });
  const id = `part-${place.replaceAll(".", "-")}`;
  const { here } = faultsAt(faults, place);
  const common = { id, "aria-describedby": `${id}-said`, required: one.is_required,
    "aria-invalid": here.length ? /** @type {const} */ ("true") : undefined };
  if (one.kind === "flag") {
    return h("label", { className: "check" },
      h("input", { ...common, type: "checkbox", checked: value === true,
        onChange: (/** @type {any} */ event) => onChange(event.target.checked) }),
      h("span", null, one.label));
  }
  return h("div", { className: "field" },
    h("label", { htmlFor: id, className: "field-label" }, one.label),
    control(one, value, common, faults, place, onChange, hints),
    h("span", { id: `${id}-said`, role: here.length ? "alert" : undefined },
      here.length
        ? here.map((fault, index) => h("span", { key: index, className: "field-error" },
          fault.line ? t("Line {n}: {text}", { n: fault.line, text: fault.text }) : fault.text))
        : one.help ? h("span", { className: "hint" }, one.help) : null));
}

/** @param {Asked} one @param {any} value @param {any} common @param {Fault[]} faults
 * @param {string} place @param {(value: any) => void} onChange @param {any[]} hints */
function control(one, value, common, faults, place, onChange, hints) {
  /** @param {any} event */
  const type = ({ target }) => onChange(one.kind === "number" ? typedNumber(target.value) : target.value);
  if (one.kind === "source") {
    return h(Source, { common, value: value ?? "", longest: one.longest, hints, onChange,
      lines: faultsAt(faults, place).lines });
  }
  if (one.kind === "choice") {
    return h("select", { ...common, className: "select", value: value ?? "", onChange: type },
      value ? null : h("option", { value: "" }, "—"),
      one.choices.map((choice) => h("option", { key: choice.id, value: choice.id }, choice.title)));
  }
  if (one.kind === "text") {
    return h("textarea", { ...common, className: "textarea", value: value ?? "", rows: 5,
      maxLength: one.longest, onChange: type });
  }
  return h("input", { ...common, className: "input", value: value ?? "", autoComplete: "off",
    maxLength: one.longest, inputMode: one.kind === "number" ? "numeric" : undefined, onChange: type });
}

/** A text with numbered lines, and beside it what may be put in.
 * @param {{common: any, value: string, longest: number, lines: Set<number>, hints: any[],
 *   onChange: (text: string) => void}} props */
function Source({ common, value, longest, lines, hints, onChange }) {
  const box = useRef(/** @type {any} */ (null));
  const gutter = useRef(/** @type {any} */ (null));
  const hand = useRef(-1);
  const count = Math.max(value.split("\n").length, 8);
  useEffect(() => {
    if (hand.current < 0 || !box.current) return;
    box.current.focus();
    box.current.setSelectionRange(hand.current, hand.current);
    hand.current = -1;
  }, [value]);
  /** @param {string} code */
  const insert = (code) => {
    const { selectionStart, selectionEnd } = box.current ?? {};
    const put = putIn(value, code, selectionStart ?? value.length, selectionEnd ?? value.length);
    hand.current = put.at;
    onChange(put.text);
  };
  const numbers = Array.from({ length: count }, (_none, index) => index + 1);
  return h("div", { className: "source-box" },
    h("div", { className: "source" },
      h("div", { className: "source-lines", ref: gutter, "aria-hidden": true },
        numbers.map((n) => h("span", { key: n, "data-wrong": lines.has(n) ? "yes" : undefined },
          lines.has(n) ? `! ${n}` : n))),
      h("textarea", { ...common, ref: box, className: "textarea source-text", value, wrap: "off",
        rows: Math.min(count, 24), maxLength: longest, spellCheck: false,
        onScroll: () => { if (gutter.current) gutter.current.scrollTop = box.current.scrollTop; },
        onChange: (/** @type {any} */ event) => onChange(event.target.value) })),
    hints.length ? h("details", { className: "foreseen source-hints" },
      h("summary", null, t("Fields and filters that may be put in")),
      h("ul", null, hints.map((one) => h("li", { key: one.code },
        h("button", { type: "button", className: "chip", onClick: () => insert(one.code) },
          h("code", null, one.code)),
        h("span", null, one.title, one.example ? h("small", { className: "soft", "data-written": "" }, ` · ${one.example}`)
          : null))))) : null);
}

/** Rows one under another, each with its fields.
 * @param {{one: Asked, value: any, faults: Fault[], place: string, onChange: (value: any) => void}} props
 * @returns {any} */
function Rows({ one, value, faults, place, onChange }) {
  const rows = /** @type {Content[]} */ (Array.isArray(value) ? value : []);
  const { here } = faultsAt(faults, place);
  /** @param {number} at @param {string} name @param {any} cell */
  const change = (at, name, cell) =>
    onChange(rows.map((row, index) => (index === at ? { ...row, [name]: cell } : row)));
  return h("fieldset", { className: "definition-rows" },
    h("legend", { className: "field-label" }, one.label),
    one.help ? h("p", { className: "hint" }, one.help) : null,
    here.map((fault, index) => h("p", { key: index, className: "field-error", role: "alert" }, fault.text)),
    h("ol", null, rows.map((row, at) => h("li", { key: at, className: "definition-row" },
      one.columns.map((column) => h(Part, { key: column.name, one: column, value: row[column.name],
        faults, place: `${place}.${at}.${column.name}`,
        onChange: (/** @type {any} */ cell) => change(at, column.name, cell) })),
      h("div", { className: "row" },
        h("button", { type: "button", className: "button quiet", disabled: at === 0,
          "aria-label": t("Row {n}: up", { n: at + 1 }), onClick: () => onChange(movedUp(rows, at)) }, "↑"),
        h("button", { type: "button", className: "button quiet",
          "aria-label": t("Row {n}: remove", { n: at + 1 }),
          onClick: () => onChange(rows.filter((_row, index) => index !== at)) }, t("Remove")))))),
    h("button", { type: "button", className: "button",
      onClick: () => onChange([...rows, emptyRow(one.columns)]) }, t("Add a row")));
}
