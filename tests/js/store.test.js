// The queue of a lesson: shown at once, settled by answers, kept through a lost connection.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LESSON, lineState, markOf, workChoices } from "../../assets/parts/lesson/sheet.js";
import { createStore, memoryStorage, newKey, settle, target } from "../../assets/parts/lesson/store.js";
import { tabStorage } from "../../assets/parts/offline/here.js";

/** @typedef {import("../../assets/parts/lesson/store.js").Operation} Operation */

const SHEET = /** @type {any} */ ({
  id: 7, on: "2026-11-18", today: "2026-11-18", topic: "", last_topic: "", homework: "", homework_version: 0,
  homework_minutes: 0, homework_due: null, next_lesson: "2026-11-20", no_homework: false, roll_called: false,
  values: ["5", "4", "3", "2"], kinds: [[1, "Ответ", "О", 100], [2, "Диктант", "Д", 200]], works: [[10, 1, 1]],
  pupils: [[101, "Иванова Анна", "", 0, 0, false], [102, "Петров Иван", "Н", 0, 3, true]],
  marks: [[50, 10, 101, "4", "", 2]], files: [[9, "plan.pdf", 1000]],
});

function aLesson(storage = memoryStorage()) {
  /** @type {Operation[][]} */
  const sent = [];
  const store = createStore(LESSON, (operations) => sent.push(operations), storage);
  store.receive(SHEET);
  /** @param {number} [n] */
  const last = (n = -1) => /** @type {Operation} */ (sent.flat().at(n));
  /** @param {Operation} o @param {any} [more] */
  const answer = (o, more) => store.answer([{ key: o.key, ok: true, message: "", code: "", version: 0, ...more }]);
  return { store, sent, last, answer };
}

test("a mark is shown at once, sent with the version seen, and stays after the answer", () => {
  const { store, last, answer } = aLesson();
  store.act(7, "mark", { student_id: 101, kind_id: 1, number: 1, value: "5", comment: "" });
  assert.equal(markOf(store.view(), { student_id: 101, kind_id: 1 })?.[3], "5");
  assert.equal(last().args.expected_version, 2);
  assert.equal(lineState(store.state(), 101).word, "waiting");
  answer(last(), { version: 3 });
  assert.equal(lineState(store.state(), 101).word, "saved");
  assert.deepEqual(store.state().base.marks, [[50, 10, 101, "5", "", 3]]);
});

test("two quick changes of one cell follow each other's versions", () => {
  const { store, sent } = aLesson();
  for (const value of ["5", "3"]) store.act(7, "mark", { student_id: 101, kind_id: 1, number: 1, value, comment: "" });
  assert.deepEqual(sent.flat().map((o) => o.args.expected_version), [2, 3]);
});

test("a second mark of a kind makes a second work", () => {
  const { store } = aLesson();
  store.act(7, "mark", { student_id: 101, kind_id: 2, number: 1, value: "4", comment: "" });
  store.act(7, "mark", { student_id: 101, kind_id: 2, number: 2, value: "5", comment: "" });
  assert.deepEqual(store.view().works.slice(1).map((w) => [w[1], w[2]]), [[2, 1], [2, 2]]);
  const choices = workChoices(store.view()).map((c) => [c.kind, c.number, c.isNew]);
  assert.deepEqual(choices, [[1, 1, false], [2, 1, false], [2, 2, false], [1, 2, true], [2, 3, true]]);
});

test("what is unanswered is sent again under the same keys, and a late double answer does nothing", () => {
  const { store, sent, last, answer } = aLesson();
  store.act(7, "attendance", { student_id: 101, code: "Н", minutes_late: 0 });
  const first = last();
  store.resend();
  assert.equal(last().key, first.key);
  answer(first);
  answer(first);
  store.resend();
  assert.equal(sent.length, 2);
  assert.equal(store.view().pupils[0][2], "Н");
});

test("the queue outlives its page: another store takes it over", () => {
  const storage = memoryStorage();
  const { store, last } = aLesson(storage);
  store.act(7, "topic", { topic: "Степень" });
  const later = aLesson(storage);
  assert.equal(later.store.view().topic, "Степень");
  later.store.resend();
  assert.equal(later.last().key, last().key);
});

test("what a tab keeps of one person is neither seen nor sent by another", () => {
  /** @type {Map<string, string>} */
  const box = new Map();
  const like = {
    getItem: /** @param {string} n */ (n) => box.get(n) ?? null,
    setItem: /** @param {string} n @param {string} v */ (n, v) => box.set(n, v),
    removeItem: /** @param {string} n */ (n) => box.delete(n),
  };
  Object.defineProperty(globalThis, "sessionStorage", { value: like, configurable: true });
  const { store } = aLesson(tabStorage(5));
  store.act(7, "topic", { topic: "Степень" });
  assert.equal(tabStorage(6).load().queue.length, 0);
  assert.equal(aLesson(tabStorage(5)).store.view().topic, "Степень");
  store.answer([{ key: tabStorage(5).load().queue[0].key, ok: true, message: "", code: "", version: 1 }]);
  assert.equal(box.size, 0);
  Reflect.deleteProperty(globalThis, "sessionStorage");
});

