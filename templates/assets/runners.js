// Shows runners of a race where the site has few files: runners/#M1. Pages and
// certificates of some hundred runners lie in one file, cut into what they share
// and what each has of its own; what is put together here is byte for byte what
// a site with a file for each would hold. All words stand in the page.

// shard is the number of the file that holds a bib, of so many. The files are
// made by the same rule: change both.
export function shard(bib, shards) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(bib)) sum = Math.imul(sum ^ byte, 0x01000193);
  return ((sum >>> 16) ^ sum) & (shards - 1);
}

// within is the address of a bib in the file that holds it, among files at an
// address with a * for their number.
export const within = (files, bib, shards) => files.replace("*", shard(bib, shards)) + "#" + encodeURIComponent(bib);

async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address + ": " + answer.status);
  return answer;
}

let kept = { address: "" }; // the last file: neighbours and the picture ask again

// entry is what a file holds under the bib behind its #.
async function entry(address, list) {
  const url = new URL(address, document.baseURI), bib = decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  if (kept.address !== url.href) kept = { address: url.href, file: load(url).then((answer) => answer.json()) };
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
export async function runner(address) {
  const { file, own } = await entry(address, "runners");
  if (!own) return null;
  const [name, form, ...slots] = own;
  return { name, html: file.forms[form].map((piece, i) => piece + (slots[i] ?? "")).join("") };
}

// certificate is the PDF of a runner, null where the file has none: the race's
// form, and behind it what is the runner's own.
export async function certificate(address) {
  const { url, file, own } = await entry(address, "imprints");
  if (!own) return null;
  const form = new Uint8Array(await (await load(new URL(file.form, url))).arrayBuffer());
  const imprint = Uint8Array.from(atob(own), (c) => c.charCodeAt(0));
  const whole = new Uint8Array(form.length + imprint.length);
  whole.set(form);
  whole.set(imprint, form.length);
  return whole;
}

// save hands out a PDF as a file.
export function save(bytes, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function show(part) {
  const told = document.getElementById("told"), find = document.getElementById("find"), plain = document.title;
  let shown = null, asked = 0;

  const say = (text) => { told.textContent = text; told.hidden = !text; };
  const put = (page) => {
    if (shown) shown.remove();
    shown = page && document.createElement("div");
    find.hidden = Boolean(page);
    if (!page) return;
    shown.innerHTML = page.html;
    part.append(shown);
  };

  async function turn(event) {
    const mine = ++asked;
    let bib = location.hash.slice(1), found = null;
    try {
      bib = decodeURIComponent(bib);
    } catch (e) { /* as it stands */ }
    if (!shown) find.hidden = Boolean(bib); // until it is known that nobody has it
    document.querySelectorAll(".languages a").forEach((a) => { a.hash = location.hash; }); // the same runner in another language
    try {
      found = bib && await runner(within(part.dataset.pages, bib, part.dataset.shards));
    } catch (e) {
      if (mine !== asked) return;
      put(null);
      say(part.dataset.failed);
      return;
    }
    if (mine !== asked) return;
    put(found || null);
    say(bib && !found ? part.dataset.missing.replace("{bib}", bib) : "");
    document.title = found ? part.dataset.title.replace("{name}", () => found.name).replace("{bib}", bib) : plain;
    if (!found) return;
    if (event) { // from another runner: as if a page had been opened
      window.scrollTo(0, 0);
      const heading = shown.querySelector("h1") || shown;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    shown.querySelector("#certificate[data-join]")?.addEventListener("click", async (click) => {
      const link = click.currentTarget;
      click.preventDefault();
      link.setAttribute("aria-busy", "true");
      try {
        save(await certificate(link.href), link.download);
        say("");
      } catch (e) {
        say(part.dataset.certificate);
      } finally {
        link.removeAttribute("aria-busy");
      }
    });
    for (const { src } of shown.querySelectorAll("script[src]")) { // these do not run by themselves
      const { offer } = await import(src);
      if (offer && mine === asked) offer(document.getElementById("save"));
    }
  }

  document.querySelector(".skip")?.addEventListener("click", (click) => { // what stands behind the # is the runner
    const main = document.getElementById("main");
    click.preventDefault();
    main.tabIndex = -1;
    main.focus();
  });
  window.addEventListener("hashchange", turn);
  turn();
}

if (typeof document !== "undefined" && document.getElementById("runners")) show(document.getElementById("runners"));
