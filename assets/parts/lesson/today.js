// @ts-check
// The teacher's day: the lesson now as a large card, then the rest, then what is left to fill.
import { createElement as h } from "react";
import { Link } from "react-router";
import { day as dayText, t, tn } from "$/public/i18n.js";

/**
 * @typedef {{id: number, on: string, slot: number, starts: string, ends: string, subject: string,
 *   group: string, room: string, is_cancelled: boolean, no_roll: boolean, no_topic: boolean,
 *   no_homework: boolean}} DayLesson
 * @typedef {{on: string, today: string, now: string, lessons: DayLesson[],
 *   unfinished: DayLesson[], next_day: string | null}} Day
 */

/**
 * The lesson to show large: the one going on, or the next one, of today only.
 * @param {Day} day @returns {DayLesson | null}
 */
export function currentLesson(day) {
  if (day.on !== day.today) return null;
  const open = day.lessons.filter((lesson) => !lesson.is_cancelled);
  return open.find((lesson) => lesson.ends && lesson.ends >= day.now) ?? null;
}

/** What a lesson still lacks, in words. @param {DayLesson} lesson @returns {string[]} */
export function lacks(lesson) {
  return [
    lesson.no_roll && t("no roll-call"),
    lesson.no_topic && t("no topic"),
    lesson.no_homework && t("no homework"),
  ].filter((word) => word !== false);
}

/** @param {{lesson: DayLesson, dated?: boolean, past: boolean}} props */
function Line({ lesson, dated, past }) {
  const missing = past ? lacks(lesson) : [];
  return h(
    "li",
    null,
    h(
      Link,
      { className: "day-line", to: `/lesson/${lesson.id}` },
      h("span", { className: "day-time" }, dated ? dayText(lesson.on, "short") : lesson.starts, h("small", null, `${lesson.slot}`)),
      h("span", { className: "day-what" },
        h("b", null, lesson.is_cancelled ? h("s", null, lesson.subject) : lesson.subject),
        h("small", null, [lesson.group, lesson.room && t("room {room}", { room: lesson.room })].filter(Boolean).join(" · "))),
      h("span", { className: "day-lacks" },
        lesson.is_cancelled ? t("cancelled") : missing.length ? missing.join(", ") : past ? "✓" : ""),
    ),
  );
}

/** @param {{day: Day | null, onMove: (days: number) => void}} props */
export function TodayPart({ day, onMove }) {
  if (!day) return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3].map((n) => h("div", { key: n, className: "skeleton" })));
  const current = currentLesson(day);
  const isToday = day.on === day.today;
  /** @param {DayLesson} lesson */
  const isPast = (lesson) => lesson.on < day.today || (lesson.on === day.today && lesson.ends < day.now);
  return h(
    "div",
    { className: "today stack" },
    h("div", { className: "row day-head" },
      h("button", { type: "button", className: "icon-button", onClick: () => onMove(-1), "aria-label": t("The day before") }, "‹"),
      h("h2", null, dayText(day.on, "weekday")),
      h("button", { type: "button", className: "icon-button", onClick: () => onMove(1), "aria-label": t("The day after") }, "›"),
    ),
    current && h("section", { className: "now card" },
      h("p", { className: "hint" }, current.starts <= day.now ? t("Now, until {time}", { time: current.ends }) : t("Next, at {time}", { time: current.starts })),
      h("h3", null, `${current.subject}, ${current.group}`),
      h("p", { className: "hint" }, current.room && t("room {room}", { room: current.room })),
      h("div", { className: "row" },
        h(Link, { className: "button primary", to: `/lesson/${current.id}` }, t("Roll-call")),
        h(Link, { className: "button", to: `/lesson/${current.id}` }, t("Lesson")))),
    day.lessons.length
      ? h("ol", { className: "day-lines" }, day.lessons.map((lesson) => h(Line, { key: lesson.id, lesson, past: isPast(lesson) })))
      : h("section", { className: "empty" },
          h("h3", { className: "empty-title" }, isToday ? t("No lessons today") : t("No lessons on this day")),
          h("p", { className: "empty-text" }, day.next_day ? t("The next ones are on {day}.", { day: dayText(day.next_day, "weekday") }) : t("No further lessons are planned."))),
    isToday && day.unfinished.length > 0 && h("section", { className: "stack" },
      h("h3", null, tn("Left to fill: {n} lesson", "Left to fill: {n} lessons", day.unfinished.length)),
      h("ol", { className: "day-lines" }, day.unfinished.map((lesson) => h(Line, { key: lesson.id, lesson, dated: true, past: true })))),
  );
}
