// @ts-check
// The docked keys of the grid: for a thumb, and for whoever wants to see what can be entered.
import { createElement as h, useRef, useSyncExternalStore } from "react";
import { day, t } from "$/public/i18n.js";
import { CODES, codeName, markName, markText, weightText } from "../lesson/words.js";
import { cellOf, lockText } from "./figures.js";

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./changes.js").View} View
 * @typedef {import("./acting.js").Acts} Acts
 */
const SWIPE = 36;

/** @param {{label: any, title: string, act: () => void, look?: string, pressed?: boolean, disabled?: boolean}} props */
function Key({ label, title, act, look = "", pressed, disabled }) {
  return h("button", { type: "button", className: `pad-key ${look}`, onClick: act, title, "aria-label": title, "aria-pressed": pressed, disabled }, label);
}

/** A swipe over the pad's head leads to the neighbouring pupil or lesson. @param {Desk} desk */
function useSwipe(desk) {
  const from = useRef(/** @type {[number, number] | null} */ (null));
  return {
    /** @param {any} e */
    onTouchStart: (e) => { from.current = [e.touches[0].clientX, e.touches[0].clientY]; },
    /** @param {any} e */
    onTouchEnd: (e) => {
      if (!from.current) return;
      const [dx, dy] = [e.changedTouches[0].clientX - from.current[0], e.changedTouches[0].clientY - from.current[1]];
      from.current = null;
      if (Math.max(Math.abs(dx), Math.abs(dy)) < SWIPE) return;
      if (Math.abs(dx) > Math.abs(dy)) desk.move(0, dx < 0 ? 1 : -1);
      else desk.move(dy < 0 ? 1 : -1, 0);
    },
  };
}

/** Who and which lesson the keys are about. @param {{desk: Desk, name: string, what: string, onPupil: () => void, onColumn: () => void}} props */
function Where({ desk, name, what, onPupil, onColumn }) {
  const arrow = /** @param {string} label @param {string} sign @param {number} down @param {number} right */ (label, sign, down, right) =>
    h("button", { type: "button", className: "icon-button", "aria-label": label, title: label, onClick: () => desk.move(down, right) }, sign);
  return h("div", { className: "pad-where", ...useSwipe(desk) },
    arrow(t("The pupil before"), "↑", -1, 0), arrow(t("The next pupil"), "↓", 1, 0),
    h("div", { className: "pad-who" },
      h("button", { type: "button", className: "text-button pad-pupil", onClick: onPupil }, name),
      h("button", { type: "button", className: "text-button pad-lesson", onClick: onColumn }, what)),
    arrow(t("The lesson before"), "←", 0, -1), arrow(t("The next lesson"), "→", 0, 1));
}

/**
 * @param {{desk: Desk, view: View, acts: Acts, writes: boolean, canUndo: boolean, canRedo: boolean,
 *   onPupil: (row: number) => void, onColumn: (col: number) => void, onHistory: (lesson: number, student: number) => void}} props
 */
export function GridPad({ desk, view, acts, writes, canUndo, canRedo, onPupil, onColumn, onHistory }) {
  const spot = useSyncExternalStore(desk.subscribe, desk.spot, desk.spot);
  const column = view.columns[spot.col];
  const pupil = view.page.pupils[view.rows[spot.row]];
  if (!column || !pupil) return null;
  const { page } = view;
  const cell = cellOf(page.rows[view.rows[spot.row]], column);
  const { top, bottom, left, right } = desk.range();
  const many = (bottom - top + 1) * (right - left + 1);
  const values = page.values;
  const steps = { down: ["↓", t("Goes to the next pupil")], right: ["→", t("Goes to the next lesson")], stay: ["·", t("Stays in the cell")] };
  const [sign, word] = steps[spot.step];
  const what = [day(column.on, "short"), column.isBlank ? t("new: {name}", { name: column.name }) : column.name, t("weight {w}", { w: weightText(column.weight) })].filter(Boolean).join(" · ");
  const late = cell.code === "ОП" && [5, 10, 15, 20, 30];
  const isOpen = writes && !column.lock;
  const tell = cell.marks.map(([, , comment]) => comment).filter(Boolean).join("; ");
  return h("section", { className: "grid-pad no-print", "aria-label": t("Key pad") },
    h(Where, { desk, name: many > 1 ? t("{n} cells", { n: many }) : pupil[1], what, onPupil: () => onPupil(spot.row), onColumn: () => onColumn(spot.col) }),
    tell && many === 1 && h("p", { className: "hint pad-tell" }, tell),
    !isOpen && h("p", { className: "hint" }, lockText(column.lock) || t("Only who teaches fills the journal; here it is read.")),
    isOpen && h("div", { className: "pad-line pad-keys-line" },
      values.map((v) => h(Key, { key: v, label: markText(v), title: markName(v), act: () => acts.say(v), look: /\d/.test(v) ? "big" : "", pressed: cell.marks.some((m) => m[1] === v) })),
      h("span", { className: "pad-gap" }),
      CODES.map((c) => h(Key, { key: c, label: c, title: codeName(c), act: () => acts.say(c), look: "code", pressed: cell.code === c })),
      cell.code && h(Key, { label: t("Here"), title: t("Present: clear the attendance"), act: acts.here, look: "plain" })),
    isOpen && late && many === 1 && h("div", { className: "pad-line", role: "group", "aria-label": t("Minutes late") },
      late.map((m) => h("button", { key: m, type: "button", className: "chip", "aria-pressed": cell.minutes === m, onClick: () => acts.late(m) }, `${m}′`))),
    h("div", { className: "pad-line pad-acts" },
      writes && h(Key, { label: "⌫", title: t("Take away what stands in the cell"), act: () => acts.clear(), disabled: !isOpen }),
      isOpen && h(Key, { label: "✎", title: t("Comment to the mark"), act: () => acts.act("comment"), disabled: !cell.marks.length || many > 1 }),
      isOpen && h(Key, { label: "4/5", title: t("Type into the cell"), act: () => acts.act("edit"), look: "plain", disabled: many > 1 }),
      writes && h(Key, { label: "↶", title: t("Undo the last act"), act: () => acts.act("undo"), disabled: !canUndo }),
      writes && h(Key, { label: "↷", title: t("Do it again"), act: () => acts.act("redo"), disabled: !canRedo }),
      isOpen && h(Key, { label: sign, title: word, act: desk.turn }),
      h(Key, { label: t("History"), title: t("History of the cell"), act: () => onHistory(column.lesson, pupil[0]), look: "plain history", disabled: many > 1 })));
}
