// @ts-check
// What stands over the grid: which journal and term, whom to find, a new column, how it is saved.
import { createElement as h } from "react";
import { day, t } from "$/public/i18n.js";
import { GroupPicker } from "./picker.js";

/**
 * @param {{page: import("./page.js").Page, groups: import("./picker.js").Groups, title: string, search: string, writes: boolean, isOne: boolean,
 *   saved: [string, string], newWork: {name: string, on: string} | null, onFind: (search: string, limit: number) => void,
 *   onOpen: (group: number, term: number) => void, onSearch: (text: string) => void, onNew: () => void, onUsual: () => void, onAll: () => void}} props
 */
export function Tools({ page, groups, title, search, writes, isOne, saved, newWork, onFind, onOpen, onSearch, onNew, onUsual, onAll }) {
  const [word, sentence] = saved;
  return h("div", { className: "journal-head no-print" },
    h(GroupPicker, { groups, current: page.group_id, title, onFind, onChoose: (id) => onOpen(id, 0) }),
    h("div", { className: "segments", role: "group", "aria-label": t("Term") }, page.terms.map((term) =>
      h("button", { key: term.id, type: "button", className: "segment", "aria-pressed": term.id === page.term_id, onClick: () => onOpen(page.group_id, term.id) }, term.name))),
    h("input", { className: "input find-pupil", type: "search", value: search, placeholder: t("Find a pupil"), "aria-label": t("Find a pupil"), onChange: /** @param {any} e */ (e) => onSearch(e.target.value) }),
    writes && page.is_marked && h("div", { className: "split" },
      newWork && h("button", { type: "button", className: "button new-usual", onClick: onUsual, "aria-label": t("New column: {name}, {day}", { name: newWork.name, day: day(newWork.on) }) }, `+ ${newWork.name} · ${day(newWork.on, "short")}`),
      h("button", { type: "button", className: newWork ? "button new-other" : "button", onClick: onNew, "aria-label": t("A new column") }, newWork ? "▾" : `+ ${t("A new column")}`)),
    isOne && h("button", { type: "button", className: "button", onClick: onAll }, t("All columns")),
    h("button", { type: "button", className: "button print-button", onClick: () => print() }, t("Print")),
    h(Keys),
    writes && h("p", { className: "save-state", role: "status", "aria-live": "polite", "data-state": word },
      h("span", { "aria-hidden": true }, { saved: "✓ ", waiting: "… ", refused: "! " }[word]), sentence));
}

/** The keys of the grid, folded away. */
function Keys() {
  const rows = [
    ["5 4 3 2 .", t("a mark, or a dot to be marked later")], [t("н б у п о с"), t("attendance, on any layout")], ["F2", t("type: 4/5, ОП 10")],
    [t("arrows"), t("move; with Shift choose a range")], ["Ctrl+D", t("fill down")], ["Ctrl+C Ctrl+V", t("copy, paste from a spreadsheet")],
    ["Ctrl+Z", t("undo; with Shift do it again")], ["Delete", t("take away")], ["+", t("a new column")], ["Esc", t("leave, so that Tab goes on")],
  ];
  return h("details", { className: "grid-keys no-print" },
    h("summary", null, t("Keys")),
    h("dl", { id: "grid-keys" }, rows.map(([keys, what]) => h("div", { key: keys }, h("dt", null, h("kbd", null, keys)), h("dd", null, what)))));
}
