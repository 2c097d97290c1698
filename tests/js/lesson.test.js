// Keys, words, the day and the grid as plain values.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { applied, hasBegun, lacks, left, nowAndNext, ownClassNews } from "../../assets/parts/lesson/day.js";
import { meaningOf, neighbour } from "../../assets/parts/lesson/keys.js";
import { lineName, marksOf, Pupils } from "../../assets/parts/lesson/pupils.js";
import { openSuggestions, Suggestions, whyWords } from "../../assets/parts/lesson/suggestions.js";
import { markText, sizeText, weightText } from "../../assets/parts/lesson/words.js";

const VALUES = ["5", "4", "3", "2", "ЗЧ", "НЗ", "."];

test("a key means the same on a Russian and on a Latin layout", () => {
  const pressed = /** @param {any} e */ (e) => meaningOf(e, VALUES);
  assert.deepEqual(pressed({ key: "н", code: "KeyY" }), { act: "code", code: "Н" });
  assert.deepEqual(pressed({ key: "y", code: "KeyY" }), { act: "code", code: "Н" });
  assert.deepEqual(pressed({ key: "5", code: "Digit5" }), { act: "mark", value: "5" });
  assert.deepEqual(pressed({ key: "p", code: "KeyP" }), { act: "mark", value: "ЗЧ" });
  assert.deepEqual(pressed({ key: "z", code: "KeyZ", ctrlKey: true }), { act: "undo" });
  assert.deepEqual(pressed({ key: "Escape" }), { act: "leave" });
  assert.equal(pressed({ key: "1", code: "Digit1" }), null);
  assert.equal(meaningOf({ key: "5", code: "Digit5" }, []), null);
});

test("arrows stop at the ends of the list and begin at one of them", () => {
  assert.deepEqual([neighbour([1, 2, 3], 0, 1), neighbour([1, 2, 3], 3, 1), neighbour([1, 2, 3], 0, -1)], [1, 3, 3]);
  assert.equal(neighbour([], 0, 1), 0);
});

test("figures are written as on paper", () => {
  assert.deepEqual([weightText(100), weightText(150), weightText(50)], ["1", "1,5", "0,5"]);
  assert.deepEqual([markText("ЗЧ"), markText("."), markText("4/5")], ["зч", "•", "4/5"]);
  assert.equal(sizeText(2_500_000), "2,5 MB");
});

const lesson = /** @param {any} more */ (more) => ({
  id: 1, on: "2026-11-18", slot: 1, starts: "08:00", ends: "08:40", subject: "Алгебра", group: "7А", room: "5",
  is_cancelled: false, no_roll: true, no_topic: true, no_homework: true, ...more,
});
const aDay = /** @param {any} more */ (more) => ({
  on: "2026-11-18", today: "2026-11-18", now: "08:30", lessons: [], unfinished: [], next_day: null, holiday: "", own_class: null, ...more,
});

test("the lesson going on comes first, cancelled ones never, and other days have none", () => {
  const lessons = [lesson({ is_cancelled: true }), lesson({ id: 2 }), lesson({ id: 3, starts: "08:50", ends: "09:30" })];
  const { current, next } = nowAndNext(aDay({ lessons }));
  assert.deepEqual([current?.id, next?.id], [2, 3]);
  assert.equal(nowAndNext(aDay({ lessons, now: "10:00" })).current, null);
  assert.equal(nowAndNext(aDay({ lessons, on: "2026-11-19" })).current, null);
});

test("one tap fills what was left, and the lesson leaves the list", () => {
  const day = aDay({ unfinished: [lesson({ id: 4, no_topic: false, no_homework: false })] });
  assert.deepEqual(lacks(day.unfinished[0]).map((m) => m.part), ["roll"]);
  const after = applied(day, { key: "k", lesson: 4, op: "roll", args: {} });
  assert.deepEqual([left(day).length, left(after).length], [1, 0]);
  assert.equal(hasBegun(day, lesson({ starts: "09:00" })), false);
});

test("the own class tells apart who has no known reason, who has one, and who was late", () => {
  const news = ownClassNews({ id: 1, name: "7А", size: 25, pupils: [
    [1, "Иванов", [[1, "Н"], [2, "ОП"]]], [2, "Петров", [[1, "Б"]]], [3, "Сидоров", [[3, "ОП"]]]] });
  assert.deepEqual(news.unknown.map((r) => [r.name, r.unknown]), [["Иванов", [1]]]);
  assert.deepEqual(news.excused.map((r) => r.name), ["Петров"]);
  assert.deepEqual(news.late.map((r) => r.name), ["Иванов", "Сидоров"]);
});

const SHEET = /** @type {any} */ ({
  kinds: [[1, "Диктант", "Д", 200]], works: [[10, 1, 1], [11, 1, 2]], subject: "Русский язык",
  pupils: [[101, "Иванова Анна", "ОП", 7, 1, false], [102, "Петров Иван", "", 0, 0, true]],
  marks: [[1, 10, 101, "4", "", 1], [2, 11, 101, "5", "за пунктуацию", 1]],
});

test("a pupil's line says name, attendance and marks; two marks of a kind stand together", () => {
  const marks = marksOf(SHEET, 101);
  assert.deepEqual(marks.map((m) => [m.value, m.comment]), [["4/5", "за пунктуацию"]]);
  assert.equal(lineName(SHEET.pupils[0], marks), "Иванова Анна: late 7 min, Mark 4/5");
  assert.equal(lineName(SHEET.pupils[1], []), "Петров Иван: present");
});

test("the drawn list names its buttons by pupil and code", () => {
  const nothing = () => undefined;
  const html = renderToStaticMarkup(h(Pupils, {
    sheet: SHEET, active: 102, roll: true, stateOf: () => ({ word: "saved", refusal: null }),
    onTap: nothing, onDismiss: nothing, onHistory: nothing, onRetry: nothing,
  }));
  assert.match(html, /aria-label="Петров Иван: present"/);
  assert.match(html, /aria-pressed="true" aria-label="Иванова Анна: late 7 min, Mark 4\/5"/);
  assert.match(html, /absent in the lesson before/);
});

test("a suggestion is open while nothing is said of the pupil and the roll is not called", () => {
  /** @type {any} */
  const sheet = {
    is_open: true, roll_called: false, suggestions: [[1, "Н", "lesson", 2], [2, "ОСВ", "exemption", 0], [3, "Н", "reason", 0]],
    pupils: [[1, "Анна", "", 0, 0, false], [2, "Пётр", "", 0, 0, false], [3, "Яна", "Н", 0, 1, false]],
  };
  assert.deepEqual(openSuggestions(sheet).map((s) => s[0]), [1, 2]);
  assert.deepEqual(openSuggestions(sheet, [1]).map((s) => s[0]), [2]);
  assert.deepEqual(openSuggestions({ ...sheet, roll_called: true }), []);
  assert.deepEqual(sheet.suggestions.map(whyWords), ["absent in lesson 2", "freed by a paper", "the class teacher knows the reason"]);
  const drawn = renderToStaticMarkup(h(Suggestions, { sheet, onAccept: () => undefined }));
  assert.match(drawn, /aria-label="Анна: absent, reason not known yet, accept"/);
  assert.match(drawn, /Accept all/);
});
