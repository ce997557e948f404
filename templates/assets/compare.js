// Puts two to four runners side by side: compare.html#12,34. What it shows it
// reads from the runners' own pages, so that nothing is published twice and
// nobody is shown otherwise than there. All words stand in the page.

/**
 * @typedef {{ gun: string, net: string }} Times
 * @typedef {Times & { address: string, bib: string, name: string, lang: string, splits: Times[], places: { text: string, of: string }[], status: string }} Shown
 * @typedef {Shown & { asked: string }} Asked
 */

const SVG = "http://www.w3.org/2000/svg";
const TOP = 14, HEIGHT = 210; // of the chart, in pixels

// plain reads a text of an address; one that is written wrongly stays as it is.
/** @type {(text: string) => string} */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch (e) {
    return text;
  }
}

// bibs are those behind the #, each once.
/** @type {(hash: string, most: number) => string[]} */
export function bibs(hash, most) {
  const all = hash.replace(/^#/, "").split(",").map((b) => plain(b).trim()).filter(Boolean);
  return Array.from(new Set(all)).slice(0, most);
}

// seconds reads h:mm:ss and, of less than an hour, m:ss; null is no time.
/** @type {(text: string) => number | null} */
export function seconds(text) {
  const t = text.match(/^(-?)(?:(\d{1,6}):)?(\d{1,2}):(\d\d)$/);
  return t ? (t[1] ? -1 : 1) * (Number(t[2] ?? 0) * 3600 + Number(t[3]) * 60 + Number(t[4])) : null;
}

// gap writes how far behind (+) or ahead (−) a number of seconds is.
/** @type {(s: number) => string} */
export function gap(s) {
  const n = Math.abs(s);
  /** @type {(v: number) => string} */
  const pad = (v) => String(v).padStart(2, "0");
  const text = n >= 3600 ? Math.floor(n / 3600) + ":" + pad(Math.floor(n / 60) % 60) + ":" + pad(n % 60) : Math.floor(n / 60) + ":" + pad(n % 60);
  return (s > 0 ? "+" : s < 0 ? "−" : "±") + text;
}

// runner reads a runner's page: null where it is none. What it takes from there
// bears its name as a data attribute, in whatever order it stands. A page that does
// not say what every one says, or says a part of a time, is an error.
/** @type {(page: DocumentFragment, address: string) => Shown | null} */
export function runner(page, address) {
  const article = page.querySelector("article.runner");
  if (!article) return null;
  /** @type {(part: ParentNode, selector: string) => string | undefined} */
  const text = (part, selector) => part.querySelector(selector)?.textContent.trim();
  /** @type {(name: string) => Error} */
  const missing = (name) => new Error("templates/runner.html: nothing has the attribute " + name);
  /** @type {(name: string) => string} */
  const needed = (name) => {
    const found = text(article, `[${name}]:not(td)`);
    if (found === undefined) throw missing(name);
    return found;
  };
  /** @type {HTMLElement | null} */
  const name = article.querySelector("[data-name] span");
  if (!name) throw missing("data-name");
  const timed = article.matches(".finished") || article.querySelector(":is([data-gun], [data-net], [data-place]):not(td)") !== null;
  const rows = Array.from(article.querySelectorAll("[data-splits] tbody tr"));
  if (rows.length === 0 && article.querySelector("td[data-gun]")) throw missing("data-splits");
  return {
    address, bib: needed("data-bib"), name: name.textContent, lang: name.lang,
    splits: rows.map((row) => ({ gun: text(row, "td[data-gun]") ?? "", net: text(row, "td[data-net]") ?? "" })),
    places: Array.from(article.querySelectorAll("[data-place]"), (part) => ({ text: text(part, "dt") + " " + text(part, "dd"), of: part.querySelector("dd > i")?.className ?? "" })),
    status: needed("data-status"), gun: timed ? needed("data-gun") : "", net: timed ? needed("data-net") : "",
  };
}

// parsed is a page in which nothing lives: it runs and loads nothing.
/** @type {(html: string) => DocumentFragment} */
function parsed(html) {
  const page = document.createElement("template");
  page.innerHTML = html;
  return page.content;
}

// source is the HTML of a runner's page, or of what the page adds to its like
// where it lies in a shard; null where there is none.
/** @type {(site: DOMStringMap, address: string, bib: string) => Promise<string | null>} */
async function source({ join, pages, shards }, address, bib) {
  if (join) {
    /** @type {typeof import("./runners.js")} */
    const joined = await import(new URL(join, document.baseURI).href);
    return (await joined.runner(joined.within(pages, bib, Number(shards))))?.html ?? null;
  }
  const answer = await fetch(address);
  if (answer.status === 404 || answer.status === 410) return null;
  if (!answer.ok) throw new Error(address + ": " + answer.status);
  return answer.text();
}

// times are a runner's at each of so many points; the last is the finish.
/** @type {(r: Times & { splits: Times[] }, clock: keyof Times, points: number) => string[]} */
export function times(r, clock, points) {
  const all = r.splits.length === points ? r.splits.map((s) => s[clock]) : Array(points).fill("");
  if (!all[points - 1]) all[points - 1] = r[clock];
  return all;
}

/** @type {(tag: string, text: string, attributes?: Record<string, string>) => HTMLElement} */
function element(tag, text, attributes = {}) {
  const e = document.createElement(tag);
  e.textContent = text;
  for (const [name, value] of Object.entries(attributes)) if (value) e.setAttribute(name, value);
  return e;
}

/** @type {(tag: string, attributes: Attributes, text?: string) => SVGElement} */
function drawn(tag, attributes, text = "") {
  const e = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, String(value));
  e.textContent = text;
  return e;
}

