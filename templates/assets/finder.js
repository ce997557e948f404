// Finds runners by bib or name while one types: a list under the field, moved through
// with the arrow keys, its length said aloud. search.js, which is loaded when somebody
// goes to the field, knows who is found. All words stand in the page.

/**
 * @typedef {import("./search.js").Hit} Hit
 * @typedef {import("./search.js").Answer} Answer
 * @typedef {{ id: string, name: string, page: string, part: HTMLElement }} Race
 * @typedef {{ page: string, id: string }} Target where a runner's page is, and edition/race/bib
 */

const SHOWN = 20; // runners in the list, and how many more at a time
const SEEN = 9; // of these that are seen before one scrolls

// finder makes a combobox of a form.
/** @type {(form: HTMLFormElement) => void} */
function finder(form) {
  const input = form.querySelector("input"), said = form.querySelector("[role=status]");
  const native = /^(zh|ja)/.test(document.documentElement.lang);
  /** @type {Race[]} */
  const races = Array.from(form.querySelectorAll("[data-search]"), (part) => ({ id: part.dataset.race, name: part.dataset.name ?? "", page: part.dataset.runner, part }));
  const statuses = new Map(Array.from(form.querySelectorAll("[data-of]"), (word) => [word.dataset.of, word.textContent ?? ""]));
  /** @type {Promise<import("./search.js").Runners[]> | null} */
  let runners = null;
  /** @type {(address: string) => string} */
  const absolute = (address) => new URL(address, document.baseURI).href;
  const list = document.createElement("ul");
  list.id = input.id + "-list";
  list.className = "found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.list ?? "");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  /** @type {HTMLElement[]} */
  let options = [];
  let active = -1, asked = 0, answered = "", limit = SHOWN;
  /** @type {Target | null} */
  let exact = null;
  /** @type {typeof import("./star.js") | null} */
  let star = null;
  /** @type {Intl.NumberFormat} */
  let number;

  /** @type {(race: Race, bib: string) => Target} */
  const target = (race, bib) => ({ page: race.page.replace("*", encodeURIComponent(bib)), id: race.id + "/" + bib });

  // begin loads what finds runners, once.
  function begin() {
    number ??= new Intl.NumberFormat(document.documentElement.lang);
    runners ??= import(absolute(form.dataset.core)).then((/** @type {typeof import("./search.js")} */ core) => races.map(({ part }) => new core.Runners(async (file, again) => {
      // What is called by its content never changes; times do.
      const answer = await fetch(part.dataset.search + file, { cache: again ? "reload" : file.startsWith("times/") ? "no-cache" : "default" });
      if (!answer.ok) throw new Error(file + ": " + answer.status);
      return answer.json();
    }, part.dataset.over !== undefined, () => import(absolute(form.dataset.latin)), document.documentElement.lang)));
    runners.catch(() => { runners = null; });
    return runners;
  }

  function open() {
    begin().then((all) => all.forEach((one) => one.open().catch(() => {}))).catch(() => {});
    if (star) return;
    import(absolute(form.dataset.star)).then((found) => {
      star = found;
      found.changed(stars);
      stars();
    }).catch(() => {}); // without stars
  }

  // stars shows in the list who is followed.
  function stars() {
    const all = star ? star.followed() : [];
    for (const li of options) {
      if (!li.dataset.id) continue;
      let mark = li.querySelector("em");
      if (!mark && star) {
        mark = document.createElement("em");
        mark.ariaHidden = "true"; // the star that everybody can press is on the runner's page
        li.append(mark);
      }
      mark?.classList.toggle("on", all.includes(li.dataset.id));
    }
  }

  /** @type {(on: boolean) => void} */
  function show(on) {
    list.hidden = !on || options.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (list.hidden) mark(-1);
  }

  /** @type {(n: number) => void} */
  function mark(n) {
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = n;
    if (options[n]) {
      options[n].setAttribute("aria-selected", "true");
      options[n].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[n].id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  // row makes an option with texts in elements of these names.
  /** @type {(parts: [tag: string, text: string | undefined][]) => HTMLElement} */
  function row(parts) {
    const li = document.createElement("li");
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    for (const [tag, text] of parts) {
      if (!text) continue;
      const part = document.createElement(tag);
      part.textContent = text;
      part.dir = "auto";
      (tag === "small" ? li.querySelector("span") ?? li : li).append(" ", part); // a second name beside the first
    }
    return li;
  }

  /** @type {(race: Race, hit: Hit) => HTMLElement} */
  function option(race, { runner: [bib, name, latin], label, from, time, place, status }) {
    /** @type {(string | undefined)[]} */
    const names = latin && !native ? [latin, name] : [name, latin];
    const standing = place ? form.dataset.place.replace("{n}", () => number.format(place)) : statuses.get(status);
    const li = row([["b", bib], ["span", names[0] || bib], ["small", names[1]], ["i", [label, from, races.length > 1 ? race.name : ""].filter(Boolean).join(" · ")], ["strong", time.replace(/^0:0?(?=\d)/, "")], ["u", standing]]);
    Object.assign(li.dataset, target(race, bib));
    return li;
  }

  // ask fills the list for what stands in the field, with so many runners: first with whom
  // little must be loaded for, then with others. It returns false where something else has
  // been typed meanwhile.
  async function ask(most = SHOWN, first = true) {
    const query = input.value.trim(), mine = ++asked;
    /** @type {Answer[]} */
    let all = [];
    try {
      if (query) all = await Promise.all((await begin()).map((one) => one.find(query, most, first)));
    } catch (e) {
      if (mine === asked) said.textContent = form.dataset.failed;
      return mine === asked;
    }
    if (mine !== asked) return false;
    answered = query;
    limit = most;
    const at = first ? -1 : active, top = list.scrollTop; // who came first stays where they are
    mark(-1);
    list.replaceChildren();
    /** @type {{ race: Race, hit: Hit }[]} */
    const chosen = [];
    /** @type {Target[]} */
    const exacts = [];
    const near = all.every((one) => one.near || one.hits.length === 0); // of one race only names that are nearly it, of another better ones
    let more = false;
    /** @type {HTMLElement[]} */
    let found = [];
    try {
      all.forEach((one, i) => {
        if (one.near && !near) return;
        more = more || one.more;
        if (one.exact) exacts.push(target(races[i], one.exact[0]));
        one.hits.forEach((hit) => chosen.push({ race: races[i], hit }));
      });
      const place = (/** @type {Hit} */ hit) => hit.place || Number.MAX_SAFE_INTEGER;
      if (all.length > 1) chosen.sort((a, b) => a.hit.fit - b.hit.fit || place(a.hit) - place(b.hit));
      found = chosen.slice(0, most).map(({ race, hit }) => option(race, hit));
    } catch (e) { // the lists are not what they are to be
      options = [];
      exact = null;
      show(false);
      said.textContent = form.dataset.failed;
      return true;
    }
    exact = exacts.length === 1 ? exacts[0] : null; // a bib may be worn in two races
    more = more || chosen.length > most;
    said.textContent = !query ? "" : (found.length === 0 ? form.dataset.none : near ? form.dataset.near : form.dataset.found)?.replace("{n}", found.length + (more ? "+" : "")) ?? "";
    if (more) {
      const last = row([["span", form.dataset.more]]);
      last.className = "more";
      found.push(last);
    }
    found.forEach((li, n) => { li.id = list.id + "-" + n; });
    options = found;
    // A slow phone paints the first rows before it lays out the others.
    const last = first && most === SHOWN ? SEEN : found.length;
    list.append(...found.slice(0, last));
    requestAnimationFrame(() => setTimeout(() => { if (options === found) list.append(...found.slice(last)); }));
    stars();
    if (first) show(true);
    else list.scrollTop = top;
    mark(at);
    if (all.some((one) => one.later)) ask(most, false);
    return true;
  }

  // further shows more runners, and goes on where the list ended.
  async function further() {
    const from = options.length - 1, at = list.scrollTop;
    if (await ask(limit + SHOWN)) {
      list.scrollTop = at;
      mark(Math.min(from, options.length - 1));
    }
  }

  // go opens a runner's page, unless the page wants the bib for itself.
  /** @type {(to: Target | DOMStringMap, event?: MouseEvent) => void} */
  function go({ page, id }, event) {
    if (!form.dispatchEvent(new CustomEvent("pick", { detail: id, cancelable: true }))) {
      input.value = "";
      ask();
    } else if (event && (event.ctrlKey || event.metaKey || event.button === 1)) {
      window.open(page);
    } else {
      location.href = page;
    }
  }

  input.addEventListener("focus", open);
  input.addEventListener("input", (event) => { if (!(/** @type {InputEvent} */ (event).isComposing)) ask(); });
  input.addEventListener("compositionend", () => { ask(); });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("click", () => show(true));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = options.length - 1;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        if (list.hidden && answered !== input.value.trim()) {
          event.preventDefault();
          ask();
          return;
        }
        if (last < 0) return;
        event.preventDefault();
        if (list.hidden) show(true);
        if (event.altKey) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(active < 0 ? (step > 0 ? 0 : last) : active + step < 0 || active + step > last ? -1 : active + step);
        return;
      }
      case "Escape":
        if (!list.hidden) {
          event.preventDefault();
          asked++; // what is still on its way must not open the list again
          show(false);
        } else if (input.value) {
          event.preventDefault();
          input.value = "";
          ask();
        }
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (options[active]) {
      if (options[active].dataset.id) go(options[active].dataset);
      else further();
      return;
    }
    if (answered !== input.value.trim() && !(await ask())) return;
    if (exact) go(exact);
    else if (options.length === 1 && options[0].dataset.id) go(options[0].dataset);
    else show(true);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const li = event.target instanceof Element ? event.target.closest("li") : null;
    if (!li) return;
    if (!li.dataset.id) further();
    else if (star && event.target instanceof Element && event.target.matches("em")) star.follow([li.dataset.id], !star.followed().includes(li.dataset.id));
    else go(li.dataset, event);
  });

  const typed = new URLSearchParams(location.search).get("q");
  if (typed && !input.value) {
    input.value = typed;
    input.focus();
    ask();
  }
  if (document.activeElement === input) open();
}

if (typeof document !== "undefined") document.querySelectorAll("form.finder").forEach(finder);
