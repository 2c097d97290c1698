// What a device keeps: sealed, opened by a session or a PIN, in one order, carried a batch at a time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { followed, restood } from "../../assets/parts/lesson/chain.js";
import { LESSON } from "../../assets/parts/lesson/sheet.js";
import { createStore, newKey } from "../../assets/parts/lesson/store.js";
import { memoryBox } from "../../assets/parts/offline/box.js";
import { batchOf, createCourier } from "../../assets/parts/offline/courier.js";
import { sealedStorage } from "../../assets/parts/offline/kept.js";
import { createVault, TRIES } from "../../assets/parts/offline/vault.js";

/** @typedef {import("../../assets/parts/lesson/store.js").Operation} Operation */
/** @typedef {import("../../assets/parts/offline/vault.js").Given} Given */

const CANARY = "Канарейкина";
const KEYS = /** @type {Record<number, string>} */ ({ 5: Buffer.alloc(32, 5).toString("base64"), 6: Buffer.alloc(32, 6).toString("base64") });

function aTablet() {
  const box = memoryBox();
  const server = { account: 5, says: "key" };
  const clock = { now: 1_000_000 };
  const ask = async () => /** @type {Given} */ ({ kind: server.says, account: server.account, key: KEYS[server.account] });
  const start = () => createVault({ box, ask, now: () => clock.now, rounds: 1000 });
  return { box, server, clock, start };
}

/** @param {number} student @param {string} value @returns {Operation} */
const mark = (student, value) => ({ key: newKey(), lesson: 7, op: "mark", args: { student_id: student, kind_id: 1, value } });

/** Everything that lies in the drawer, as somebody without a key reads it. @param {ReturnType<typeof memoryBox>} box */
async function raw(box) {
  const rows = [...(await box.entries(5)), ...(await box.entries(6)), ...(await box.sheets())];
  return JSON.stringify(rows) + rows.map((r) => Buffer.from(r.sealed).toString("utf8")).join() + JSON.stringify(await box.meta("door"));
}

test("what is kept is read by nobody without the key, and by its owner after a restart", async () => {
  const { box, start } = aTablet();
  const vault = start();
  await vault.openBySession();
  await vault.keep("lesson:7", { pupils: [[1, CANARY]] });
  const storage = sealedStorage(vault, 5);
  storage.save({ queue: [{ ...mark(1, "5"), args: { text: CANARY } }], refused: [] });
  await storage.settled();
  assert.ok(!(await raw(box)).includes(CANARY));
  const later = start();
  assert.equal(await later.seen("lesson:7"), null);
  await later.openBySession();
  assert.equal((await later.seen("lesson:7"))?.value.pupils[0][1], CANARY);
  const again = sealedStorage(later, 5);
  await again.settled();
  assert.equal(again.load().queue[0].args.text, CANARY);
});

test("another account sees nothing; what was unsent leaves when its owner is back", async () => {
  const { server, start } = aTablet();
  const first = start();
  await first.openBySession();
  await first.keep("today", { name: CANARY });
  const mine = sealedStorage(first, 5);
  mine.save({ queue: [mark(1, "5")], refused: [] });
  await mine.settled();
  server.account = 6;
  const other = start();
  await other.openBySession();
  assert.equal(await other.seen("today"), null);
  assert.deepEqual(await other.entries(), []);
  const theirs = sealedStorage(other, 6);
  await theirs.settled();
  assert.deepEqual(theirs.load().queue, []);
  server.account = 5;
  const back = start();
  await back.openBySession();
  assert.equal(await back.seen("today"), null);
  assert.equal((await back.entries()).length, 1);
});

test("an ended session takes the PIN and the sheets away and leaves the queue sealed", async () => {
  const { box, server, start } = aTablet();
  const vault = start();
  await vault.setPin("123456");
  await vault.keep("today", {});
  await vault.putEntry("k", { operation: mark(1, "5") });
  server.says = "ended";
  assert.equal(await vault.openBySession(), "ended");
  assert.deepEqual([vault.account(), (await box.sheets()).length, await box.meta("door")], [0, 0, undefined]);
  assert.equal((await box.entries(5)).length, 1);
});

test("a PIN opens without a network; wrong ones wait longer and longer, the tenth takes it away", async () => {
  const { server, clock, start } = aTablet();
  const vault = start();
  assert.equal(await vault.setPin("12345"), false);
  assert.equal(await vault.setPin("135790"), true);
  server.says = "away";
  const later = start();
  assert.equal(await later.openBySession(), "away");
  assert.deepEqual(await later.openByPin("000000"), { kind: "wrong", left: TRIES - 1, wait: 0 });
  assert.equal((await later.openByPin("135790")).kind, "open");
  assert.equal(later.account(), 5);
  const waits = [];
  for (let n = 1; n < TRIES; n++) {
    const said = await start().openByPin("000000");
    waits.push(said.kind === "wrong" ? said.wait : -1);
    if (said.kind === "wrong" && said.wait) assert.equal((await start().openByPin("135790")).kind, "wrong");
    clock.now += 1000 * 600;
  }
  assert.deepEqual(waits, [0, 0, 5, 15, 30, 60, 120, 300, 600]);
  assert.equal((await start().openByPin("000000")).kind, "gone");
  assert.equal((await start().openByPin("135790")).kind, "gone");
});

