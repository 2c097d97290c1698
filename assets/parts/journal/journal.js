// @ts-check
// A journal page, group × term: read, filled, talked about with a parent, printed.
import { createElement as h, useEffect, useMemo, useRef, useState } from "react";
import { day, t } from "$/public/i18n.js";
import { saveWord, useStore } from "../lesson/sending.js";
import { useActing } from "./acting.js";
import { Bubble } from "./bubble.js";
import { createDesk } from "./desk.js";
import { columnsOf } from "./figures.js";
import { Grid } from "./grid.js";
import { GridPad } from "./pad.js";
import { JOURNAL, unpacked, withNews } from "./page.js";
import { handlersOf, usePainting } from "./painting.js";
import { PupilView } from "./pupil.js";
import { Tools } from "./tools.js";
import { ColumnPanel, NewWork } from "./works.js";

/** @typedef {import("./page.js").Page} Page */
const USUAL = "ediary-grid-kind";
const usualKind = () => Number(globalThis.localStorage?.getItem(USUAL) ?? 0);

/** Names as one looks for them: ё is е, case does not matter. @param {string} text */
const plain = (text) => text.toLowerCase().replaceAll("ё", "е");

/** What is shown of the page: its columns (or the one that is filled as a list), the pupils one looks for.
 * @param {Page} page @param {string} one @param {string} search @param {number} usual */
function useView(page, one, search, usual) {
  const all = useMemo(() => columnsOf(page, usual), [page.lessons, page.works, page.kinds, usual]);
  const columns = useMemo(() => (all.some((c) => c.key === one) ? all.filter((c) => c.key === one) : all), [all, one]);
  const rows = useMemo(() => page.pupils.flatMap((pupil, at) => (plain(pupil[1]).includes(plain(search.trim())) ? [at] : [])), [page.pupils, search]);
  return { all, view: { page, columns, rows } };
}

/** Where work is done: today's lesson, or the last open one. @param {import("./figures.js").Column[]} columns */
const workColumn = (columns) => Math.max(0, columns.findLastIndex((c) => !c.lock));

/** Brings the present lesson into sight when another page is opened, and the hand onto it.
 * @param {Page} page @param {import("./figures.js").Column[]} columns @param {import("./desk.js").Desk} desk @param {{current: HTMLTableElement | null}} table */
function useOpened(page, columns, desk, table) {
  useEffect(() => {
    if (!page.id || !columns.length) return;
    const at = workColumn(columns);
    const isThere = columns.some((c) => !c.lock);
    const past = columns.findLastIndex((c) => c.on <= page.today);
    desk.go(0, isThere ? at : Math.max(0, past));
    const cell = table.current?.tBodies[0]?.rows[0]?.cells[desk.spot().col + 1];
    const scroll = table.current?.parentElement;
    if (cell && scroll) scroll.scrollLeft = cell.offsetLeft - scroll.clientWidth * 0.6;
    if (matchMedia("(pointer: fine)").matches && document.activeElement === document.body) table.current?.focus({ preventScroll: true });
  }, [page.id]);
}

/**
 * @param {{owner: number, sheet?: import("./page.js").Packed, kept?: Page, news?: import("./page.js").News, groups: import("./picker.js").Groups, ready: boolean,
 *   answers: import("../lesson/store.js").Answer[], connected: boolean, onApply: (operations: any[]) => void, onFind: (search: string, limit: number) => void,
 *   onOpen: (group: number, term: number) => void, onHistory: (lesson: number, student: number) => void}} props
 * `kept` is the page as this device keeps it for a lost network.
 */
