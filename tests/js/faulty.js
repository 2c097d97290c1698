// A teacher's tablet under a bad network: the real queue, store and courier, driven by a seed.
// Called by tests/faults; prints one line of JSON. What the server ends with must equal what was entered.
import { LESSON } from "../../assets/parts/lesson/sheet.js";
import { createStore } from "../../assets/parts/lesson/store.js";
import { memoryBox } from "../../assets/parts/offline/box.js";
import { createCourier } from "../../assets/parts/offline/courier.js";
import { sealedStorage } from "../../assets/parts/offline/kept.js";
import { createVault } from "../../assets/parts/offline/vault.js";

const [url, cookie, lessons, runs, seed] = process.argv.slice(2);
const headers = { "Content-Type": "application/json", Cookie: `ediary_session=${cookie}` };
const KEY = Buffer.alloc(32, 7).toString("base64");
const PATIENCE = 250;

/** Numbers that a seed decides (mulberry32). @param {number} from */
function dice(from) {
  let a = from;
  const next = () => {
    a = (a + 0x6d2b79f5) | 0;
    let n = Math.imul(a ^ (a >>> 15), 1 | a);
    n = (n + Math.imul(n ^ (n >>> 7), 61 | n)) ^ n;
    return ((n ^ (n >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: /** @param {number} n */ (n) => Math.floor(next() * n) };
}

const wait = /** @param {number} ms */ (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {number} lesson */
async function sheetOf(lesson) {
  const answer = await fetch(`${url}/api/offline/lessons/${lesson}`, { headers });
  if (!answer.ok) throw new Error(`sheet ${answer.status}`);
  return answer.json();
}

/** One thing a teacher does. @param {any} store @param {any} sheet @param {ReturnType<typeof dice>} die */
function act(store, sheet, die) {
  const student = sheet.pupils[die.below(sheet.pupils.length)][0];
  const what = die.below(20);
  if (what < 9) {
    const value = die.below(5) ? sheet.values[die.below(4)] : null;
    store.act(sheet.id, "mark", { student_id: student, kind_id: sheet.kinds[0][0], number: 1, value, comment: `c${die.below(9)}`, reason: "" });
  } else if (what < 14) {
    const code = ["Н", "Б", "УП", null][die.below(4)];
    store.act(sheet.id, "attendance", { student_id: student, code, minutes_late: 0 });
  } else if (what < 16) store.act(sheet.id, "topic", { topic: `topic ${die.below(1000)}` });
  else if (what < 17) store.act(sheet.id, "homework", { text: `task ${die.below(1000)}`, minutes: die.below(60), due_on: sheet.on });
  else store.undo();
}

/** What a sheet says, without what only the server knows. @param {any} sheet */
function gist(sheet) {
  const works = new Map(sheet.works.map(/** @param {any} w */ (w) => [w[0], `${w[1]}:${w[2]}`]));
  return JSON.stringify({
    topic: sheet.topic, homework: [sheet.homework, sheet.homework ? sheet.homework_minutes : 0],
    codes: sheet.pupils.map(/** @param {any} p */ (p) => [p[0], p[2], p[4]]),
    marks: sheet.marks.map(/** @param {any} m */ (m) => [works.get(m[1]), m[2], m[3], m[3] ? m[4] : "", m[5]]).filter(/** @param {any} m */ (m) => m[4]).sort(),
  });
}

/** One lesson of one tablet. @param {number} lesson @param {number} number */
async function run(lesson, number) {
  const die = dice(Number(seed) * 100_003 + number);
  const box = memoryBox();
  const base = await sheetOf(lesson);
  let flaws = 1;
  /** A road that loses, delays, doubles and reorders. @param {any} batch @param {(answers: any) => void} heard */
  const send = async (batch, heard) => {
    const body = JSON.stringify({ operations: batch });
    const bad = flaws * die.next();
    if (bad > 0.85) return;
    const times = bad > 0.7 ? 2 : 1;
    for (let n = 0; n < times; n++) {
      const [there, back, lost] = [die.below(40) * flaws, die.below(40) * flaws, flaws * die.next() > 0.85];
      wait(there).then(() => fetch(`${url}/api/offline/operations`, { method: "POST", headers, body })).then(async (answer) => {
        const { answers } = await answer.json();
        await wait(back);
        if (!lost) heard(answers);
      }).catch(() => {});
    }
  };
  /** The page opens: again after each crash, with what lies sealed on the device. */
  const open = async () => {
    const vault = createVault({ box, ask: async () => ({ kind: "key", account: 1, key: KEY }) });
    await vault.openBySession();
    const storage = sealedStorage(vault, 1);
    await storage.settled();
    /** @type {ReturnType<typeof createCourier>} */
    let courier;
    let isAlive = true;
    const store = createStore(LESSON, () => courier.wake(), storage);
    courier = createCourier({
      waiting: () => storage.load().queue, patience: PATIENCE,
      carry: (batch) => send(batch, (answers) => { if (isAlive) { store.answer(answers); courier.wake(); } }),
    });
    const timer = setInterval(courier.wake, 10);
    courier.setOpen(true);
    return { store, storage, courier, close: async () => { isAlive = false; clearInterval(timer); courier.setOpen(false); await storage.settled(); } };
  };
  let page = await open();
  page.store.receive(base);
  const crashes = new Set([die.below(30), die.below(60)]);
  for (let n = 0; n < 25; n++) {
    act(page.store, base, die);
    if (die.next() > 0.6) await wait(die.below(25));
    if (die.next() > 0.9) page.courier.setOpen(false);
    else page.courier.setOpen(true);
    if (!crashes.has(n)) continue;
    const known = page.store.state().base;
    await page.close();
    page = await open();
    page.store.receive(known);
  }
  flaws = 0;
  page.courier.setOpen(true);
  const patience = Date.now() + 60_000;
  while (page.store.state().queue.length && Date.now() < patience) await wait(5);
  const { queue, refused } = page.store.state();
  await wait(400);
  const [entered, there] = [gist(page.store.view()), gist(await sheetOf(lesson))];
  await page.close();
  const isRight = !queue.length && !refused.length && entered === there;
  return isRight ? null : { number, left: queue.length, refused: refused.map((r) => [r.operation.op, r.code, r.message]), entered, there };
}

const all = JSON.parse(lessons);
let next = 0;
/** @type {any[]} */
const wrong = [];
await Promise.all(all.map(async (/** @type {number} */ lesson) => {
  while (next < Number(runs) && wrong.length < 3) {
    const found = await run(lesson, next++);
    if (found) wrong.push(found);
  }
}));
console.log(JSON.stringify({ runs: next, wrong }));
