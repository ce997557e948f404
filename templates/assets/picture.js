// Makes a picture of a certificate, for phones that open no PDF. The PDF itself
// is read and painted, so that both look the same and say the same: what of PDF
// and TrueType the certificates are written in is known here, anything else is
// an error. Nothing is sent.

// A picture has at most so many dots along its longer side, six to the millimetre of
// A4: a phone reads the code from them, and packs them in less than a second. Small
// pages have no more than ten to the millimetre.
const mostDots = 1782, finest = 10;

/**
 * @typedef {[a: number, b: number, c: number, d: number, e: number, f: number]} Matrix
 * @typedef {[x: number, y: number, width: number, height: number]} Box
 * @typedef {(pen: CanvasRenderingContext2D, x: number, y: number, side: number) => void} Code
 * @typedef {{ moveTo: (x: number, y: number) => void, lineTo: (x: number, y: number) => void, quadraticCurveTo: (cx: number, cy: number, x: number, y: number) => void, closePath: () => void }} Pen
 * @typedef {{ draw: (code: number, pen: Pen) => void, shape: (code: number) => Path2D, width: (code: number) => number }} Face
 * @typedef {{ box: Box, fonts: Record<string, Face>, images: Record<string, ImageBitmap>, steps: [operator: string, operands: any[]][], title: string, object: (value: any) => any, shadings: any }} Sheet
 */

