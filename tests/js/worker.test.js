// The service worker: keeps shells and files of one build, lets everything personal pass by.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../assets/worker.js", import.meta.url), "utf8");
const HOST = "https://any.name";

/** A browser around the worker. @param {{version: string, files: string[]}} build @param {Map<string, Map<string, Response>>} stores */
function aWorker(build, stores = new Map()) {
  /** @type {Record<string, (event: any) => void>} */
  const on = {};
  const net = { isThere: true, asked: /** @type {string[]} */ ([]), delay: 0 };
  const pathOf = /** @param {any} r */ (r) => new URL(typeof r === "string" ? r : r.url, HOST).pathname;
  /** @param {any} request */
  const get = async (request) => {
    net.asked.push(pathOf(request));
    if (net.delay) await new Promise((resolve) => setTimeout(resolve, net.delay));
    if (!net.isThere) throw new TypeError("no network");
    const answer = new Response(`net:${pathOf(request)}`);
    Object.defineProperty(answer, "type", { value: "basic" });
    return answer;
  };
  const open = /** @param {string} name */ async (name) => {
    const store = stores.get(name) ?? new Map();
    stores.set(name, store);
    return {
      match: async (/** @type {any} */ r) => store.get(pathOf(r))?.clone(),
      put: async (/** @type {any} */ r, /** @type {Response} */ answer) => void store.set(pathOf(r), answer),
      addAll: async (/** @type {any[]} */ all) => { for (const r of all) store.set(pathOf(r), await get(r)); },
    };
  };
  const caches = { open, keys: async () => [...stores.keys()], delete: async (/** @type {string} */ n) => stores.delete(n) };
  class Asked { constructor(/** @type {string} */ url) { this.url = new URL(url, HOST).href; } }
  const context = vm.createContext({
    caches, fetch: get, Request: Asked, Response, URL, Date, Promise, Math, setTimeout, location: { origin: HOST },
    addEventListener: (/** @type {string} */ kind, /** @type {any} */ heard) => { on[kind] = heard; },
    skipWaiting: async () => {}, registration: {}, clients: { claim: async () => {} },
  });
  vm.runInContext(SOURCE.replace('{ version: "unbuilt", files: [] }', JSON.stringify(build)), context);
  /** @param {string} kind @param {any} [more] */
  const tell = async (kind, more = {}) => {
    /** @type {Promise<any>[]} */
    const works = [];
    on[kind]({ waitUntil: (/** @type {Promise<any>} */ p) => works.push(p), ...more });
    await Promise.all(works);
  };
  /** What the worker answers, as text; null when it leaves the request alone. @param {string} path @param {any} [more] */
  const ask = async (path, more = {}) => {
    /** @type {Promise<Response> | null} */
    let answered = null;
    const request = { url: HOST + path, method: "GET", mode: "no-cors", ...more };
    on.fetch({ request, preloadResponse: undefined, respondWith: (/** @type {any} */ p) => (answered = p) });
    return answered ? (await /** @type {any} */ (answered)).text() : null;
  };
  return { tell, ask, net, stores };
}

const BUILD = { version: "one", files: ["/assets/app-1.js"] };
const page = { mode: "navigate" };

test("a page comes from the network, and without one it is the shell, whatever its address", async () => {
  const { tell, ask, net } = aWorker(BUILD);
  await tell("install");
  assert.equal(await ask("/lesson/7", page), "net:/lesson/7");
  net.isThere = false;
  assert.equal(await ask("/lesson/7", page), "net:/");
  assert.equal(await ask("/assets/app-1.js"), "net:/assets/app-1.js");
  assert.equal(await ask("/i18n/current.js"), "net:/i18n/current.js");
});

test("the interface, the socket, other origins and writing pass by", async () => {
  const { tell, ask } = aWorker(BUILD);
  await tell("install");
  assert.equal(await ask("/api/files/3", page), null);
  assert.equal(await ask("/api/offline/key", { method: "POST" }), null);
  assert.equal(await ask("/_event/?token=1"), null);
  assert.equal(await ask("/today", { method: "POST" }), null);
  assert.equal(await ask("/x.js", { url: "https://elsewhere.example/assets/x.js" }), null);
});

test("pages are never kept, files are asked once", async () => {
  const { tell, ask, net, stores } = aWorker(BUILD);
  await tell("install");
  await ask("/lesson/7", page);
  await ask("/assets/other-2.js");
  await ask("/assets/other-2.js");
  assert.equal(net.asked.filter((p) => p === "/assets/other-2.js").length, 1);
  const kept = [...(stores.get("ediary-one")?.keys() ?? [])].sort();
  assert.deepEqual(kept, ["/", "/app.webmanifest", "/assets/app-1.js", "/assets/other-2.js", "/boot.js", "/favicon.svg", "/i18n/current.js"]);
});

test("a new build takes the old one's cache away and leaves others' alone", async () => {
  const { tell, stores } = aWorker(BUILD);
  await tell("install");
  stores.set("somebody", new Map());
  const next = aWorker({ version: "two", files: [] }, stores);
  await next.tell("install");
  await next.tell("activate");
  assert.deepEqual([...stores.keys()].sort(), ["ediary-two", "somebody"]);
});

test("a network that does not answer in time gives way to the shell", async () => {
  const { tell, ask, net } = aWorker(BUILD);
  await tell("install");
  net.delay = 3400;
  assert.equal(await ask("/today", page), "net:/");
});

test("an open key is held in memory for its asker, until it is told to forget", async () => {
  const { tell } = aWorker(BUILD);
  const asked = async () => {
    /** @type {any[]} */
    const heard = [];
    await tell("message", { data: { type: "ask" }, ports: [{ postMessage: (/** @type {any} */ m) => heard.push(m) }] });
    return heard[0];
  };
  assert.equal(await asked(), null);
  await tell("message", { data: { type: "hold", account: 5, key: "k" } });
  assert.equal((await asked()).account, 5);
  await tell("message", { data: { type: "forget" } });
  assert.equal(await asked(), null);
});
