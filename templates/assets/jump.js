// Takes whoever asked for a place or a time (?q=2500, ?q=3:45) on to the row of the
// list where it stands. The table holds what each page goes up to; without this
// script one reads it and clicks.

/** @typedef {{ url: string, first: number, last: number, slowest: number }} Page */

// seconds reads h:mm:ss, and of two numbers h:mm or m:ss; null is no time.
/** @type {(text: string, minutes?: boolean) => number | null} */
export function seconds(text, minutes) {
  const parts = text.normalize("NFKC").trim().match(/^(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?$/);
  if (!parts) return null;
  const [h, m, s] = parts[3] === undefined && minutes === true ? [0, parts[1], parts[2]] : [parts[1], parts[2], parts[3] || 0];
  return Number(h) * 3600 + Number(m) * 60 + Number(s);
}

// wanted reads a time that somebody asks for: 34:41 are minutes where nobody takes
// nearly as many hours.
/** @type {(query: string, pages: Page[]) => number | null} */
export function wanted(query, pages) {
  const time = seconds(query);
  return time !== null && time > 4 * Math.max(...pages.map((p) => p.slowest)) ? seconds(query, true) : time;
}

// page finds the address for a query among pages of a list, in their order: of a
// place the page and its row, of a time the first page that goes up to it. Null where
// the list has neither.
/** @type {(query: string, pages: Page[]) => string | null} */
export function page(query, pages) {
  const time = wanted(query, pages);
  if (time !== null) {
    const found = pages.find((p) => p.slowest >= time);
    return found ? found.url : null;
  }
  const place = Number(query.normalize("NFKC").replace(/[\s,.]/g, ""));
  if (!Number.isInteger(place) || place < 1) return null;
  const found = pages.find((p) => p.first <= place && place <= p.last);
  return found ? found.url + "#p" + place : null;
}

// row finds the id of the first row of a page whose time is the one asked for, or
// longer; "" for none.
/** @type {(html: string, time: number) => string} */
function row(html, time) {
  let id = "";
  for (const tr of new DOMParser().parseFromString(html, "text/html").querySelectorAll("table.list tbody tr")) {
    id = tr.id || id; // those who share a place are found by the first of them
    const own = seconds(tr.querySelector("td.c")?.textContent ?? "", true);
    if (own !== null && own >= time) return id;
  }
  return "";
}

async function go() {
  const query = new URLSearchParams(location.search).get("q");
  if (!query) return;
  const pages = Array.from(document.querySelectorAll(".spans tbody tr"), (tr) => ({
    url: tr.querySelector("th a").href, first: Number(tr.dataset.first), last: Number(tr.dataset.last), slowest: Number(tr.dataset.slowest),
  }));
  const found = page(query, pages), time = wanted(query, pages);
  if (!found) {
    document.getElementById("missed").hidden = false;
    return;
  }
  let at = "";
  if (time !== null) {
    try {
      const answer = await fetch(found);
      if (answer.ok) at = row(await answer.text(), time);
    } catch (e) { /* the page it is, without the row */ }
  }
  location.replace(at ? found + "#" + at : found);
}

if (typeof document !== "undefined") go();
