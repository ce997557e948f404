// Paints a card of a runner's result, to be saved and sent: 1080 by 1920, or 1080 by 1080.
// All that it says stands in the page, and its colours are those of the site.

const WIDE = 1080, EDGE = 84;

/**
 * @typedef {{ site: string, host: string, races: string[], name: string, other: string, bib: string, time: string, facts: [label: string, value: string][], splits: { point: string, time: string, pace: string }[], made: string, code: HTMLImageElement | null, id: string }} Facts
 * @typedef {{ hint: string, save: string, picture: string }} Words
 */

/** @type {(part: Element | null | undefined) => string} */
const text = (part) => (part?.textContent ?? "").replace(/\s+/g, " ").trim();

// read takes from a runner's page what the card says.
/** @type {(page: Document) => Facts} */
export function read(page) {
  const heading = page.querySelector("[data-name]"), code = page.querySelector("img.qr");
  const gun = page.querySelector(".times .gun dd");
  /** @type {[string, string][]} */
  const facts = [];
  for (const pair of page.querySelectorAll(".times > div:not(.gun)")) {
    const value = text(pair.querySelector("dd"));
    if (value) facts.push([text(pair.querySelector("dt")), value]);
  }
  const pace = page.querySelector("td[data-net]") ? 4 : 3; // behind the point, the clocks and the segment
  const splits = Array.from(page.querySelectorAll("[data-splits] tbody tr:not(.missed)"), (row) => ({
    point: text(row.children[0]), time: text(row.children[1]), pace: text(row.children[pace]),
  })).filter((s) => s.time);
  return {
    site: text(page.querySelector(".site")), host: new URL(text(page.querySelector(".share .take")) || location.href).host, races: Array.from(page.querySelectorAll(".crumbs li a"), text),
    name: text(heading?.querySelector("span")), other: text(heading?.querySelector("small")), bib: text(page.querySelector("[data-bib]")), time: text(gun) || text(page.querySelector("[data-status]")),
    facts, splits, made: text(page.querySelector(".made p")), id: page.querySelector("button[data-star]")?.getAttribute("data-star") ?? "result",
    code: code instanceof HTMLImageElement ? code : null,
  };
}

// named is what a card is saved as.
/** @type {(id: string, height: number) => string} */
export const named = (id, height) => id.replace(/[^\w-]+/g, "-") + "-" + WIDE + "x" + height + ".png";

// seconds reads a pace or a time; NaN is none.
/** @type {(clock: string) => number} */
const seconds = (clock) => clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) || NaN;

