// Takes whoever asked for a place or a time (?q=2500, ?q=3:45) on to the page of
// the list where it stands. The table holds what each page goes up to; without
// this script one reads it and clicks.

// seconds reads h:mm:ss or h:mm; null is no time.
/** @type {(text: string) => number | null} */
export function seconds(text) {
  const parts = text.normalize("NFKC").trim().match(/^(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?$/);
  return parts ? Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] || 0) : null;
}

// page finds the address for a query among pages of { url, first, last,
// slowest }, in their order: of a place the page and its row, of a time the
// first page that goes up to it. Null where the list has neither.
/** @type {(query: string, pages: { url: string, first: number, last: number, slowest: number }[]) => string | null} */
export function page(query, pages) {
  const time = seconds(query);
  if (time !== null) {
    const found = pages.find((p) => p.slowest >= time);
    return found ? found.url : null;
  }
  const place = Number(query.normalize("NFKC").replace(/[\s,.]/g, ""));
  if (!Number.isInteger(place) || place < 1) return null;
  const found = pages.find((p) => p.first <= place && place <= p.last);
  return found ? found.url + "#p" + place : null;
}

if (typeof document !== "undefined") {
  const query = new URLSearchParams(location.search).get("q");
  if (query) {
    const pages = Array.from(document.querySelectorAll(".spans tbody tr"), (row) => ({
      url: row.querySelector("th a").href, first: Number(row.dataset.first), last: Number(row.dataset.last), slowest: Number(row.dataset.slowest),
    }));
    const found = page(query, pages);
    if (found) location.replace(found);
    else document.getElementById("missed").hidden = false;
  }
}
