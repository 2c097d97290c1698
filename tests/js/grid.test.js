// The journal grid: its cells, what an entry changes, what keys and pasted texts mean.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellKey, clearing, filling, lockedWhy, pasting, question, setting, textOf } from "../../assets/parts/journal/changes.js";
import { createDesk } from "../../assets/parts/journal/desk.js";
import { cellName, cellOf, cellText, columnsOf, heldLessons, marksText, meanText, sumsOf } from "../../assets/parts/journal/figures.js";
import { meaningOf, said, tableOf } from "../../assets/parts/journal/keys.js";
import { JOURNAL, unpacked, withNews } from "../../assets/parts/journal/page.js";
import { unsettled } from "../../assets/parts/journal/grid.js";
import { createStore, memoryStorage } from "../../assets/parts/lesson/store.js";

const VALUES = ["5", "4", "3", "2", "ЗЧ", "НЗ", "."];
const PACKED = /** @type {any} */ ({
  group_id: 3, title: "7А", subject: "Алгебра", term_id: 2, is_marked: true, opens_lessons: true, today: "2026-11-18", shape: "a1",
  terms: [], values: VALUES, kinds: [[1, "Ответ", "О", 100], [2, "Контрольная", "К", 300]],
  columns: [[70, "2026-11-16", 2, ""], [71, "2026-11-17", 2, "cancelled"], [72, "2026-11-18", 2, ""], [73, "2026-11-20", 2, "future"]],
  works: [[0, 1, 1, ""], [0, 1, 2, ""], [0, 2, 1, "Диктант"]],
  rows: [[101, "Иванова Анна", "2026-09-01", ""], [102, "Петров Иван", "2026-09-01", ""], [103, "Сидоров Ян", "2026-11-17", ""]],
  marks: [[0, 0, "4", 1, ""], [0, 1, "5", 1, "у доски"], [0, 2, "4", 2, ""], [1, 0, "", 3, ""]],
  codes: [[1, 0, "Н", 0, 1], [0, 2, "ОП", 7, 1]],
});

function aPage(packed = PACKED) {
  const page = unpacked(packed);
  return { page, columns: columnsOf(page, 0), rows: page.pupils.map((_, at) => at) };
}

function aStore() {
  /** @type {any[]} */
  const sent = [];
  const store = createStore(JOURNAL, (operations) => sent.push(...operations), memoryStorage());
  store.receive(unpacked(PACKED));
  const view = () => {
    const page = store.view();
    return { page, columns: columnsOf(page, 0), rows: page.pupils.map((_, at) => at) };
  };
  const texts = () => textOf(view(), { top: 0, bottom: 2, left: 0, right: 4 }).split("\n").map((line) => line.split("\t"));
  return { store, sent, view, texts };
}

test("each kind of work of a lesson has its column; two of one kind share it", () => {
  const { page, columns } = aPage();
  assert.deepEqual(columns.map((c) => [c.key, c.numbers.length, c.isFirst, c.isBlank]), [
    ["70/1", 2, true, false], ["70/2", 1, false, false], ["71/1", 1, true, true], ["72/1", 1, true, true], ["73/1", 1, true, true]]);
  assert.equal(marksText(cellOf(page.rows[0], columns[0])), "4/5");
  assert.equal(cellText(cellOf(page.rows[0], columns[3])), "ОП 7");
  assert.equal(columnsOf(page, 2)[3].kind, 2);
  assert.match(cellName("Иванова", columns[0], cellOf(page.rows[0], columns[0])), /^Иванова, .*Ответ, Mark 4, Mark 5, у доски$/);
});

test("the figures of a row: weighted mean half up, marks, absences, density", () => {
  const { page } = aPage();
  const weights = new Map(page.kinds.map((k) => [k[0], k[3]]));
  assert.equal(heldLessons(page), 2);
  const first = sumsOf(page, page.rows[0], weights, 2);
  assert.deepEqual([first.mean, first.count, first.missed, first.late, first.density], ["4,20", 3, 0, 1, 50]);
  assert.deepEqual([sumsOf(page, page.rows[1], weights, 2).missed, sumsOf(page, page.rows[1], weights, 2).mean], [1, ""]);
  for (const [sum, weight, text] of /** @type {[number, number, string][]} */ ([[1700, 400, "4,25"], [1400, 300, "4,67"], [900, 200, "4,50"], [4345, 1000, "4,35"], [0, 0, ""]])) {
    assert.equal(meanText(sum, weight), text);
  }
});

test("an entry is one act for one cell, with the version seen, and paints at once", () => {
  const { store, sent, view, texts } = aStore();
  store.actAll(setting(view(), 1, 3, said("5", VALUES)));
  assert.deepEqual([sent[0].op, sent[0].lesson, sent[0].args.expected_version], ["mark", 72, 0]);
  assert.equal(texts()[1][3], "5");
  store.actAll(setting(view(), 1, 0, said("3", VALUES), { comment: "долг" }));
  assert.equal(sent[1].args.expected_version, 3);
  assert.deepEqual(setting(view(), 1, 3, said("5", VALUES)), []);
});

