// The service worker of the site. It keeps what was opened, and the runners who are
// followed, to be read without a connection. Pages and data are always asked for first,
// so nothing old is shown while there is a connection; files of assets/ never change. What
// the site no longer has is forgotten when it is asked for, and of the runners that are
// kept some are asked for again on every visit. It answers for nothing but this site.

const NAME = "guntime " + new URL("./", location.href).pathname;
const MOST = 300; // pages and files, and as many assets
const AGAIN = 10; // runners that are asked for again on a visit
const MINUTES = 10; // between two such visits

/** @typedef {{ respondWith(answer: Promise<Response>): void, waitUntil(work: Promise<unknown>): void, request: Request, data: unknown }} WorkerEvent */
const worker = /** @type {{ addEventListener(type: string, call: (event: WorkerEvent) => void): void, skipWaiting(): Promise<void>, clients: { claim(): Promise<void> } }} */ (/** @type {unknown} */ (self));
const root = new URL("./", location.href).href;
let looked = 0;

/** @type {(url: string) => boolean} */
const asset = (url) => url.startsWith(root + "assets/");

/** @type {(url: string) => boolean} */
const runner = (url) => url.slice(root.length).includes("/runners/");

// ours tells what the worker answers: pages and the files they load.
/** @type {(request: Request) => boolean} */
function ours(request) {
  if (request.method !== "GET" || !request.url.startsWith(root) || request.headers.has("Range")) return false;
  const path = new URL(request.url).pathname;
  return path !== new URL(root).pathname + "sw.js" && (path.endsWith("/") || /\.(html|json|css|js|svg|png)$/.test(path));
}

// keep stores an answer, or forgets what the site no longer has.
/** @type {(cache: Cache, url: string, answer: Response) => Promise<void>} */
async function keep(cache, url, answer) {
  if (answer.status === 404 || answer.status === 410) {
    await cache.delete(url);
    return;
  }
  if (answer.status !== 200 || answer.redirected || answer.type !== "basic") return;
  await cache.delete(url); // what was asked for last stands last
  await cache.put(url, answer);
  const all = (await cache.keys()).filter((one) => asset(one.url) === asset(url));
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await cache.delete(old);
}

/** @type {(url: string) => string} */
const plain = (url) => url.replace(/[?#].*$/, "");

/** @type {(event: WorkerEvent) => Promise<Response>} */
async function answer(event) {
  const request = event.request, url = plain(request.url);
  const cache = await caches.open(NAME);
  if (asset(url)) {
    const kept = await cache.match(url);
    if (kept) return kept;
  }
  try {
    const fresh = await fetch(request);
    const copy = fresh.clone();
    event.waitUntil(keep(cache, url, copy).catch(() => {}));
    return fresh;
  } catch (e) {
    const kept = await cache.match(url) ?? (url.endsWith("/") ? await cache.match(url + "index.html") : undefined);
    if (kept) return kept;
    throw e;
  }
}

// look asks again for runners that are kept, those first whom nobody asked for longest.
async function look() {
  if (Date.now() - looked < MINUTES * 60000) return;
  looked = Date.now();
  const cache = await caches.open(NAME);
  const kept = (await cache.keys()).map((request) => request.url).filter(runner);
  for (const url of kept.slice(0, AGAIN)) await keep(cache, url, await fetch(url, { cache: "no-cache" }));
}

// follow keeps the pages of the runners who are followed.
/** @type {(urls: string[]) => Promise<void>} */
async function follow(urls) {
  const cache = await caches.open(NAME);
  for (const url of urls.map(plain)) {
    if (url.startsWith(root) && !(await cache.match(url))) await keep(cache, url, await fetch(url, { cache: "no-cache" }));
  }
}

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  if (!ours(event.request)) return;
  event.respondWith(answer(event));
  if (event.request.mode === "navigate") event.waitUntil(look().catch(() => {}));
});
worker.addEventListener("message", (event) => {
  const urls = event.data && typeof event.data === "object" && "follow" in event.data ? event.data.follow : null;
  if (Array.isArray(urls)) event.waitUntil(follow(urls.filter((url) => typeof url === "string").slice(0, MOST / 2)).catch(() => {}));
});
