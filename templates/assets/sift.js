// Filters and sorts the rows that a page of a list has. What is asked for stands in the
// address (?q=…&nat=…&sort=n&down), so that it can be sent on and gone back to. Columns
// are known by their class: p place, b bib, w name, nat, h, c and n times.

// key makes a cell comparable: a time its seconds, a number or bib its digits, else the
// text. What is empty or no number comes last.
/** @type {(text: string, column: string) => number | string} */
export function key(text, column) {
  const t = text.normalize("NFKC").trim();
  if (column === "w" || column === "nat") return t.toLowerCase();
  const time = t.match(/^(?:(\d+):)?(\d{1,2}):(\d\d)(?:\.\d+)?$/);
  if (time) return Number(time[1] || 0) * 3600 + Number(time[2]) * 60 + Number(time[3]);
  const digits = t.replace(/[,.\s\u202f]/g, "").match(/\d+/);
  if (digits) return Number(digits[0]);
  return column === "h" && t ? t.toLowerCase() : Infinity;
}

// order compares two keys; numbers stand before texts.
/** @type {(a: number | string, b: number | string, lang: string) => number} */
export function order(a, b, lang) {
  if (typeof a === "number" && typeof b === "number") return a === b ? 0 : a - b;
  if (typeof a === "string" && typeof b === "string") return a.localeCompare(b, lang);
  return typeof a === "number" ? -1 : 1;
}

// fits tells whether a row has every word that was asked for.
/** @type {(text: string, query: string) => boolean} */
export function fits(text, query) {
  /** @type {(s: string) => string} */
  const fold = (s) => s.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
  const has = fold(text);
  return fold(query).split(/\s+/).every((word) => has.includes(word));
}

const sorted = ["p", "b", "w", "nat", "h", "c", "n"]; // columns that can be sorted
const most = 80; // values that a choice has

/** @type {(form: HTMLFormElement) => void} */
function sift(form) {
  const tables = Array.from(document.querySelectorAll("table.list"));
  const rows = tables.map((table) => Array.from(table.tBodies[0].rows)).flat();
  const said = form.querySelector("output") ?? document.createElement("output");
  const lang = document.documentElement.lang;
  if (rows.length < 2) return;
  /** @type {(row: HTMLTableRowElement, column: string) => string} */
  const text = (row, column) => row.querySelector("." + column)?.textContent ?? "";
  const asked = new URLSearchParams(location.search);
  const input = form.querySelector("input");
  input.value = asked.get("q") ?? "";

  /** @type {HTMLSelectElement[]} */
  const choices = [];
  for (const column of ["nat", "h"]) {
    const head = tables[0].tHead?.querySelector("th." + column);
    const values = Array.from(new Set(rows.map((row) => text(row, column)))).filter((value) => value !== "");
    if (!head || values.length < 2 || values.length > most || values.some((value) => /^[\d:. ]+$/.test(value))) continue;
    const label = document.createElement("label"), select = document.createElement("select");
    select.name = column;
    select.append(new Option(form.dataset.all, ""), ...values.sort((a, b) => a.localeCompare(b, lang)).map((value) => new Option(value)));
    select.value = asked.get(column) ?? "";
    if (select.selectedIndex < 0) select.value = "";
    label.append(head.textContent + " ", select);
    form.insertBefore(label, said);
    choices.push(select);
  }

  let by = sorted.includes(asked.get("sort") ?? "") ? asked.get("sort") ?? "" : "", down = asked.has("down");
  for (const table of tables) {
    for (const head of Array.from(table.tHead?.rows[0].cells ?? [])) {
      if (!sorted.includes(head.className)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        [by, down] = by !== head.className ? [head.className, false] : down ? ["", false] : [by, true];
        show();
      });
    }
  }

  // show puts the rows as they are asked for, and writes that into the address.
  function show() {
    const query = input.value.trim();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(fits(row.textContent ?? "", query) && choices.every((choice) => !choice.value || text(row, choice.name) === choice.value));
      if (!row.hidden) shown++;
    }
    for (const table of tables) {
      const own = rows.filter((row) => row.closest("table") === table);
      if (by) {
        const keys = new Map(own.map((row) => [row, key(text(row, by), by)]));
        own.sort((a, b) => {
          const [one, other] = [keys.get(a) ?? "", keys.get(b) ?? ""];
          if (one === Infinity || other === Infinity) return order(one, other, lang);
          return (down ? -1 : 1) * order(one, other, lang);
        });
      }
      table.tBodies[0].append(...own);
      for (const head of Array.from(table.tHead?.rows[0].cells ?? [])) {
        if (head.className === by) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      }
    }
    said.textContent = shown < rows.length ? (form.dataset.found ?? "").replace("{shown}", String(shown)).replace("{all}", String(rows.length)) : "";
    const state = new URLSearchParams();
    for (const [name, value] of [["q", query], ...choices.map((choice) => [choice.name, choice.value]), ["sort", by]]) if (value) state.set(name, value);
    if (down) state.set("down", "");
    const address = location.pathname + (state.size ? "?" + state : "") + location.hash;
    if (address !== location.pathname + location.search + location.hash) history.replaceState(null, "", address);
  }

  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  if (asked.size > 0) show();
}

if (typeof document !== "undefined") {
  const form = document.querySelector("form.sift");
  if (form) sift(form);
}
