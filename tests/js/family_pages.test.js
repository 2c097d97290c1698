// The drawing of a mean, one day of the diary at a time, and words to a pupil, as the browser works them out.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { dayToShow, keepView, keptView, stepFrom } from "../../assets/parts/diary_days.js";
import { phrasesOf, saidTo } from "../../assets/parts/lesson/said.js";
import { footOf, heightOf, placesOf, saidOf } from "../../assets/parts/mean_chart.js";
import { isSaving } from "../../assets/parts/saver.js";

const anyGlobal = /** @type {any} */ (globalThis);
/** @type {Map<string, string>} */
let kept;
beforeEach(() => {
  kept = new Map();
  anyGlobal.__ediary_i18n = { lang: "ru", messages: {} };
  anyGlobal.localStorage = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
  };
});
afterEach(() => { delete anyGlobal.__ediary_i18n; delete anyGlobal.localStorage; });

/** @param {string} on @param {number} number @param {number} level */
const step = (on, number, level) => ({
  id: 1, value: number ? String(number) : "ЗЧ", number, on, level, mean: (level / 100).toFixed(2).replace(".", ","),
});
const STEPS = [step("2026-11-02", 5, 500), step("2026-11-09", 0, 500), step("2026-11-16", 3, 400), step("2026-11-30", 4, 400)];

test("a mean is drawn by date, five at the top and two at the foot", () => {
  const places = placesOf(STEPS);
  assert.deepEqual(places.map((p) => Math.round(p.x)), [0, 50, 100]);
  assert.deepEqual(places.map((p) => Math.round(p.mean)), [0, 33, 33]);
  assert.equal(heightOf(2, 2), 100);
});

test("a one brings the foot of the drawing down, a pass stands nowhere in it", () => {
  assert.equal(footOf([step("2026-11-02", 1, 100)]), 1);
  assert.equal(placesOf(STEPS).length, 3);
});

test("marks of one day stand above each other and not beside the paper", () => {
  const places = placesOf([step("2026-11-02", 5, 500), step("2026-11-02", 4, 450)]);
  assert.deepEqual(places.map((p) => p.x), [0, 0]);
});

test("the drawing is said in words with its first, last, lowest and highest mean", () => {
  const said = saidOf(STEPS.filter((s) => s.number));
  for (const word of ["5,00", "4,00", "2 ноября", "30 ноября"]) assert.ok(said.includes(word), said);
});

const DAYS = ["2026-11-16", "2026-11-17", "2026-11-18"];

test("a day opens on what was asked for, else today, else the first", () => {
  assert.equal(dayToShow(DAYS, "2026-11-17", "2026-11-18"), "2026-11-17");
  assert.equal(dayToShow(DAYS, "", "2026-11-18"), "2026-11-18");
  assert.equal(dayToShow(DAYS, "2026-12-01", ""), "2026-11-16");
  assert.equal(dayToShow(DAYS, "last", "2026-11-16"), "2026-11-18");
  assert.equal(dayToShow(DAYS, "first", "2026-11-18"), "2026-11-16");
  assert.equal(dayToShow([], "", ""), "");
});

test("a step leads to the next day and over the edge into the week beside", () => {
  assert.deepEqual(stepFrom(DAYS, "2026-11-16", 1), { on: "2026-11-17", weeks: 0 });
  assert.deepEqual(stepFrom(DAYS, "2026-11-18", 1), { on: "first", weeks: 1 });
  assert.deepEqual(stepFrom(DAYS, "2026-11-16", -1), { on: "last", weeks: -1 });
});

test("week or day is remembered on the device, and a device without storage begins with the week", () => {
  keepView("day");
  assert.equal(keptView(), "day");
  anyGlobal.localStorage = { getItem() { throw new Error("forbidden"); }, setItem() { throw new Error("forbidden"); } };
  keepView("day");
  assert.equal(keptView(), "week");
});

test("data are saved where it was chosen, whatever the device asks for", () => {
  assert.equal(isSaving(), false);
  kept.set("ediary-saver", "on");
  assert.equal(isSaving(), true);
  kept.set("ediary-saver", "off");
  assert.equal(isSaving(), false);
});

test("phrases keep their order, and a pupil sees the own words alone", () => {
  /** @type {[string, string][]} */
  const phrases = [["praise", "б"], ["remark", "а"], ["praise", "в"]];
  assert.deepEqual(phrasesOf(phrases, "praise"), ["б", "в"]);
  /** @type {import("../../assets/parts/lesson/said.js").Said[]} */
  const said = [[1, 7, "praise", "а", "2026-11-18", "Орлова", true, false], [2, 8, "praise", "б", "2026-11-18", "Орлова", true, false]];
  assert.deepEqual(saidTo(said, 8).map((s) => s[0]), [2]);
});
