// @ts-check
// A new column in one tap, and what one may do with a column: fill it as a list, name it, take it away.
import { createElement as h, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { day, t } from "$/public/i18n.js";
import { weightText } from "../lesson/words.js";
import { columnName } from "./figures.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./figures.js").Column} Column
 */

/** Closes a panel by Escape and by leaving it. @param {() => void} close */
function usePanel(close) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const first = box.current?.querySelector("button, select, input, a");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }, []);
  return {
    ref: box,
    /** @param {any} e */
    onKeyDown: (e) => { if (e.key === "Escape") close(); },
    /** @param {any} e */
    onBlur: (e) => { if (e.relatedTarget && !e.currentTarget.contains(e.relatedTarget)) close(); },
  };
}

/**
 * @param {{page: Page, lesson: number, onAdd: (lesson: number, kind: number, title: string) => void, onClose: () => void}} props
 */
export function NewWork({ page, lesson, onAdd, onClose }) {
  const open = page.lessons.filter((l) => !l[3]);
  const [chosen, choose] = useState(open.some((l) => l[0] === lesson) ? lesson : (open.at(-1)?.[0] ?? 0));
  const [title, setTitle] = useState("");
  const used = new Set(page.works.filter((w) => w[0] === chosen).map((w) => w[1]));
  return h("div", { className: "work-panel", role: "dialog", "aria-label": t("A new column"), ...usePanel(onClose) },
    open.length === 0
      ? h("p", null, t("No lesson of this term can be filled yet."))
      : [
          h("div", { key: "kinds", className: "row work-kinds", role: "group", "aria-label": t("Kind of work") }, page.kinds.map(([id, name, glyph, weight]) =>
            h("button", { key: id, type: "button", className: "chip", onClick: () => onAdd(chosen, id, title.trim()) },
              h("b", null, glyph), name, h("small", { className: "hint" }, used.has(id) ? t("is there") : `·${weightText(weight)}`)))),
          h("div", { key: "where", className: "row work-where" },
            h("label", { className: "field" }, h("span", { className: "field-label" }, t("In the lesson")),
              h("select", { className: "select", value: chosen, onChange: /** @param {any} e */ (e) => choose(Number(e.target.value)) },
                [...open].reverse().map(([id, on, slot]) => h("option", { key: id, value: id }, [day(on, "weekday"), t("lesson {n}", { n: slot }), on === page.today && t("today")].filter(Boolean).join(", "))))),
            h("label", { className: "field grow" }, h("span", { className: "field-label" }, t("Title, if you like")),
              h("input", { className: "input", value: title, maxLength: 200, onChange: /** @param {any} e */ (e) => setTitle(e.target.value) }))),
        ],
    h("div", { className: "row" }, h("button", { type: "button", className: "button quiet", onClick: onClose }, t("Close"))));
}

/**
 * @param {{column: Column, opens: boolean, writes: boolean, isOne: boolean, hasMarks: boolean, onOne: () => void, onTitle: (title: string) => void,
 *   onRemove: () => void, onNew: () => void, onClose: () => void}} props
 */
export function ColumnPanel({ column, opens, writes, isOne, hasMarks, onOne, onTitle, onRemove, onNew, onClose }) {
  const [title, setTitle] = useState(column.title);
  const isOpen = writes && !column.lock;
  return h("div", { className: "work-panel", role: "dialog", "aria-label": t("Column"), ...usePanel(onClose) },
    h("p", null, columnName(column)),
    h("div", { className: "row" },
      h("button", { type: "button", className: "button primary", onClick: onOne }, isOne ? t("All columns") : t("Enter as a list")),
      opens && column.lock !== "other" && h(Link, { className: "button", to: `/lesson/${column.lesson}` }, t("Open the lesson")),
      isOpen && h("button", { type: "button", className: "button", onClick: onNew }, t("Another work")),
      isOpen && !column.isBlank && !hasMarks && h("button", { type: "button", className: "button", onClick: onRemove }, t("Take the column away")),
      h("button", { type: "button", className: "button quiet", onClick: onClose }, t("Close"))),
    isOpen && !column.isBlank && h("form", { className: "row", onSubmit: /** @param {any} e */ (e) => { e.preventDefault(); onTitle(title.trim()); } },
      h("label", { className: "field grow" }, h("span", { className: "field-label" }, t("Title of the work")),
        h("input", { className: "input", value: title, maxLength: 200, onChange: /** @param {any} e */ (e) => setTitle(e.target.value) })),
      h("button", { type: "submit", className: "button", disabled: title.trim() === column.title }, t("Save"))));
}
