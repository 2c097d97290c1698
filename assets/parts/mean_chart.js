// @ts-check
// The way of a mean over a period. The line is drawn; marks, figures and dates are letters and
// spots beside it, so that they keep their size on any screen and in large type.
import { createElement as h } from "react";
import { day, t } from "$/public/i18n.js";

/** @typedef {{id: number, value: string, number: number, on: string, mean: string, level: number}} Step */

const DAY_MS = 86_400_000;

/** @param {string} on YYYY-MM-DD @returns {number} */
const dayNumber = (on) => Date.parse(`${on.slice(0, 10)}T00:00:00Z`) / DAY_MS;

/** The lowest figure of the drawing: 2, or 1 where somebody has a 1. @param {Step[]} steps */
export const footOf = (steps) => (steps.some((s) => s.number === 1 || (s.level && s.level < 200)) ? 1 : 2);

/**
 * How high a figure stands, in hundredths of the drawing from its top.
 * @param {number} figure @param {number} foot @returns {number}
 */
export const heightOf = (figure, foot) => (100 * (5 - figure)) / (5 - foot);

/**
 * Where the marks that count stand, in hundredths of the drawing: by date, the first to the last.
 * @param {Step[]} steps
 * @returns {{x: number, mark: number, mean: number, step: Step}[]}
 */
export function placesOf(steps) {
  const counted = steps.filter((s) => s.number > 0);
  const foot = footOf(counted);
  const days = counted.map((s) => dayNumber(s.on));
  const first = days[0];
  const last = Math.max(days[days.length - 1], first + 1);
  return counted.map((step, n) => ({
    x: (100 * (days[n] - first)) / (last - first), step,
    mark: heightOf(step.number, foot), mean: heightOf(step.level / 100, foot),
  }));
}

/**
 * What the drawing says, for those who hear the page.
 * @param {Step[]} counted @returns {string}
 */
export function saidOf(counted) {
  const byLevel = [...counted].sort((a, b) => a.level - b.level);
  const [first, last] = [counted[0], counted[counted.length - 1]];
  return t("The mean began with {first} on {from} and is {last} on {to}; the lowest was {low}, the highest {high}.", {
    first: first.mean, from: day(first.on), last: last.mean, to: day(last.on),
    low: byLevel[0].mean, high: byLevel[byLevel.length - 1].mean,
  });
}

/** @param {{steps: Step[]}} props */
export function MeanChart({ steps }) {
  const counted = steps.filter((s) => s.number > 0);
  if (counted.length < 2) {
    return h("p", { className: "hint" }, t("With two marks or more the way of the mean is drawn here."));
  }
  const foot = footOf(counted);
  const places = placesOf(steps);
  const last = places[places.length - 1];
  const figures = [5, 4, 3, 2, 1].filter((n) => n >= foot);
  const line = places.map((p, n) => `${n ? "L" : "M"}${p.x.toFixed(2)},${p.mean.toFixed(2)}`).join(" ");
  return h("figure", { className: "mean-chart" },
    h("div", { className: "chart-field", role: "img", "aria-label": saidOf(counted) },
      figures.map((n) => h("span", { key: n, className: "chart-level", style: { top: `${heightOf(n, foot)}%` } }, h("b", null, n))),
      h("div", { className: "chart-paper" },
        h("svg", { viewBox: "0 0 100 100", preserveAspectRatio: "none", "aria-hidden": true, focusable: "false" },
          h("path", { d: line, vectorEffect: "non-scaling-stroke" })),
        places.map((p, n) => h("i", { key: n, className: "chart-spot", style: { left: `${p.x}%`, top: `${p.mark}%` } })),
        h("b", { className: "chart-now", style: { left: `${last.x}%`, top: `${last.mean}%` } }, last.step.mean))),
    h("div", { className: "chart-days", "aria-hidden": true },
      h("span", null, day(counted[0].on, "short")), h("span", null, day(last.step.on, "short"))),
    h("figcaption", { className: "hint" },
      h("span", null, h("i", { className: "chart-sign line", "aria-hidden": true }), t("the mean after each mark")),
      h("span", null, h("i", { className: "chart-sign spot", "aria-hidden": true }), t("a mark"))));
}
