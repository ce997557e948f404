// Checks the certificate whose code follows the # of the address: it is read,
// its signature is checked with the site's public key, and what it says with what
// the site would say today: under the hash of the certificate's tag a list of the
// race has the stamp of all that it says. All of it happens here; the certificate is sent
// nowhere. All words stand in the page.
(function () {
  "use strict";

  /**
   * @typedef {{
   *   payload: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>, site?: string, tag: Uint8Array, stamp?: string,
   *   demonstration?: boolean, edition: string, race: string, bib: string, name: string, division: string,
   *   gun: number | null, net: number | null, place: number | null, revision: number
   * }} Certificate
   * @typedef {{ page: boolean, place: number | null, gun: number | null, net: number | null }} Today
   * @typedef {{ state: string, [part: string]: any }} Found what is to be shown, by the names of its parts
   */

  var answer = document.getElementById("answer");
  var paste = document.getElementById("paste");
  var checks = 0; // an answer that comes late must not cover a later one

  // bytes decodes digits, five for each two bytes and three for an odd last one;
  // null where the text is none.
  /** @type {(text: string) => Uint8Array<ArrayBuffer> | null} */
  function bytes(text) {
    /** @type {number[]} */
    var all = [];
    if (!/^([0-9]{5})*([0-9]{3})?$/.test(text)) return null;
    for (var at = 0; at < text.length; at += 5) {
      var n = Number(text.substr(at, 5)), two = at + 5 <= text.length;
      if (n >= (two ? 65536 : 256)) return null;
      if (two) all.push(n >> 8);
      all.push(n & 255);
    }
    return Uint8Array.from(all);
  }

  var letters = "abcdefghijklmnopqrstuvwxyz234567";

  // base32 writes bytes as the lists have them, unbase32 reads those.
  /** @type {(b: Uint8Array) => string} */
  function base32(b) {
    var out = "", held = 0, bits = 0;
    b.forEach(function (byte) {
      held = held << 8 | byte;
      for (bits += 8; bits >= 5; bits -= 5) out += letters[held >> bits - 5 & 31];
      held &= 255;
    });
    return bits ? out + letters[held << 5 - bits & 31] : out;
  }

  /** @type {(text: string) => number[]} */
  function unbase32(text) {
    var out = [], held = 0, bits = 0;
    for (var i = 0; i < text.length; i++) {
      held = (held << 5 | letters.indexOf(text[i])) & 4095;
      bits += 5;
      if (bits >= 8) out.push(held >> (bits -= 8) & 255);
    }
    return out;
  }

  /** @type {(b: Iterable<number>) => Promise<Uint8Array>} */
  async function sha256(b) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(b)));
  }

  /** @type {(b: Iterable<number>) => string} */
  function hex(b) {
    return Array.from(b, function (byte) { return (byte < 16 ? "0" : "") + byte.toString(16); }).join("");
  }

  // first are the first bits of a hash as a number: that of a list's file.
  /** @type {(b: ArrayLike<number>, bits: number) => number} */
  function first(b, bits) {
    return Math.floor(((b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3]) >>> 0) / Math.pow(2, 32 - bits));
  }

  // own is what an object of a file has under a name.
  /** @type {(object: any, name: string) => any} */
  function own(object, name) {
    return object && Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
  }

  // read takes a certificate apart: the 64 bytes of its signature, then a version,
  // what names the site, a tag, a stamp, signs, five texts with their lengths, four
  // numbers. The first version had neither site nor stamp nor signs, and its times
  // were milliseconds. null where it is not whole.
  /** @type {(text: string) => Certificate | null} */
  function read(text) {
    var all = bytes(text), version = all && all.length > 64 ? all[64] : 0;
    if (!all || version !== 1 && version !== 2) return null;
    var signature = all.subarray(0, 64), payload = all.subarray(64);
    var at = 1, broken = false;
    /** @type {(n: number) => Uint8Array} */
    function some(n) {
      at += n;
      if (at > payload.length) broken = true;
      return payload.subarray(Math.min(at - n, payload.length), Math.min(at, payload.length));
    }
    function number() {
      for (var n = 0, scale = 1; at < payload.length && scale < 1e15; scale *= 128) {
        var b = payload[at++];
        n += (b & 127) * scale;
        if (b < 128) return n;
      }
      broken = true;
      return 0;
    }
    function time() {
      var stored = number();
      return stored === 0 ? null : version === 1 ? Math.ceil((stored - 1) / 1000) : stored - 1;
    }
    function words() {
      return broken ? "" : new TextDecoder("utf-8").decode(some(number()));
    }
    var signed = version === 2;
    var c = { // in the order of the bytes
      payload: payload, signature: signature,
      site: signed ? hex(some(4)) : undefined,
      tag: some(8),
      stamp: signed ? base32(some(10)) : undefined,
      demonstration: signed ? (number() & 1) === 1 : undefined,
      edition: words(), race: words(), bib: words(), name: words(), division: words(),
      gun: time(), net: time(), place: number() || null, revision: number()
    };
    return broken || at !== payload.length ? null : c;
  }

  // clock writes seconds as results do.
  /** @type {(s: number | null) => string} */
  function clock(s) {
    /** @type {(n: number) => string} */
    var two = function (n) { return (n < 10 ? "0" : "") + n; };
    return s === null ? "—" : Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
  }

  // load asks for a file, and takes no old copy for it.
  /** @type {(address: string) => Promise<any>} */
  async function load(address) {
    var response = await fetch(address, { cache: "no-cache" });
    if (!response.ok) throw new Error(address + ": " + response.status);
    return response.json();
  }

  // list is the address of a race's file.
  /** @type {(c: Certificate, name: string) => string} */
  function list(c, name) {
    return answer.dataset.checks.replace("*", encodeURIComponent(c.edition)).replace("*", encodeURIComponent(c.race)).replace("*", name);
  }

  /** @type {(c: Certificate) => Promise<Found>} */
  async function judge(c) {
    var keys = await load(answer.dataset.key), lang = document.documentElement.lang;
    var key = await crypto.subtle.importKey("jwk", keys.key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    if (!await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, c.signature, c.payload)) return { state: "forged" };
    if (c.site && c.site !== answer.dataset.site) return { state: "elsewhere", rehearsal: c.demonstration };
    var known = (own(keys.editions, c.edition) || []).indexOf(c.race) >= 0;
    var race = known ? await load(list(c, "race")) : null;
    var hash = (await sha256(c.tag)).subarray(0, 8);
    var line = race ? own(await load(list(c, "stamps/" + first(hash, race.bits))), base32(hash)) : undefined;
    var stamp = line && line.slice(0, 16);
    /** @type {Found} */
    var found = {
      state: stamp === undefined ? "revoked" : stamp === c.stamp ? "genuine" : "superseded",
      rehearsal: c.demonstration && !(race && race.demonstration),
      demonstration: c.demonstration !== false && race && race.demonstration,
      old: c.revision, new: race && race.revision,
      facts: {
        name: c.name || "—", bib: c.bib, race: race ? race.edition[lang] + " · " + race.race[lang] : c.edition + " · " + c.race,
        division: race && own(own(race.divisions, c.division), lang) || c.division || "—",
        place: c.place || "—", gun: clock(c.gun), net: clock(c.net), revision: c.revision
      }
    };
    var root = new URL(answer.dataset.key, document.baseURI);
    if (race && found.state !== "genuine") found.results = new URL(race.page[lang], root).href;
    if (found.state === "superseded") explain(c, await today(c, line), found, race.runner[lang], root);
    return found;
  }

  // today is what the results say of the runner: the rest of the line, under a veil
  // of tag and stamp.
  /** @type {(c: Certificate, line: string) => Promise<Today>} */
  async function today(c, line) {
    var stamp = unbase32(line.slice(0, 16)), veil = await sha256(Array.from(c.tag).concat(stamp));
    var b = unbase32(line.slice(16)).map(function (byte, i) { return byte ^ veil[i]; });
    /** @type {(stored: number) => number | null} */
    var time = function (stored) { return stored ? stored - 1 : null; };
    return {
      page: b[0] > 127, place: ((b[0] & 127) << 16 | b[1] << 8 | b[2]) || null,
      gun: time(b[3] << 12 | b[4] << 4 | b[5] >> 4), net: time((b[5] & 15) << 16 | b[6] << 8 | b[7])
    };
  }

  // explain adds what changed, as far as the results tell it: of whoever has no page
  // they tell nothing.
  /** @type {(c: Certificate, now: Today, found: Found, runner: string, root: URL) => void} */
  function explain(c, now, found, runner, root) {
    found.revised = found.old !== found.new;
    if (!now.page) return;
    found.today = { place: now.place || "—", gun: clock(now.gun), net: clock(now.net) };
    var same = now.place === c.place && now.gun === c.gun && now.net === c.net;
    found.moved = !same;
    found.older = !c.stamp;
    found.alike = same && !found.older && !found.rehearsal;
    found.results = null;
    found.page = new URL(runner.replace("*", encodeURIComponent(c.bib)), root).href;
  }

  /** @type {(found: Found) => void} */
  function show(found) {
    answer.querySelectorAll("[data-when]").forEach(function (part) {
      part.hidden = part.dataset.when !== found.state && !found[part.dataset.when];
    });
    answer.querySelectorAll("[data-fill]").forEach(function (part) {
      part.dataset.text = part.dataset.text || part.textContent;
      part.textContent = part.dataset.text.replace("{old}", found.old).replace("{new}", found.new);
    });
    answer.querySelectorAll("[data-fact]").forEach(function (part) {
      part.textContent = found.facts ? found.facts[part.dataset.fact] : "";
    });
    answer.querySelectorAll("[data-today]").forEach(function (part) {
      part.textContent = found.today ? found.today[part.dataset.today] : "";
    });
    if (found.page) document.getElementById("to-page").href = found.page;
    if (found.results) document.getElementById("to-results").href = found.results;
    answer.dataset.state = found.state;
  }

  async function check() {
    var mine = ++checks, text = location.hash.slice(1);
    document.querySelectorAll(".languages a").forEach(function (a) { a.hash = text; }); // the same certificate in another language
    if (!text) return show({ state: "empty" });
    if (!window.crypto || !crypto.subtle) return show({ state: "insecure" });
    var c = read(text);
    if (!c) return show({ state: "incomplete" });
    show({ state: "asking" });
    var found = await judge(c).catch(function () { return { state: "offline" }; });
    if (mine === checks) show(found);
  }

  paste.hidden = false;
  paste.addEventListener("submit", function (event) {
    event.preventDefault();
    var text = paste.elements.address.value.trim();
    location.hash = text.slice(text.indexOf("#") + 1);
    check();
  });
  window.addEventListener("hashchange", check);
  check();
})();
