// @ts-check
// Takes a table in. The file stays in the browser between its check and its import, so that nothing
// of it lies on the server; the server reads it anew each time and decides everything.
import { createElement as h, useRef, useState } from "react";
import { t, tn } from "$/public/i18n.js";
import { ModalDialog } from "../dialog.js";
import { call } from "./calls.js";

/**
 * @typedef {{index: number, letter: string, title: string, example: string, field: string}} Column
 * @typedef {{columns: Column[], fields: {id: string, title: string}[], rows: number, new: number,
 *   changed: number, unchanged: number, problem_count: number, missing: string[],
 *   problems: {row: number, column: string, text: string}[]}} Checked
 */

/** @param {Column[]} columns @returns {string} what the columns mean, for a header */
export function mappingOf(columns) {
  return JSON.stringify(Object.fromEntries(columns.filter((c) => c.field).map((c) => [c.index, c.field])));
}

/** @param {Checked} found */
export function mayImport(found) {
  return found.problem_count === 0 && found.missing.length === 0 && found.new + found.changed > 0;
}

/** @param {{ofList: string, title: string, onDone?: () => void}} props */
export function TableImport({ ofList, title, onDone }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [found, setFound] = useState(/** @type {Checked | null} */ (null));
  const [done, setDone] = useState(/** @type {Checked | null} */ (null));
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));

  /** @param {string} act @param {Column[] | null} columns */
  const send = async (act, columns) => {
    const file = input.current?.files?.[0];
    if (!file) {
      setError(t("Choose a file first."));
      return null;
    }
    setBusy(true);
    setError("");
    const { ok, said } = await call(`/api/data/${ofList}/import/${act}`, {
      headers: { "Content-Type": "application/octet-stream",
        ...(columns ? { "X-Columns": mappingOf(columns) } : {}) },
      body: file,
    });
    setBusy(false);
    if (!ok) setError(said.message);
    return ok ? /** @type {Checked} */ (said) : null;
  };
  /** @param {Column[] | null} columns */
  const check = async (columns) => {
    setDone(null);
    const said = await send("check", columns);
    setFound(said);
  };
  const apply = async () => {
    const said = await send("apply", found?.columns ?? null);
    if (!said) return;
    setFound(null);
    setDone(said);
    onDone?.();
  };
  const close = () => {
    setOpen(false);
    setFound(null);
    setDone(null);
    setError("");
    if (input.current) input.current.value = "";
  };
  /** @param {number} index @param {string} field */
  const mean = (index, field) => {
    const columns = (found?.columns ?? []).map((c) =>
      c.index === index ? { ...c, field } : c.field === field ? { ...c, field: "" } : c);
    check(columns);
  };

  return h("div", null,
    h("button", { type: "button", className: "button", onClick: () => setOpen(true) }, t("Take in a table")),
    h(ModalDialog, { open, title: t("A table for “{title}”", { title }), onClose: close },
      h("p", { className: "hint" },
        t("The order of the columns does not matter. First everything is shown, nothing is written.")),
      h("label", { className: "field" },
        h("span", { className: "field-label" }, t("File (XLSX or CSV)")),
        h("input", { ref: input, type: "file", accept: ".xlsx,.xls,.csv,.txt", className: "input file-input",
          onChange: () => check(null) })),
      busy && h("p", { role: "status" }, t("One moment …")),
      error && h("p", { role: "alert", className: "field-error" }, error),
      found && h(Columns, { found, onMean: mean }),
      found && h(Verdict, { found }),
      done && h("p", { role: "status", className: "banner", "data-kind": "ok" },
        t("Done: {new} new, {changed} changed, {unchanged} unchanged.",
          { new: done.new, changed: done.changed, unchanged: done.unchanged })),
      h("div", { className: "dialog-acts" },
        h("button", { type: "button", className: "button", onClick: close }, done ? t("Close") : t("Cancel")),
        found && h("button", { type: "button", className: "button primary",
          disabled: busy || !mayImport(found), onClick: apply }, t("Import all of it")))));
}

/** @param {{found: Checked, onMean: (index: number, field: string) => void}} props */
function Columns({ found, onMean }) {
  return h("details", { open: found.missing.length > 0, className: "foreseen" },
    h("summary", null, t("What the columns mean")),
    h("ul", { className: "column-list" }, found.columns.map((c) =>
      h("li", { key: c.index, "data-used": c.field ? "yes" : "no" },
        h("div", null,
          h("label", { htmlFor: `meaning-${c.index}` },
            h("span", { className: "column-letter" }, c.letter), c.title || t("no header")),
          h("span", { className: "hint" }, t("for example: {text}", { text: c.example }))),
        h("select", { id: `meaning-${c.index}`, className: "select", value: c.field,
          onChange: (/** @type {any} */ event) => onMean(c.index, event.target.value) },
        h("option", { value: "" }, t("Not used")),
        found.fields.map((f) => h("option", { key: f.id, value: f.id }, f.title)))))));
}

/** @param {{found: Checked}} props */
function Verdict({ found }) {
  const counted = t("{rows} rows: {new} new, {changed} changed, {unchanged} unchanged.",
    { rows: found.rows, new: found.new, changed: found.changed, unchanged: found.unchanged });
  const problems = found.problems.map((p, index) =>
    h("tr", { key: index }, h("td", { className: "num" }, p.row), h("td", null, p.column), h("td", null, p.text)));
  return h("div", { className: "stack tight" },
    h("p", { role: "status" }, counted),
    found.missing.length > 0 && h("p", { className: "banner", "data-kind": "warn" },
      t("Say which column holds: {fields}.", { fields: found.missing.join(", ") })),
    found.problem_count > 0 && h("p", { className: "banner", "data-kind": "warn" },
      tn("{n} problem. Correct it in the table and choose the file again.",
        "{n} problems. Correct them in the table and choose the file again.", found.problem_count)),
    problems.length > 0 && h("div", { className: "table-box" },
      h("table", { className: "table" },
        h("thead", null, h("tr", null, h("th", null, t("Row")), h("th", null, t("Column")),
          h("th", null, t("What to know")))),
        h("tbody", null, problems))));
}