test("after a conflict the last entry about the same thing is what a person decides on", () => {
  const { store, sent, answer } = aLesson();
  for (const value of ["5", "3"]) store.act(7, "mark", { student_id: 101, kind_id: 1, number: 1, value, comment: "" });
  store.act(7, "mark", { student_id: 102, kind_id: 1, number: 1, value: "4", comment: "" });
  answer(sent.flat()[0], { ok: false, code: "conflict", message: "4" });
  assert.deepEqual(store.state().refused.map((r) => r.operation.args.value), ["3"]);
  assert.deepEqual(store.state().queue.map((o) => o.args.student_id), [102]);
});

test("after another refusal the next entry about the same thing stands on what the first stood on", () => {
  const { store, sent, answer } = aLesson();
  for (const comment of ["", "долг"]) store.act(7, "mark", { student_id: 102, kind_id: 1, number: 1, value: "5", comment });
  answer(sent.flat()[0], { ok: false, code: "absent_needs_comment", message: "" });
  assert.deepEqual(store.state().queue.map((o) => [o.args.comment, o.args.expected_version]), [["долг", 0]]);
});

test("what was refused stays through another lesson and another store until somebody decides", () => {
  const storage = memoryStorage();
  const { store, last, answer } = aLesson(storage);
  store.act(7, "topic", { topic: "Степень" });
  answer(last(), { ok: false, code: "conflict", message: "" });
  store.receive({ ...SHEET, id: 8 });
  assert.equal(store.state().refused.length, 1);
  const later = aLesson(storage).store;
  later.dismiss(later.state().refused[0].operation.key);
  assert.equal(storage.load().refused.length, 0);
});

test("somebody else's change arrives beneath what is waiting", () => {
  const { store } = aLesson();
  store.act(7, "attendance", { student_id: 101, code: "Н", minutes_late: 0 });
  const live = structuredClone(SHEET);
  live.pupils[1][2] = "Б";
  store.receive(live);
  assert.deepEqual(store.view().pupils.map((p) => p[2]), ["Н", "Б"]);
});

test("a refusal goes back to the truth, says why, and can be done again with a comment", () => {
  const { store, last, answer } = aLesson();
  store.act(7, "mark", { student_id: 102, kind_id: 1, number: 1, value: "5", comment: "" });
  answer(last(), { ok: false, message: "Не было на уроке", code: "absent_needs_comment" });
  assert.equal(markOf(store.view(), { student_id: 102, kind_id: 1 }), undefined);
  const { refusal } = lineState(store.state(), 102);
  assert.equal(refusal?.message, "Не было на уроке");
  store.retry(String(refusal?.operation.key), { comment: "долг" });
  assert.equal(last().args.comment, "долг");
  assert.notEqual(last().key, refusal?.operation.key);
  assert.equal(store.state().refused.length, 0);
});

test("a conflict keeps both: theirs on the page, mine in the refusal, until one is chosen", () => {
  const { store, last, answer } = aLesson();
  store.act(7, "mark", { student_id: 101, kind_id: 1, number: 1, value: "5", comment: "" });
  const live = structuredClone(SHEET);
  live.marks[0] = [50, 10, 101, "3", "", 3];
  answer(last(), { ok: false, code: "conflict", message: "3" });
  store.receive(live);
  assert.equal(markOf(store.view(), { student_id: 101, kind_id: 1 })?.[3], "3");
  const [refusal] = store.state().refused;
  assert.equal(refusal.operation.args.value, "5");
  store.retry(refusal.operation.key);
  assert.equal(last().args.expected_version, 3);
});

test("undo puts back what stood there before, once", () => {
  const { store, last, sent } = aLesson();
  store.act(7, "mark", { student_id: 101, kind_id: 1, number: 1, value: "2", comment: "" });
  store.undo();
  assert.equal(last().args.value, "4");
  assert.equal(markOf(store.view(), { student_id: 101, kind_id: 1 })?.[3], "4");
  store.undo();
  assert.equal(sent.flat().length, 2);
});

test("topic and homework carry what their author saw", () => {
  const { store, last } = aLesson();
  store.act(7, "topic", { topic: "Корень" });
  assert.equal(last().args.former, "");
  store.act(7, "homework", { text: "№ 5", minutes: 20, due_on: null });
  assert.equal(last().args.expected_version, 0);
  assert.equal(store.view().homework_due, "2026-11-20");
});

