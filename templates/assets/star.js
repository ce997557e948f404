// Keeps the runners that somebody follows, in this browser and nowhere else, and
// makes the stars of a page do it. A runner is named edition/race/bib. All words
// stand in the page.

const MOST = 200; // runners in one browser
const KEY = "following " + new URL("..", import.meta.url).pathname; // several sites may share a host

/** @type {(id: string) => boolean} */
const named = (id) => /^[\w-]+\/[\w-]+\/[\w-]+$/.test(id);

// followed are the runners in the order in which they were starred.
/** @type {() => string[]} */
export function followed() {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(all) ? Array.from(new Set(all.filter((id) => typeof id === "string" && named(id)))).slice(0, MOST) : [];
  } catch (e) { // no storage, or not ours
    return [];
  }
}

// follow adds runners, or takes them out. It returns whether the browser kept it.
/** @type {(ids: string[], on: boolean) => boolean} */
export function follow(ids, on) {
  const others = followed().filter((id) => !ids.includes(id));
  const all = on ? others.concat(ids.filter(named)) : others;
  if (all.length > MOST) return false;
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch (e) {
    return false;
  }
  document.dispatchEvent(new CustomEvent("follow"));
  return true;
}

// changed calls back when the runners change, here or in another tab.
/** @type {(call: () => void) => void} */
export function changed(call) {
  document.addEventListener("follow", call);
  window.addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) call(); });
}

// inLink writes runners as what stands behind the # of a link, and fromLink reads
// it: #2022/marathon/M17,M18;2022/half/A3.
/** @type {(ids: string[]) => string} */
export function inLink(ids) {
  /** @type {Map<string, string[]>} */
  const races = new Map();
  for (const id of ids) {
    const cut = id.lastIndexOf("/"), race = id.slice(0, cut);
    races.set(race, (races.get(race) ?? []).concat(id.slice(cut + 1)));
  }
  return Array.from(races, ([race, bibs]) => race + "/" + bibs.join(",")).join(";");
}

/** @type {(hash: string) => string[]} */
export function fromLink(hash) {
  const all = hash.replace(/^#/, "").split(";").flatMap((part) => {
    const cut = part.lastIndexOf("/");
    return part.slice(cut + 1).split(",").map((bib) => part.slice(0, cut) + "/" + bib);
  });
  return Array.from(new Set(all.filter(named))).slice(0, MOST);
}

// refuse says that the browser did not keep it, in the words of the button or else of the
// panel that passes the page on.
/** @type {(button: HTMLButtonElement) => Promise<void>} */
async function refuse(button) {
  const words = new URL(document.querySelector("[data-words]")?.getAttribute("data-words") ?? "", document.baseURI);
  button.title = button.dataset.refused || (words.origin === location.origin ? (await (await fetch(words)).json()).refused : "");
}

// offer shows the stars in a part of the page, pressed where the runner is followed.
/** @type {(part: ParentNode) => void} */
export function offer(part) {
  for (const button of part.querySelectorAll("button[data-star]")) {
    if (!button.hidden) continue;
    const id = button.dataset.star;
    const show = () => button.setAttribute("aria-pressed", String(followed().includes(id)));
    show();
    changed(show);
    button.hidden = false;
    button.addEventListener("click", () => {
      if (!follow([id], !followed().includes(id))) refuse(button);
    });
  }
}

if (typeof document !== "undefined") offer(document);
