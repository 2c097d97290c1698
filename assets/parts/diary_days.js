// @ts-check
// One day of the diary at a time: which day is shown, which comes next, and the strip to choose it.
import { createElement as h, useCallback, useLayoutEffect, useState } from "react";
import { day, t } from "$/public/i18n.js";

const KEPT = "ediary-diary-view";

/** How the diary was looked at last on this device. @returns {"week" | "day"} */
export function keptView() {
  try {
    return globalThis.localStorage?.getItem(KEPT) === "day" ? "day" : "week";
  } catch {
    return "week";
  }
}

/** @param {"week" | "day"} view */
export function keepView(view) {
  try {
    globalThis.localStorage?.setItem(KEPT, view);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}

/**
 * The day to show of those that are here: the wanted one, else today, else the first.
 * @param {string[]} days @param {string} wanted YYYY-MM-DD, `first` or `last` @param {string} today
 * @returns {string}
 */
export function dayToShow(days, wanted, today) {
  if (wanted === "last") return days[days.length - 1] ?? "";
  if (days.includes(wanted)) return wanted;
  return wanted !== "first" && days.includes(today) ? today : (days[0] ?? "");
}

/**
 * Where a step from a day leads: a day that is here, or the edge of the week beside.
 * @param {string[]} days @param {string} shown @param {number} step @returns {{on: string, weeks: number}}
 */
export function stepFrom(days, shown, step) {
  const next = days[days.indexOf(shown) + step];
  if (next && days.includes(shown)) return { on: next, weeks: 0 };
  return { on: step > 0 ? "first" : "last", weeks: step };
}

/**
 * The sections of the shown week, of which one is left when days are looked at one by one.
 * @param {{current: HTMLElement | null}} box @param {"week" | "day"} view @param {string} wanted
 */
export function useDays(box, view, wanted) {
  const [known, setKnown] = useState(/** @type {{days: string[], on: string, today: string}} */ ({ days: [], on: "", today: "" }));
  const apply = useCallback(() => {
    const panel = box.current?.querySelector("[data-monday]:not([hidden])");
    const sections = /** @type {HTMLElement[]} */ ([...(panel?.querySelectorAll("[data-on]") ?? [])]);
    const days = sections.map((s) => s.dataset.on ?? "");
    const today = sections.find((s) => s.dataset.today === "true")?.dataset.on ?? "";
    const on = dayToShow(days, wanted, today);
    for (const section of sections) section.hidden = view === "day" && section.dataset.on !== on;
    setKnown((was) => (was.on === on && was.today === today && was.days.join() === days.join() ? was : { days, on, today }));
  }, [box, view, wanted]);
  useLayoutEffect(apply);
  useLayoutEffect(() => {
    if (!box.current) return undefined;
    const observer = new MutationObserver(apply);
    observer.observe(box.current, { subtree: true, childList: true, attributeFilter: ["data-on", "data-monday"] });
    return () => observer.disconnect();
  }, [box, apply]);
  return known;
}

/** The days of the week to choose from. @param {{days: string[], on: string, today: string, onDay: (on: string) => void}} props */
export function DayStrip({ days, on, today, onDay }) {
  if (days.length < 2) return null;
  return h("div", { className: "day-strip no-print", role: "group", "aria-label": t("Days of the week") },
    days.map((d) => h("button", {
      key: d, type: "button", className: "chip", "aria-pressed": d === on, title: day(d, "weekday"),
      "data-today": d === today, onClick: () => onDay(d),
    }, day(d, "brief"))));
}

/** Week or day. @param {{view: "week" | "day", onView: (view: "week" | "day") => void}} props */
export function ViewSwitch({ view, onView }) {
  /** @param {"week" | "day"} name @param {string} label */
  const choice = (name, label) => h("button", {
    type: "button", className: "segment", "aria-pressed": view === name, onClick: () => onView(name),
  }, label);
  return h("div", { className: "segments view-switch", role: "group", "aria-label": t("How to look at the diary") },
    choice("week", t("Week")), choice("day", t("Day")));
}