export function JournalPart({ owner, sheet, kept, news, groups, ready, answers, connected, onApply, onFind, onOpen, onHistory }) {
  const base = useMemo(() => kept ?? (sheet?.group_id ? unpacked(sheet) : null), [sheet, kept]);
  const { store, state, view: page } = useStore(JOURNAL, { owner, base, answers, connected, onApply });
  useEffect(() => { if (news?.group_id) store.receive(withNews(store.state().base, news)); }, [news, store]);
  const [usual, setUsual] = useState(usualKind);
  const [search, setSearch] = useState("");
  const [one, setOne] = useState("");
  const [panel, setPanel] = useState("");
  const [about, setAbout] = useState(-1);
  const desk = useMemo(createDesk, []);
  const table = useRef(/** @type {HTMLTableElement | null} */ (null));
  const { all, view } = useView(page, one, search, usual);
  desk.fit(view.rows.length, view.columns.length);
  const focus = () => table.current?.focus({ preventScroll: true });
  const writes = page.opens_lessons;
  const { acts, problems } = useActing(store, desk, view, { focus, newWork: () => setPanel("work"), writes });
  usePainting(table, desk, view);
  useOpened(page, view.columns, desk, table);
  useEffect(() => { setOne(""); setSearch(""); setPanel(""); setAbout(-1); }, [page.id]);
  if ((!ready && !page.group_id) || (groups.total > 0 && !groups.search && !page.group_id)) {
    return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3].map((n) => h("div", { key: n, className: "skeleton" })));
  }
  if (!page.group_id) {
    return h("section", { className: "empty" },
      h("h2", { className: "empty-title" }, t("No journals yet")),
      h("p", { className: "empty-text" }, t("They appear here when the office gives you a group to teach.")));
  }
  const title = `${page.title} · ${page.subject}`;
  const column = view.columns[desk.spot().col];
  const kind = page.kinds.find((k) => k[0] === usual) ?? page.kinds[0];
  const target = all.filter((c) => !c.lock).at(-1);
  const close = () => { setPanel(""); focus(); };
  /** @param {string} key */
  const goTo = (key) => {
    setOne("");
    const now = columnsOf(store.view(), usual);
    desk.fit(view.rows.length, now.length);
    desk.go(0, Math.max(0, now.findIndex((c) => c.key === key)));
    close();
  };
  /** @param {number} lesson @param {number} id @param {string} name */
  const add = (lesson, id, name) => {
    if (!page.works.some((w) => w[0] === lesson && w[1] === id)) store.act(lesson, "work", { kind_id: id, number: 1, title: name });
    globalThis.localStorage?.setItem(USUAL, String(id));
    setUsual(id);
    goTo(`${lesson}/${id}`);
  };
  const ofColumn = /** @param {string} op @param {Record<string, any>} [more] */ (op, more) => {
    store.act(column.lesson, op, { kind_id: column.kind, number: column.numbers[0], ...more });
    close();
  };
  const hasMarks = Boolean(column) && page.rows.some((row) => column.numbers.some((n) => row.marks[`${column.key}/${n}`]));
  const handlers = handlersOf(desk, view, acts, {
    onName: setAbout,
    onHead: (col) => { desk.go(desk.spot().row, col); setPanel("column"); },
  });
  const isEmpty = page.lessons.length === 0 || page.pupils.length === 0;
  return h("div", { className: "journal" },
    h(Tools, {
      page, groups, title, search, writes, isOne: view.columns.length < all.length, saved: saveWord(state, connected), onFind, onOpen, onSearch: setSearch,
      newWork: kind && target && !isEmpty ? { name: kind[1], on: target.on } : null,
      onNew: () => setPanel(panel === "work" ? "" : "work"), onUsual: () => target && kind && add(target.lesson, kind[0], ""), onAll: () => { setOne(""); focus(); },
    }),
    panel === "work" && h(NewWork, { page, lesson: column?.lesson ?? 0, onAdd: add, onClose: close }),
    panel === "column" && column && h(ColumnPanel, {
      key: column.key, column, opens: page.opens_lessons, writes, isOne: view.columns.length < all.length, hasMarks, onClose: close,
      onOne: () => { setOne(one ? "" : column.key); desk.go(desk.spot().row, one ? all.findIndex((c) => c.key === column.key) : 0); close(); },
      onTitle: (name) => ofColumn("work", { title: name }), onRemove: () => ofColumn("remove_work"), onNew: () => setPanel("work"),
    }),
    h("h2", { className: "print-only" }, [title, page.terms.find((term) => term.id === page.term_id)?.name, t("printed on {day}", { day: day(page.today) })].join(" · ")),
    isEmpty && h("p", { className: "note" }, page.lessons.length === 0
      ? t("No lessons of this group are planned in this term.")
      : t("Nobody was in this group in this term. The office keeps its list.")),
    !isEmpty && view.rows.length === 0 && h("p", { className: "note" }, t("No pupil of that name here.")),
    !isEmpty && h("div", { className: "grid-scroll" },
      h(Grid, { page, columns: view.columns, rows: view.rows, state, problems, table, label: [t("Journal page"), title].join(": "), isOne: view.columns.length < all.length, handlers }),
      h(Bubble, { desk, view, acts, problems, refused: state.refused, table, onDismiss: store.dismiss, onRetry: store.retry })),
    !isEmpty && h(GridPad, {
      desk, view, acts, writes, canUndo: state.undo.length > 0, canRedo: Boolean(state.redo?.length), onPupil: setAbout,
      onColumn: () => setPanel("column"), onHistory,
    }),
    about >= 0 && about < view.rows.length && h(PupilView, { view, all, at: about, onMove: (step) => setAbout(about + step), onClose: () => { setAbout(-1); focus(); }, onHistory }));
}
