// @ts-check
// The search everywhere: what opens it, how one walks through it, what it says of its state.
import assert from "node:assert/strict";
import { test } from "node:test";
import { opensSearch } from "../../assets/parts/search/opener.js";
import { optionsOf, stateOf, walked } from "../../assets/parts/search/walking.js";

const HIT = { title: "Ёлкин Пётр", note: "7А", route: "/people/1" };
const FOUND = { asked: "елкин", meant: "", groups: [{ name: "people", title: "Люди", hits: [HIT], all_at: "/people" }] };

test("the slash opens the search where nobody types, Ctrl+K everywhere", () => {
  const within = { closest: () => ({}) };
  const outside = { closest: () => null };
  assert.equal(opensSearch({ key: "/", target: outside }), true);
  assert.equal(opensSearch({ key: "/", target: within }), false);
  assert.equal(opensSearch({ key: "/", target: outside, defaultPrevented: true }), false);
  assert.equal(opensSearch({ key: "л", code: "KeyK", ctrlKey: true, target: within }), true);
  assert.equal(opensSearch({ key: "k", code: "KeyK", target: outside }), false);
});

test("all that was found is one row of options, and its ends meet", () => {
  const options = optionsOf(FOUND, "Показать всё");
  assert.deepEqual(options.map((one) => [one.title, one.route, one.isAll]), [
    ["Ёлкин Пётр", "/people/1", false], ["Показать всё", "/people", true]]);
  assert.equal(walked(1, 2, "ArrowDown"), 0);
  assert.equal(walked(0, 2, "ArrowUp"), 1);
  assert.equal(walked(0, 2, "a"), -1);
  assert.equal(walked(0, 0, "ArrowDown"), -1);
});

test("an answer to another line is not an answer yet", () => {
  assert.equal(stateOf("е", FOUND, false), "start");
  assert.equal(stateOf("  елкин ", FOUND, false), "found");
  assert.equal(stateOf("елкина", FOUND, false), "waiting");
  assert.equal(stateOf("елкина", FOUND, true), "late");
  assert.equal(stateOf("елкин", { ...FOUND, groups: [] }, false), "none");
});
