// @ts-check
// What the teacher's hand is doing: whose line is active, what the pad asks, what a key does.
import { useEffect, useMemo, useRef, useState } from "react";
import { meaningOf, neighbour } from "./keys.js";
import { ABSENCES, markOf, pupilOf, workChoices } from "./sheet.js";

/**
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {{kind: "reason" | "comment" | "late", value: string | null}} Ask
 * What the pad asks in place: why a mark goes or changes, what it is for, how late somebody was.
 */

/**
 * @param {{act: (lesson: number, op: string, args: Record<string, any>) => void, undo: () => void}} store
 * @param {Sheet} sheet
 */
export function useActing(store, sheet) {
  const [active, setActive] = useState(0);
  const [roll, setRoll] = useState(true);
  const [chosen, setChosen] = useState("");
  const [comment, setComment] = useState("");
  const [ask, setAsk] = useState(/** @type {Ask | null} */ (null));
  const works = useMemo(() => workChoices(sheet), [sheet.works, sheet.kinds]);
  const work = works.find((w) => `${w.kind}:${w.number}` === chosen) ?? works[0];
  const order = sheet.pupils.map((p) => p[0]);
  const cell = { student_id: active, kind_id: work?.kind ?? 0, number: work?.number ?? 1 };
  const present = markOf(sheet, cell);

  useEffect(() => {
    setRoll(!sheet.roll_called || sheet.values.length === 0);
    setActive(0);
  }, [sheet.id]);

  useEffect(() => {
    if (active) document.getElementById(`pupil-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active]);

  /** @param {number} student */
  const choose = (student) => { setActive(student); setAsk(null); };
  /** @param {number} step */
  const move = (step) => {
    const next = neighbour(order, active, step);
    choose(next);
    document.getElementById(`pupil-${next}`)?.focus({ preventScroll: true });
  };
  /** @param {number} student @param {string | null} code @param {number} [minutes] */
  const setCode = (student, code, minutes = 0) => {
    const pupil = pupilOf(sheet, student);
    if (!pupil || !sheet.is_open) return;
    const late = code === "ОП" ? minutes || pupil[3] || 5 : 0;
    setAsk(code === "ОП" ? { kind: "late", value: null } : null);
    if (pupil[2] === (code ?? "") && pupil[3] === late) return;
    store.act(sheet.id, "attendance", { student_id: student, code, minutes_late: late });
  };
  /** What must be said before a mark stands. @param {string | null} value @returns {Ask | null} */
  const question = (value) => {
    const was = present?.[3];
    if (was && was !== value && (value === null || sheet.on < sheet.today)) return { kind: "reason", value };
    const absent = ABSENCES.includes(pupilOf(sheet, active)?.[2] ?? "");
    return absent && value && value !== "." && !comment ? { kind: "comment", value } : null;
  };
  /** @param {string | null} value @param {{comment?: string, reason?: string}} [said] */
  const setValue = (value, said) => {
    if (!active || !work || !sheet.is_open || (value === null && !present?.[3])) return;
    const asked = said ? null : question(value);
    setAsk(asked);
    if (asked) return;
    store.act(sheet.id, "mark", { ...cell, value, comment: said?.comment ?? comment, reason: said?.reason ?? "" });
    setChosen(`${work.kind}:${work.number}`);
    setComment("");
    if (value !== null) move(1);
  };
  /** @param {number} id */
  const tap = (id) => {
    choose(id);
    if (!roll || !sheet.is_open) return;
    setCode(id, pupilOf(sheet, id)?.[2] ? null : "Н");
  };
  /** @param {any} e */
  const onKey = (e) => {
    const meaning = meaningOf(e, sheet.values);
    const isTyping = ["INPUT", "TEXTAREA", "SELECT"].includes(e.target.tagName);
    if (!meaning || (isTyping && meaning.act !== "leave")) return;
    if (e.key === "Enter" && !e.target.id?.startsWith("pupil-")) return;
    e.preventDefault();
    if (meaning.act === "move") move(meaning.step);
    else if (meaning.act === "mark") setValue(meaning.value);
    else if (meaning.act === "code") setCode(active, meaning.code);
    else if (meaning.act === "clear") setValue(null);
    else if (meaning.act === "undo") store.undo();
    else if (ask) setAsk(null);
    else choose(0);
  };
  const latest = useRef({ tap, setCode });
  latest.current = { tap, setCode };
  const stable = useMemo(() => ({
    onTap: /** @param {number} id */ (id) => latest.current.tap(id),
  }), []);
  return {
    active, roll, setRoll, works, work, comment, setComment, ask, setAsk, choose, setCode, setValue,
    onKey, stable, present, choosing: setChosen,
  };
}
