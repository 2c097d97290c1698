// @ts-check
// What stands beside the active cell: the field one types in, a question, a refusal, a conflict.
import { createElement as h, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { t } from "$/public/i18n.js";
import { Refused } from "../lesson/refusal.js";
import { markText } from "../lesson/words.js";
import { cellKey, standing } from "./changes.js";
import { said } from "./keys.js";
import { cellAt } from "./painting.js";

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./changes.js").View} View
 * @typedef {import("./acting.js").Acts} Acts
 */

/** A field of one line with the usual answers as chips.
 * @param {{label: string, words: string, usual: string[], value?: string, act: (text: string) => void, skip?: string, onLeave: () => void}} props */
function Asking({ label, words, usual, value = "", act, skip, onLeave }) {
  const [text, setText] = useState(value);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => { field.current?.focus({ preventScroll: true }); }, []);
  return h("form", { className: "bubble-ask", onSubmit: /** @param {any} e */ (e) => { e.preventDefault(); if (text.trim() || skip) act(text.trim()); } },
    h("p", null, words),
    h("input", { className: "input", ref: field, value: text, maxLength: 500, "aria-label": label, placeholder: label, onChange: /** @param {any} e */ (e) => setText(e.target.value) }),
    h("div", { className: "row" },
      usual.map((one) => h("button", { key: one, type: "button", className: "chip", onClick: () => act(one) }, one)),
      h("button", { type: "submit", className: "button primary", disabled: !text.trim() && !skip }, !text.trim() && skip ? skip : t("Done")),
      h("button", { type: "button", className: "button quiet", onClick: onLeave }, t("Leave it as it is"))));
}

/** The cell as a text field: what cannot stand there is refused while it is typed.
 * @param {{text: string, values: string[], acts: Acts}} props */
function Editing({ text: given, values, acts }) {
  const [text, setText] = useState(given);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    const digits = /\d+$/.exec(given)?.index ?? given.length;
    field.current?.setSelectionRange(given.startsWith("ОП") ? digits : given.length, given.length);
  }, []);
  const found = said(text, values);
  /** @param {any} e */
  const onKey = (e) => {
    if (e.key === "Escape") { e.preventDefault(); acts.leave(); }
    if (e.key !== "Enter" && e.key !== "Tab") return;
    e.preventDefault();
    if (!text.trim()) acts.clear();
    else if (!found.error) acts.enter(found);
  };
  return h("div", { className: "bubble-edit" },
    h("input", { ref: field, className: "input cell-input", value: text, autoComplete: "off", maxLength: 20, "aria-label": t("Marks and code of this cell"), "aria-invalid": Boolean(found.error),
      onChange: /** @param {any} e */ (e) => setText(e.target.value), onKeyDown: onKey }),
    found.error && h("p", { className: "bubble-error", role: "alert" }, found.error));
}

/** @param {{note: import("./desk.js").Note, acts: Acts, values: string[]}} props */
function Noted({ note, acts, values }) {
  const wanted = note.said ?? null;
  const mark = wanted?.marks.map(markText).join("/") ?? "";
  if (note.kind === "edit") return h(Editing, { text: note.text ?? "", values, acts });
  if (note.kind === "said") return h("p", { className: "bubble-error", role: "alert" }, note.text);
  if (note.kind === "comment" && wanted) {
    return h(Asking, {
      label: t("What the mark is for"), words: t("Was not in the lesson. What is the mark {value} for?", { value: mark }), onLeave: acts.leave,
      usual: [t("An owed work was handed in"), t("Answered after the lesson")], act: (comment) => acts.enter(wanted, { comment }),
    });
  }
  if (note.kind === "reason") {
    return h(Asking, {
      label: t("In your own words"), skip: t("Without a reason"), onLeave: acts.leave,
      words: wanted ? t("Why does the mark become {value}?", { value: mark }) : t("Why is the mark taken away?"),
      usual: [t("A slip of the hand"), t("The work was corrected"), t("The work was checked again")],
      act: (reason) => (wanted ? acts.enter(wanted, { reason }) : acts.clear({ reason })),
    });
  }
  if (note.kind === "remark") return h(Asking, { label: t("Comment to the mark"), words: t("The family sees this comment."), usual: [], value: note.text, act: acts.remark, onLeave: acts.leave });
  return null;
}

/** @param {{desk: Desk, view: View, acts: Acts, problems: import("./changes.js").Problems, refused: import("../lesson/store.js").Refusal[],
 *   table: import("react").RefObject<HTMLTableElement | null>, onDismiss: (key: string) => void, onRetry: (key: string, more?: any) => void}} props */
export function Bubble({ desk, view, acts, problems, refused, table, onDismiss, onRetry }) {
  const spot = useSyncExternalStore(desk.subscribe, desk.spot, desk.spot);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const column = view.columns[spot.col];
  const pupil = view.page.pupils[view.rows[spot.row]];
  const problem = column && pupil ? problems[cellKey(pupil[0], column)] : undefined;
  const refusal = refused.find(({ operation: { lesson, args } }) =>
    lesson === column?.lesson && args.student_id === pupil?.[0] && (!args.kind_id || args.kind_id === column.kind));
  const isOpen = Boolean(spot.note || refusal || problem) && spot.note?.kind !== "column";
  useLayoutEffect(() => {
    const cell = cellAt(table.current, spot.row, spot.col);
    const place = box.current;
    const scroll = place?.parentElement;
    if (!cell || !place || !scroll) return;
    const [here, around] = [cell.getBoundingClientRect(), scroll.getBoundingClientRect()];
    const left = here.left - around.left + scroll.scrollLeft;
    const under = here.bottom - around.top + scroll.scrollTop + 4;
    const isLow = here.bottom + place.offsetHeight > around.bottom && here.top - around.top > place.offsetHeight + 56;
    place.style.left = `${Math.max(scroll.scrollLeft + 8, Math.min(left, scroll.scrollLeft + scroll.clientWidth - place.offsetWidth - 12))}px`;
    place.style.top = `${isLow ? under - place.offsetHeight - here.height - 8 : under}px`;
  });
  if (!isOpen) return null;
  return h("div", { className: "bubble", ref: box, onKeyDown: /** @param {any} e */ (e) => { if (e.key === "Escape") acts.leave(); } },
    spot.note
      ? h(Noted, { key: `${spot.row}/${spot.col}/${spot.note.kind}`, note: spot.note, acts, values: view.page.values })
      : refusal
        ? h(Refused, { key: refusal.operation.key, refusal, theirs: standing(view.page, refusal.operation), onDismiss, onRetry })
        : h("div", { className: "refusal", role: "alert" }, h("p", null, problem?.message),
            h("div", { className: "row" }, h("button", { type: "button", className: "button", onClick: acts.forget }, t("Understood")))));
}
