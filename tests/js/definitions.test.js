// @ts-check
// The editor of definitions: what is typed is kept, told in one spelling, put in at the hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyRow, faultsAt, keepTyped, movedUp, putIn, spelled, typedNumber, unsaved }
  from "../../assets/parts/definitions/content.js";

test("a content is the same whatever order its names came in", () => {
  assert.equal(spelled({ a: 1, b: [{ d: "x", c: null }] }), spelled({ b: [{ c: null, d: "x" }], a: 1 }));
  assert.notEqual(spelled({ a: 1 }), spelled({ a: "1" }));
  assert.equal(spelled(undefined), "null");
});

test("a code is put in where the hand is, and the hand goes inside a loop", () => {
  assert.deepEqual(putIn("<p></p>", "{{ mark }}", 3, 3), { text: "<p>{{ mark }}</p>", at: 13 });
  assert.deepEqual(putIn("ab", "[…]", 1, 2), { text: "a[]", at: 2 });
});

test("a row moves up and stays within its table", () => {
  const [a, b] = [{ code: "a" }, { code: "b" }];
  assert.deepEqual(movedUp([a, b], 1), [b, a]);
  assert.deepEqual(movedUp([a, b], 0), [a, b]);
  assert.deepEqual(movedUp([a, b], 5), [a, b]);
});

test("a new row is filled by the kind of its columns", () => {
  const column = { label: "", help: "", longest: 9, is_required: false, choices: [], columns: [] };
  const choices = [{ id: "every", title: "" }];
  const columns = [{ ...column, name: "day", kind: "choice", choices },
    { ...column, name: "away", kind: "flag" }, { ...column, name: "at", kind: "line" }];
  assert.deepEqual(emptyRow(columns), { day: "every", away: false, at: "" });
});

test("a number is told as one, anything else as it was typed", () => {
  assert.equal(typedNumber(" 12 "), 12);
  assert.equal(typedNumber("много"), "много");
  assert.equal(typedNumber("-1"), "-1");
});

test("a fault stands at its part and its line", () => {
  const faults = [{ place: "body", text: "x", line: 3 }, { place: "subject", text: "y", line: 0 }];
  assert.deepEqual([...faultsAt(faults, "body").lines], [3]);
  assert.deepEqual([...faultsAt(faults, "subject").lines], []);
  assert.equal(faultsAt(faults, "subject").here.length, 1);
});

test("what was typed is kept until the server has it", () => {
  const kept = new Map();
  const storage = { getItem: (/** @type {string} */ k) => kept.get(k) ?? null,
    setItem: (/** @type {string} */ k, /** @type {string} */ v) => kept.set(k, v),
    removeItem: (/** @type {string} */ k) => kept.delete(k) };
  Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
  keepTyped("here", { body: "слова" });
  assert.deepEqual(unsaved("here", { body: "" }), { body: "слова" });
  assert.equal(unsaved("here", { body: "слова" }), null);
  kept.set("here", "{not json");
  assert.equal(unsaved("here", {}), null);
  keepTyped("here", null);
  assert.equal(unsaved("here", {}), null);
});