test("a pasted column is one block; its refused line stands alone, undo takes the block back", () => {
  const { store, sent, view, texts } = aStore();
  const laid = pasting(view(), { top: 0, bottom: 0, left: 3, right: 3 }, "5\r\n4\r\nн\r\n");
  assert.deepEqual([laid.acts.length, laid.bottom, laid.word], [3, 2, ""]);
  store.actAll(laid.acts);
  assert.equal(sent.length, 1);
  assert.deepEqual(texts().map((row) => row[3]), ["5 ОП 7", "4", "Н"]);
  store.answer([{ key: sent[0].key, ok: true, message: "", code: "", version: 0, lines: [[1, "", ""], [0, "conflict", "It is 3 now."], [1, "", ""]] }]);
  assert.deepEqual(store.state().refused.map((r) => [r.operation.args.student_id, r.code]), [[102, "conflict"]]);
  assert.deepEqual(texts().map((row) => row[3]), ["5 ОП 7", "", "Н"]);
  store.undo();
  assert.deepEqual(texts().map((row) => row[3]), ["ОП 7", "", ""]);
  store.redo();
  assert.equal(texts()[2][3], "Н");
});

test("what cannot stand is not pasted and says why; closed lessons and strangers stay as they are", () => {
  const { page, columns, rows } = aPage();
  const laid = pasting({ page, columns, rows }, { top: 0, bottom: 0, left: 0, right: 0 }, "9\t55\t4\n−3\tx\t5\t5\t5\t5\n5\n5\n5");
  assert.deepEqual(laid.acts.map((a) => [a.args.student_id, a.lesson]), [[102, 72]]);
  const told = Object.keys(laid.problems);
  assert.deepEqual(told.sort(), ["101/70/1", "101/70/2", "101/71/1", "102/70/1", "102/70/2", "102/71/1", "102/73/1", "103/70/1"]);
  assert.match(laid.problems["101/70/2"].message, /55/);
  assert.match(laid.word, /8 entries were not put.*3 entries did not fit/);
});

test("one text fills a whole range, the first row goes down over the rest", () => {
  const { store, view, texts } = aStore();
  store.actAll(pasting(view(), { top: 0, bottom: 1, left: 3, right: 3 }, "4").acts);
  assert.deepEqual(texts().map((row) => row[3]), ["4 ОП 7", "4", ""]);
  store.actAll(filling(view(), { top: 1, bottom: 2, left: 3, right: 3 })?.acts ?? []);
  assert.equal(texts()[2][3], "4");
  store.actAll(clearing(view(), 2, 3));
  store.actAll(filling(view(), { top: 2, bottom: 2, left: 3, right: 3 })?.acts ?? []);
  assert.equal(texts()[2][3], "4");
  assert.equal(filling(view(), { top: 0, bottom: 0, left: 3, right: 3 }), null);
});

test("clearing takes the marks, and where there are none the code", () => {
  const view = aPage();
  assert.deepEqual(clearing(view, 0, 0).map((a) => [a.op, a.args.number, a.args.value]), [["mark", 1, null], ["mark", 2, null]]);
  assert.deepEqual(clearing(view, 1, 0).map((a) => [a.op, a.args.code]), [["attendance", null]]);
  assert.deepEqual(clearing(view, 2, 3), []);
});

test("an absent pupil's mark asks what it is for, an older mark why it changes", () => {
  const view = aPage();
  const own = new Set();
  assert.equal(question(view, 1, 0, said("5", VALUES), own), "comment");
  assert.equal(question(view, 1, 0, said(".", VALUES), own), null);
  assert.equal(question(view, 0, 1, said("5", VALUES), own), "reason");
  assert.equal(question(view, 0, 1, null, own), "reason");
  own.add(cellKey(101, view.columns[1]));
  assert.equal(question(view, 0, 1, said("5", VALUES), own), null);
  assert.equal(question(view, 1, 3, said("5", VALUES), own), null);
});

test("closed, cancelled and foreign lessons, and days before one came, say why they stay empty", () => {
  const view = aPage();
  assert.match(lockedWhy(view, 0, 2), /cancelled/);
  assert.match(lockedWhy(view, 0, 4), /not come yet/);
  assert.match(lockedWhy(view, 2, 0), /not in the group/);
  assert.equal(lockedWhy(view, 2, 3), "");
  assert.notEqual(lockedWhy(view, 9, 9), "");
});

