// @ts-check
// Leafs through the weeks of a diary: arrows, keys and swipes answer at once with a week that is
// already here; the server then brings it fresh. Panels carry `data-monday`.
import { createElement as h, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { day, t } from "$/public/i18n.js";
import { DayStrip, keepView, keptView, stepFrom, useDays, ViewSwitch } from "./diary_days.js";
import { Glyph } from "./glyph.js";
import { isSaving } from "./saver.js";

const PATIENCE = 8000;
const IDLE = 300;
const SWIPE = 56;

/**
 * The Monday some weeks away.
 * @param {string} monday YYYY-MM-DD @param {number} weeks @returns {string}
 */
export function mondayAfter(monday, weeks) {
  const [y, m, d] = monday.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(y, m - 1, d + 7 * weeks)).toISOString().slice(0, 10);
}

/**
 * A week in words: `16–22 ноября` or `30 ноября – 6 декабря`.
 * @param {string} monday @returns {string}
 */
export function weekTitle(monday) {
  const sunday = mondayAfter(monday, 1).slice(0, 10);
  const [y, m, d] = sunday.split("-").map(Number);
  const last = new Date(Date.UTC(y, m - 1, d - 1)).toISOString().slice(0, 10);
  if (monday.slice(0, 7) !== last.slice(0, 7)) return `${day(monday)} – ${day(last)}`;
  const first = Number(monday.slice(8, 10));
  const number = String(Number(last.slice(8, 10)));
  return day(last).replace(number, `${first}–${number}`);
}

/**
 * Which way a finger went: 1 to the next week, -1 to the one before, 0 for a scroll or a tap.
 * @param {number} dx @param {number} dy @returns {number}
 */
export function swipeOf(dx, dy) {
  if (Math.abs(dx) < SWIPE || Math.abs(dx) < 2 * Math.abs(dy)) return 0;
  return dx < 0 ? 1 : -1;
}

/** @param {EventTarget | null} target @returns {boolean} */
function isTyping(target) {
  return target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

/**
 * The wanted week: what the person asked for until the server shows it.
 * @param {string} monday @param {((on: string) => void) | undefined} onMove
 */
function useWanted(monday, onMove) {
  const [wanted, setWanted] = useState("");
  if (wanted && wanted === monday) setWanted("");
  useEffect(() => {
    if (!wanted) return undefined;
    const timer = setTimeout(() => setWanted(""), PATIENCE);
    return () => clearTimeout(timer);
  }, [wanted]);
  const shown = wanted || monday;
  const go = useCallback(
    (/** @type {number} */ weeks) => {
      const next = mondayAfter(shown, weeks);
      setWanted(next);
      onMove?.(next);
    },
    [shown, onMove],
  );
  return { shown, go, forget: () => setWanted("") };
}

/**
 * Shows the panel of a week and hides the others; says whether it is here.
 * @param {HTMLElement | null} box @param {string} monday @returns {boolean}
 */
function showPanel(box, monday) {
  if (!box) return true;
  const panels = /** @type {HTMLElement[]} */ ([...box.querySelectorAll("[data-monday]")]);
  const middle = panels.find((p) => p.dataset.place === "now");
  const found = middle?.dataset.monday === monday ? middle : panels.find((p) => p.dataset.monday === monday);
  for (const panel of panels) panel.hidden = panel !== (found ?? middle);
  return Boolean(found);
}

/**
 * Brings a day's lessons under the eyes: today's, or those of a date.
 * @param {HTMLElement | null} box @param {ScrollBehavior} behavior @param {string} [on]
 */
function showToday(box, behavior, on = "") {
  const wanted = /^[\d-]+$/.test(on) ? `[data-on="${on}"]` : '[data-today="true"]';
  const day = box?.querySelector(`[data-place="now"] ${wanted}`);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  day?.scrollIntoView({ block: "start", behavior: still ? "auto" : behavior });
}

/**
 * @param {{monday: string, isThisWeek: boolean, startAtToday: boolean, at: string, onMove?: (on: string) => void,
 *   onIdle?: () => void, children?: any}} props
 */
export function WeekPager({ monday, isThisWeek, startAtToday, at, onMove, onIdle, children }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const touch = useRef(/** @type {[number, number] | null} */ (null));
  const { shown, go: leaf, forget } = useWanted(monday, onMove);
  const [view, setView] = useState(keptView);
  const [wanted, setDay] = useState("");
  useLayoutEffect(() => {
    const isHere = showPanel(box.current, shown);
    box.current?.setAttribute("aria-busy", String(!isHere));
  });
  const { days, on, today: now } = useDays(box, view, wanted);
  const go = useCallback(
    (/** @type {number} */ step) => {
      if (view === "week") { leaf(step); return; }
      const next = stepFrom(days, on, step);
      setDay(next.on);
      if (next.weeks) leaf(next.weeks);
    },
    [view, days, on, leaf],
  );
  const told = useRef("");
  useEffect(() => {
    const isHere = at >= monday.slice(0, 10) && at < mondayAfter(monday, 1);
    if (!isHere || told.current === at) return;
    told.current = at;
    setDay(at);
    showToday(box.current, "auto", at);
  }, [at, monday]);
  useEffect(() => {
    if (isSaving()) return undefined;
    const timer = setTimeout(() => document.visibilityState === "visible" && onIdle?.(), IDLE);
    return () => clearTimeout(timer);
    // The week alone decides: handlers are new at every paint.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [monday]);
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (event.key === "ArrowLeft") go(-1);
      if (event.key === "ArrowRight") go(1);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [go]);
  /** @param {number} weeks @param {string} name @param {string} label */
  const arrow = (weeks, name, label) =>
    h("button", { type: "button", className: "icon-button", "aria-label": label, title: label,
      onClick: () => go(weeks) }, h(Glyph, { name }));
  const isNow = isThisWeek && shown === monday;
  useEffect(() => {
    if (isThisWeek && startAtToday && !at && window.innerWidth < 720) showToday(box.current, "auto");
    // Once, when the page opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const today = () => {
    setDay("");
    if (isNow) {
      showToday(box.current, "smooth");
      return;
    }
    forget();
    onMove?.("");
  };
  const isDay = view === "day";
  /** @param {"week" | "day"} next */
  const look = (next) => { keepView(next); setView(next); };
  return h("div", { className: "week-pager", "data-view": view },
    h("div", { className: "week-head no-print" },
      arrow(-1, "left", isDay ? t("The day before") : t("The week before")),
      h("h2", { className: "week-title", "aria-live": "polite" }, isDay && on ? day(on, "weekday") : weekTitle(shown)),
      arrow(1, "right", isDay ? t("The day after") : t("The week after")),
      h("button", { type: "button", className: "chip today-chip", onClick: today, title: t("Today") },
        h(Glyph, { name: "today" }), h("span", null, t("Today"))),
      h(ViewSwitch, { view, onView: look })),
    isDay && h(DayStrip, { days, on, today: now, onDay: setDay }),
    h("div", {
      ref: box, className: "weeks",
      onTouchStart: (/** @type {any} */ e) => { touch.current = [e.touches[0].clientX, e.touches[0].clientY]; },
      onTouchEnd: (/** @type {any} */ e) => {
        const [x, y] = touch.current ?? [0, 0];
        const end = e.changedTouches[0];
        const weeks = touch.current ? swipeOf(end.clientX - x, end.clientY - y) : 0;
        touch.current = null;
        if (weeks) go(weeks);
      },
    }, children));
}
