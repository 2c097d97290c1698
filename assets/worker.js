// @ts-check
// The service worker: keeps the shell of the app, so that it opens without a network.
//
// It keeps documents, scripts, styles and fonts of one build, and the words of the language: what
// everybody gets alike. Pages are shells; what is personal comes by the socket and `/api`, which
// pass by here. It also holds an open key over a reload: in memory, for a minute, never on disk.

/** Written by the build: its version, and the files a teacher's pages consist of. */
const BUILD = { version: "unbuilt", files: [] };

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {any} */ (globalThis));
const CACHE = `ediary-${BUILD.version}`;
const SHELL = ["/", "/boot.js", "/i18n/current.js", "/favicon.svg", "/app.webmanifest"];
/** How long a page may take before the kept one is shown, and how long a lost network is believed lost. */
const PAGE_MS = 3000;
const WORDS_MS = 2000;
const AWAY_MS = 10_000;
const HOLD_MS = 60_000;
let awayUntil = 0;
/** @type {{account: number, key: CryptoKey, until: number} | null} */
let held = null;

worker.addEventListener("install", (event) => {
  const anew = /** @param {string} path */ (path) => new Request(path, { cache: "reload" });
  const files = /** @type {string[]} */ (BUILD.files);
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...SHELL.map(anew), ...files])).then(() => worker.skipWaiting()));
  const routes = /** @type {any} */ (event).addRoutes;
  routes?.call(event, ["/api/*", "/_event*"].map((pathname) => ({ condition: { urlPattern: { pathname } }, source: "network" })))
    ?.catch(() => {});
});

worker.addEventListener("activate", (event) => {
  const begin = async () => {
    await worker.clients.claim();
    const old = (await caches.keys()).filter((name) => name.startsWith("ediary-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.registration.navigationPreload?.enable();
  };
  event.waitUntil(begin());
});

/** What is kept under a path. @param {string} path @returns {Promise<Response | undefined>} */
const kept = async (path) => (await caches.open(CACHE)).match(path);

/** The network's answer, or nothing when it takes too long or does not come.
 * @param {Promise<Response | undefined>} asked @param {number} patience @returns {Promise<Response | undefined>} */
async function inTime(asked, patience) {
  if (Date.now() < awayUntil) patience = Math.min(patience, 300);
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  const answer = await Promise.race([asked.catch(() => undefined), late]);
  awayUntil = answer ? 0 : Date.now() + AWAY_MS;
  return answer instanceof Response ? answer : undefined;
}

/** A page: from the network, else the shell; the app shows the page by its address. @param {FetchEvent} event */
async function page(event) {
  const asked = Promise.resolve(event.preloadResponse).then((ready) => ready ?? fetch(event.request));
  const answer = await inTime(asked, PAGE_MS);
  return answer ?? (await kept("/")) ?? asked;
}

/** What may change under its name: the newest, else the kept. @param {Request} request @param {string} path */
async function newest(request, path) {
  const asked = fetch(request);
  const answer = await inTime(asked, WORDS_MS);
  if (answer?.ok && path !== "/") (await caches.open(CACHE)).put(path, answer.clone());
  return answer ?? (await kept(path)) ?? asked;
}

/** A file whose name says what is in it: kept for good. @param {Request} request @param {string} path */
async function lasting(request, path) {
  const found = await kept(path);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") (await caches.open(CACHE)).put(path, answer.clone());
  return answer;
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (pathname.startsWith("/api/") || pathname.startsWith("/_event")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (pathname.startsWith("/assets/")) event.respondWith(lasting(request, pathname));
  else if (SHELL.includes(pathname)) event.respondWith(newest(request, pathname));
});

worker.addEventListener("message", (event) => {
  const said = event.data ?? {};
  if (said.type === "hold") held = { account: said.account, key: said.key, until: Date.now() + HOLD_MS };
  if (said.type === "forget") held = null;
  if (said.type === "ask") event.ports[0]?.postMessage(held && held.until > Date.now() ? held : null);
});