// A PDF is read as text of one character for each byte. Text that keeps its length as
// UTF-8 is ASCII, such as the artwork, and much faster.
/** @type {(bytes: Uint8Array) => string} */
const latin = (bytes) => {
  let text = new TextDecoder().decode(bytes);
  if (text.length === bytes.length && !text.includes("\ufffd")) return text;
  text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

// A word of PDF behind up to six numbers, so that most of a page is a match an operator:
// the numbers, then a name, a string, one in hexadecimal, a bracket, or anything else.
const wordOfPDF = new RegExp(/(?:[\0\t\n\f\r ]|%[^\r\n]*)*/.source + /(?:(-?\d*\.?\d+)[\0\t\n\f\r ]+)?/.source.repeat(6) +
  /(?:\/([^\0\t\n\f\r ()<>[\]{}/%]*)|\(((?:[^\\()]|\\[^])*)\)|<([\da-fA-F]*)>|(<<|>>|\[|\])|([^\0\t\n\f\r ()<>[\]{}/%]+))/.source, "y");
/** @type {(s: string) => string} */
const unescape = (s) => s.replace(/\\([^])/g, (_, c) => (c === "r" ? "\r" : c));
/** @type {(s: string) => string} */
const unhex = (s) => s.replace(/../g, (h) => String.fromCharCode(parseInt(h, 16)));
// read hands each operator of a text its operands, until one returns true:
// numbers, names and strings as texts, arrays, dictionaries, {object: 7} for a
// reference.
/** @type {(text: string, at: number, operator: (word: string, operands: any[], at: number) => boolean | void) => void} */
export function read(text, at, operator) {
  const word = new RegExp(wordOfPDF, "y");
  /** @type {any[][]} */
  const outer = [];
  /** @type {any} */
  let list = [];
  let found;
  word.lastIndex = at;
  while ((found = word.exec(text))) {
    const bracket = found[10], other = found[11];
    for (let i = 1; i < 7 && found[i] !== undefined; i++) list.push(Number(found[i]));
    if (bracket === "<<" || bracket === "[") {
      outer.push(list);
      list = [];
    } else if (bracket) {
      let inner = list;
      if (bracket === ">>") {
        inner = Object.create(null);
        for (let i = 0; i + 1 < list.length; i += 2) inner[list[i]] = list[i + 1];
      }
      list = outer.pop();
      list.push(inner);
    } else if (other === undefined) list.push(found[7] ?? (found[8] === undefined ? unhex(found[9]) : unescape(found[8])));
    else if (!isNaN(Number(other))) list.push(Number(other));
    else if (/^(true|false|null)$/.test(other)) list.push(other); // nothing here asks which
    else if (other === "R") list.splice(-2, 2, { object: list[list.length - 2] });
    else if (operator(other, list, word.lastIndex)) return;
    else list = [];
  }
}

// rowsOf are the rows of a table, each of which may be told by what it adds to the one
// before.
/** @type {(told: Uint8Array<ArrayBuffer>, how?: { Predictor: number, Columns: number }) => Uint8Array<ArrayBuffer>} */
function rowsOf(told, how) {
  if (!how) return told;
  const width = how.Columns, rows = new Uint8Array(Math.floor(told.length / (width + 1)) * width);
  for (let i = 0; i < rows.length; i++) {
    const row = Math.floor(i / width);
    if (how.Predictor !== 12 || told[row * (width + 1)] !== 2) throw new Error("Predictor");
    rows[i] = told[i + row + 1] + (row ? rows[i - width] : 0);
  }
  return rows;
}

// pdf finds the objects of a file, the latest of each number: at a place, or packed
// together with others in a stream. Its tables of objects are streams, too.
/** @type {(bytes: Uint8Array<ArrayBuffer>) => Promise<{ trailer: any, object: (value: any) => any, unpacked: (stream: any) => Promise<Uint8Array<ArrayBuffer>> }>} */
async function pdf(bytes) {
  const text = latin(bytes), places = new Map(), packs = new Map(), been = new Set(), end = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text);
  if (!end) throw new Error("startxref");
  /** @type {(at: number) => any} */
  const objectAt = (place) => {
    /** @type {any} */
    let found = null;
    read(text, place, (word, list, at) => {
      if (word === "obj") return false;
      found = list[0];
      if (word === "stream") {
        at += text[at] === "\r" ? 2 : 1;
        found.bytes = bytes.subarray(at, at + object(found.Length));
      }
      return true;
    });
    return found;
  };
  /** @type {(value: any) => any} */
  const object = (value) => {
    if (!value || value.object === undefined) return value;
    const place = places.get(value.object);
    return Array.isArray(place) ? packs.get(place[0])[place[1]] : objectAt(place);
  };
  /** @type {(stream: any) => Promise<Uint8Array<ArrayBuffer>>} */
  const unpacked = async (stream) => {
    const { bytes, Filter } = object(stream);
    /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */
    let flow = new Blob([bytes]).stream();
    for (const name of [Filter ?? []].flat()) {
      if (name !== "FlateDecode") throw new Error(name);
      flow = flow.pipeThrough(new DecompressionStream("deflate"));
    }
    return new Uint8Array(await new Response(flow).arrayBuffer());
  };
  /** @type {any} */
  let trailer;
  for (let at = Number(end[1]); at !== undefined; ) {
    if (been.has(at)) throw new Error("startxref");
    been.add(at);
    const table = objectAt(at), { Type, W, Index } = table, rows = rowsOf(await unpacked(table), table.DecodeParms);
    if (Type !== "XRef" || !(W[0] + W[1] + W[2] > 0) || Math.max(...W) > 8) throw new Error("XRef");
    /** @type {(n: number) => number} */
    const field = (n) => {
      let value = 0;
      for (let i = 0; i < W[n]; i++) value = value * 256 + rows[row++];
      return value;
    };
    let row = 0;
    for (let i = 0; i < Index.length; i += 2) {
      for (let number = Index[i]; number < Index[i] + Index[i + 1] && row < rows.length; number++) {
        const [kind, place, index] = [field(0), field(1), field(2)];
        if (!places.has(number)) places.set(number, kind === 2 ? [place, index] : kind ? place : text.length);
      }
    }
    trailer = trailer ?? table;
    at = table.Prev;
  }
  for (const place of places.values()) {
    if (!Array.isArray(place) || packs.has(place[0])) continue;
    const pack = object({ object: place[0] }), inner = latin(await unpacked(pack)), starts = inner.slice(0, pack.First).trim().split(/\s+/).map(Number);
    packs.set(place[0], starts.flatMap((start, i) => {
      /** @type {any} */
      let found = null;
      if (i % 2) read(inner.slice(pack.First + start, starts[i + 2] === undefined ? inner.length : pack.First + starts[i + 2]) + " end", 0, (_, list) => { found = list[0]; return true; });
      return i % 2 ? [found] : [];
    }));
  }
  return { trailer, object, unpacked };
}

