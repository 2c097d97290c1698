// @ts-check
// Which group's journal: a search over class, subject and year, with the own groups first.
import { createElement as h, useEffect, useRef, useState } from "react";
import { t } from "$/public/i18n.js";

/**
 * @typedef {{id: number, name: string, subject: string, year: string, is_mine: boolean}} Group
 * @typedef {{items: Group[], total: number, search: string}} Groups
 */
const PAGE = 30;
const TYPING_MS = 200;

/**
 * @param {{groups: Groups, current: number, title: string, onFind: (search: string, limit: number) => void,
 *   onChoose: (id: number) => void}} props
 */
export function GroupPicker({ groups, current, title, onFind, onChoose }) {
  const [isOpen, setOpen] = useState(false);
  const [search, setSearch] = useState(groups.search);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  useEffect(() => () => clearTimeout(timer.current), []);
  /** @param {any} e */
  const type = (e) => {
    const wanted = e.target.value;
    setSearch(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onFind(wanted, PAGE), TYPING_MS);
  };
  /** @param {any} e */
  const onKey = (e) => {
    if (e.key === "Escape") setOpen(false);
    if (!["ArrowDown", "ArrowUp"].includes(e.key)) return;
    const stops = [...(box.current?.querySelectorAll("input, .pick") ?? [])];
    const next = stops[stops.indexOf(e.target) + (e.key === "ArrowDown" ? 1 : -1)];
    if (next instanceof HTMLElement) { e.preventDefault(); next.focus(); }
  };
  /** @param {any} e */
  const onBlur = (e) => { if (!e.currentTarget.contains(e.relatedTarget)) setOpen(false); };
  /** @param {number} id */
  const choose = (id) => { setOpen(false); onChoose(id); };
  return h("div", { className: "picker", ref: box, onKeyDown: onKey, onBlur },
    h("button", { type: "button", className: "picker-button", "aria-expanded": isOpen, onClick: () => setOpen(!isOpen), "aria-label": t("Group and subject: {title}", { title }) },
      h("span", null, title), h("span", { "aria-hidden": true }, "▾")),
    isOpen && h("div", { className: "picker-panel", role: "group", "aria-label": t("Choose a group") },
      h("input", { className: "input", type: "search", autoFocus: true, value: search, onChange: type, placeholder: t("Class, subject or year"), "aria-label": t("Class, subject or year") }),
      h("p", { className: "hint", role: "status" }, groups.total ? t("{n} found", { n: groups.total }) : t("Nothing fits. Try a class like 7А or a subject.")),
      h("ul", { className: "picks" }, groups.items.map((g) => h("li", { key: g.id },
        h("button", { type: "button", className: "pick", "aria-current": g.id === current || undefined, onClick: () => choose(g.id) },
          h("b", null, g.name), h("span", null, g.subject),
          h("small", { className: "hint" }, [g.is_mine && t("mine"), g.year].filter(Boolean).join(" · ")))))),
      groups.total > groups.items.length && h("button", { type: "button", className: "button wide", onClick: () => onFind(search, groups.items.length + PAGE) },
        t("Show more"))));
}
