// The weeks of a diary and the names of children, as the browser works them out.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { placeOf } from "../../assets/parts/family.js";
import { mondayAfter, swipeOf, weekTitle } from "../../assets/parts/week_pager.js";

const anyGlobal = /** @type {any} */ (globalThis);
beforeEach(() => { anyGlobal.__ediary_i18n = { lang: "ru", messages: {} }; });
afterEach(() => delete anyGlobal.__ediary_i18n);

test("weeks follow each other over months, years and leap days", () => {
  assert.equal(mondayAfter("2026-11-16", 1), "2026-11-23");
  assert.equal(mondayAfter("2026-12-28", 1), "2027-01-04");
  assert.equal(mondayAfter("2028-03-06", -1), "2028-02-28");
});

test("a week is named once by its month, or by both", () => {
  assert.equal(weekTitle("2026-11-16"), "16–22 ноября");
  assert.equal(weekTitle("2026-11-30"), "30 ноября – 6 декабря");
  assert.equal(weekTitle("2026-06-01"), "1–7 июня");
});

test("a swipe is told from a scroll and from a tap", () => {
  assert.equal(swipeOf(-90, 10), 1);
  assert.equal(swipeOf(90, -20), -1);
  assert.equal(swipeOf(-90, 80), 0);
  assert.equal(swipeOf(8, 2), 0);
});

test("the school is named only where the children go to several", () => {
  const anna = { id: 1, name: "Анна", initials: "А", class_name: "7А", school: "Школа № 5" };
  const boris = { ...anna, id: 2, class_name: "3Б" };
  assert.equal(placeOf(anna, [anna, boris]), "7А");
  assert.equal(placeOf(anna, [anna, { ...boris, school: "Школа № 2" }]), "7А, Школа № 5");
});