// outlines draws the glyphs of a TrueType file with a pen, an em as long as 1.
/** @type {(file: Uint8Array) => (glyph: number, pen: Pen) => void} */
function outlines(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  /** @type {Record<string, number>} */
  const table = {};
  for (let i = 0; i < view.getUint16(4); i++) table[latin(file.subarray(12 + 16 * i, 16 + 16 * i))] = view.getUint32(20 + 16 * i);
  const em = view.getUint16(table.head + 18), long = view.getInt16(table.head + 50);
  /** @type {(glyph: number) => number} */
  const place = (glyph) => table.glyf + (long ? view.getUint32(table.loca + 4 * glyph) : 2 * view.getUint16(table.loca + 2 * glyph));

  // part is a glyph within a matrix that turns its units into the pen's.
  /** @type {(glyph: number, matrix: number[], pen: Pen) => void} */
  const part = (glyph, [a, b, c, d, e, f], pen) => {
    let at = place(glyph);
    if (at === place(glyph + 1)) return;
    const contours = view.getInt16(at);
    at += 10;
    for (let flags = contours < 0 ? 32 : 0; flags & 32; ) { // the parts of a composite one
      flags = view.getUint16(at);
      const component = view.getUint16(at + 2);
      if (!(flags & 2)) throw new Error("points matched");
      const [x, y] = flags & 1 ? [view.getInt16(at + 4), view.getInt16(at + 6)] : [view.getInt8(at + 4), view.getInt8(at + 5)];
      at += flags & 1 ? 8 : 6;
      const scale = () => view.getInt16((at += 2) - 2) / 16384;
      let [p, q, r, s] = [1, 0, 0, 1];
      if (flags & 8) p = s = scale();
      else if (flags & 64) [p, s] = [scale(), scale()];
      else if (flags & 128) [p, q, r, s] = [scale(), scale(), scale(), scale()];
      part(component, [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * x + c * y + e, b * x + d * y + f], pen);
    }
    if (contours <= 0) return;
    const ends = Array.from({ length: contours }, (_, i) => view.getUint16(at + 2 * i) + 1), count = ends[contours - 1];
    at += 2 * contours + 2 + view.getUint16(at + 2 * contours); // instructions are left out
    /** @type {number[]} */
    const flags = [];
    while (flags.length < count) {
      const flag = view.getUint8(at++);
      for (let n = flag & 8 ? view.getUint8(at++) + 1 : 1; n > 0; n--) flags.push(flag);
    }
    /** @type {(short: number, same: number) => number[]} */
    const axis = (short, same) => {
      let v = 0;
      return flags.map((flag) => {
        if (flag & short) v += flag & same ? view.getUint8(at++) : -view.getUint8(at++);
        else if (!(flag & same)) v += view.getInt16((at += 2) - 2);
        return v;
      });
    };
    const xs = axis(2, 16), ys = axis(4, 32);
    const points = flags.map((flag, i) => ({ on: flag & 1, x: a * xs[i] + c * ys[i] + e, y: b * xs[i] + d * ys[i] + f }));
    /** @type {(p: { x: number, y: number }, q: { x: number, y: number }) => { x: number, y: number }} */
    const between = (p, q) => ({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 });
    for (let i = 0, from = 0; i < contours; from = ends[i++]) {
      const all = points.slice(from, ends[i]), first = all[0], last = all[all.length - 1];
      if (!first) continue;
      const start = first.on ? first : last.on ? last : between(first, last);
      let control;
      pen.moveTo(start.x, start.y);
      for (const p of [...all, { ...start, on: 1 }]) {
        const to = p.on ? p : control && between(control, p);
        if (to && control) pen.quadraticCurveTo(control.x, control.y, to.x, to.y);
        else if (to) pen.lineTo(to.x, to.y);
        control = p.on ? undefined : p;
      }
      pen.closePath();
    }
  };
  return (glyph, pen) => part(glyph, [1 / em, 0, 0, 1 / em, 0, 0], pen);
}

