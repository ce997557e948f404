// Finds runners by bib or name while one types. The site holds two sorted
// lists a race, of bibs and of every way to begin a name, cut into small files;
// index.json says where each begins, and only those that an answer needs are
// loaded. All words stand in the page. What is folded here is folded in the
// same way when the lists are made: change both.

/**
 * @typedef {[bib: string, name: string, latin?: string]} Runner
 * @typedef {{ version: string, digits: boolean, bibs: string[], names: string[], forms: Map<string, string> }} Index
 * @typedef {{ keys: [key: string, ...runners: number[]][], runners: Runner[] }} Part
 * @typedef {{ exact: Runner | null, hits: Runner[], more: boolean }} Answer
 * @typedef {{ name: string, page: string, runners: Runners }} Race
 */

/** @type {Record<string, string>} */
const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŧ: "t", ŋ: "n", ς: "σ" };
const LENGTH = 40; // what counts of a name
const SHOWN = 20; // runners in the list
const KEPT = 24; // files in memory, of each race
const ASKED = 6; // files for one answer at most

// foldBib is the form under which two bibs are the same.
/** @type {(text: string) => string} */
export function foldBib(text) {
  return text.trim().replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).toUpperCase();
}

// foldWords are the words of a name without case, accents, width and the
// difference of traditional and simplified characters.
/** @type {(text: string, forms: Map<string, string>) => string[]} */
export function foldWords(text, forms) {
  const bare = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
    .replace(/[łøđðþßæœıħŧŋς]/g, (c) => LETTERS[c]).normalize("NFC");
  return Array.from(bare, (c) => forms.get(c) || c).join("").match(/[\p{L}\p{N}\p{M}\p{Co}\p{Cn}]+/gu) || [];
}

/** @type {(key: string) => string} */
const cut = (key) => Array.from(key).slice(0, LENGTH).join("");

// Runners finds those of one race. Load takes the name of a file, and whether
// a kept copy of it will not do, and returns what is in it.
export class Runners {
  /** @param {(file: string, again?: boolean) => Promise<any>} load */
  constructor(load) {
    this.load = load;
    /** @type {Map<string, Promise<Part>>} */
    this.files = new Map();
    /** @type {Promise<Index> | null} */
    this.index = null;
  }

  // open loads the index, once.
  /** @type {(again?: boolean) => Promise<Index>} */
  open(again) {
    if (this.index && !again) return this.index;
    this.files.clear();
    const opened = this.load("index.json", again).then((index) => {
      const forms = Array.from(index.forms);
      index.forms = new Map();
      for (let i = 0; i + 1 < forms.length; i += 2) index.forms.set(forms[i], forms[i + 1]);
      return index;
    });
    this.index = opened;
    opened.catch(() => { this.index = null; });
    return opened;
  }

  // file loads a part of a list and keeps the last few.
  /** @type {(name: string) => Promise<Part>} */
  file(name) {
    const kept = this.files.get(name) || this.load(name, false);
    this.files.delete(name);
    this.files.set(name, kept);
    kept.catch(() => this.files.delete(name));
    if (this.files.size > KEPT) this.files.delete(this.files.keys().next().value ?? "");
    return kept;
  }

  // range calls found with each runner under a key that begins with this one,
  // in order, until it returns true.
  /** @type {(index: Index, list: string, starts: string[], key: string, found: (runner: Runner, key: string) => boolean) => Promise<void>} */
  async range(index, list, starts, key, found) {
    let n = 0;
    while (n + 1 < starts.length && starts[n + 1] < key) n++;
    for (let asked = 0; n < starts.length && asked < ASKED; n++, asked++) {
      if (asked > 0 && !starts[n].startsWith(key)) return;
      const part = await this.file(index.version + "/" + list + n + ".json");
      for (const [k, ...numbers] of part.keys) {
        if (k.startsWith(key) && numbers.some((i) => found(part.runners[i], k))) return;
      }
    }
  }

  // find answers a query: the runner whose bib it is exactly, or null; up to
  // limit runners, that one first; and whether there are more.
  /** @type {(query: string, limit: number) => Promise<Answer>} */
  async find(query, limit) {
    try {
      return await this.answer(await this.open(), query, limit);
    } catch (e) {
      // Files of a build that has been replaced are gone; its index is too.
      return this.answer(await this.open(true), query, limit);
    }
  }

