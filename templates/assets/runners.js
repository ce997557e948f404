// Shows runners of a race where the site has few files: runners/#M1. Pages and
// certificates of some hundred runners lie in one file, cut into what they share
// and what each has of its own; what is put together here is byte for byte what
// a site with a file for each would hold. All words stand in the page.

// shard is the number of the file that holds a bib, of so many. The files are
// made by the same rule: change both.
/** @type {(bib: string, shards: number) => number} */
export function shard(bib, shards) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(bib)) sum = Math.imul(sum ^ byte, 0x01000193);
  return ((sum >>> 16) ^ sum) & (shards - 1);
}

// within is the address of a bib in the file that holds it, among files at an
// address with a * for their number.
/** @type {(files: string, bib: string, shards: number) => string} */
export const within = (files, bib, shards) => files.replace("*", String(shard(bib, shards))) + "#" + encodeURIComponent(bib);

// here is an address of this site; any other is an error.
/** @type {(address: string, base?: string | URL) => URL} */
function here(address, base = document.baseURI) {
  const url = new URL(address, base);
  if (url.origin !== location.origin) throw new Error(url.href);
  return url;
}

// beside is the address of another script of the site, which lies beside this one.
/** @type {(address: string) => string} */
function beside(address) {
  const url = here(address);
  if (new URL(".", url).href !== new URL(".", import.meta.url).href) throw new Error(url.href);
  return url.href;
}

/** @type {(address: string | URL, again?: boolean) => Promise<Response>} */
async function load(address, again = false) {
  const answer = await fetch(address, { cache: again ? "no-cache" : "default" });
  if (!answer.ok) throw new Error(address + ": " + answer.status);
  return answer;
}

/** @type {{ address: string, file?: Promise<any> }} */
let kept = { address: "" }; // the last file: neighbours and the picture ask again

// entry is what a file holds under the bib behind its #.
/** @type {(address: string, list: string, again?: boolean) => Promise<{ url: URL, file: any, own: any }>} */
async function entry(address, list, again) {
  const url = here(address), bib = decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  if (kept.address !== url.href) kept = { address: url.href, file: load(url, again).then((answer) => answer.json()) };
  const mine = kept;
  try {
    const file = await mine.file;
    return { url, file, own: new Map(Object.entries(file[list])).get(bib) };
  } catch (e) {
    if (kept === mine) kept = { address: "" };
    throw e;
  }
}

// runner is the name and the page of a runner, null where the file has none.
/** @type {(address: string, again?: boolean) => Promise<{ name: string, html: string } | null>} */
export async function runner(address, again) {
  const { file, own } = await entry(address, "runners", again);
  if (!own) return null;
  const [name, form, ...slots] = own;
  /** @type {string[]} */
  const pieces = file.forms[form];
  return { name, html: pieces.map((piece, i) => piece + (slots[i] ?? "")).join("") };
}

// certificate is the PDF of a runner, null where the file has none: the race's
// form, and behind it what is the runner's own.
/** @type {(address: string) => Promise<Uint8Array<ArrayBuffer> | null>} */
export async function certificate(address) {
  const { url, file, own } = await entry(address, "imprints");
  if (!own) return null;
  const form = new Uint8Array(await (await load(here(file.form, url))).arrayBuffer());
  const imprint = Uint8Array.from(atob(own), (c) => c.charCodeAt(0));
  const whole = new Uint8Array(form.length + imprint.length);
  whole.set(form);
  whole.set(imprint, form.length);
  return whole;
}

