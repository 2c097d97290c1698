// @ts-check
// A journal page, group × term, to read and to print.
import { createElement as h, useCallback, useEffect, useRef } from "react";
import { day, t } from "$/public/i18n.js";
import { Grid } from "./grid.js";
import { GroupPicker } from "./picker.js";

/** Brings today's column, or the last one, into sight when another page is opened.
 * @param {string} page @param {import("./grid.js").Page} sheet */
function useLatestInSight(page, sheet) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const scroll = box.current?.querySelector(".grid-scroll");
    if (!scroll) return;
    const past = sheet.columns.filter(([, on]) => on <= sheet.today).length;
    const column = scroll.querySelectorAll("thead th")[past];
    if (column instanceof HTMLElement) scroll.scrollLeft = column.offsetLeft - scroll.clientWidth + column.offsetWidth + 90;
  }, [page]);
  return box;
}

/** @param {{sheet: import("./grid.js").Page, groups: import("./picker.js").Groups, ready: boolean,
 *   onFind: (search: string, limit: number) => void, onOpen: (group: number, term: number) => void,
 *   onHistory: (lesson: number, student: number) => void}} props */
export function JournalPart({ sheet, groups, ready, onFind, onOpen, onHistory }) {
  const box = useLatestInSight(`${sheet.group_id}/${sheet.term_id}`, sheet);
  const latest = useRef(onHistory);
  latest.current = onHistory;
  const onCell = useCallback(/** @param {number} l @param {number} s */ (l, s) => latest.current(l, s), []);
  if (!ready || (groups.total > 0 && !groups.search && !sheet.group_id)) {
    return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3].map((n) => h("div", { key: n, className: "skeleton" })));
  }
  if (!sheet.group_id) {
    return h("section", { className: "empty" },
      h("h2", { className: "empty-title" }, t("No journals yet")),
      h("p", { className: "empty-text" }, t("They appear here when the office gives you a group to teach.")));
  }
  const title = `${sheet.title} · ${sheet.subject}`;
  return h("div", { className: "journal stack", ref: box },
    h("div", { className: "journal-head no-print" },
      h(GroupPicker, { groups, current: sheet.group_id, title, onFind, onChoose: (id) => onOpen(id, 0) }),
      h("div", { className: "segments", role: "group", "aria-label": t("Term") }, sheet.terms.map((term) =>
        h("button", { key: term.id, type: "button", className: "segment", "aria-pressed": term.id === sheet.term_id, onClick: () => onOpen(sheet.group_id, term.id) }, term.name))),
      h("button", { type: "button", className: "button", onClick: () => print() }, t("Print"))),
    h("h2", { className: "print-only" }, [title, sheet.terms.find((term) => term.id === sheet.term_id)?.name, t("printed on {day}", { day: day(sheet.today) })].join(" · ")),
    sheet.columns.length === 0
      ? h("p", { className: "note" }, t("No lessons of this group are planned in this term."))
      : sheet.rows.length === 0
        ? h("p", { className: "note" }, t("Nobody was in this group in this term. The office keeps its list."))
        : h(Grid, { sheet, onCell }));
}
