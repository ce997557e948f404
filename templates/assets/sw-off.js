// Takes the place of sw.js on a site that keeps nothing any more: it forgets what was kept
// and goes.
(() => {
  /** @typedef {{ waitUntil(work: Promise<unknown>): void }} OffEvent */
  const worker = /** @type {{ addEventListener(type: string, call: (event: OffEvent) => void): void, skipWaiting(): Promise<void>, registration: { unregister(): Promise<boolean> } }} */ (/** @type {unknown} */ (self));
  const name = "guntime " + new URL("./", location.href).pathname;
  worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
  worker.addEventListener("activate", (event) => event.waitUntil(caches.delete(name).then(() => worker.registration.unregister())));
})();