// type is a font of a page: its outlines, each read once, and its widths.
/** @type {(file: Awaited<ReturnType<typeof pdf>>, reference: any) => Promise<Face>} */
async function type(file, reference) {
  const font = file.object(reference), inner = file.object(file.object(font.DescendantFonts)[0]), widths = new Map();
  if (font.Encoding !== "Identity-H" || inner.CIDToGIDMap !== "Identity") throw new Error(font.Encoding);
  const w = file.object(inner.W) ?? [];
  for (let i = 0; i < w.length; ) {
    const from = w[i], next = file.object(w[i + 1]);
    if (Array.isArray(next)) next.forEach((width, n) => widths.set(from + n, width));
    else for (let code = Math.max(from, 0); code <= Math.min(next, 65535); code++) widths.set(code, w[i + 2]);
    i += Array.isArray(next) ? 2 : 3;
  }
  const draw = outlines(await file.unpacked(file.object(inner.FontDescriptor).FontFile2));
  /** @type {Path2D[]} */
  const shapes = [];
  /** @type {Face["shape"]} */
  const shape = (code) => {
    if (!shapes[code]) draw(code, (shapes[code] = new Path2D()));
    return shapes[code];
  };
  return { draw, shape, width: (code) => (widths.get(code) ?? inner.DW ?? 1000) / 1000 };
}

// image is a picture of a page: a JPEG, or dots in red, green and blue.
/** @type {(file: Awaited<ReturnType<typeof pdf>>, reference: any) => Promise<ImageBitmap>} */
async function image({ object, unpacked }, reference) {
  const found = object(reference), { Width, Height, Filter, ColorSpace, SMask } = found;
  if (Filter === "DCTDecode") return createImageBitmap(new Blob([found.bytes], { type: "image/jpeg" }));
  if (ColorSpace !== "DeviceRGB") throw new Error(ColorSpace);
  const dots = await unpacked(reference), opacity = SMask && (await unpacked(SMask)), picture = new ImageData(Width, Height);
  for (let i = 0; i < Width * Height; i++) {
    picture.data.set(dots.subarray(3 * i, 3 * i + 3), 4 * i);
    picture.data[4 * i + 3] = opacity ? opacity[i] : 255;
  }
  return createImageBitmap(picture);
}

/** @type {(parts: number[]) => string} */
const colour = (parts) => `rgb(${(parts.length === 1 ? [...parts, ...parts, ...parts] : parts).map((v) => Math.round(v * 255)).join()})`;

// sheetOf reads the page of a file: all that paint needs, unpacked.
/** @type {(bytes: Uint8Array<ArrayBuffer>) => Promise<Sheet>} */
export async function sheetOf(bytes) {
  const file = await pdf(bytes), { object, unpacked } = file;
  const page = object(object(object(object(file.trailer.Root).Pages).Kids)[0]);
  /** @type {(node: any, key: string) => any} */
  const of = (node, key) => object(node[key] ?? of(object(node.Parent), key));
  const resources = of(page, "Resources"), shadings = object(resources.Shading) ?? {};
  /** @type {<T>(of: any, read: (file: Awaited<ReturnType<typeof pdf>>, reference: any) => Promise<T>) => Promise<Record<string, T>>} */
  const all = async (of, read) => {
    const found = Object.create(null);
    await Promise.all(Object.entries(object(of) ?? {}).map(async ([name, reference]) => { found[name] = await read(file, reference); }));
    return found;
  };
  const [fonts, images, contents] = await Promise.all([all(resources.Font, type), all(resources.XObject, image), Promise.all([object(page.Contents)].flat().map(unpacked))]);
  /** @type {Sheet["steps"]} */
  const steps = [];
  read(contents.map(latin).join("\n"), 0, (operator, operands) => { steps.push([operator, operands]); });
  const title = new TextDecoder("utf-16be").decode(Uint8Array.from(/** @type {string} */ (object(object(file.trailer.Info).Title)), (c) => c.charCodeAt(0)));
  return { box: of(page, "MediaBox"), fonts, images, steps, title, object, shadings };
}