// save hands out a PDF as a file.
/** @type {(bytes: Uint8Array<ArrayBuffer>, name: string) => void} */
export function save(bytes, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// What a page of the site never holds, and which attributes load something or
// lead somewhere.
const never = "base, embed, frame, frameset, iframe, link, meta, object, portal, style, template, foreignObject, animate, set";
const loads = ["src", "srcset", "poster", "data", "background", "data-join"], leads = ["href", "xlink:href", "action", "formaction", "ping"];

// shownAs is a page made ready to be shown. The file it comes from is the site's
// own; were it ever another's, nothing in it would run and nothing be loaded from
// elsewhere.
/** @type {(html: string) => HTMLElement} */
function shownAs(html) {
  const kept = document.createElement("template"), page = kept.content; // in which nothing lives yet
  kept.innerHTML = html;
  /** @type {(address: string, fine: (url: URL) => boolean) => boolean} */
  const fits = (address, fine) => {
    try {
      return fine(new URL(address, document.baseURI));
    } catch (e) {
      return false;
    }
  };
  /** @type {(url: URL) => boolean} */
  const ours = (url) => url.origin === location.origin;
  page.querySelectorAll(never).forEach((part) => part.remove());
  for (const part of page.querySelectorAll("*")) {
    for (const { name, value } of Array.from(part.attributes)) {
      /** @type {(url: URL) => boolean} */
      const inert = part.localName === "a" && part.id !== "certificate" ? (url) => /^(https?|mailto|tel):$/.test(url.protocol) : ours;
      const wrong = /^on|^style$|^srcdoc$/.test(name) ||
        (loads.includes(name) && !fits(value, (url) => ours(url) || (part.localName === "img" && value.startsWith("data:image/")))) ||
        (leads.includes(name) && !fits(value, inert));
      if (wrong) part.removeAttribute(name);
    }
  }
  const box = document.createElement("div");
  box.append(page);
  return box;
}

/** @type {(part: HTMLElement) => void} */
function show(part) {
  const told = document.getElementById("told"), find = document.getElementById("find"), plain = document.title;
  /** @type {HTMLElement | null} */
  let shown = null;
  let asked = 0;

  /** @type {(text: string) => void} */
  const say = (text) => { told.textContent = text; told.hidden = !text; };
  /** @type {(page: { html: string } | null) => void} */
  const put = (page) => {
    if (shown) shown.remove();
    shown = page && shownAs(page.html);
    find.hidden = Boolean(shown);
    if (shown) part.append(shown);
  };

  /** @type {(event?: Event) => Promise<void>} */
  async function turn(event) {
    const mine = ++asked;
    let bib = location.hash.slice(1), found = null;
    try {
      bib = decodeURIComponent(bib);
    } catch (e) { /* as it stands */ }
    if (!shown) find.hidden = Boolean(bib); // until it is known that nobody has it
    document.querySelectorAll(".languages a").forEach((a) => { a.hash = location.hash; }); // the same runner in another language
    try {
      found = bib && await runner(within(part.dataset.pages, bib, Number(part.dataset.shards)));
    } catch (e) {
      if (mine !== asked) return;
      put(null);
      say(part.dataset.failed);
      return;
    }
    if (mine !== asked) return;
    put(found || null);
    say(bib && !found ? part.dataset.missing.replace("{bib}", () => bib) : "");
    document.title = found ? part.dataset.title.replace("{name}", () => found.name).replace("{bib}", () => bib) : plain;
    if (!found || !shown) return;
    if (event) { // from another runner: as if a page had been opened
      window.scrollTo(0, 0);
      /** @type {HTMLElement} */
      const heading = shown.querySelector("h1") || shown;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    const link = shown.querySelector("#certificate[data-join]");
    link?.addEventListener("click", async (click) => {
      click.preventDefault();
      link.setAttribute("aria-busy", "true");
      try {
        const bytes = await certificate(link.href);
        if (!bytes) throw new Error(link.href);
        save(bytes, link.download);
        say("");
      } catch (e) {
        say(part.dataset.certificate);
      } finally {
        link.removeAttribute("aria-busy");
      }
    });
    try {
      for (const { src } of shown.querySelectorAll("script[src]")) { // these do not run by themselves
        const { offer } = await import(beside(src));
        if (offer && mine === asked) offer(shown);
      }
    } catch (e) { /* without the picture */ }
  }

  document.querySelector(".skip")?.addEventListener("click", (click) => { // what stands behind the # is the runner
    const main = document.getElementById("main");
    click.preventDefault();
    main.tabIndex = -1;
    main.focus();
  });
  document.addEventListener("renew", (event) => { // of the page around it: the runner too
    const old = shown, bib = decodeURIComponent(location.hash.slice(1));
    if (!old) return;
    event.detail.part = async () => {
      kept = { address: "" };
      const next = await runner(within(part.dataset.pages, bib, Number(part.dataset.shards)), true);
      return next && old === shown ? { old, next: shownAs(next.html) } : null;
    };
  });
  window.addEventListener("hashchange", turn);
  turn();
}

if (typeof document !== "undefined" && document.getElementById("runners")) show(document.getElementById("runners"));
