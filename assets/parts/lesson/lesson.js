// @ts-check
// The lesson on the teacher's tablet: pupils at the left, the pad at the thumb, the rest beside.
import { createElement as h, useEffect, useState } from "react";
import { Link } from "react-router";
import { day, t, tn } from "$/public/i18n.js";
import { useActing } from "./acting.js";
import { Pad } from "./pad.js";
import { Pupils } from "./pupils.js";
import { Words } from "./said.js";
import { Suggestions } from "./suggestions.js";
import { saveWord, useStore } from "./sending.js";
import { ABSENCES, LESSON, lineState } from "./sheet.js";
import { LessonWork } from "./work.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */

/** Where the keys lie: kept on this device. */
function useHand() {
  const [left, setLeft] = useState(() => globalThis.localStorage?.getItem("ediary-hand") === "left");
  const turn = () => {
    setLeft(!left);
    globalThis.localStorage?.setItem("ediary-hand", left ? "right" : "left");
  };
  return { left, turn };
}

/** The part of the lesson that the address asks for: roll, topic or homework. @param {boolean} ready */
function useWantedPart(ready) {
  useEffect(() => {
    const wanted = globalThis.location?.hash.slice(1);
    if (!ready || !["topic", "homework"].includes(wanted)) return;
    const field = document.getElementById(wanted);
    field?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
  }, [ready]);
}

/** @param {{sheet: Sheet, roll: boolean, left: boolean, onMode: (roll: boolean) => void, onRoll: () => void, onHand: () => void}} props */
function Modes({ sheet, roll, left, onMode, onRoll, onHand }) {
  const anybody = sheet.pupils.some((p) => p[2]);
  const word = sheet.roll_called ? t("The roll was called") : anybody ? t("Everybody else is here") : t("Everybody is here");
  return h("div", { className: "lesson-modes" },
    sheet.values.length > 0 && h("div", { className: "segments", role: "group", "aria-label": t("What a tap on a name does") },
      h("button", { type: "button", className: "segment", "aria-pressed": roll, onClick: () => onMode(true) }, t("Roll-call")),
      h("button", { type: "button", className: "segment", "aria-pressed": !roll, onClick: () => onMode(false) }, t("Marks"))),
    roll && sheet.is_open && h("button", { type: "button", className: sheet.roll_called ? "button" : "button primary", disabled: sheet.roll_called, onClick: onRoll },
      sheet.roll_called ? `✓ ${word}` : word),
    h("button", { type: "button", className: "button quiet hand", onClick: onHand }, left ? t("Pad to the right") : t("Pad to the left")));
}

/** @param {{sheet: Sheet, word: string, sentence: string}} props */
function Head({ sheet, word, sentence }) {
  const here = sheet.pupils.filter((p) => !ABSENCES.includes(p[2])).length;
  const when = [day(sheet.on, "weekday"), sheet.starts && `${sheet.starts}–${sheet.ends}`];
  return h("header", { className: "lesson-head" },
    h("div", null,
      h(Link, { to: "/today", className: "back" }, `‹ ${t("Today")}`),
      h("h2", null, `${sheet.subject}, ${sheet.group}`),
      h("p", { className: "hint" }, [...when, t("{here} of {all} are here", { here, all: sheet.pupils.length })].filter(Boolean).join(" · "))),
    h("p", { className: "save-state", role: "status", "aria-live": "polite", "data-state": word },
      h("span", { "aria-hidden": true }, { saved: "✓ ", waiting: "… ", refused: "! " }[word]), sentence));
}

/** @param {{asked: boolean}} props */
function NotYet({ asked }) {
  if (!asked) return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3, 4].map((n) => h("div", { key: n, className: "skeleton" })));
  return h("section", { className: "empty" },
    h("h2", { className: "empty-title" }, t("There is no such lesson here")),
    h("p", { className: "empty-text" }, t("Perhaps it was moved, or another teacher holds it.")),
    h(Link, { to: "/today", className: "button primary" }, t("Today")));
}

/**
 * @param {{owner: number, sheet: Sheet, answers: import("./store.js").Answer[], asked: boolean, connected: boolean,
 *   words?: import("./said.js").LessonWords, onWords?: () => void,
 *   onApply: (operations: any[]) => void, onHistory: (student: number) => void}} props
 */
export function LessonPart({ owner, sheet: given, answers, asked, connected, words, onWords, onApply, onHistory }) {
  const { store, state, view: sheet } = useStore(LESSON, { owner, base: given, answers, connected, onApply });
  const acting = useActing(store, sheet);
  const hand = useHand();
  // A server that has just restarted knows no sheet yet: what stands here stays.
  const isReady = Boolean((given?.id || !asked) && sheet.id);
  useWantedPart(isReady);
  if (!isReady) return h(NotYet, { asked });
  const [word, sentence] = saveWord(state, connected);
  const act = /** @param {string} op @param {Record<string, any>} args */ (op, args) => store.act(sheet.id, op, args);
  const ofLesson = state.refused.filter((r) => r.operation.lesson === sheet.id && !r.operation.args.student_id);
  const name = sheet.pupils.find((p) => p[0] === acting.active)?.[1] ?? "";
  const left = state.queue.filter((o) => o.lesson !== sheet.id).length;
  return h("div", { className: `lesson ${hand.left ? "left-handed" : ""} ${acting.active ? "has-pad" : ""}`, onKeyDown: acting.onKey },
    h(Head, { sheet, word, sentence }),
    left > 0 && h("p", { className: "note" }, tn("{n} entry of another lesson is on its way.", "{n} entries of another lesson are on their way.", left)),
    !sheet.is_open && h("p", { className: "note" }, t("This lesson has not come yet or was cancelled: it can be read, not filled.")),
    h(Modes, {
      sheet, roll: acting.roll, left: hand.left, onMode: acting.setRoll, onHand: hand.turn,
      onRoll: () => { act("roll", { entries: [] }); acting.setRoll(sheet.values.length === 0); acting.choose(0); },
    }),
    h(Suggestions, { sheet, onAccept: (all) => all.forEach(([student_id, code]) => act("attendance", { student_id, code, minutes_late: 0 })) }),
    h("div", { className: "lesson-body" },
      sheet.pupils.length
        ? h(Pupils, { sheet, active: acting.active, roll: acting.roll, stateOf: (id) => lineState(state, id), ...acting.stable, onHistory, onDismiss: store.dismiss, onRetry: store.retry })
        : h("p", { className: "note" }, t("Nobody is in this group on this day. The office keeps its list.")),
      h("div", { className: "lesson-side" },
        sheet.is_open && sheet.pupils.length > 0 && h(Pad, { sheet, acting, onUndo: store.undo, canUndo: state.undo.length > 0 }),
        h(LessonWork, { sheet, act, connected, refused: ofLesson, onDismiss: store.dismiss, onRetry: store.retry }),
        sheet.is_open && h(Words, {
          student: acting.active, name, words, onAsk: () => onWords?.(),
          onWrite: (kind, text) => act("remark", { student_id: acting.active, kind, text }),
          onTake: (id, isBack) => act(isBack ? "restore_remark" : "remove_remark", { remark_id: id }),
        }))));
}