// paint makes the canvas the page of a file. It returns a function that draws the code to
// scan into a square, where there is one.
/** @type {(sheet: Sheet, canvas: HTMLCanvasElement) => Code | undefined} */
export function paint({ box: [left, bottom, right, top], fonts, images, steps, object, shadings }, canvas) {
  /** @type {Code | undefined} */
  let coded;
  const millimetres = Math.max(right - left, top - bottom) * 25.4 / 72, scale = (Math.min(finest, mostDots / millimetres) * 25.4) / 72;
  canvas.width = Math.round((right - left) * scale);
  canvas.height = Math.round((top - bottom) * scale);
  const pen = canvas.getContext("2d", { alpha: false });
  if (!pen) throw new Error("canvas");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  pen.setTransform(scale, 0, 0, -scale, -left * scale, top * scale);

  /** @type {{ font?: Face, size: number, track: number, mode: number }} */
  let state = { size: 0, track: 0, mode: 0 };
  let clip = false, x = 0;
  /** @type {Matrix} */
  let line = [1, 0, 0, 1, 0, 0];
  /** @type {typeof state[]} */
  const states = [];
  /** @type {(how: () => void) => void} */
  const drawn = (how) => {
    how();
    if (clip) pen.clip();
    clip = false;
    pen.beginPath();
  };
  /** @type {(matrix: any) => void} */
  const place = (matrix) => { line = matrix; x = 0; };
  /** @type {(...ink: number[]) => void} */
  const fill = (...ink) => { pen.fillStyle = colour(ink); };
  /** @type {(...ink: number[]) => void} */
  const stroke = (...ink) => { pen.strokeStyle = colour(ink); };
  /** @type {Record<string, (...operands: any) => void>} */
  const operators = {
    q: () => { pen.save(); states.push({ ...state }); },
    Q: () => { pen.restore(); state = /** @type {typeof state} */ (states.pop()); },
    cm: (...matrix) => pen.transform(.../** @type {Matrix} */ (matrix)),
    m: (x, y) => pen.moveTo(x, y),
    l: (x, y) => pen.lineTo(x, y),
    c: (...points) => pen.bezierCurveTo(.../** @type {Matrix} */ (points)),
    h: () => pen.closePath(),
    re: (...box) => pen.rect(.../** @type {Box} */ (box)),
    W: () => { clip = true; },
    n: () => drawn(() => {}),
    S: () => drawn(() => pen.stroke()),
    f: () => drawn(() => pen.fill()),
    "f*": () => drawn(() => pen.fill("evenodd")),
    "B*": () => drawn(() => { pen.fill("evenodd"); pen.stroke(); }),
    Do: (name) => { // an image fills the unit square, its first row on top
      pen.save();
      pen.transform(1, 0, 0, -1, 0, 1);
      pen.drawImage(images[name], 0, 0, 1, 1);
      pen.restore();
    },
    B: () => drawn(() => { pen.fill(); pen.stroke(); }),
    w: (width) => { pen.lineWidth = width; },
    J: (n) => { pen.lineCap = /** @type {CanvasLineCap[]} */ (["butt", "round", "square"])[n]; },
    j: (n) => { pen.lineJoin = /** @type {CanvasLineJoin[]} */ (["miter", "round", "bevel"])[n]; },
    g: fill,
    rg: fill,
    G: stroke,
    RG: stroke,
    sh: (name) => {
      const { ShadingType, Coords, Function } = object(shadings[name]), { FunctionType, N, C0, C1 } = object(Function);
      if (ShadingType !== 2 || FunctionType !== 2 || N !== 1) throw new Error(name);
      const ink = pen.createLinearGradient(.../** @type {Box} */ (object(Coords))), before = pen.fillStyle;
      ink.addColorStop(0, colour(object(C0)));
      ink.addColorStop(1, colour(object(C1)));
      pen.fillStyle = ink;
      pen.fillRect(left, bottom, right - left, top - bottom);
      pen.fillStyle = before;
    },
    BT: () => place([1, 0, 0, 1, 0, 0]),
    ET: () => {},
    Tm: (...matrix) => place(matrix),
    Td: (dx, dy) => { const [a, b, c, d, e, f] = line; place([a, b, c, d, a * dx + c * dy + e, b * dx + d * dy + f]); },
    Tf: (name, size) => Object.assign(state, { font: fonts[name], size }),
    Tc: (track) => { state.track = track; },
    Tr: (mode) => { state.mode = mode; },
    Tj: (text) => operators.TJ([text]),
    TJ: (parts) => {
      const { font } = state;
      if (!font) throw new Error("Tf");
      const text = new Path2D(), [a, b, c, d, e, f] = line, { size } = state;
      for (const part of parts) {
        if (typeof part === "number") {
          x -= (part / 1000) * size;
          continue;
        }
        for (let i = 0; i < part.length; i += 2) {
          const code = part.charCodeAt(i) * 256 + part.charCodeAt(i + 1);
          text.addPath(font.shape(code), { a: a * size, b: b * size, c: c * size, d: d * size, e: a * x + e, f: b * x + f });
          if (size > 60) { // larger than any letter
            let wide = 0, rows = 0;
            const seen = (/** @type {number} */ x) => { wide = Math.max(wide, x); };
            font.draw(code, { moveTo: seen, lineTo: seen, quadraticCurveTo: () => {}, closePath: () => { rows++; } }); // a code has a contour for each of its rows
            if (rows > 20) coded = (own, left, bottom, side) => {
              own.save();
              own.setTransform(side / wide, 0, 0, -side / wide, left, bottom);
              own.fill(font.shape(code));
              own.restore();
            };
          }
          x += font.width(code) * size + state.track;
        }
      }
      drawn(() => (state.mode === 1 ? pen.stroke(text) : pen.fill(text)));
    },
    BDC: () => {},
    BMC: () => {},
    EMC: () => {},
  };
  pen.beginPath();
  for (const [operator, operands] of steps) {
    if (!Object.hasOwn(operators, operator)) throw new Error(operator);
    operators[operator](...operands);
  }
  return coded;
}