  /** @type {(index: Index, query: string, limit: number) => Promise<Answer>} */
  async answer(index, query, limit) {
    const bib = foldBib(query), words = foldWords(query, index.forms), key = cut(words.join(""));
    /** @type {Map<string, Runner>} */
    const hits = new Map();
    /** @type {Runner | null} */
    let exact = null;
    let more = false;
    /** @type {(runner: Runner) => boolean} */
    const take = (runner) => {
      if (hits.has(runner[0])) return false;
      if (hits.size === limit) return more = true;
      hits.set(runner[0], runner);
      return false;
    };
    const digit = /[0-9]/.test(bib);
    if (/^[A-Z0-9_-]+$/.test(bib) && (digit || !index.digits)) {
      await this.range(index, "b", index.bibs, bib, (runner, k) => {
        if (k === bib) exact = runner;
        return take(runner);
      });
    }
    if (/[\p{L}\p{Co}\p{Cn}]/u.test(key) && !(digit && hits.size)) {
      const before = hits.size;
      if (!more) await this.range(index, "n", index.names, key, take);
      if (hits.size === before && words.length > 1) {
        const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
        await this.range(index, "n", index.names, cut(longest), (runner) => {
          const own = foldWords(runner.slice(1).join(" "), index.forms);
          return words.every((w) => own.some((o) => o.startsWith(w))) && take(runner);
        });
      }
    }
    return { exact, hits: Array.from(hits.values()), more };
  }
}

// finder makes a combobox of a form: a list under the field, moved through with
// the arrow keys, its length said aloud.
/** @type {(form: HTMLFormElement) => void} */
function finder(form) {
  const input = form.querySelector("input"), said = form.querySelector("[role=status]");
  const native = /^(zh|ja)/.test(document.documentElement.lang);
  const races = Array.from(form.querySelectorAll("[data-search]"), (part) => ({
    name: part.dataset.name ?? "", page: part.dataset.runner,
    runners: new Runners(async (file, again) => {
      const answer = await fetch(part.dataset.search + file, { cache: again ? "reload" : "default" });
      if (!answer.ok) throw new Error(file + ": " + answer.status);
      return answer.json();
    }),
  }));
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
  let active = -1, asked = 0, answered = "";
  /** @type {string | null} */
  let exact = null;

  /** @type {(race: Race, runner: Runner) => string} */
  const address = (race, runner) => race.page.replace("*", encodeURIComponent(runner[0]));
  const open = () => { races.forEach((race) => race.runners.open().catch(() => {})); };

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

  /** @type {(race: Race, runner: Runner) => HTMLElement} */
  function option(race, runner) {
    const li = document.createElement("li");
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    li.dataset.page = address(race, runner);
    const [bib, name, latin] = runner;
    /** @type {(string | undefined)[]} */
    const names = latin && !native ? [latin, name] : [name, latin];
    for (const [tag, text] of Object.entries({ b: bib, span: names[0], small: names[1], i: races.length > 1 ? race.name : "" })) {
      if (!text) continue;
      const part = document.createElement(tag);
      part.textContent = text;
      part.dir = "auto";
      li.append(part, " ");
    }
    return li;
  }

  // ask fills the list for what stands in the field. It returns false where
  // something else has been typed meanwhile.
  async function ask() {
    const query = input.value.trim(), mine = ++asked;
    /** @type {Answer[]} */
    let all = [];
    try {
      if (query) all = await Promise.all(races.map((race) => race.runners.find(query, SHOWN)));
    } catch (e) {
      if (mine === asked) said.textContent = form.dataset.failed;
      return mine === asked;
    }
    if (mine !== asked) return false;
    answered = query;
    mark(-1);
    list.replaceChildren();
    /** @type {{ race: Race, runner: Runner, first: boolean }[]} */
    const chosen = [];
    /** @type {string[]} */
    const exacts = [];
    let more = false;
    /** @type {HTMLElement[]} */
    let found = [];
    try {
      all.forEach(({ exact: own, hits, more: rest }, i) => {
        more = more || rest;
        if (own) exacts.push(address(races[i], own));
        hits.forEach((runner) => chosen.push({ race: races[i], runner, first: own !== null && own[0] === runner[0] }));
      });
      chosen.sort((a, b) => Number(b.first) - Number(a.first));
      found = chosen.slice(0, SHOWN).map(({ race, runner }) => option(race, runner));
    } catch (e) { // the lists are not what they are to be
      options = [];
      exact = null;
      show(false);
      said.textContent = form.dataset.failed;
      return true;
    }
    exact = exacts.length === 1 ? exacts[0] : null; // a bib may be worn in two races
    found.forEach((li, n) => {
      li.id = list.id + "-" + n;
      list.append(li);
    });
    options = found;
    more = more || chosen.length > SHOWN;
    said.textContent = !query ? "" : (options.length === 0 ? form.dataset.none : more ? form.dataset.more : form.dataset.found)?.replace("{n}", String(options.length)) ?? "";
    show(true);
    return true;
  }

  // go opens a runner's page, unless the page wants the bib for itself.
  /** @type {(page: string, event?: MouseEvent) => void} */
  function go(page, event) {
    const bib = decodeURIComponent(page.slice(page.lastIndexOf("/") + 1).replace(/^#|\.html$/g, ""));
    if (!form.dispatchEvent(new CustomEvent("pick", { detail: bib, cancelable: true }))) {
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
  input.addEventListener("compositionend", ask);
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
      go(options[active].dataset.page);
      return;
    }
    if (answered !== input.value.trim() && !(await ask())) return;
    if (exact) go(exact);
    else if (options.length === 1) go(options[0].dataset.page);
    else show(true);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const li = event.target instanceof Element ? event.target.closest("li") : null;
    if (li) go(li.dataset.page, event);
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
