// Finds runners by bib or name. The site holds two sorted lists a race, of bibs and
// of every way to begin a name, cut into files; index.json says where each begins,
// and only those that an answer needs are loaded. Times and places of a race that is
// over are in a file beside each. What is folded here is folded in the same way when
// the lists are made, and what is read here is written there: change both.

/**
 * @typedef {[bib: string, name: string, latin: string]} Runner
 * @typedef {{ runner: Runner, fit: number, time: string, place: number, status: string, label: string, from: string }} Hit
 * @typedef {{ bibs: string[], names: string[], files: [string[], string[]], together: number, words: string, digits: boolean, bare: boolean, forms: Map<string, string>, labels: Record<string, string[]>, nations: Record<string, string[]> }} Index
 * @typedef {{ keys: string[], rows: string[], bibs: string[], names: string[], latin: string[], labels: string[], clubs: string[], nations: string[] }} Part a list: keys[i] finds rows[i], both as they are written
 * @typedef {{ statuses: string[], place: (row: number) => number, time: (row: number) => number | string }} Times
 * @typedef {{ part: Part, row: number, runner: Runner, fit: number, times: Times | null, place: number }} Found
 * @typedef {{ exact: Runner | null, hits: Hit[], more: boolean, near: boolean, later: boolean }} Answer
 * @typedef {{ list: 0 | 1, key: string, most: number, from: number, whole?: boolean, fit: (runner: Runner, key: string) => number }} Source
 * @typedef {(file: string, again?: boolean) => Promise<any>} Load
 */

/** @type {Record<string, string>} */
const LETTERS = {
  ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i", ħ: "h", ŧ: "t", ŋ: "n", ς: "σ",
  "\u0671": "\u0627", "\u0629": "\u0647", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0621": "", "\u0640": "",
};
const LENGTH = 40; // what counts of a name
const BEGINNING = 5; // characters of a key in the file of beginnings
const KEPT = 48; // files in memory, of each race: lists, and times
const LAST = 1 << 20; // more than there are places, and rows of a file
const DEAR = 2; // the same where files are large, one after the other until somebody is found
const GUESSES = 4; // files that are looked into for names that are nearly what was typed, or have its words elsewhere

// How well a runner fits: the bib, its number, a whole name, the beginning of a bib or
// of a name, a name with all words, a name that is nearly it; -1 for not at all.
const BIB = 0, NUMBER = 1, WHOLE = 2, BIB_BEGINS = 3, BEGINS = 4, WORDS = 5, NEARLY = 6;

