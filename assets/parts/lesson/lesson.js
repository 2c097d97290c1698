// @ts-check
// The lesson on the teacher's tablet: pupils at the left, the pad at the thumb, the rest beside.
import { createElement as h, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { t, tn } from "$/public/i18n.js";
import { CODES, Pad } from "./pad.js";
import { Pupils } from "./pupils.js";
import { cellState, createStore } from "./store.js";
import { LessonWork, Words } from "./work.js";

const RESEND_MS = 4000;

/** @param {string} value @param {string[]} allowed */
function valueOfKey(value, allowed) {
  return allowed.includes(value) ? value : null;
}

/** What the header says of saving. @param {import("./store.js").State} state */
function saveWord(state) {
  if (state.refused.length) return tn("{n} entry was refused", "{n} entries were refused", state.refused.length);
  if (state.queue.length) return tn("Saving: {n} entry", "Saving: {n} entries", state.queue.length);
  return t("Everything is saved");
}

/**
 * @param {{sheet: import("./store.js").Sheet, answers: import("./store.js").Answer[],
 *   onApply: (operations: any[]) => void, onHistory: (id: number) => void}} props
 */
export function LessonPart({ sheet: given, answers, onApply, onHistory }) {
  const store = useMemo(() => createStore((operations) => onApply(operations)), []);
  useEffect(() => { if (given?.id) store.receive(given); }, [given]);
  useEffect(() => { if (answers?.length) store.answer(answers); }, [answers]);
  useEffect(() => {
    const timer = setInterval(store.resend, RESEND_MS);
    return () => clearInterval(timer);
  }, [store]);
  const state = useSyncExternalStore(store.subscribe, store.state, store.state);
  const sheet = store.view();
  const [active, setActive] = useState(0);
  const [roll, setRoll] = useState(true);
  const [kind, setKind] = useState(0);
  const [number, setNumber] = useState(1);
  const [comment, setComment] = useState("");
  const [left, setLeft] = useState(() => globalThis.localStorage?.getItem("ediary-hand") === "left");
  const chosenKind = kind || sheet.kinds[0]?.[0] || 0;
  const order = sheet.pupils.map((p) => p[0]);
  const name = sheet.pupils.find((p) => p[0] === active)?.[1] ?? "";

  /** @param {number} step */
  const move = (step) => {
    const next = order[Math.min(order.length - 1, Math.max(0, order.indexOf(active) + step))];
    setActive(next ?? 0);
    document.getElementById(`pupil-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  /** @param {number} student @param {string | null} code @param {number} [minutes] */
  const setCode = (student, code, minutes = 0) => {
    if (student) store.act("attendance", { student_id: student, code, minutes_late: code === "ОП" ? minutes || 5 : 0 });
  };
  /** @param {string | null} value */
  const setValue = (value) => {
    if (!active) return;
    store.act("mark", { student_id: active, kind_id: chosenKind, number, value, comment });
    setComment("");
    move(1);
  };
  /** @param {number} id */
  const tap = (id) => {
    setActive(id);
    if (!roll || !sheet.is_open) return;
    const code = sheet.pupils.find((p) => p[0] === id)?.[2];
    setCode(id, code ? null : "Н");
  };
  /** @param {any} e */
  const onKey = (e) => {
    if (["INPUT", "TEXTAREA", "SELECT"].includes(e.target.tagName) || e.ctrlKey || e.metaKey) return;
    const value = valueOfKey(e.key, sheet.values);
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); move(e.key === "ArrowDown" ? 1 : -1); }
    else if (value) { e.preventDefault(); setValue(value); }
    else if (CODES.includes(e.key.toUpperCase())) setCode(active, e.key.toUpperCase());
    else if (e.key === "Delete" || e.key === "Backspace") setValue(null);
  };
  // The rows are drawn once and kept: their handlers stay the same and ask for the latest here.
  const latest = useRef({ tap, setCode, onHistory });
  latest.current = { tap, setCode, onHistory };
  const acts = useMemo(() => ({
    onTap: /** @param {number} id */ (id) => latest.current.tap(id),
    onMark: /** @param {number} id */ (id) => latest.current.onHistory(id),
    onMinutes: /** @param {number} id @param {number} m */ (id, m) => latest.current.setCode(id, "ОП", m),
    onDismiss: store.dismiss,
  }), [store]);
  if (!given?.id) return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3, 4].map((n) => h("div", { key: n, className: "skeleton" })));
  const here = sheet.pupils.filter((p) => !["Н", "Б", "УП", "НП"].includes(p[2])).length;
  return h(
    "div",
    { className: `lesson ${left ? "left-handed" : ""}`, onKeyDown: onKey },
    h("header", { className: "lesson-head" },
      h("div", null,
        h("h2", null, `${sheet.subject}, ${sheet.group}`),
        h("p", { className: "hint" }, [sheet.starts && `${sheet.starts}–${sheet.ends}`, t("{here} of {all} are here", { here, all: sheet.pupils.length })].filter(Boolean).join(" · "))),
      h("p", { className: "save-state", role: "status", "data-state": state.refused.length ? "refused" : state.queue.length ? "waiting" : "saved" }, saveWord(state)),
    ),
    !sheet.is_open && h("p", { className: "note" }, t("This lesson has not come yet or was cancelled: it can be read, not filled.")),
    h("div", { className: "lesson-modes row" },
      h("button", { type: "button", className: "chip", "aria-pressed": roll, onClick: () => setRoll(true) }, t("Roll-call")),
      h("button", { type: "button", className: "chip", "aria-pressed": !roll, onClick: () => setRoll(false) }, t("Marks")),
      roll && sheet.is_open && h("button", { type: "button", className: sheet.roll_called ? "button" : "button primary", onClick: () => { store.act("roll", { entries: [] }); setRoll(false); } },
        sheet.roll_called ? t("The roll was called") : t("Everybody else is here")),
      h("button", { type: "button", className: "text-button hand", onClick: () => { setLeft(!left); globalThis.localStorage?.setItem("ediary-hand", left ? "right" : "left"); } },
        left ? t("Pad to the right") : t("Pad to the left")),
    ),
    h("div", { className: "lesson-body" },
      h(Pupils, {
        sheet, active, roll, stateOf: (id) => cellState(state, id), ...acts,
      }),
      h("div", { className: "lesson-side" },
        sheet.is_open && h(Pad, {
          values: sheet.values, kinds: sheet.kinds, kind: chosenKind, number, name, comment,
          onValue: setValue, onKind: setKind, onSecond: () => setNumber(number > 1 ? 1 : 2), onComment: setComment,
          onCode: (code) => setCode(active, code), onUndo: store.undo, canUndo: state.undo.length > 0,
        }),
        h(LessonWork, { sheet, act: store.act }),
        h(Words, { student: active, name, act: store.act }),
      ),
    ),
  );
}