test("two tabs show one queue, and neither drops what the other has just added", async () => {
  const { start } = aTablet();
  const vault = start();
  await vault.openBySession();
  /** @type {(() => void)[]} */
  const ears = [];
  const tabs = { tell: () => ears.forEach((ear) => ear()), hear: /** @param {() => void} ear */ (ear) => void ears.push(ear) };
  const [one, two] = [sealedStorage(vault, 5, tabs), sealedStorage(vault, 5, tabs)];
  await Promise.all([one.settled(), two.settled()]);
  const [a, b] = [mark(1, "5"), mark(2, "4")];
  one.save({ queue: [a], refused: [] });
  two.save({ queue: [b], refused: [] });
  for (let n = 0; n < 4; n++) await Promise.all([one.settled(), two.settled()]);
  assert.deepEqual(one.load().queue.map((o) => o.key).sort(), [a.key, b.key].sort());
  assert.deepEqual(one.load(), two.load());
  one.save({ queue: [], refused: [{ operation: a, message: "нет", code: "conflict" }] });
  for (let n = 0; n < 4; n++) await Promise.all([one.settled(), two.settled()]);
  assert.deepEqual(two.load().refused.map((r) => r.message), ["нет"]);
});

test("entries made before the seal opens go behind those that lay in the drawer", async () => {
  const { start } = aTablet();
  const vault = start();
  await vault.openBySession();
  const early = sealedStorage(vault, 5);
  const old = mark(1, "5");
  early.save({ queue: [old], refused: [] });
  await early.settled();
  const later = start();
  const storage = sealedStorage(later, 5);
  const store = createStore(LESSON, () => {}, storage);
  storage.subscribe(store.reload);
  store.act(7, "topic", { topic: "Степень" });
  await storage.settled();
  assert.equal(storage.isLoaded(), false);
  await later.openBySession();
  await storage.settled();
  assert.deepEqual(store.state().queue.map((o) => o.op), ["mark", "topic"]);
  const after = sealedStorage(later, 5);
  await after.settled();
  assert.deepEqual(after.load().queue.map((o) => o.op), ["mark", "topic"]);
});

test("an open key goes over a reload in memory, and not to another account", async () => {
  const { box, server } = aTablet();
  /** @type {any} */
  let held = null;
  const helper = { hold: /** @param {number} account @param {CryptoKey} key */ (account, key) => void (held = { account, key }), ask: async () => held, forget: () => void (held = null) };
  const ask = async () => /** @type {Given} */ (server.says === "key" ? { kind: "key", account: 5, key: KEYS[5] } : { kind: "away" });
  const vault = createVault({ box, ask, helper });
  await vault.openBySession();
  assert.equal(held.key.extractable, false);
  server.says = "away";
  const later = createVault({ box, ask, helper });
  assert.equal(await later.resume(), true);
  await box.setMeta("owner", 6);
  assert.equal(await createVault({ box, ask, helper }).resume(), false);
  await later.clear();
  assert.equal(held, null);
});

test("one batch is under way at a time, in order, and again under the same keys when unanswered", () => {
  let queue = [mark(1, "5"), mark(2, "4"), mark(1, "3"), mark(3, "2")];
  const clock = { now: 0 };
  /** @type {string[][]} */
  const sent = [];
  const courier = createCourier({ waiting: () => queue, carry: (batch) => sent.push(batch.map((o) => o.args.value)), now: () => clock.now });
  courier.wake();
  assert.deepEqual(sent, []);
  courier.setOpen(true);
  courier.wake();
  assert.deepEqual(sent, [["5", "4"]]);
  clock.now = 4001;
  courier.wake();
  assert.deepEqual(sent, [["5", "4"], ["5", "4"]]);
  queue = queue.slice(2);
  courier.wake();
  assert.deepEqual(sent.at(-1), ["3", "2"]);
  courier.setOpen(false);
  courier.setOpen(true);
  assert.equal(sent.length, 4);
  assert.equal(batchOf(Array.from({ length: 150 }, (_, n) => mark(n, "5"))).length, 100);
});

/** @param {[number, string, number][]} lines student, value, version seen @returns {Operation} */
const block = (lines) => ({
  key: newKey(), lesson: 7, op: "block",
  args: { lines: lines.map(([student_id, value, expected_version]) => ({ op: "mark", lesson_id: 7, student_id, kind_id: 1, value, expected_version })) },
});

test("blocks that share a cell travel one after another, and what is saved moves what stands on it", () => {
  const [first, second, other] = [block([[1, "5", 0], [2, "4", 3]]), block([[2, "3", 4], [3, "3", 0]]), block([[4, "2", 0]])];
  assert.deepEqual(batchOf([first, second, other]), [first]);
  const answer = { key: first.key, ok: true, message: "", code: "", version: 0, lines: /** @type {[number, string, string][]} */ ([[1, "", ""], [3, "", ""]]) };
  const [moved] = restood([second], [[first, answer]]);
  assert.deepEqual(moved.args.lines.map((/** @type {any} */ l) => l.expected_version), [3, 0]);
});

test("a conflict in a cell takes the later line of a block along and leaves the others", () => {
  const later = block([[2, "3", 4], [3, "3", 0]]);
  const refused = [{ operation: { ...mark(2, "4"), args: { student_id: 2, kind_id: 1, value: "4", expected_version: 3 } }, message: "", code: "conflict" }];
  const found = followed([later], refused);
  assert.deepEqual(found.waiting[0].args.lines.map((/** @type {any} */ l) => l.student_id), [3]);
  assert.deepEqual(found.refused[0].operation.args.value, "3");
});
