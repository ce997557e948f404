// Offers ways to pass a page on: the link for the clipboard, the system's share sheet, a
// hint inside WeChat, and a card of a runner's result. Where the page is opened to share,
// the words come in a file of their own, so that the page stays small.

/**
 * @typedef {{ copy: string, copied: string, send: string, tall: string, square: string, hint: string, save: string, failed: string, wechat: string, scan: string, picture: string, card: string }} Words
 */

// here is an address of this site; any other is an error.
/** @type {(address: string) => string} */
function here(address) {
  const url = new URL(address, document.baseURI);
  if (url.origin !== location.origin) throw new Error(url.href);
  return url.href;
}

// inWeChat tells by the name of a browser whether it is the one in WeChat, in which a
// page can neither open a share sheet nor save a file.
/** @type {(agent: string) => boolean} */
export const inWeChat = (agent) => /MicroMessenger/i.test(agent);

/** @type {(box: HTMLElement) => Promise<void>} */
async function open(box) {
  /** @type {Words} */
  const words = await (await fetch(here(box.dataset.words))).json();
  const link = /** @type {HTMLElement} */ (box.querySelector(".take")), buttons = document.createElement("p"), told = document.createElement("p");
  const url = (link.textContent ?? "").trim(), shown = document.createElement("div");
  buttons.className = "go";
  told.className = "note";
  told.setAttribute("role", "status");
  /** @type {(text: string, act: () => Promise<void>) => void} */
  const button = (text, act) => {
    const b = document.createElement("button");
    b.type = "button";
    b.className = "star plain";
    b.textContent = text;
    b.addEventListener("click", async () => {
      b.setAttribute("aria-busy", "true");
      told.textContent = "";
      try {
        await act();
      } catch (e) {
        if (!(e instanceof DOMException && e.name === "AbortError")) told.textContent = words.failed; // whoever closes the sheet needs no word
      } finally {
        b.removeAttribute("aria-busy");
      }
    });
    buttons.append(b);
  };
  button(words.copy, async () => {
    if (navigator.clipboard) await navigator.clipboard.writeText(url);
    else {
      getSelection()?.selectAllChildren(link);
      if (!document.execCommand("copy")) throw new Error("copy");
    }
    told.textContent = words.copied;
  });
  if ("share" in navigator && !inWeChat(navigator.userAgent)) button(words.send, () => navigator.share({ title: document.title, url }));
  if (document.querySelector("[data-bib]")) {
    for (const [text, height] of /** @type {[string, number][]} */ ([[words.tall, 1920], [words.square, 1080]])) {
      button(text, async () => {
        /** @type {typeof import("./card.js")} */
        const card = await import(here(new URL(words.card, here(box.dataset.words)).href));
        await card.show(shown, height, words);
      });
    }
  }
  box.querySelector("summary")?.after(buttons, told, shown);
  const note = document.createElement("p");
  note.className = "note";
  note.textContent = inWeChat(navigator.userAgent) ? words.wechat : words.scan;
  link.before(note);
}

/** @type {(part: ParentNode) => void} */
export function offer(part) {
  /** @type {HTMLDetailsElement | null} */
  const box = part.querySelector("details.share");
  if (!box) return;
  const now = () => open(box).catch(() => {}); // the link and the code are there without
  if (box.open) now();
  else box.addEventListener("toggle", now, { once: true });
}

if (typeof document !== "undefined") offer(document);
