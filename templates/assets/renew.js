// Renews a page of a race that is under way. It asks for the page again every
// 20 to 30 seconds, less often while nothing changes, not while the page is hidden,
// and no more when the race is over. What changed is put in its place: the reader's
// place on the page, what has the focus and what is open stay as they are. It tells
// how fresh the page is, and since when a runner is overdue. All words stand in the page.

/**
 * @typedef {{ changes: number }} News
 * @typedef {{ part?: () => Promise<{ old: Element, next: Element } | null> }} Renewal what another script of the page renews
 */

const LEAST = 20000, SPREAD = 10000, MOST = 120000; // milliseconds between two questions

// pause is how long to wait: longer while nothing changes, and never for two
// browsers alike.
/** @type {(idle: number, random: number) => number} */
export const pause = (idle, random) => Math.min(MOST, LEAST * 1.3 ** Math.max(0, idle - 2)) + random * SPREAD;

// kept is a part of the page that belongs to a script.
/** @type {(part: Node) => boolean} */
const kept = (part) => part instanceof Element && part.hasAttribute("data-keep");

// same tells whether one part can become the other. Rows and cells are told apart by
// where they stand alone, and what the page is about may change its class.
/** @type {(a: Node, b: Node) => boolean} */
const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName &&
  (!(a instanceof Element && b instanceof Element) || (a.id === b.id && (a.getAttribute("class") === b.getAttribute("class") || /^(article|aside|body|main|t[drh]|table)$/.test(a.localName))));

// dress gives a part the attributes of another. What is open stays open, what has
// the focus can keep it, and the clock alone says who is overdue.
/** @type {(old: Element, next: Element, news: News) => void} */
function dress(old, next, news) {
  const own = ["open", "tabindex"].concat(old.hasAttribute("data-due") ? "hidden" : []);
  for (const { name } of Array.from(old.attributes)) {
    if (next.hasAttribute(name) || own.includes(name)) continue;
    old.removeAttribute(name);
    news.changes++;
  }
  for (const { name, value } of Array.from(next.attributes)) {
    if (old.getAttribute(name) === value || own.includes(name)) continue;
    old.setAttribute(name, value);
    news.changes++;
  }
}

// become makes the children of a part those of another, and touches only what
// differs. A script that comes in does not run by itself.
/** @type {(old: Element, next: Element, news: News) => void} */
export function become(old, next, news) {
  const parts = Array.from(next.childNodes);
  let at = old.firstChild;
  const drop = () => {
    const gone = at;
    at = at?.nextSibling ?? null;
    if (!gone || kept(gone)) return;
    old.removeChild(gone);
    news.changes++;
  };
  parts.forEach((part, i) => {
    // An element that stands here and comes again later stays; all else goes.
    while (at && !same(at, part) && !(at instanceof Element && parts.slice(i + 1).some((later) => same(/** @type {Node} */ (at), later)))) drop();
    if (!at || !same(at, part)) {
      old.insertBefore(document.importNode(part, true), at);
      news.changes++;
      return;
    }
    if (!(at instanceof Element && part instanceof Element)) {
      if (at.nodeValue !== part.nodeValue) {
        at.nodeValue = part.nodeValue;
        news.changes++;
      }
    } else if (!kept(at)) {
      dress(at, part, news);
      become(at, part, news);
    }
    at = at.nextSibling;
  });
  while (at) drop();
}

// still keeps what the reader looks at where it is, while the page changes.
/** @type {(change: () => void) => void} */
function still(change) {
  const seen = document.elementFromPoint(innerWidth / 2, Math.min(innerHeight / 3, 240));
  const top = seen?.getBoundingClientRect().top ?? 0;
  change();
  if (seen?.isConnected && scrollY > 0) scrollBy({ top: seen.getBoundingClientRect().top - top, behavior: "instant" });
}

// scriptsOf are the addresses of the scripts in a part.
/** @type {(part: ParentNode) => string[]} */
const scriptsOf = (part) => Array.from(part.querySelectorAll("script[src]"), (script) => script.getAttribute("src") ?? "");

/** @type {(fresh: HTMLElement) => void} */
function renew(fresh) {
  const said = document.getElementById("renewed"), loaded = new Set(scriptsOf(document));
  let ahead = 0; // of this device's clock, in milliseconds
  let asked = Date.now(), idle = 0, over = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @type {(at: number) => string} */
  const clock = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: fresh.dataset.zone, hour: "numeric", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(at).replace(/^0/, "");

  // tick shows what the clock alone makes true: who is overdue.
  function tick() {
    for (const late of document.querySelectorAll("[data-due]")) late.hidden = !(Date.parse(late.dataset.due) < Date.now() - ahead);
  }

  // put shows the new state of a part of the page. It returns whether anything changed.
  /** @type {(old: Element, next: Element) => boolean} */
  function put(old, next) {
    const word = () => document.querySelector("[data-said]")?.dataset.said, was = word();
    /** @type {News} */
    const news = { changes: 0 };
    still(() => become(old, next, news));
    tick();
    if (news.changes === 0) return false;
    const now = word();
    said.textContent = now && now !== was ? now : fresh.dataset.renewed;
    for (const from of scriptsOf(old)) {
      const script = new URL(from, document.baseURI);
      if (!loaded.has(from) && script.origin === location.origin) import(script.href).catch(() => {});
      loaded.add(from);
    }
    return true;
  }

  async function ask() {
    asked = Date.now();
    try {
      const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
      if (answer.status === 404 || answer.status === 410) { // the page is gone, and nobody is to see it any longer
        location.reload();
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      /** @type {Renewal} */
      const also = {};
      document.dispatchEvent(new CustomEvent("renew", { detail: also }));
      const part = await also.part?.();
      let changed = put(document.body, next.body);
      if (part) changed = put(part.old, part.next) || changed;
      else document.title = next.title;
      idle = changed ? 0 : idle + 1;
      over = next.getElementById("fresh") === null;
      const date = Date.parse(answer.headers.get("Date") ?? ""), age = Number(answer.headers.get("Age")) * 1000 || 0;
      if (date) ahead = Date.now() - date - age;
      fresh.textContent = fresh.dataset.asof.replace("{time}", () => clock(Date.now() - ahead - age));
    } catch (e) {
      idle++;
      fresh.textContent = fresh.dataset.failed;
    }
    if (!over) wait();
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(() => { if (!document.hidden) ask(); }, pause(idle, Math.random()));
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || over || Date.now() - asked < LEAST) return;
    clearTimeout(timer);
    ask();
  });
  setInterval(tick, 5000);
  tick();
  timer = setTimeout(ask, 1000 + Math.random() * SPREAD); // the first answer tells how old this page is
}

// A page on a wall, with ?screen, asks anew by itself.
if (typeof document !== "undefined" && document.getElementById("fresh") && !new URLSearchParams(location.search).has("screen")) renew(document.getElementById("fresh"));