// here is an address of this site; any other is an error.
/** @type {(address: string) => string} */
function here(address) {
  const url = new URL(address, document.baseURI);
  if (url.origin !== location.origin) throw new Error(url.href);
  return url.href;
}

// pdfOf loads a certificate, or has it put together where it lies in a shard.
/** @type {(certificate: HTMLAnchorElement) => Promise<Uint8Array<ArrayBuffer>>} */
async function pdfOf({ href, dataset }) {
  here(href);
  if (dataset.join) {
    /** @type {typeof import("./runners.js")} */
    const shards = await import(here(dataset.join)), bytes = await shards.certificate(href);
    if (!bytes) throw new Error(href);
    return bytes;
  }
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(String(answer.status));
  return new Uint8Array(await answer.arrayBuffer());
}

// panel fills the place of the picture: a message for when it fails, and the
// picture with a link. The words are those of the panel that passes pages on.
/** @type {(box: HTMLElement) => Promise<{failed: HTMLElement, figure: HTMLElement, link: HTMLAnchorElement, image: HTMLImageElement, others: HTMLButtonElement[]}>} */
async function panel(box) {
  /** @type {HTMLElement} */
  const named = document.querySelector("[data-words]") ?? box;
  const words = await (await fetch(here(named.dataset.words))).json();
  const failed = document.createElement("p"), figure = document.createElement("figure"), caption = document.createElement("figcaption");
  const image = new Image(), link = document.createElement("a");
  failed.className = "reason";
  failed.textContent = words.unpainted;
  figure.className = "saved";
  link.textContent = words.save;
  const others = Object.keys(sizes).map((size) => {
    const other = document.createElement("button");
    other.type = "button";
    other.className = "star plain";
    other.dataset.size = size;
    other.textContent = words[size];
    return other;
  });
  caption.append(words.hint, " ", link, ...others.flatMap((other) => [" ", other]));
  figure.append(image, caption);
  failed.hidden = figure.hidden = true;
  box.append(failed, figure);
  return { failed, figure, link, image, others };
}