test("news changes what is newer and leaves every other row as it was", () => {
  const page = unpacked(PACKED);
  const news = /** @type {any} */ ({
    group_id: 3, term_id: 2, shape: "a1", works: [...PACKED.works, [2, 1, 1, ""]],
    marks: [[0, 0, "2", 1, ""], [1, 3, "5", 1, ""]], codes: [[0, 2, "", 0, 2]],
  });
  const after = withNews(page, news);
  assert.equal(after.rows[0].marks["70/1/1"][0], "4");
  assert.deepEqual([after.rows[1].marks["72/1/1"], after.rows[0].codes[72]], [["5", 1, ""], ["", 0, 2]]);
  assert.equal(after.rows[2], page.rows[2]);
  assert.equal(withNews(page, { ...news, shape: "b2" }), page);
  assert.equal(withNews(page, { ...news, term_id: 9 }), page);
});

test("a new work is a column at once, is taken back by undo, and waits beside the pupils' cells", () => {
  const { store, view } = aStore();
  store.act(72, "work", { kind_id: 2, number: 1, title: "Тест" });
  assert.deepEqual(view().columns.map((c) => c.key), ["70/1", "70/2", "71/1", "72/2", "73/1"]);
  store.undo();
  assert.equal(view().columns[3].isBlank, true);
  store.actAll(setting(view(), 1, 3, said("5/4", VALUES)));
  const words = unsettled(store.state(), { "101/70/1": { text: "9", message: "?" } });
  assert.match(words.get(102) ?? "", / 72\/1:waiting /);
  assert.match(words.get(101) ?? "", / 70\/1:refused /);
});

test("keys mean the same on a Russian and a Latin layout", () => {
  const mean = /** @param {any} e */ (e) => meaningOf(e, VALUES);
  assert.deepEqual([mean({ key: "5" }), mean({ key: "н", code: "KeyY" }), mean({ key: "y", code: "KeyY" })], [
    { act: "set", text: "5" }, { act: "set", text: "Н" }, { act: "set", text: "Н" }]);
  assert.deepEqual([mean({ key: "ю", code: "Period" }), mean({ key: "j", code: "KeyJ" })], [{ act: "set", text: "." }, { act: "late" }]);
  for (const key of ["9", "-", "x", "1", "/"]) assert.equal(mean({ key })?.act, "type");
  assert.deepEqual(mean({ key: "z", code: "KeyZ", ctrlKey: true, shiftKey: true }), { act: "do", what: "redo" });
  assert.deepEqual(mean({ key: "я", code: "KeyZ", ctrlKey: true }), { act: "do", what: "undo" });
  assert.deepEqual(mean({ key: "в", code: "KeyD", ctrlKey: true }), { act: "do", what: "fill" });
  assert.deepEqual(mean({ key: "Tab", shiftKey: true }), { act: "move", down: 0, right: -1 });
  assert.deepEqual([mean({ key: "c", code: "KeyC", ctrlKey: true }), mean({ key: "5", altKey: true }), mean({ key: "Shift" })], [null, null, null]);
});

test("a text says marks, a code, minutes, or why it says nothing", () => {
  assert.deepEqual(said("4/5", VALUES).marks, ["4", "5"]);
  assert.deepEqual(said("н", VALUES).code, "Н");
  for (const late of ["оп 10", "ОП10", "о10", "оп 10 мин"]) assert.deepEqual([said(late, VALUES).code, said(late, VALUES).minutes, said(late, VALUES).error], ["ОП", 10, ""]);
  assert.deepEqual([said("зачёт", VALUES).marks, said("5 н", VALUES).code, said("5 н", VALUES).marks], [["ЗЧ"], "Н", ["5"]]);
  for (const wrong of ["9", "55", "−3", "-3", "x", "1", "отлично", "4.5"]) assert.notEqual(said(wrong, VALUES).error, "", wrong);
  assert.match(said("5", []).error, /Codes/);
  assert.notEqual(said("ОП 99", VALUES).error, "");
  assert.notEqual(said("5 5 5 5 5", VALUES).error, "");
  assert.deepEqual(tableOf("5\t4\r\n3\t\r\n"), [["5", "4"], ["3", ""]]);
});

test("the hand goes down or along, stays on the page and keeps its range", () => {
  const desk = createDesk();
  desk.fit(3, 5);
  desk.next();
  assert.deepEqual([desk.spot().row, desk.spot().col], [1, 0]);
  desk.move(0, 1, true, true);
  assert.deepEqual(desk.range(), { top: 1, bottom: 1, left: 0, right: 4 });
  assert.equal(desk.isRange(), true);
  desk.move(-Infinity, Infinity);
  assert.deepEqual([desk.spot().row, desk.spot().col, desk.isRange()], [0, 4, false]);
  desk.turn();
  desk.go(1, 1);
  desk.next();
  assert.deepEqual([desk.spot().row, desk.spot().col], [1, 2]);
  desk.chooseColumn();
  assert.deepEqual(desk.range(), { top: 0, bottom: 2, left: 2, right: 2 });
  desk.fit(2, 2);
  assert.deepEqual([desk.spot().row, desk.spot().col], [0, 1]);
});
