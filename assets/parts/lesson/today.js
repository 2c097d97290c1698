// @ts-check
// The teacher's day: the lesson now as a large card, then the rest, then what is left to fill.
import { createElement as h } from "react";
import { Link } from "react-router";
import { day as dayText, t, tn } from "$/public/i18n.js";
import { DAY, hasBegun, lacks, left, nowAndNext, ownClassNews } from "./day.js";
import { useAhead } from "../offline/ahead.js";
import { saveWord, useStore } from "./sending.js";

/**
 * @typedef {import("./day.js").DayLesson} DayLesson
 * @typedef {import("./day.js").Day} Day
 * @typedef {(lesson: number, op: string, args: Record<string, any>) => void} Act
 */

/** A numbered room gets the word before it, a name as "Спортзал" needs none. @param {string} room */
const roomWords = (room) => (/^\d/.test(room) ? t("room {room}", { room }) : room);

/** Group and room in a line. @param {DayLesson} lesson */
const place = (lesson) => [lesson.group, roomWords(lesson.room)].filter(Boolean).join(" · ");

/** What is missing, each one tap from done. @param {{lesson: DayLesson, act: Act}} props */
function Missing({ lesson, act }) {
  const what = `${lesson.subject}, ${lesson.group}`;
  const parts = lacks(lesson).map((m) => m.part);
  const tap = /** @param {string} key @param {string} label @param {() => void} onClick */ (key, label, onClick) =>
    h("button", { key, type: "button", className: "chip", onClick, "aria-label": `${label}: ${what}` }, label);
  if (parts.length === 3) {
    return h("div", { className: "day-todo" },
      h(Link, { className: "chip", to: `/lesson/${lesson.id}`, "aria-label": t("Fill in: {what}", { what }) }, t("Fill in")),
      tap("all", t("All were here"), () => act(lesson.id, "roll", { entries: [] })));
  }
  return h("div", { className: "day-todo" },
    parts.includes("roll") && [
      h(Link, { key: "roll", className: "chip", to: `/lesson/${lesson.id}`, "aria-label": `${t("Roll-call")}: ${what}` }, t("Roll-call")),
      tap("all", t("All were here"), () => act(lesson.id, "roll", { entries: [] }))],
    parts.includes("topic") && h(Link, { className: "chip", to: `/lesson/${lesson.id}#topic`, "aria-label": `${t("Topic")}: ${what}` }, t("Topic")),
    parts.includes("homework") && [
      h(Link, { key: "homework", className: "chip", to: `/lesson/${lesson.id}#homework`, "aria-label": `${t("Homework task")}: ${what}` }, t("Homework task")),
      tap("none", t("No homework"), () => act(lesson.id, "no_homework", { none: true }))]);
}

/** @param {{lesson: DayLesson, begun: boolean, dated?: boolean, act: Act, isNow?: boolean}} props */
function Line({ lesson, begun, dated, act, isNow }) {
  const missing = begun && !isNow ? lacks(lesson) : [];
  const words = lesson.is_cancelled ? t("cancelled") : missing.length ? missing.map((m) => m.word).join(", ") : isNow ? (begun ? t("going on now") : t("comes next")) : begun ? t("filled") : "";
  return h("li", { className: isNow ? "is-now" : undefined },
    h(Link, { className: "day-line", to: `/lesson/${lesson.id}` },
      h("span", { className: "day-time" }, dated ? dayText(lesson.on, "short") : lesson.starts, h("small", null, t("lesson {n}", { n: lesson.slot }))),
      h("span", { className: "day-what" },
        h("b", null, lesson.is_cancelled ? h("s", null, lesson.subject) : lesson.subject),
        h("small", null, place(lesson))),
      h("span", { className: "day-lacks", "data-state": missing.length ? "left" : "done" }, !missing.length && begun && !isNow && !lesson.is_cancelled ? "✓ " : "", words)),
    missing.length > 0 && h(Missing, { lesson, act }));
}

/** @param {{current: DayLesson, now: string, next: DayLesson | null, act: Act}} props */
function Now({ current, now, next, act }) {
  const isOn = current.starts <= now;
  return h("section", { className: "now card", "aria-label": isOn ? t("The lesson now") : t("The next lesson") },
    h("p", { className: "now-when" }, isOn ? t("Now, until {time}", { time: current.ends }) : t("Next, at {time}", { time: current.starts })),
    h("h3", null, `${current.subject}, ${current.group}`),
    current.room && h("p", { className: "hint" }, roomWords(current.room)),
    h("div", { className: "row now-acts" },
      h(Link, { className: "button primary", to: `/lesson/${current.id}` }, current.no_roll ? t("Roll-call") : t("Marks")),
      h(Link, { className: "button", to: `/lesson/${current.id}#topic` }, t("Topic and homework")),
      isOn && current.no_roll && h("button", { type: "button", className: "button", onClick: () => act(current.id, "roll", { entries: [] }) }, t("Everybody is here"))),
    next && h("p", { className: "now-next" }, t("Then at {time}:", { time: next.starts }), " ", h("b", null, next.subject), `, ${place(next)}`));
}