// sizes are other pictures of a certificate, as wide and as high as they are: one to
// print for a wallet, as a card of 85.6 by 54 mm, and one for the stories of messengers.
/** @type {Record<string, [width: number, height: number]>} */
const sizes = { wallet: [1012, 638], story: [1080, 1920] };

// resized paints one of them, of a certificate and of what its title and the page say.
/** @type {(size: string, certificate: HTMLCanvasElement, title: string, code: Code | undefined) => HTMLCanvasElement} */
function resized(size, certificate, title, code) {
  const canvas = document.createElement("canvas"), [wide, high] = sizes[size], pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
  const accent = getComputedStyle(document.documentElement).getPropertyValue("--site-accent").trim() || "#9e1b1e", family = getComputedStyle(document.body).fontFamily;
  const [edition, race, word, ...who] = title.split(" \u00b7 "), bib = who.pop() ?? "", name = who.join(" \u00b7 ") || bib;
  canvas.width = wide;
  canvas.height = high;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, wide, high);
  pen.fillStyle = accent;
  /** @type {(text: string, x: number, y: number, size: number, weight: number, most: number) => void} */
  const write = (text, x, y, size, weight, most) => {
    const font = (/** @type {number} */ size) => { pen.font = `${weight} ${size}px ${family}`; };
    font(size);
    font(Math.max(size * 0.4, Math.min(size, (size * most) / pen.measureText(text).width)));
    pen.fillText(text, x, y, most);
  };
  // clocks writes the times of the page side by side, with what each is above it.
  /** @type {(edge: number, room: number, above: number, small: number, below: number, large: number) => void} */
  const clocks = (edge, room, above, small, below, large) => document.querySelectorAll(".times :is([data-gun], [data-net])").forEach((dd, i) => {
    write(dd.previousElementSibling?.textContent ?? "", edge + (i * room) / 2, above, small, 400, room / 2 - 30);
    write(dd.textContent ?? "", edge + (i * room) / 2, below, large, 700, room / 2 - 30);
  });
  if (size === "story") {
    const edge = 60, room = wide - 2 * edge, fit = Math.min(room / certificate.width, 1150 / certificate.height), width = certificate.width * fit, height = certificate.height * fit;
    pen.fillRect(0, 0, wide, high);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(certificate, (wide - width) / 2, 300, width, height);
    pen.fillStyle = "#fff";
    write(edition, edge, 170, 56, 700, room);
    write(race + " \u00b7 " + word, edge, 240, 38, 400, room);
    write(name, edge, 420 + height, 92, 700, room);
    clocks(edge, room, 510 + height, 34, 600 + height, 84);
    write(location.host, edge, high - 90, 32, 400, room);
    return canvas;
  }
  const edge = 44, side = code ? 330 : 0, room = wide - side - 2 * edge - (code ? 40 : 0);
  pen.fillRect(0, 0, wide, 22);
  write(edition, edge, 108, 46, 700, room);
  write(race + " \u00b7 " + word, edge, 162, 30, 400, room);
  pen.fillStyle = "#1d1b19";
  write(name, edge, 310, 78, 700, room);
  write(bib, edge, 362, 32, 400, room);
  clocks(edge, room, 480, 26, 548, 60);
  code?.(pen, wide - edge - side, high - edge, side);
  return canvas;
}

