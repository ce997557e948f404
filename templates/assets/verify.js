// Checks the certificate whose code follows the # of the address: it is read,
// its signature is checked with the site's public key, and what it says with what
// the site would say today: under the hash of the certificate's tag a list of the
// race has the stamp of all that it says. All of it happens here; the certificate is sent
// nowhere. All words stand in the page.
(function () {
  "use strict";

  var answer = document.getElementById("answer");
  var paste = document.getElementById("paste");
  var checks = 0; // an answer that comes late must not cover a later one

  // bytes decodes digits, five for each two bytes and three for an odd last one;
  // null where the text is none.
  function bytes(text) {
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
  function base32(b) {
    var out = "", held = 0, bits = 0;
    b.forEach(function (byte) {
      held = held << 8 | byte;
      for (bits += 8; bits >= 5; bits -= 5) out += letters[held >> bits - 5 & 31];
      held &= 255;
    });
    return bits ? out + letters[held << 5 - bits & 31] : out;
  }

  function unbase32(text) {
    var out = [], held = 0, bits = 0;
    for (var i = 0; i < text.length; i++) {
      held = (held << 5 | letters.indexOf(text[i])) & 4095;
      bits += 5;
      if (bits >= 8) out.push(held >> (bits -= 8) & 255);
    }
    return out;
  }

  async function sha256(b) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(b)));
  }

  function hex(b) {
    return Array.from(b, function (byte) { return (byte < 16 ? "0" : "") + byte.toString(16); }).join("");
  }

  // first are the first bits of a hash as a number: that of a list's file.
  function first(b, bits) {
    return Math.floor(((b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3]) >>> 0) / Math.pow(2, 32 - bits));
  }

  // own is what an object of a file has under a name.
  function own(object, name) {
    return object && Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
  }

  // read takes a certificate apart: the 64 bytes of its signature, then a version,
  // what names the site, a tag, a stamp, signs, five texts with their lengths, four
  // numbers. The first version had neither site nor stamp nor signs, and its times
  // were milliseconds. null where it is not whole.
  function read(text) {
    var all = bytes(text), version = all && all.length > 64 ? all[64] : 0;
    if (version !== 1 && version !== 2) return null;
    var signature = all.subarray(0, 64), payload = all.subarray(64);
    var at = 1, broken = false;
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
    var c = { payload: payload, signature: signature };
    if (version === 2) c.site = hex(some(4));
    c.tag = some(8);
    if (version === 2) {
      c.stamp = base32(some(10));
      c.demonstration = (number() & 1) === 1;
    }
    ["edition", "race", "bib", "name", "division"].forEach(function (k) { c[k] = broken ? "" : new TextDecoder("utf-8").decode(some(number())); });
    c.gun = time();
    c.net = time();
    c.place = number() || null;
    c.revision = number();
    return broken || at !== payload.length ? null : c;
  }

  // clock writes seconds as results do.
  function clock(s) {
    var two = function (n) { return (n < 10 ? "0" : "") + n; };
    return s === null ? "—" : Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
  }

  // load asks for a file, and takes no old copy for it.
  async function load(address) {
    var response = await fetch(address, { cache: "no-cache" });
    if (!response.ok) throw new Error(address + ": " + response.status);
    return response.json();
  }

  // list is the address of a race's file.
  function list(c, name) {
    return answer.dataset.checks.replace("*", encodeURIComponent(c.edition)).replace("*", encodeURIComponent(c.race)).replace("*", name);
  }

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
  async function today(c, line) {
    var stamp = unbase32(line.slice(0, 16)), veil = await sha256(Array.from(c.tag).concat(stamp));
    var b = unbase32(line.slice(16)).map(function (byte, i) { return byte ^ veil[i]; });
    var time = function (stored) { return stored ? stored - 1 : null; };
    return {
      page: b[0] > 127, place: ((b[0] & 127) << 16 | b[1] << 8 | b[2]) || null,
      gun: time(b[3] << 12 | b[4] << 4 | b[5] >> 4), net: time((b[5] & 15) << 16 | b[6] << 8 | b[7])
    };
  }

  // explain adds what changed, as far as the results tell it: of whoever has no page
  // they tell nothing.
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
    ["page", "results"].forEach(function (to) {
      if (found[to]) document.getElementById("to-" + to).href = found[to];
    });
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