// paint draws a card. picture is the site's own, null without one.
/** @type {(canvas: HTMLCanvasElement, height: number, facts: Facts, picture: HTMLImageElement | null) => void} */
export function paint(canvas, height, facts, picture) {
  const look = getComputedStyle(document.documentElement), family = getComputedStyle(document.body).fontFamily;
  const accent = look.getPropertyValue("--site-accent").trim() || "#9e1b1e", tall = height > WIDE;
  canvas.width = WIDE;
  canvas.height = height;
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  // write puts a text on a line, smaller where it is too wide, and returns its width.
  /** @type {(words: string, x: number, y: number, size: number, weight: number, colour: string, most?: number, align?: CanvasTextAlign) => number} */
  const write = (words, x, y, size, weight, colour, most = WIDE - 2 * EDGE, align = "left") => {
    ctx.fillStyle = colour;
    ctx.textAlign = align;
    ctx.font = `${weight} ${size}px ${family}`;
    const wide = ctx.measureText(words).width;
    if (wide > most) ctx.font = `${weight} ${Math.max(size * 0.45, Math.floor(size * most / wide))}px ${family}`;
    ctx.fillText(words, x, y, most);
    return Math.min(wide, most);
  };
  const ink = "#1d1b19", soft = "#615b54", white = "#fff", pale = "rgb(255 255 255 / 82%)";
  const top = tall ? 1010 : 640; // where the ground of the accent ends
  ctx.fillStyle = "#fff";
  ctx.fillRect(0, 0, WIDE, height);
  ctx.fillStyle = accent;
  ctx.fillRect(0, 0, WIDE, top);
  if (picture && picture.width) { // along the lower edge of the ground, as if it were printed on it
    const high = Math.round(Math.min(top, WIDE * picture.height / picture.width)), print = document.createElement("canvas");
    print.width = WIDE;
    print.height = high;
    const own = /** @type {CanvasRenderingContext2D} */ (print.getContext("2d")), fade = own.createLinearGradient(0, 0, 0, high);
    own.drawImage(picture, 0, 0, WIDE, high);
    fade.addColorStop(0, "transparent");
    fade.addColorStop(0.6, "#000");
    own.globalCompositeOperation = "destination-in";
    own.fillStyle = fade;
    own.fillRect(0, 0, WIDE, high);
    ctx.save();
    ctx.globalAlpha = 0.2;
    ctx.globalCompositeOperation = "luminosity";
    ctx.drawImage(print, 0, top - high);
    ctx.restore();
  }
  const line = tall ? 1 : 0.72;
  let y = tall ? 132 : 104;
  write(facts.races.join(" · "), EDGE, y, 40 * line, 500, pale);
  y += (tall ? 164 : 116);
  write(facts.name, EDGE, y, 112 * line, 700, white);
  y += 64 * line;
  write([facts.bib, facts.other].filter(Boolean).join(" · "), EDGE, y, 42 * line, 400, pale);
  y += (tall ? 256 : 172);
  write(facts.time, EDGE - 8, y, 250 * line, 800, white);
  y += (tall ? 118 : 84);
  const shown = facts.facts.slice(0, 4), column = (WIDE - 2 * EDGE) / Math.max(2, Math.min(shown.length, tall ? 2 : 4));
  shown.forEach(([label, value], i) => {
    const x = EDGE + (i % (tall ? 2 : 4)) * column, at = y + (tall ? Math.floor(i / 2) * 126 : 0);
    write(label, x, at, 32 * (tall ? 1 : 0.8), 400, pale, column - 24);
    write(value, x, at + 58 * (tall ? 1 : 0.85), 54 * (tall ? 1 : 0.78), 700, white, column - 24);
  });
  const foot = height - (tall ? 250 : 210), code = tall ? 200 : 160;
  y = top + (tall ? 84 : 66);
  if (tall) { // a row for each point, with a bar as long as it was fast
    const rows = facts.splits.slice(-12), high = Math.min(74, (foot - y + 10) / Math.max(1, rows.length)), type = Math.min(36, high * 0.5);
    const paces = rows.map((s) => seconds(s.pace)), fast = Math.min(...paces.filter((p) => p > 0)), from = 560;
    rows.forEach((s, i) => {
      const at = y + i * high;
      write(s.point, EDGE, at, type, 500, soft, 220);
      write(s.time, 500, at, type, 700, ink, 240, "right");
      if (paces[i] > 0) {
        ctx.fillStyle = accent;
        ctx.globalAlpha = 0.16;
        ctx.fillRect(from, at - type, (WIDE - EDGE - from) * Math.max(0.2, (2.4 * fast - 1.4 * paces[i]) / fast), type * 1.3);
        ctx.globalAlpha = 1;
        write(s.pace, from + 16, at, type * 0.86, 500, ink, 300);
      }
    });
  } else { // points in two rows
    const rows = facts.splits.slice(-10), five = 5, wide = (WIDE - 2 * EDGE) / five;
    rows.forEach((s, i) => {
      const x = EDGE + (i % five) * wide, at = y + Math.floor(i / five) * 96;
      write(s.point, x, at, 25, 400, soft, wide - 12);
      write(s.time, x, at + 42, 36, 700, ink, wide - 12);
    });
  }
  ctx.textAlign = "left";
  if (facts.code?.naturalWidth) {
    ctx.imageSmoothingEnabled = false; // each module has sharp edges
    ctx.drawImage(facts.code, WIDE - EDGE - code, height - EDGE * 0.7 - code + 4, code, code);
  }
  const left = WIDE - 2 * EDGE - code - 30;
  y = height - EDGE * 0.7 - 4;
  write(facts.host, EDGE, y, 30, 400, soft, left);
  write(facts.site, EDGE, y - 46, 36, 700, ink, left);
  if (facts.made) write(facts.made, EDGE, y - 100, 28, 600, accent, left);
}

/** @type {(address: string) => Promise<HTMLImageElement | null>} */
async function loaded(address) {
  if (!address) return null;
  const image = new Image();
  image.src = new URL(address, document.baseURI).href;
  try {
    await image.decode();
    return image;
  } catch (e) {
    return null; // the card does without
  }
}

// show paints the card and shows it as an image, which a long press saves in every
// browser, with a link that saves it.
/** @type {(into: HTMLElement, height: number, words: Words) => Promise<void>} */
export async function show(into, height, words) {
  const canvas = document.createElement("canvas"), facts = read(document);
  await facts.code?.decode().catch(() => {}); // else the card does without
  paint(canvas, height, facts, await loaded(words.picture));
  const figure = document.createElement("figure"), caption = document.createElement("figcaption"), link = document.createElement("a"), image = new Image();
  image.src = link.href = canvas.toDataURL("image/png");
  image.alt = [facts.name, facts.time, ...facts.races].join(", ");
  image.width = WIDE;
  image.height = height;
  link.download = named(facts.id, height);
  link.textContent = words.save;
  caption.append(words.hint, " ", link);
  figure.className = "saved card";
  figure.append(image, caption);
  into.replaceChildren(figure);
  await image.decode();
  figure.scrollIntoView({ block: "nearest" });
}