/** @param {{title: string, rows: {id: number, name: string}[], lessons: (row: any) => number[]}} props */
function Missed({ title, rows, lessons }) {
  if (!rows.length) return null;
  return h("div", null, h("h4", null, title), h("ul", { className: "missed" }, rows.map((row) =>
    h("li", { key: row.id }, row.name, " ", h("small", { className: "hint" }, lessons(row).length > 1 ? t("lessons {n}", { n: lessons(row).join(", ") }) : t("lesson {n}", { n: lessons(row)[0] }))))));
}

/** @param {{own: import("./day.js").OwnClass}} props */
function OwnClassCard({ own }) {
  const news = ownClassNews(own);
  const absent = news.unknown.length + news.excused.length;
  return h("section", { className: "card own-class", "aria-label": t("My class today") },
    h("div", { className: "card-head" },
      h("h3", null, t("My class {name} today", { name: own.name })),
      h("span", { className: "hint" }, absent ? t("{here} of {all} seen in every lesson", { here: own.size - absent, all: own.size }) : "")),
    absent + news.late.length === 0 && h("p", { className: "hint" }, t("Nobody is marked absent or late so far.")),
    h(Missed, { title: t("No valid reason known"), rows: news.unknown, lessons: (row) => row.unknown }),
    h(Missed, { title: t("With a reason"), rows: news.excused, lessons: (row) => row.excused }),
    h(Missed, { title: t("Late"), rows: news.late, lessons: (row) => row.late }));
}

/** @param {{day: Day, isToday: boolean}} props */
function NoLessons({ day, isToday }) {
  const title = day.holiday || (isToday ? t("No lessons today") : t("No lessons on this day"));
  return h("section", { className: "empty" }, h("h3", { className: "empty-title" }, title),
    h("p", { className: "empty-text" }, day.next_day ? t("The next ones are on {day}.", { day: dayText(day.next_day, "weekday") }) : t("No further lessons are planned.")));
}

/**
 * @param {{owner: number, day: Day | null, answers: import("./store.js").Answer[], connected: boolean,
 *   onMove: (days: number) => void, onApply: (operations: any[]) => void}} props
 */
export function TodayPart({ owner, day: given, answers, connected, onMove, onApply }) {
  const { store, state, view: day } = useStore(DAY, { owner, base: given, answers, connected, onApply });
  const isToday = day.on === day.today;
  useAhead(isToday ? day.lessons : [], day.unfinished.map((l) => l.id), connected);
  if (!day.on) return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3].map((n) => h("div", { key: n, className: "skeleton" })));
  const { current, next } = nowAndNext(day);
  const toFill = left(day);
  const [word, sentence] = saveWord(state, connected);
  const move = /** @param {string} label @param {string} sign @param {number} steps */ (label, sign, steps) =>
    h("button", { type: "button", className: "icon-button", onClick: () => onMove(steps), "aria-label": label }, sign);
  return h("div", { className: "today stack" },
    h("div", { className: "row day-head" },
      move(t("The day before"), "‹", -1), h("h2", { "aria-live": "polite" }, dayText(day.on, "weekday")), move(t("The day after"), "›", 1),
      !isToday && h("button", { type: "button", className: "button quiet", onClick: () => onMove(0) }, t("Back to today")),
      (word !== "saved" || !connected) && h("p", { className: "save-state", role: "status", "data-state": word }, sentence)),
    state.refused.map((r) => h("p", { key: r.operation.key, className: "refusal", role: "alert" }, r.message || t("The entry was not accepted. Nothing was changed."), " ",
      h(Link, { to: `/lesson/${r.operation.lesson}` }, t("Open the lesson")), " ",
      h("button", { type: "button", className: "text-button", onClick: () => store.dismiss(r.operation.key) }, t("Understood")))),
    current && h(Now, { current, now: day.now, next, act: store.act }),
    day.lessons.length
      ? h("ol", { className: "day-lines", "aria-label": t("Lessons of the day") }, day.lessons.map((lesson) =>
          h(Line, { key: lesson.id, lesson, begun: hasBegun(day, lesson), act: store.act, isNow: lesson.id === current?.id })))
      : h(NoLessons, { day, isToday }),
    isToday && day.own_class && h(OwnClassCard, { own: day.own_class }),
    isToday && toFill.length > 0 && h("section", { className: "stack tight" },
      h("h3", null, tn("Left to fill: {n} lesson", "Left to fill: {n} lessons", toFill.length)),
      h("ol", { className: "day-lines" }, toFill.map((lesson) => h(Line, { key: lesson.id, lesson, dated: true, begun: true, act: store.act })))));
}