// offer shows the button, and the picture where it is pressed. The picture is
// an address of its own bytes: what a long press saves in every browser. Where not
// even the words can be loaded, the certificate itself is opened.
/** @type {(part: ParentNode) => void} */
export function offer(part) {
  /** @type {HTMLButtonElement | null} */
  const button = part.querySelector("#save");
  if (!button?.hidden) return;
  const certificate = document.getElementById("certificate"), box = document.getElementById("picture");
  /** @type {Awaited<ReturnType<typeof panel>> | undefined} */
  let shown;
  /** @type {ReturnType<typeof panel> | undefined} */
  let framed;
  /** @type {{ address: string, since: number, sheet: Promise<Sheet> } | undefined} */
  let loaded;
  /** @type {{ canvas: HTMLCanvasElement, title: string, code: Code | undefined } | undefined} */
  let last;
  const hide = () => {
    if (shown) shown.failed.hidden = shown.figure.hidden = true;
    shown?.image.removeAttribute("src");
    last = undefined;
  };
  // frame is the panel; sheet is the certificate that the page names now, no older than
  // a minute. What failed is loaded again by the next call.
  const frame = () => framed ??= panel(box).then((made) => {
    for (const other of made.others) other.addEventListener("click", () => make(other, other.dataset.size ?? "", async () => {}));
    return (shown = made);
  }, (e) => { framed = undefined; throw e; });
  const sheet = () => {
    const address = certificate.href, now = performance.now();
    if (loaded?.address !== address || now - loaded.since > 60000) {
      const own = loaded = { address, since: now, sheet: pdfOf(certificate).then(sheetOf) };
      own.sheet.catch(() => { if (loaded === own) loaded = undefined; });
    }
    return loaded.sheet;
  };
  // make shows a picture, how far it is meanwhile, and that it failed. Between two steps
  // the browser paints.
  /** @type {(pressed: Element, size: string, work: (far: (part: number) => Promise<void>, address: string) => Promise<void>) => Promise<void>} */
  const make = async (pressed, size, work) => {
    const address = certificate.href, bar = document.createElement("progress");
    bar.setAttribute("aria-label", button.textContent ?? "");
    pressed.setAttribute("aria-busy", "true");
    box.prepend(bar);
    /** @type {(part: number) => Promise<void>} */
    const far = async (part) => {
      bar.value = part;
      await new Promise((done) => { setTimeout(done); });
    };
    try {
      if (!size) sheet(); // beside the words
      const { figure, link, image } = await frame();
      await work(far, address);
      if (!last || address !== certificate.href) return; // another one is asked for by now
      const { canvas, title, code } = last, drawn = size ? resized(size, canvas, title, code) : canvas;
      await far(0.7);
      const picture = drawn.toDataURL("image/png"); // packed at once, not when the browser is idle
      if (picture.length < 99) throw new Error("canvas"); // "data:,"
      const path = new URL(address).pathname.split("/"), end = path.length - 1;
      link.download = (certificate.download || path[end - 2] + "-" + path[end]).replace(/\.pdf$/, (size && "-" + size) + ".png");
      image.alt = title;
      image.width = drawn.width; // its room, until it is unpacked
      image.height = drawn.height;
      image.src = link.href = picture;
      figure.hidden = false; // it can be saved; the browser unpacks it meanwhile
      bar.value = 0.9;
      figure.scrollIntoView({ block: "nearest" });
      await image.decode();
    } catch (e) {
      if (shown) shown.failed.hidden = false;
      else location.href = address;
    } finally {
      bar.remove();
      pressed.removeAttribute("aria-busy");
    }
  };
  button.hidden = false;
  button.addEventListener("click", () => make(button, "", async (far, address) => {
    hide();
    await far(0.1);
    const canvas = document.createElement("canvas"), read = await sheet();
    await far(0.4);
    const code = paint(read, canvas);
    loaded = undefined;
    if (address === certificate.href) last = { canvas, title: read.title, code };
  }));
  // Whoever touches the button or comes near it is about to press it.
  button.onpointerenter = button.onfocus = () => {
    frame().catch(() => {});
    sheet(); // says when it is pressed that it failed
  };
  new MutationObserver(hide).observe(certificate, { attributeFilter: ["href"] });
}

if (typeof document !== "undefined") offer(document);
