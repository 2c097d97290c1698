// @ts-check
// What keys, taps and the clipboard do on the page.
import { useEffect, useMemo, useRef, useState } from "react";
import { clearing, cellKey, filling, laying, lockedWhy, pasting, present, question, setting, textOf } from "./changes.js";
import { cellOf } from "./figures.js";
import { meaningOf, said } from "./keys.js";

/**
 * @typedef {import("./changes.js").View} View
 * @typedef {import("./keys.js").Said} Said
 * @typedef {{comment?: string, reason?: string}} More
 * @typedef {{actAll: (parts: import("../lesson/store.js").Operation[]) => void, undo: () => void, redo: () => void}} Store
 */

/**
 * @param {Store} store @param {import("./desk.js").Desk} desk @param {View} view
 * @param {{focus: () => void, newWork: () => void, writes: boolean}} around
 */
export function useActing(store, desk, view, around) {
  const [problems, setProblems] = useState(/** @type {import("./changes.js").Problems} */ ({}));
  const own = useRef(/** @type {Set<string>} */ (new Set()));
  const latest = useRef({ view, around });
  latest.current = { view, around };
  useEffect(() => { own.current.clear(); setProblems({}); }, [view.page.id]);
  const acts = useMemo(() => {
    const now = () => latest.current.view;
    const around_ = () => latest.current.around;
    /** Whether Tab goes on from the grid: so before anything is entered, and after Escape. */
    let left = true;
    /** @param {number} row @param {number} col */
    const keyAt = (row, col) => cellKey(now().page.pupils[now().rows[row]][0], now().columns[col]);
    /** Do it, note whose cells these are, and forget what was refused there.
     * @param {import("../lesson/store.js").Operation[]} parts @param {string[]} keys */
    const put = (parts, keys) => {
      keys.forEach((key) => own.current.add(key));
      setProblems((all) => (keys.some((key) => all[key]) ? Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key))) : all));
      store.actAll(parts);
    };
    /** What was laid over the page. @param {ReturnType<typeof laying> | null} laid @param {number} top @param {number} left */
    const lay = (laid, top, left) => {
      if (!laid) return;
      put(laid.acts, laid.acts.map((a) => `${a.args.student_id}/${a.lesson}/${a.args.kind_id ?? ""}`));
      setProblems((all) => ({ ...all, ...laid.problems }));
      desk.go(top, left);
      desk.reach(laid.bottom, laid.right);
      if (laid.word) desk.note({ kind: "said", text: laid.word });
    };
    /** @param {string} text */
    const refuse = (text) => desk.note({ kind: "said", text });
    /** Each cell of the chosen range. @param {(row: number, col: number) => import("../lesson/store.js").Operation[]} each */
    const overRange = (each) => {
      const { top, bottom, left, right } = desk.range();
      /** @type {import("../lesson/store.js").Operation[]} */
      const parts = [];
      let why = "";
      for (let row = top; row <= bottom; row += 1) {
        for (let col = left; col <= right; col += 1) {
          const lock = lockedWhy(now(), row, col);
          why ||= lock;
          if (!lock) parts.push(...each(row, col));
        }
      }
      put(parts, []);
      if (!parts.length && why) refuse(why);
    };
    /** Enter what was said, in the active cell (and on to the next) or in all of the range.
     * @param {Said} wanted @param {More} [more] */
    const enter = (wanted, more) => {
      if (desk.isRange()) return overRange((row, col) => setting(now(), row, col, wanted, more));
      const { row, col } = desk.spot();
      const why = lockedWhy(now(), row, col) || wanted.error;
      if (why) return refuse(why);
      const asked = more ? null : question(now(), row, col, wanted, own.current);
      if (asked) return desk.note({ kind: asked, said: wanted });
      put(setting(now(), row, col, wanted, more), [keyAt(row, col)]);
      desk.next();
      around_().focus();
      return undefined;
    };
    /** @param {More} [more] */
    const clear = (more) => {
      const { row, col } = desk.spot();
      if (desk.isRange()) return overRange((r, c) => clearing(now(), r, c, { all: true }));
      const why = lockedWhy(now(), row, col);
      if (why) return refuse(why);
      if (!more && question(now(), row, col, null, own.current)) return desk.note({ kind: "reason", said: null });
      put(clearing(now(), row, col, more), [keyAt(row, col)]);
      desk.note(null);
      around_().focus();
      return undefined;
    };
    /** The pupil was there after all: only the code goes. */
    const here = () => overRange((row, col) => {
      const { page, columns, rows } = now();
      return page.rows[rows[row]].codes[columns[col].lesson]?.[0] ? [present(columns[col], page.pupils[rows[row]][0])] : [];
    });
    /** @param {string} text */
    const edit = (text) => {
      const { row, col } = desk.spot();
      const why = lockedWhy(now(), row, col);
      if (why) refuse(why);
      else desk.note({ kind: "edit", text });
    };
    /** Say something to the mark that stands in the active cell. @param {string} comment */
    const remark = (comment) => {
      const { row, col } = desk.spot();
      const { page, columns, rows } = now();
      const cell = cellOf(page.rows[rows[row]], columns[col]);
      if (cell.marks.length) put(setting(now(), row, col, { marks: cell.marks.map(([, v]) => v), code: "", minutes: 0, error: "" }, { comment }), [keyAt(row, col)]);
      desk.note(null);
      around_().focus();
    };
    const fill = () => {
      const range = desk.range();
      const laid = filling(now(), range);
      if (laid) lay(laid, range.top, range.left);
    };
    /** @param {string} text */
    const paste = (text) => {
      const range = desk.range();
      lay(pasting(now(), range, text), range.top, range.left);
    };
    const leave = () => { desk.note(null); desk.go(desk.spot().row, desk.spot().col); around_().focus(); };
    /** @type {Record<string, () => void>} */
    const todo = {
      undo: store.undo, redo: store.redo, fill, clear: () => clear(), leave, here: () => here(),
      column: desk.chooseColumn, row: desk.chooseRow, work: () => around_().newWork(), edit: () => edit(cellNow()),
      comment: () => desk.note({ kind: "remark" }),
    };
    const cellNow = () => textOf(now(), { top: desk.spot().row, bottom: desk.spot().row, left: desk.spot().col, right: desk.spot().col });
    return {
      enter, clear, here, edit, remark, paste, leave,
      /** @param {string} text */
      say: (text) => enter(said(text, now().page.values)),
      /** @param {number} minutes */
      late: (minutes) => enter({ marks: [], code: "ОП", minutes, error: "" }),
      entered: () => { left = false; },
      copy: () => textOf(now(), desk.range()),
      /** @param {string} what */
      act: (what) => todo[what]?.(),
      /** Forget what was refused in the active cell. */
      forget: () => put([], [keyAt(desk.spot().row, desk.spot().col)]),
      /** @param {any} e */
      onKey: (e) => {
        if (e.target !== e.currentTarget) return;
        const meaning = meaningOf(e, now().page.values);
        if (!meaning) return;
        const isReading = !around_().writes && meaning.act !== "move" && !["column", "row", "leave"].includes(/** @type {any} */ (meaning).what);
        if (isReading || isLeaving(e, meaning)) return;
        e.preventDefault();
        if (meaning.act === "move") desk.move(meaning.down, meaning.right, meaning.extend, meaning.far);
        else if (meaning.act === "set") enter(said(meaning.text, now().page.values));
        else if (meaning.act === "type") edit(meaning.text === "/" ? `${cellNow()}/` : meaning.text);
        else if (meaning.act === "late") edit("ОП 5");
        else todo[meaning.what]?.();
      },
    };
    /** Tab leaves the page at its end and where nothing has been entered since Escape.
     * @param {any} e @param {import("./keys.js").Meaning} meaning */
    function isLeaving(e, meaning) {
      if (meaning.act === "do" && meaning.what === "leave") left = true;
      else if (e.key !== "Tab") left = false;
      if (e.key !== "Tab" || meaning.act !== "move") return false;
      const { columns } = now();
      const col = desk.spot().col;
      return left || (meaning.right > 0 ? col === columns.length - 1 : col === 0);
    }
  }, [store, desk]);
  return { acts, problems };
}
/** @typedef {ReturnType<typeof useActing>["acts"]} Acts */
