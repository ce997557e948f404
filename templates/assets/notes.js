// Shows the notes of a long text at its margin where the screen has the room, each beside
// the first line that refers to it. Elsewhere, on paper and without this script, they
// stand behind the text. In its contents it marks the part that is being read.

const ROOM = "screen and (min-width: 72rem)", GAP = 12;

// placed are the tops of notes that begin no higher than their references and do not
// cover one another, from their wanted tops and heights.
/** @type {(wanted: { top: number, height: number }[]) => number[]} */
export function placed(wanted) {
  let free = -Infinity;
  return wanted.map(({ top, height }) => {
    const at = Math.max(top, free);
    free = at + height + GAP;
    return at;
  });
}

/** @type {(text: HTMLElement) => void} */
function arrange(text) {
  const notes = Array.from(/** @type {NodeListOf<HTMLElement>} */ (text.querySelectorAll(".footnotes li")));
  const beside = window.matchMedia(ROOM).matches;
  text.classList.toggle("noted", beside);
  if (!beside) {
    notes.forEach((note) => note.style.removeProperty("top"));
    text.style.removeProperty("min-height");
    return;
  }
  const origin = text.getBoundingClientRect().top;
  const of = notes.map((note) => ({ note, at: text.querySelector(`a[href="#${CSS.escape(note.id)}"]`) })).flatMap(({ note, at }) => (at ? [{ note, top: at.getBoundingClientRect().top - origin - 4, height: note.offsetHeight }] : []));
  of.sort((a, b) => a.top - b.top);
  const tops = placed(of);
  of.forEach(({ note }, i) => note.style.setProperty("top", tops[i] + "px"));
  const last = of.length - 1;
  if (last >= 0) text.style.setProperty("min-height", tops[last] + of[last].height + "px");
}

// reading is the index of the part being read, from the tops of their headings: the last
// that has come near the top of a window so high; -1 above the first.
/** @type {(tops: number[], height: number) => number} */
export function reading(tops, height) {
  return tops.filter((top) => top <= Math.min(height / 3, 100)).length - 1;
}

/** @type {(contents: Element) => void} */
function follow(contents) {
  const links = Array.from(contents.querySelectorAll("a"));
  const parts = links.flatMap((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))) ?? []);
  if (parts.length !== links.length) return;
  const mark = () => {
    const now = reading(parts.map((part) => part.getBoundingClientRect().top), window.innerHeight);
    links.forEach((link, i) => {
      if (i === now) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  };
  window.addEventListener("scroll", mark, { passive: true }); // at most once a frame
  mark();
}

if (typeof document !== "undefined") {
  const contents = document.querySelector(".text > .contents");
  if (contents) follow(contents);
  /** @type {HTMLElement | null} */
  const text = document.querySelector("article.text");
  if (text?.querySelector(".footnotes li")) {
    arrange(text);
    new ResizeObserver(() => arrange(text)).observe(document.body);
  }
}