// levels are round numbers of seconds around a spread, two to six.
/** @type {(low: number, high: number) => number[]} */
export function levels(low, high) {
  const step = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].find((s) => (high - low) / s <= 4) || Math.ceil((high - low) / 4 / 14400) * 14400;
  const all = [];
  for (let at = Math.floor(low / step) * step; at < high + step || all.length < 2; at += step) all.push(at);
  return all;
}

/** @type {(part: HTMLElement) => void} */
function compare(part) {
  const told = document.getElementById("told"), form = document.querySelector("form.finder");
  const head = part.querySelector("thead tr"), places = part.querySelector("tr.places"), rows = Array.from(part.querySelectorAll("tr.at"));
  const figure = part.querySelector(".gaps"), legend = figure.querySelector(".legend");
  const most = Number(part.dataset.most);
  /** @type {Map<string, Promise<Shown | null>>} */
  const pages = new Map();
  let asked = 0;

  // load reads a runner's page once; null where there is none.
  /** @type {(bib: string) => Promise<Shown | null>} */
  function load(bib) {
    const known = pages.get(bib);
    if (known) return known;
    const address = part.dataset.runner.replace("*", encodeURIComponent(bib));
    const page = source(part.dataset, address, bib).then((html) => html === null ? null : runner(parsed(html), address));
    page.catch(() => pages.delete(bib));
    pages.set(bib, page);
    return page;
  }

  const chosen = () => bibs(location.hash, most);
  /** @type {(list: string[]) => void} */
  const choose = (list) => { location.hash = list.map(encodeURIComponent).join(","); };

  /** @type {(runners: Asked[], clock: keyof Times) => void} */
  function table(runners, clock) {
    for (const row of [head, places, ...rows]) while (row.children.length > 1) row.lastChild?.remove();
    const first = times(runners[0], clock, rows.length);
    runners.forEach((r, n) => {
      const cell = element("th", "", { scope: "col" });
      const remove = element("button", "×", { type: "button", class: "remove", "aria-label": part.dataset.remove.replace("{name}", () => r.name), title: part.dataset.remove.replace("{name}", () => r.name) });
      remove.addEventListener("click", () => choose(chosen().filter((b) => b !== r.asked)));
      const mark = drawn("svg", { class: "key", width: 18, height: 12, "aria-hidden": "true" });
      mark.append(drawn("path", { class: "r" + n, d: "M0 6h18" }));
      cell.append(mark, " ", element("a", r.name, { href: r.address, lang: r.lang, dir: "auto" }), " ", element("small", r.bib), " ", remove);
      head.append(cell);
      const stands = element("td", "");
      for (const { text, of } of r.places.length ? r.places : [{ text: r.status, of: "" }]) {
        const place = element("div", text);
        if (of) place.append(element("i", "", { class: of })); // the style sheet of the field says of how many
        stands.append(place);
      }
      places.append(stands);
      times(r, clock, rows.length).forEach((text, i) => {
        const td = element("td", text || "—"), own = seconds(text), leads = seconds(first[i]);
        if (n > 0 && own !== null && leads !== null) td.append(" ", element("small", gap(own - leads)));
        rows[i].append(td);
      });
    });
  }

  /** @type {(runners: Asked[], clock: keyof Times) => void} */
  function chart(runners, clock) {
    figure.querySelector("svg.plot")?.remove();
    figure.hidden = runners.length < 2;
    if (figure.hidden) return;
    const metres = rows.map((row) => Number(row.dataset.metres)), length = metres[metres.length - 1];
    const first = times(runners[0], clock, rows.length).map(seconds);
    /** @type {(number | null)[][]} */
    const lines = runners.map((r) => times(r, clock, rows.length).map((text, i) => {
      const own = seconds(text);
      const leads = first[i];
      return own === null || leads === null ? null : own - leads;
    }));
    const known = lines.flat().filter((s) => s !== null);
    const marks = levels(Math.min(0, ...known), Math.max(0, ...known)), low = marks[0], high = marks[marks.length - 1];
    /** @type {(s: number) => number} */
    const y = (s) => TOP + (s - low) / (high - low) * HEIGHT; // whoever is behind is lower
    const plot = drawn("svg", { class: "plot", role: "img", width: "100%", height: TOP + HEIGHT + 26, "aria-label": part.dataset.chart + ": " + runners.map((r) => r.name).join(", ") });
    for (const s of marks) {
      plot.append(drawn("line", { class: s === 0 ? "zero" : "grid", x2: "100%", y1: y(s), y2: y(s) }),
        drawn("text", { x: -8, y: y(s) + 4, "text-anchor": "end" }, s === 0 ? "0" : gap(s)));
    }
    const box = drawn("svg", { width: "100%", height: TOP + HEIGHT, viewBox: "0 0 1000 " + (TOP + HEIGHT), preserveAspectRatio: "none" });
    lines.forEach((line, n) => {
      let path = "", joined = false;
      line.forEach((s, i) => {
        if (s !== null) path += (joined ? "L" : "M") + metres[i] / length * 1000 + " " + y(s);
        joined = joined || s !== null;
      });
      box.append(drawn("path", { class: "r" + n, d: path }));
    });
    plot.append(box);
    let last = 0, shown = 0;
    metres.forEach((m, i) => {
      const end = i === metres.length - 1;
      if (!end && (m - last < length / 12 || length - m < length * 0.3)) return;
      plot.append(drawn("text", { class: end || shown++ % 2 ? "" : "minor", x: m / length * 100 + "%", y: TOP + HEIGHT + 20, "text-anchor": end ? "end" : "middle" }, rows[i].cells[0].textContent ?? ""));
      last = m;
    });
    legend.replaceChildren(...runners.map((r, n) => {
      const item = element("span", ""), mark = drawn("svg", { class: "key", width: 18, height: 12, "aria-hidden": "true" });
      mark.append(drawn("path", { class: "r" + n, d: "M0 6h18" }));
      item.append(mark, " ", element("span", r.name, { lang: r.lang }));
      return item;
    }));
    figure.querySelector("figcaption").after(plot);
  }

  async function show() {
    const mine = ++asked, list = chosen();
    document.querySelectorAll(".languages a").forEach((a) => { a.hash = location.hash; }); // the same runners in another language
    /** @type {(Asked | null)[]} */
    let found;
    try {
      found = await Promise.all(list.map(async (bib) => {
        const r = await load(bib);
        return r && { ...r, asked: bib };
      }));
    } catch (e) {
      console.warn(e); // whoever edits templates/runner.html wants to know
      if (mine === asked) told.textContent = part.dataset.failed;
      return;
    }
    if (mine !== asked) return;
    const runners = found.filter((r) => r !== null), missing = list.filter((_, i) => !found[i]);
    told.textContent = missing.length ? part.dataset.missing.replace("{bibs}", () => missing.join(", ")) : runners.length === 1 ? part.dataset.alone : "";
    part.hidden = runners.length === 0;
    if (part.hidden) return;
    const clock = /** @type {keyof Times} */ (part.querySelector("[name=clock]:checked").value);
    table(runners, clock);
    chart(runners, clock);
  }

  form?.addEventListener("pick", (event) => {
    event.preventDefault();
    const list = chosen();
    if (list.length >= most) told.textContent = part.dataset.full;
    else choose([...list, event.detail.slice(event.detail.lastIndexOf("/") + 1)]);
  });
  part.querySelectorAll("[name=clock]").forEach((input) => input.addEventListener("change", show));
  window.addEventListener("hashchange", show);
  show();
}

if (typeof document !== "undefined" && document.getElementById("compared")) compare(document.getElementById("compared"));
