// @ts-check
// The lists' own parts: which row comes next, what the columns mean, what an address narrows to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { narrowing } from "../../assets/parts/data/calls.js";
import { nextRow } from "../../assets/parts/data/rows.js";
import { mappingOf, mayImport } from "../../assets/parts/data/take_in.js";

test("arrows stop at the first and the last row", () => {
  assert.equal(nextRow(0, 3, "ArrowDown"), 1);
  assert.equal(nextRow(2, 3, "ArrowDown"), 2);
  assert.equal(nextRow(0, 3, "ArrowUp"), 0);
  assert.equal(nextRow(1, 30, "End"), 29);
  assert.equal(nextRow(-1, 3, "ArrowDown"), 0);
  assert.equal(nextRow(1, 3, "x"), -1);
  assert.equal(nextRow(0, 0, "ArrowDown"), -1);
});

test("an address becomes what the server takes, without what is no filter", () => {
  assert.deepEqual(narrowing("level=7&sort=-name&hidden=a,b&archived=1", "зал"), {
    query: "зал", sort: "-name", hidden: ["a", "b"], archived: true, chosen: { level: "7" },
  });
  assert.deepEqual(narrowing("", ""), { query: "", sort: "", hidden: [], archived: false, chosen: {} });
});

test("only columns that mean something are told", () => {
  const column = { letter: "A", title: "", example: "" };
  const said = mappingOf([{ ...column, index: 0, field: "name" }, { ...column, index: 3, field: "" }]);
  assert.equal(said, '{"0":"name"}');
});

test("a table with a problem, with a column missing or with nothing new is not imported", () => {
  const found = { columns: [], fields: [], rows: 1, new: 1, changed: 0, unchanged: 0, problem_count: 0,
    missing: [], problems: [] };
  assert.equal(mayImport(found), true);
  assert.equal(mayImport({ ...found, problem_count: 1 }), false);
  assert.equal(mayImport({ ...found, missing: ["Вес"] }), false);
  assert.equal(mayImport({ ...found, new: 0 }), false);
});
