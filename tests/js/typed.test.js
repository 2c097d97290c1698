// A field that is typed into while the server's answers come late.
import assert from "node:assert/strict";
import { test } from "node:test";
import { heard } from "../../assets/parts/typed.js";

test("an echo of what was typed changes nothing, nor does a late one", () => {
  assert.deepEqual(heard(["1", "15", "15а"], "1"), { told: ["15", "15а"], isNew: false });
  assert.deepEqual(heard(["1", "15", "15а"], "15а"), { told: [], isNew: false });
});

test("another value from the server is taken over and ends the waiting", () => {
  assert.deepEqual(heard([], "приказ 7"), { told: [], isNew: true });
  assert.deepEqual(heard(["1", "15"], ""), { told: [], isNew: true });
});