test("a colleague's topic that came while one was typing is a conflict, and mine can still be put", () => {
  const { store, last, answer } = aLesson();
  store.receive({ ...SHEET, topic: "Их тема" });
  store.act(7, "topic", { topic: "Моя тема", former: "" });
  assert.equal(last().args.former, "");
  answer(last(), { ok: false, code: "conflict", message: "Их тема" });
  assert.equal(store.view().topic, "Их тема");
  store.retry(store.state().refused[0].operation.key);
  assert.deepEqual(last().args, { topic: "Моя тема", former: "Их тема" });
});

test("opening another lesson forgets the undo of the former, not its queue", () => {
  const { store } = aLesson();
  store.act(7, "roll", { entries: [] });
  store.act(7, "attendance", { student_id: 101, code: "Н", minutes_late: 0 });
  store.receive({ ...SHEET, id: 8 });
  assert.equal(store.state().undo.length, 0);
  assert.equal(store.state().queue.length, 2);
  assert.equal(store.view().roll_called, false);
});

test("keys are never the same and answers sort the queue", () => {
  assert.equal(new Set(Array.from({ length: 500 }, newKey)).size, 500);
  const op = /** @param {string} key */ (key) => ({ key, lesson: 1, op: "mark", args: { student_id: 1 } });
  const sorted = settle([op("a"), op("b"), op("c")], [
    { key: "a", ok: true, message: "", code: "", version: 1 }, { key: "c", ok: false, message: "x", code: "invalid", version: 0 }]);
  assert.deepEqual([sorted.saved[0][0].key, sorted.waiting[0].key, sorted.refused[0].message], ["a", "b", "x"]);
  assert.equal(target(op("a")), target(op("b")));
});

test("what was taken back is done again, step by step, until something new is done", () => {
  const { store } = aLesson();
  const value = () => markOf(store.view(), { student_id: 101, kind_id: 1 })?.[3];
  for (const v of ["5", "3"]) store.act(7, "mark", { student_id: 101, kind_id: 1, number: 1, value: v, comment: "" });
  store.undo();
  store.undo();
  assert.equal(value(), "4");
  store.redo();
  assert.equal(value(), "5");
  store.redo();
  assert.equal(value(), "3");
  store.redo();
  assert.equal(value(), "3");
  store.undo();
  store.act(7, "mark", { student_id: 101, kind_id: 1, number: 1, value: "2", comment: "" });
  store.redo();
  assert.equal(value(), "2");
});

test("a block is answered line by line: its refused lines stand alone and can be tried again", () => {
  const { store, last } = aLesson();
  const part = /** @param {number} student @param {string} value */ (student, value) =>
    ({ key: "", lesson: 7, op: "mark", args: { student_id: student, kind_id: 1, number: 1, value } });
  store.actAll([part(101, "5"), part(102, "3")]);
  const block = last();
  assert.deepEqual([block.op, block.args.lines.length, block.args.lines[0].lesson_id], ["block", 2, 7]);
  store.answer([{ key: block.key, ok: true, message: "", code: "", version: 0, lines: [[3, "", ""], [0, "absent_needs_comment", "Why?"]] }]);
  assert.deepEqual(store.state().queue, []);
  const [refusal] = store.state().refused;
  assert.deepEqual([refusal.operation.op, refusal.operation.args.student_id, refusal.code], ["mark", 102, "absent_needs_comment"]);
  store.retry(refusal.operation.key, { comment: "an owed work" });
  assert.deepEqual([last().args.student_id, last().args.comment, store.state().refused.length], [102, "an owed work", 0]);
});

test("a block of one is that one, and a block refused whole is refused line by line", () => {
  const { store, last } = aLesson();
  const part = { key: "", lesson: 7, op: "attendance", args: { student_id: 102, code: null, minutes_late: 0 } };
  store.actAll([]);
  store.actAll([part]);
  assert.equal(last().op, "attendance");
  store.actAll([part, { ...part, args: { ...part.args, student_id: 101 } }]);
  store.answer([{ key: last().key, ok: false, message: "No.", code: "not_found", version: 0 }]);
  assert.deepEqual(store.state().refused.map((r) => r.operation.args.student_id), [102, 101]);
});

test("a very large block leaves in pieces", () => {
  const { store, sent } = aLesson();
  const part = /** @param {number} n */ (n) => ({ key: "", lesson: 7, op: "attendance", args: { student_id: 1000 + n, code: "Н", minutes_late: 0 } });
  store.actAll(Array.from({ length: 1500 }, (_, n) => part(n)));
  const blocks = sent.flat().filter((o) => o.op === "block");
  assert.deepEqual(blocks.map((o) => o.args.lines.length), [1000, 500]);
});
