// @ts-check
// Chooses one of very many rows: type a few letters, walk with the arrows, take with Enter. What is
// chosen stands in a hidden field of the form; what was typed and not chosen is put back.
import { createElement as h, useEffect, useRef, useState } from "react";
import { t } from "$/public/i18n.js";

const PAUSE = 200;

/** @typedef {{id: string, title: string}} Choice */

/**
 * @param {{name: string, place: string, value: string, shown: string, options: Choice[],
 *   searched: string, invalid: boolean, onSearch?: (name: string, query: string) => void}} props
 */
export function RowPicker({ name, place, value, shown, options, searched, invalid, onSearch }) {
  const [chosen, setChosen] = useState({ id: value, title: shown });
  const [typed, setTyped] = useState(shown);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const timer = useRef(/** @type {any} */ (0));
  const offered = open && searched === name ? options : [];
  useEffect(() => setActive(0), [options]);
  useEffect(() => () => clearTimeout(timer.current), []);

  /** @param {string} query @param {number} pause */
  const ask = (query, pause) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch?.(name, query), pause);
  };
  /** @param {Choice} one */
  const take = (one) => {
    setChosen(one);
    setTyped(one.title);
    setOpen(false);
  };
  /** @param {any} event */
  const type = (event) => {
    setTyped(event.target.value);
    setOpen(true);
    ask(event.target.value, PAUSE);
  };
  const leave = () => {
    setOpen(false);
    if (typed.trim() === "") setChosen({ id: "", title: "" });
    else setTyped(chosen.title);
  };
  /** @param {any} event */
  const press = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[/** @type {"ArrowDown"} */ (event.key)];
    if (step) {
      event.preventDefault();
      if (!open) {
        setOpen(true);
        ask("", 0);
      }
      setActive((active + step + Math.max(1, offered.length)) % Math.max(1, offered.length));
    } else if (event.key === "Enter" && offered[active]) {
      event.preventDefault();
      take(offered[active]);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      event.nativeEvent.stopImmediatePropagation();
      setTyped(chosen.title);
      setOpen(false);
    }
  };

  const list = `${place}-list`;
  const rows = offered.map((one, index) =>
    h("li", { key: one.id, id: `${list}-${index}`, role: "option", "aria-selected": index === active,
      className: "option", onMouseDown: (/** @type {any} */ event) => event.preventDefault(),
      onClick: () => take(one) }, one.title));
  const nothing = open && searched === name && !offered.length
    ? h("li", { className: "option soft" }, t("Nothing fits")) : null;
  return h("div", { className: "row-choice" },
    h("input", { type: "hidden", name, value: chosen.id }),
    h("input", { id: place, className: "input", type: "text", role: "combobox", autoComplete: "off",
      value: typed, "aria-expanded": open, "aria-controls": list, "aria-autocomplete": "list",
      "aria-activedescendant": offered.length ? `${list}-${active}` : undefined,
      "aria-invalid": invalid ? "true" : undefined, "aria-describedby": `${place}-said`,
      placeholder: t("Type a few letters"),
      onChange: type, onKeyDown: press, onBlur: leave,
      onFocus: () => { setOpen(true); ask("", 0); } }),
    h("ul", { id: list, role: "listbox", className: "options", hidden: !rows.length && !nothing },
      rows, nothing));
}
