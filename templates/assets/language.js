// Leads whoever comes to the root of the site to a language: the one chosen here before,
// else the first of the browser's languages that the site has. Somebody who comes with
// #choose, or whose languages the site has not, chooses.

const KEY = "language " + new URL("..", import.meta.url).pathname; // several sites may share a host

// first is the first of the wanted languages that is there, null for none. A tag that is
// not there is looked for by its beginning: zh-Hant-TW, zh-Hant, zh.
/** @type {(wanted: readonly string[], there: string[]) => string | null} */
export function first(wanted, there) {
  /** @type {(tag: string) => string | undefined} */
  const find = (tag) => there.find((t) => t.toLowerCase() === tag);
  for (const tag of wanted) {
    const parts = tag.toLowerCase().split("-");
    const traditional = parts[0] === "zh" && /^(tw|hk|mo|hant)$/.test(parts[parts.length - 1]) ? find("zh-hant") : undefined;
    if (traditional) return traditional;
    for (let n = parts.length; n > 0; n--) {
      const found = find(parts.slice(0, n).join("-"));
      if (found) return found;
    }
    const kin = there.find((t) => t.toLowerCase().split("-")[0] === parts[0]);
    if (kin) return kin;
  }
  return null;
}

if (typeof document !== "undefined") {
  const choices = Array.from(document.querySelectorAll("a.choice"), (a) => /** @type {HTMLAnchorElement} */ (a));
  let kept = "";
  try {
    kept = localStorage.getItem(KEY) ?? "";
  } catch (e) { /* no storage */ }
  for (const a of choices) {
    a.addEventListener("click", () => {
      try {
        localStorage.setItem(KEY, a.hreflang);
      } catch (e) { /* not remembered */ }
    });
  }
  const lang = location.hash === "#choose" ? null : first([kept, ...navigator.languages].filter(Boolean), choices.map((a) => a.hreflang));
  const to = choices.find((a) => a.hreflang === lang);
  if (to) location.replace(to.href);
}
