// Words and numbers as the browser says them.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { day, moment, pluralForm, t, tn } from "../../assets/i18n.js";

const anyGlobal = /** @type {any} */ (globalThis);
afterEach(() => delete anyGlobal.__ediary_i18n);

test("Russian counts in three forms and English in two", () => {
  const forms = [1, 2, 5, 11, 12, 21, 22, 25, 111].map((n) => pluralForm("ru", n));
  assert.deepEqual(forms, [0, 1, 2, 2, 2, 0, 1, 2, 2]);
  assert.deepEqual([0, 1, 2].map((n) => pluralForm("en", n)), [1, 0, 1]);
});

test("a sentence comes from the catalogue and is filled; an unknown one stays readable", () => {
  anyGlobal.__ediary_i18n = {
    lang: "ru", messages: { "room {room}": "каб. {room}", "{n} mark": ["{n} отметка", "{n} отметки", "{n} отметок"] },
  };
  assert.equal(t("room {room}", { room: "12" }), "каб. 12");
  assert.equal(t("Hello, {name}", { name: "Анна" }), "Hello, Анна");
  assert.equal(tn("{n} mark", "{n} marks", 22), "22 отметки");
});

test("a school day keeps its date whatever the zone of the device", () => {
  anyGlobal.__ediary_i18n = { lang: "ru", messages: {} };
  assert.equal(day("2026-11-18", "short"), "18.11");
  assert.equal(day("2026-11-18", "weekday"), "среда, 18 ноября");
});

test("a moment is told in the school's time", () => {
  anyGlobal.__ediary_i18n = { lang: "ru", messages: {} };
  assert.match(moment("2026-11-18T05:00:00+00:00"), /18 ноября.*10:00/);
});
