// @ts-check
// The box of the search everywhere: type, walk with the arrows, open with Enter, leave with Escape.
// What is typed stays in this page: it goes neither into an address nor into the browser's memory.
import { createElement as h, useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { t, tn } from "$/public/i18n.js";
import { optionsOf, stateOf, walked } from "./walking.js";

const PAUSE = 150;
const PATIENCE = 8000;

/** @typedef {import("./walking.js").Everywhere} Everywhere */
/** @typedef {import("./walking.js").Option} Option */

/** @param {"start" | "waiting" | "late" | "none" | "found"} state @param {number} count */
function said(state, count) {
  if (state === "start") return t("A name, a class, a subject with a day, a telephone, a page. Two letters are enough.");
  if (state === "waiting") return t("Searching");
  if (state === "late") return t("There is no answer. Check the network and try again.");
  if (state === "none") return t("Nothing was found. Try fewer letters, or another word.");
  return tn("{n} result", "{n} results", count);
}

/**
 * Asks a moment after the last key, and says when the answer is late.
 * @param {string} typed @param {Everywhere} found @param {((query: string) => void) | undefined} onSeek
 */
function useAsking(typed, found, onSeek) {
  const [isLate, setLate] = useState(false);
  const [turn, setTurn] = useState(0);
  const line = typed.trim();
  useEffect(() => {
    setLate(false);
    if (line.length < 2) return undefined;
    const ask = setTimeout(() => onSeek?.(line), PAUSE);
    const wait = setTimeout(() => setLate(true), PATIENCE);
    return () => { clearTimeout(ask); clearTimeout(wait); };
    // The handler is new at every paint: the line alone decides.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [line, turn]);
  return { state: stateOf(typed, found, isLate), again: () => setTurn(turn + 1) };
}

/**
 * @param {{found: Everywhere, options: Option[], active: number, list: string, onOpen: (one: Option) => void}} props
 */
function Groups({ found, options, active, list, onOpen }) {
  return found.groups.map((group) =>
    h("li", { key: group.name, role: "presentation" },
      h("ul", { role: "group", "aria-labelledby": `${list}-${group.name}`, className: "search-group" },
        h("li", { id: `${list}-${group.name}`, role: "presentation", className: "search-kind" }, group.title),
        options.map((one, index) => one.group === group.name &&
          h("li", { key: index, id: `${list}-${index}`, role: "option", "aria-selected": index === active,
            className: one.isAll ? "search-hit all" : "search-hit", onClick: () => onOpen(one) },
            h("span", null, one.title), one.note && h("small", null, one.note))))));
}

/**
 * @param {{found: Everywhere, onSeek?: (query: string) => void, onAll?: (query: string, allAt: string) => void,
 *   onClose: () => void}} props
 */
export function SearchBox({ found, onSeek, onAll, onClose }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const navigate = useNavigate();
  const list = useId();
  const { state, again } = useAsking(typed, found, onSeek);
  const options = state === "found" || state === "waiting" ? optionsOf(found, t("Show all")) : [];
  const count = options.filter((one) => !one.isAll).length;
  useEffect(() => { box.current?.showModal(); }, []);
  useEffect(() => setActive(0), [found.asked]);
  useEffect(() => {
    document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, list]);

  /** @param {Option} one */
  const open = (one) => {
    onClose();
    if (one.isAll) onAll?.(found.asked, one.route);
    else navigate(one.route);
  };
  /** @param {any} event */
  const press = (event) => {
    const next = walked(active, options.length, event.key);
    if (next >= 0) {
      event.preventDefault();
      setActive(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (state === "found" && options[active]) open(options[active]);
      if (state === "late") again();
    }
  };
  return h("dialog", { ref: box, className: "search-box", "aria-label": t("Search everywhere"),
    onCancel: (/** @type {any} */ event) => { event.preventDefault(); onClose(); },
    onClick: (/** @type {any} */ event) => { if (event.target === box.current) onClose(); } },
    h("div", { className: "search-line" },
      h("input", { className: "input", type: "text", role: "combobox", autoFocus: true, autoComplete: "off",
        spellCheck: false, maxLength: 100, "aria-label": t("What to find"), placeholder: t("What to find"),
        "aria-expanded": options.length > 0, "aria-controls": list, "aria-autocomplete": "list", value: typed,
        "aria-activedescendant": options.length ? `${list}-${active}` : undefined,
        onChange: (/** @type {any} */ event) => setTyped(event.target.value), onKeyDown: press }),
      h("button", { type: "button", className: "button", onClick: onClose }, t("Close"))),
    state === "found" && found.meant && h("p", { className: "search-meant" }, t("Read as “{line}”", { line: found.meant })),
    h("ul", { id: list, role: "listbox", "aria-label": t("What was found"), className: "search-found",
      "aria-busy": state === "waiting", hidden: !options.length },
      h(Groups, { found, options, active, list, onOpen: open })),
    h("p", { className: state === "found" ? "visually-hidden" : "search-said", role: "status" }, said(state, count)),
    state === "late" && h("button", { type: "button", className: "button", onClick: again }, t("Try again")));
}
