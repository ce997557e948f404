// The boards of a race on a wall: with ?screen in the address one order after another
// fills the screen. Without a script, and without ?screen, the page is as it is. At
// the end of each round the page is asked for anew, so that a wall left alone stays
// new. Who wants no motion turns the pages by keys alone; what stands there is asked
// for all the same.

const seconds = 12; // for each screen
const rest = 3; // of so many turns one asks anew, while the wall stands still
const points = 2; // the newest sections alone: the others are on the page

/** @type {Record<string, number>} */
const ways = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

// paired puts so many things side by side.
/** @type {<T>(all: T[], beside: number) => T[][]} */
export function paired(all, beside) {
  return Array.from({ length: Math.ceil(all.length / beside) }, (_, n) => all.slice(n * beside, (n + 1) * beside));
}

// screens are what stands on the wall one after another: the orders of a point, as
// many as there is room for, and then how many passed. What is newest comes first.
/** @type {(main: HTMLElement) => HTMLElement[][]} */
function screens(main) {
  const beside = innerWidth > innerHeight ? 2 : 1;
  const boards = [...main.querySelectorAll(".at")].slice(0, points).flatMap((at) =>
    paired([...at.querySelectorAll(".order")], beside).map((orders) => [at, ...orders]));
  return [...boards, ...[...main.querySelectorAll(".tally")].map((tally) => [tally])];
}

function show() {
  const main = document.getElementById("main");
  let all = screens(main), at = 0, ticks = 0;
  let running = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const turn = (by = 1) => {
    if (all.length === 0) return;
    at = (Math.min(at, all.length - 1) + by + all.length) % all.length;
    main.querySelectorAll(".at, .order, .tally").forEach((part) => { part.hidden = !all[at].includes(part); });
  };
  const renew = async () => {
    try {
      const answer = await fetch(location.pathname, { cache: "no-cache" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
      if (!answer.ok || !fresh?.querySelector(".live")) return;
      main.replaceChildren(...fresh.childNodes);
      all = screens(main);
      turn(0);
    } catch {
      // the network is gone: what stands there stays
    }
  };
  document.documentElement.classList.add("wall");
  turn(0);
  addEventListener("resize", () => { all = screens(main); at = 0; turn(0); });
  addEventListener("keydown", (key) => {
    const by = ways[key.key];
    if (key.key === "Escape") location.search = "";
    else if (key.key === " ") running = !running;
    else if (by) { running = false; turn(by); }
    else return;
    key.preventDefault();
  });
  setInterval(async () => {
    if (document.hidden) return;
    if (running ? at >= all.length - 1 : ++ticks % rest === 0) await renew();
    if (running) turn();
  }, seconds * 1000);
}

if (typeof document !== "undefined" && new URLSearchParams(location.search).has("screen")) show();
