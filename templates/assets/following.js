// Shows the runners that are followed in this browser, or that a link brings:
// following/#2022/marathon/M17. Where somebody is stands in small files of some
// runners each; while a race is under way they are asked for again, and a row
// changes where it stands. All words stand in the page.

/**
 * @typedef {Record<string, string>} Texts by language
 * @typedef {{ shards: number, over: boolean, zone: string, edition: Texts, race: Texts, points: Record<string, Texts>, runner: Texts }} Race
 * @typedef {[name: string, latin: string, status: string, place?: number, point?: string, gun?: string, seen?: number, next?: string, from?: number, to?: number]} Row
 * @typedef {typeof import("./star.js")} Star
 */

const LEAST = 50000, SPREAD = 15000; // milliseconds between two questions

// shard is the number of the file that has a bib, of so many. The files are made by
// the same rule: change both.
/** @type {(bib: string, shards: number) => number} */
export function shard(bib, shards) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(bib)) sum = Math.imul(sum ^ byte, 0x01000193);
  return ((sum >>> 16) ^ sum) & (shards - 1);
}

/** @type {(id: string) => [race: string, bib: string]} */
const apart = (id) => [id.slice(0, id.lastIndexOf("/")), id.slice(id.lastIndexOf("/") + 1)];

/** @type {(part: HTMLElement) => Promise<void>} */
async function show(part) {
  const text = part.dataset, lang = document.documentElement.lang, native = /^(zh|ja)/.test(lang);
  /** @type {Star} */
  const star = await import(new URL(text.star, document.baseURI).href);
  const list = document.getElementById("followed"), told = document.getElementById("told");
  const keep = document.getElementById("keep"), share = document.getElementById("share");
  /** @type {Map<string, Race | null>} */
  const races = new Map();
  /** @type {Map<string, Row | null>} */
  const rows = new Map();
  const words = new Map(Array.from(part.querySelectorAll("[data-of]"), (word) => [word.dataset.of, word.textContent]));
  let brought = star.fromLink(location.hash);

  // ids are the runners to show: those of this browser, then those of the link.
  const ids = () => Array.from(new Set(star.followed().concat(brought)));
  /** @type {(of: Texts) => string} */
  const said = (of) => of[lang] ?? of.en ?? Object.values(of)[0] ?? "";

  /** @type {(address: string) => Promise<any>} */
  async function load(address) {
    const answer = await fetch(text.root + address, { cache: "no-cache" });
    if (answer.status === 404 || answer.status === 410) return null;
    if (!answer.ok) throw new Error(address + ": " + answer.status);
    return answer.json();
  }

  // learn asks for what is not known, or may have changed, and returns whether any
  // of it changed.
  /** @type {(again: boolean) => Promise<boolean>} */
  async function learn(again) {
    /** @type {Map<string, string[]>} */
    const files = new Map();
    let changed = false;
    for (const id of ids()) {
      const [at, bib] = apart(id);
      if (!races.has(at)) races.set(at, await load(at + "/following/index.json"));
      const race = races.get(at);
      if (!race) rows.set(id, null);
      else if (!rows.has(id) || (again && !race.over)) {
        const file = at + "/following/" + shard(bib, race.shards) + ".json";
        files.set(file, (files.get(file) ?? []).concat(id));
      }
    }
    await Promise.all(Array.from(files, async ([file, of]) => {
      const runners = await load(file);
      for (const id of of) {
        const row = runners && Object.hasOwn(runners, apart(id)[1]) ? runners[apart(id)[1]] : null;
        changed = changed || JSON.stringify(rows.get(id)) !== JSON.stringify(row);
        rows.set(id, row);
      }
    }));
    return changed;
  }

  /** @type {(race: Race, at: number | undefined) => string} */
  const clock = (race, at) => new Intl.DateTimeFormat(lang, { timeZone: race.zone, hour: "numeric", minute: "2-digit", hourCycle: "h23" }).format((at ?? 0) * 1000).replace(/^0/, "");

  // lines are what a row says of a runner.
  /** @type {(race: Race, row: Row) => string[]} */
  function lines(race, [, , status, place, point, gun, seen, next, from, to]) {
    const word = words.get(status) ?? status;
    const all = [];
    if (point) {
      all.push((seen && !race.over ? text.seen : text.timed).replace("{point}", () => said(race.points[point] ?? {})).replace("{time}", () => gun ?? "").replace("{clock}", () => clock(race, seen)));
    }
    if (next && from && to) all.push(text.next.replace("{point}", () => said(race.points[next] ?? {})).replace("{from}", () => clock(race, from)).replace("{to}", () => clock(race, to)));
    if (status !== "on_course" && !(status === "finished" && point)) all.unshift(word);
    if (place) all.push((race.over ? text.place : text.arrival).replace("{place}", () => new Intl.NumberFormat(lang).format(place)));
    return all;
  }

  /** @type {(tag: string, name: string, within: Element) => HTMLElement} */
  function child(tag, name, within) {
    /** @type {HTMLElement | null} */
    let e = within.querySelector(":scope > ." + name);
    if (e) return e;
    e = document.createElement(tag);
    e.className = name;
    within.append(e);
    return e;
  }

  // draw brings every row up to date where it stands.
  function draw() {
    const all = ids(), kept = star.followed();
    for (const li of list.querySelectorAll("li")) if (!all.includes(li.dataset.runner)) li.remove();
    for (const id of all) {
      const [at, bib] = apart(id), race = races.get(at), row = rows.get(id);
      /** @type {HTMLElement | null} */
      let li = list.querySelector(`li[data-runner="${CSS.escape(id)}"]`);
      if (!li) {
        li = document.createElement("li");
        li.dataset.runner = id;
        list.append(li);
      }
      const link = /** @type {HTMLAnchorElement} */ (child("a", "who", li)), of = child("span", "of", li);
      const name = !row ? bib : !native && row[1] ? row[1] : row[0];
      if (link.textContent !== name) link.textContent = name;
      link.dir = "auto";
      if (race && row) link.href = text.root + said(race.runner).replace("*", encodeURIComponent(bib));
      of.textContent = race ? [bib, said(race.race), said(race.edition)].join(" · ") : id;
      const now = rows.has(id) ? (race && row ? lines(race, row) : [text.missing]) : [];
      const says = child("span", "says", li);
      if (says.textContent !== now.join("")) says.replaceChildren(...now.flatMap((line, i) => (i ? [document.createElement("br"), line] : [line])));
      const button = /** @type {HTMLButtonElement} */ (child("button", "star", li));
      if (!button.dataset.star) {
        button.type = "button";
        button.hidden = true;
        button.dataset.star = id;
        button.dataset.refused = text.refused;
        button.textContent = text.follow;
        star.offer(li);
      }
      button.setAttribute("aria-label", text.follow + ": " + name);
    }
    part.classList.toggle("nobody", all.length === 0);
    const news = brought.filter((id) => !kept.includes(id));
    keep.hidden = news.length === 0;
    share.hidden = all.length === 0;
    share.querySelector("a").href = "#" + star.inLink(all);
  }

  /** @type {(again: boolean) => Promise<void>} */
  async function turn(again) {
    try {
      const changed = await learn(again);
      draw();
      told.textContent = again && changed ? text.renewed : "";
    } catch (e) {
      draw();
      told.textContent = text.failed;
    }
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let asked = Date.now();
  function wait() {
    clearTimeout(timer);
    if (!Array.from(races.values()).some((race) => race && !race.over)) return;
    timer = setTimeout(async () => {
      if (document.hidden) return; // goes on when the page is looked at again
      asked = Date.now();
      await turn(true);
      wait();
    }, LEAST + Math.random() * SPREAD);
  }

  star.changed(async () => {
    await turn(false);
    wait();
  });
  window.addEventListener("hashchange", async () => {
    brought = star.fromLink(location.hash);
    await turn(false);
    wait();
  });
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || Date.now() - asked < LEAST) return;
    asked = Date.now();
    await turn(true);
    wait();
  });
  document.querySelector("form.finder")?.addEventListener("pick", (event) => {
    event.preventDefault();
    if (!star.follow([event.detail], true)) told.textContent = text.refused;
  });
  keep.querySelector("button").addEventListener("click", () => {
    if (star.follow(brought, true)) history.replaceState(null, "", location.pathname);
    else told.textContent = text.refused;
  });
  share.querySelector("button").addEventListener("click", async () => {
    const url = share.querySelector("a").href;
    try {
      if (navigator.share) {
        await navigator.share({ url });
        return;
      }
      await navigator.clipboard.writeText(url);
      told.textContent = text.copied;
    } catch (e) { /* the link beside it can be copied by hand */ }
  });
  part.hidden = false;
  await turn(false);
  wait();
}

if (typeof document !== "undefined" && document.getElementById("following")) show(document.getElementById("following"));
