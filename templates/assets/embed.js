// Of the page that other sites show in a frame: tells the page around it how high it is,
// and follows its address: ?rows=3, ?division=women,men, ?theme=dark.

// asked reads an address: rows is 0 and theme "" where it does not say.
/** @type {(search: string) => { rows: number, divisions: string[], theme: string }} */
export function asked(search) {
  const query = new URLSearchParams(search), rows = Number(query.get("rows")), theme = query.get("theme") ?? "";
  return {
    rows: Number.isInteger(rows) && rows > 0 ? rows : 0,
    divisions: (query.get("division") ?? "").split(",").filter(Boolean),
    theme: theme === "dark" || theme === "light" ? theme : "",
  };
}

if (typeof document !== "undefined") {
  const { rows, divisions, theme } = asked(location.search), sections = Array.from(/** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section[data-division]")));
  const known = sections.some((section) => divisions.includes(section.dataset.division));
  for (const section of sections) {
    section.hidden = known && !divisions.includes(section.dataset.division);
    if (rows) section.querySelectorAll("tbody tr").forEach((row, i) => { /** @type {HTMLElement} */ (row).hidden = i >= rows; });
  }
  if (theme) {
    document.documentElement.style.colorScheme = theme;
    for (const sheet of document.styleSheets) {
      for (const rule of sheet.cssRules) {
        if (rule instanceof CSSMediaRule && rule.media.mediaText.includes("prefers-color-scheme")) rule.media.mediaText = theme === "dark" ? "screen" : "not all";
      }
    }
  }
  if (window.parent !== window) {
    const tell = () => window.parent.postMessage({ guntime: "height", height: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
    new ResizeObserver(tell).observe(document.body);
    tell();
  }
}