// foldBib is the form under which two bibs are the same.
/** @type {(text: string) => string} */
export function foldBib(text) {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/^[\s#\u2116]+/, "").trim().toUpperCase();
}

// bibNumber is a bib without the letters and zeros before its number.
/** @type {(bib: string) => string} */
export function bibNumber(bib) {
  const n = bib.replace(/^[A-Z_-]*0*/, "");
  return /^[1-9]/.test(n) ? n : bib;
}

// foldWords are the words of a name without case, accents, width, the difference of
// traditional and simplified characters, Arabic vowels and hamza, joiners, and that of katakana
// and hiragana.
/** @type {(text: string, forms: Map<string, string>) => string[]} */
export function foldWords(text, forms) {
  // Most names need little of it, and the properties of characters are dear the first time.
  const plain = /^[\0-\x7f\u4e00-\u9fff]*$/.test(text);
  const bare = plain ? text.toLowerCase() : text.normalize("NFKD").replace(/[\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d]/g, "").toLowerCase().normalize("NFC");
  return Array.from(bare, (c) => LETTERS[c] ?? forms.get(c) ?? c).join("").replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .match(plain ? /[^\0-\/:-`{-\x7f]+/g : /[\p{L}\p{N}\p{M}\p{Co}\p{Cn}]+/gu) || [];
}

/** @type {Record<string, string>} */
const UMLAUTS = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" };

// spelledOut is a name with ä, ö, ü, å and ø as two letters.
/** @type {(text: string) => string} */
export const spelledOut = (text) => text.normalize("NFC").toLowerCase().replace(/[äöüåø]/g, (c) => UMLAUTS[c]);

/** @type {(key: string) => string} */
const cut = (key) => Array.from(key).slice(0, LENGTH).join("");

/** @type {(of: string) => boolean} */
const eastern = (of) => /[\u4e00-\u9fff]/.test(of) || /[\u1100-\uffff]/.test(of) && /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u.test(of);

// begins reports whether a key begins with what was typed, but for one letter that is
// wrong, missing or too many, or two that are swapped.
/** @type {(typed: string, key: string) => boolean} */
export function begins(typed, key) {
  const q = Array.from(typed), k = Array.from(key);
  let i = 0;
  while (i < q.length && q[i] === k[i]) i++;
  /** @type {(n: number, m: number) => boolean} */
  const rest = (n, m) => q.length - n <= k.length - m && q.slice(n).every((c, j) => c === k[m + j]);
  return i === q.length || rest(i + 1, i + 1) || rest(i + 1, i) || rest(i, i + 1) || (q[i] === k[i + 1] && q[i + 1] === k[i] && rest(i + 2, i + 2));
}

// Runners finds those of one race. Load takes the name of a file, and whether a kept
// copy of it will not do, and returns what is in it. Latin loads the script that knows
// other alphabets.
export class Runners {
  /** @param {Load} load @param {boolean} timed whether there are times @param {() => Promise<typeof import("./latin.js")>} latin @param {string} lang */
  constructor(load, timed, latin, lang) {
    this.load = load;
    this.timed = timed;
    this.latin = latin;
    this.lang = lang;
    /** @type {Map<string, Promise<any>>} */
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

  // kept is what a file holds, of the last few.
  /** @template T @param {string} file @param {(data: any) => T} read @returns {Promise<T>} */
  kept(file, read) {
    const kept = this.files.get(file) || this.load(file).then(read);
    this.files.delete(file);
    this.files.set(file, kept);
    kept.catch(() => this.files.delete(file));
    if (this.files.size > KEPT) this.files.delete(this.files.keys().next().value ?? "");
    return kept;
  }

  // beginnings loads the first characters of all keys, as they are written.
  /** @type {(index: Index) => Promise<string>} */
  beginnings(index) {
    return this.kept("lists/w" + index.words + ".json", (text) => text.slice(1));
  }

  // next reads some more files of a source, and returns whom it finds in them, of each the
  // best. A source that is at its end has no files left to read.
  /** @type {(index: Index, source: Source, best: number) => Promise<Found[]>} */
  async next(index, source, best) {
    const starts = source.list ? index.names : index.bibs, names = index.files[source.list];
    if (source.from < 0) {
      source.from = begin(index, source);
      source.most += source.from;
      // Where files are large, that of beginnings is smaller than one of names.
      const letters = Array.from(source.key).slice(0, BEGINNING);
      if (source.list && dear(index) && letters[BEGINNING - 1] && !eastern(source.key) && !/\d/.test(source.key) && !leads(await this.beginnings(index), 0, letters, true)) source.from = Infinity;
    }
    /** @type {Promise<Found[]>[]} */
    const own = [];
    for (; own.length < index.together && source.from < Math.min(starts.length, source.most); source.from++) {
      const start = starts[source.from]; // with U+0000 where a key goes on
      if (start > source.key && (source.whole ? start !== source.key + "\0" : !start.startsWith(source.key))) break;
      own.push(this.within((source.list ? "n" : "b") + names[source.from] + ".json", source, best));
    }
    if (own.length < index.together) source.from = Infinity;
    return (await Promise.all(own)).flat();
  }

  // within is whom a source finds in a file, with their places: so many who fit best. Of a
  // key no more is looked at than tells whether it is one of those, which stand together.
  /** @type {(at: string, source: Source, best: number) => Promise<Found[]>} */
  async within(at, { key, fit }, best) {
    const part = await this.kept("lists/" + at, unpack);
    /** @type {(row: number) => Runner} */
    const runner = (row) => [part.bibs[row], part.names[row], part.latin[row]];
    /** @type {number[]} */
    const rows = [];
    /** @type {number[]} */
    const fits = [];
    /** @type {number[]} */
    const least = []; // of each row
    let next = 0, like = 0, k = key;
    /** @type {(back: number) => void} */
    const take = (back) => {
      const row = back ? next - back : next++, how = like === key.length ? fit(runner(row), k) : -1;
      if (how < 0 || least[row] <= how) return;
      fits.push(least[row] = how);
      rows.push(row);
    };
    for (let i = 0; i < part.keys.length; i++) {
      const line = part.keys[i], shared = line.charCodeAt(0) - 48, before = like, back = Number(part.rows[i]);
      if (shared <= like) for (like = shared; like < key.length && line[like - shared + 1] === key[like];) like++;
      if (like === key.length) k = k.slice(0, shared) + line.slice(1);
      else if (before === key.length) break;
      if (back >= 0) take(back);
      else part.rows[i].split(" ").forEach((one) => take(Number(one)));
    }
    /** @type {Times | null} */
    const times = this.timed && rows.length ? await this.kept("times/" + at, (data) => unpackTimes(data, part.bibs.length)).catch(() => null) : null;
    const place = (/** @type {number} */ row) => (times ? Math.max(0, times.place(row) - times.statuses.length + 1) : 0);
    // One number tells who is before whom: by fit, by place, and as they stand.
    const order = new Float64Array(rows.map((row, n) => (fits[n] * LAST + (place(row) || LAST - 1)) * LAST + n)).sort();
    /** @type {Found[]} */
    const found = [];
    for (const one of order) {
      const n = one % LAST, row = rows[n];
      if (found.length < best && least[row] >= 0) found.push({ part, row, runner: runner(row), fit: fits[n], times, place: place(row) });
      least[row] = -1;
    }
    return found;
  }

  // hit is what is shown of somebody who was found.
  /** @type {(index: Index, found: Found) => Hit} */
  hit(index, { part, row, runner, fit, times, place }) {
    /** @type {(of: Record<string, string[]> | undefined, n: string) => string} */
    const said = (of, n) => (of?.[this.lang] ?? Object.values(of ?? {})[0])?.[/** @type {any} */ (n)] ?? "";
    return { runner, fit, time: timeOf(times?.time(row) ?? ""), place, status: times?.statuses[times.place(row)] ?? "",
      label: said(index.labels, part.labels[row]), from: part.clubs[row] || said(index.nations, part.nations[row]) };
  }

  // find answers a query: the runner whose bib it is, or null; up to limit runners, who
  // fits best first, then by place; whether there are more; and whether they are only
  // nearly what was typed. A first answer leaves out whom it takes more files to find, if
  // others were found: who has the words elsewhere in the name, where files are large, and
  // less likely names that are nearly it, where they are not. It says that there may be some later.
  /** @type {(query: string, limit: number, first?: boolean) => Promise<Answer>} */
  async find(query, limit, first = false) {
    try {
      return await this.answer(await this.open(), query, limit, first);
    } catch (e) {
      // Files of a build that has been replaced are gone; its index is too.
      return this.answer(await this.open(true), query, limit, first);
    }
  }

  /** @type {(index: Index, query: string, limit: number, first: boolean) => Promise<Answer>} */
  async answer(index, query, limit, first) {
    let later = false;
    /** @type {Map<string, Found>} */
    const hits = new Map();
    /** @type {(all: Found[]) => void} */
    const take = (all) => {
      const rank = (/** @type {Found} */ hit) => hit.place || Infinity;
      all.sort((a, b) => a.fit - b.fit || rank(a) - rank(b) || 0);
      for (const hit of all) if (!hits.has(hit.runner[0])) hits.set(hit.runner[0], hit);
    };
    // read takes all of some sources, as far as they are asked for.
    /** @type {(sources: Source[]) => Promise<void>} */
    const read = async (sources) => {
      for (let open = sources; open.length > 0 && hits.size <= limit; open = open.filter((source) => source.from < Infinity)) {
        take((await Promise.all(open.map((source) => this.next(index, source, limit + 1)))).flat());
      }
    };
    const bib = foldBib(query), words = foldWords(query, index.forms), key = cut(words.join(""));
    const digit = /[0-9]/.test(bib), letters = /\D/.test(key);
    if (/^[\w-]+$/.test(bib) && (digit || !index.digits)) {
      const [begun, ...number] = bibSources(bib, index);
      const zeros = /^\D*0/.test(bib); // who writes them, and finds somebody so, means them
      for (const sources of !dear(index) ? [[begun, ...number]] : zeros ? [[begun], number] : [number, [begun]]) {
        if (!zeros || !hits.size) await read(sources);
      }
    }
    if (letters && !(digit && hits.size)) {
      const before = hits.size;
      const ways = await this.ways(query, index);
      await read(ways.map((way) => {
        const whole = cut(way.join("")), native = eastern(whole); // of Eastern names each end is a key
        return source(whole, (runner, k) => (k === whole && !(native && foldWords(runner[1], index.forms).join("") !== whole) ? WHOLE : BEGINS));
      }));
      for (const way of ways) {
        if (way.length < 2 || hits.size > limit) continue;
        if (first && dear(index) && hits.size > before) later = true;
        else await read([this.byWords(index, way, (own, word) => own.startsWith(word))]);
      }
      if (hits.size === before && !digit) {
        const near = await this.nearly(index, ways[0]), files = this.files.size;
        const away = (/** @type {Source} */ one) => Number(!this.files.has("lists/n" + index.files[1][begin(index, one)] + ".json"));
        for (const sources of dear(index) ? near.flat().sort((a, b) => away(a) - away(b)).map((one) => [one]) : near) {
          if (first && !dear(index) && hits.size > before) later = true;
          else if (!dear(index) || (hits.size === before && this.files.size < files + DEAR)) await read(sources);
        }
      }
    }
    const all = Array.from(hits.values()), own = all.filter((hit) => hit.fit === all[0].fit);
    return { exact: all[0] && (all[0].fit === BIB || (all[0].fit === NUMBER && own.length === 1)) ? all[0].runner : null,
      hits: all.slice(0, limit).map((hit) => this.hit(index, hit)), more: all.length > limit, near: all[0]?.fit === NEARLY, later };
  }

  // ways are the words of a query, as typed and as they are written otherwise.
  /** @type {(query: string, index: Index) => Promise<string[][]>} */
  async ways(query, index) {
    const all = [query, spelledOut(query)];
    if (/[\u0370-\u052f\u1f00-\u1fff\u3041-\u30fc\uff66-\uff9d]/.test(query)) all.push(...(await this.latin()).romanise(query));
    const known = new Set();
    return all.map((text) => foldWords(text, index.forms)).filter((way) => !known.has(way.join("")) && known.add(way.join("")));
  }

  // byWords is the source of names that have all words, in any order, by the word that
  // fewest files have.
  /** @type {(index: Index, words: string[], same: (own: string, word: string) => boolean, least?: string) => Source} */
  byWords(index, words, same, least) {
    const files = (/** @type {string} */ word) => index.names.filter((start) => start.startsWith(word)).length;
    const by = least ?? words.reduce((a, b) => (files(b) - files(a) || a.length - b.length) < 0 ? b : a);
    const others = words.filter((word) => word !== by);
    return source(by, (runner) => {
      const text = runner[1] + " " + runner[2], own = foldWords(text + " " + spelledOut(text), index.forms);
      return others.every((word) => own.some((o) => same(o, word))) ? WORDS : -1;
    }, GUESSES);
  }

  // nearly are the sources of names in which one letter is wrong, missing or too many, or two
  // are swapped: the likeliest, then others. Of masked names nobody knows the letters.
  /** @type {(index: Index, words: string[]) => Promise<Source[][]>} */
  async nearly(index, words) {
    const typed = words.join(""), letters = Array.from(typed);
    /** @type {(key: string, most: number, same: (runner: Runner, k: string) => boolean) => Source} */
    const near = (key, most, same) => source(key, (runner, k) => (!runner[1].includes("*") && same(runner, k) ? NEARLY : -1), most);
    if (eastern(typed)) {
      /** @type {Source[]} */
      const sources = [];
      for (let i = 0; i < letters.length; i++) {
        const swapped = [...letters.slice(0, i), letters[i + 1], letters[i], ...letters.slice(i + 2)].join("");
        if (i + 1 < letters.length) sources.push(near(swapped, 1, () => true));
        const rest = letters.slice(i + 1).join(""); // what stands behind the one that may be wrong finds the name
        if (letters.length > 2) sources.push(near(rest || letters.slice(0, -1).join(""), 1, (runner) => begins(typed, foldWords(runner[1], index.forms).join(""))));
      }
      return [sources.slice(0, dear(index) ? 9 : GUESSES)];
    }
    if (letters.length < 4) return [];
    const [begun, guesses] = guess(letters, await this.beginnings(index));
    return [...(begun ? [[near(begun, 2, (_, k) => begins(typed, k))]] : []), guesses.slice(0, GUESSES).map((key) => near(key, 1, () => true)),
      ...(words.length > 1 ? words.filter((one) => one.length > 2).slice(0, 2) : []).map((word) => { // the wrong letter may be in another word
        const { fit } = this.byWords(index, words, (own, other) => own.startsWith(other) || begins(other, own), word);
        return [near(word, 1, (runner, k) => fit(runner, k) >= 0)];
      })];
  }
}

// dear reports whether files are large, as where they must be few: then few are loaded.
/** @type {(index: Index) => boolean} */
const dear = (index) => index.together === 1;

// begin is the file of its list in which a source begins.
/** @type {(index: Index, source: Source) => number} */
function begin(index, { list, key }) {
  const starts = list ? index.names : index.bibs;
  let from = 0;
  while (from + 1 < starts.length && starts[from + 1] <= key) from++;
  return from;
}

// unpack reads a part of a list: columns of a line each row, and keys of which a line is how
// much is as in the one before, and the rest. The rows of a key are told from those before.
/** @type {(file: Record<string, string>) => Part} */
function unpack(file) {
  /** @type {any} */
  const part = {};
  for (const column in file) part[column] = file[column].split("\n");
  return part;
}

// numbers reads one of as many numbers as there are rows, in base 32 with as many digits each.
/** @type {(text: string, rows: number) => (row: number) => number} */
function numbers(text, rows) {
  const width = text.length / rows;
  return (row) => parseInt(text.slice(row * width, (row + 1) * width), 32);
}

// unpackTimes reads the times and places of so many rows. A place that is less than the
// number of statuses is one of them; times are texts, or seconds and one more.
/** @type {(file: { statuses: string[], places: string, times: string, texts?: string }, rows: number) => Times} */
function unpackTimes({ statuses, places, times, texts }, rows) {
  const lines = texts?.split("\n");
  return { statuses, place: numbers(places, rows), time: lines ? (row) => lines[row] : numbers(times, rows) };
}

// timeOf is a time as it is written, "" for none.
/** @type {(time: number | string) => string} */
function timeOf(time) {
  if (typeof time === "string" || time < 1) return String(time || "");
  return Math.floor((time - 1) / 3600) + new Date((time - 1) * 1000).toISOString().slice(13, 19);
}

// source is what a key begins with, in the list of names.
/** @type {(key: string, fit: (runner: Runner, key: string) => number, most?: number) => Source} */
function source(key, fit, most) {
  return { list: 1, key: cut(key), from: -1, most: most ?? Infinity, fit };
}

// bibSources are a bib, whole or begun, and its number without the letters and zeros.
/** @type {(bib: string, index: Index) => Source[]} */
function bibSources(bib, index) {
  const number = bibNumber(bib), [before] = bib.split(/\d/);
  /** @type {Source} */
  const begun = { list: 0, key: bib, from: -1, most: Infinity, whole: !index.bare && /^[0-9]/.test(bib), fit: ({ 0: own }, k) => {
    if (k === bib) return foldBib(own) === bib ? BIB : NUMBER;
    return k === foldBib(own) || foldBib(own).startsWith(bib) ? BIB_BEGINS : -1;
  } };
  if (number === bib) return [begun];
  return [begun, { ...begun, key: number, whole: true, fit: ({ 0: own }, k) => (k === number && foldBib(own).startsWith(before) ? NUMBER : -1) }];
}

// parts are the beginnings that go on with a letter, by it. Each says with a digit how much
// it shares with the one before, so that of a part only what is asked for is taken apart.
/** @type {(text: string, depth: number) => Map<string, string>} */
const parts = (text, depth) => new Map(text.split(String(depth)).map((part) => {
  const [letter = ""] = part;
  return [letter, part.slice(letter.length)];
}));

// leads reports whether letters begin with one of some beginnings, or are one as a whole.
/** @type {(text: string | undefined, depth: number, letters: Iterable<string>, whole?: boolean) => boolean} */
function leads(text, depth, letters, whole) {
  for (const letter of letters) {
    if (text === undefined || !(whole || /^\D/.test(text))) break;
    text = parts(text, depth).get(letter);
    depth += letter.length;
  }
  return text !== undefined && !/^\D/.test(text);
}

// guess returns what beginnings of keys may have been meant: the typed one if there is
// such a key, and what one letter makes of it where there is one.
/** @type {(q: string[], text: string) => [begun: string, guesses: string[]]} */
function guess(q, text) {
  /** @type {Set<string>[]} */
  const ranked = [new Set(), new Set(), new Set()];
  /** @type {string | undefined} */
  let part = text;
  for (let i = 0, depth = 0; i < BEGINNING && part !== undefined; i++) {
    const [head, end, after, swapped] = [q.slice(0, i), q.slice(i), q.slice(i + 1), q.slice(i + 2)].map((some) => some.join(""));
    const all = parts(part, depth);
    for (const [letter, below] of all) { // another one stands here
      if (!letter || letter === q[i]) continue;
      /** @type {(rank: number, rest: string) => void} */
      const add = (rank, rest) => { if (leads(below, depth + letter.length, rest)) ranked[rank].add(head + letter + rest); };
      if (letter === q[i + 1]) {
        add(0, q[i] + swapped);
        add(1, swapped);
      }
      add(1, end);
      if (end) add(2, after);
    }
    depth += q[i]?.length;
    part = all.get(q[i]);
  }
  return [part === undefined ? "" : q.slice(0, BEGINNING).join(""), ranked.flatMap((set) => Array.from(set).sort())];
}
