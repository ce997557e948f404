// Checks the certificate whose code follows the # of the address: it is read,
// its signature is checked with the site's public key, and it is looked up in
// the list of what became of certificates since. All of it happens here; the
// certificate is sent nowhere. All words stand in the page.
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

  function base64url(b) {
    return btoa(String.fromCharCode.apply(null, b)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // read takes a certificate apart: the 64 bytes of its signature, then a version,
  // a tag of 8 bytes, five texts with their lengths, four numbers. null where it
  // is not whole.
  function read(text) {
    var all = bytes(text);
    if (!all || all.length < 64 + 9 || all[64] !== 1) return null;
    var signature = all.subarray(0, 64), payload = all.subarray(64);
    var at = 9, broken = false;
    function number() {
      for (var n = 0, scale = 1; at < payload.length && scale < 1e15; scale *= 128) {
        var b = payload[at++];
        n += (b & 127) * scale;
        if (b < 128) return n;
      }
      broken = true;
      return 0;
    }
    function words() {
      var from = number();
      at += from;
      if (at > payload.length) { broken = true; return ""; }
      return new TextDecoder("utf-8").decode(payload.subarray(at - from, at));
    }
    var c = { payload: payload, signature: signature, tag: base64url(payload.subarray(1, 9)) };
    ["edition", "race", "bib", "name", "division"].forEach(function (k) { c[k] = words(); });
    ["gun", "net", "place", "revision"].forEach(function (k) { c[k] = number(); });
    return broken || at !== payload.length ? null : c;
  }

  // clock writes a time as results do: whole seconds, rounded up.
  function clock(stored) {
    if (stored === 0) return "—";
    var s = Math.ceil((stored - 1) / 1000), two = function (n) { return (n < 10 ? "0" : "") + n; };
    return Math.floor(s / 3600) + ":" + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
  }

  // supersededBy is the first revision after the certificate's own that changed
  // what it says, 0 where none did.
  function supersededBy(c, race) {
    for (var i = 0; i < race.changed.length; i++) {
      var change = race.changed[i];
      if (change.revision <= c.revision) continue;
      var runs = (change.places || {})[c.division] || [];
      var moved = c.place > 0 && runs.some(function (r) { return r[0] <= c.place && c.place <= r[1]; });
      if (moved || (change.tags || []).indexOf(c.tag) >= 0) return change.revision;
    }
    return 0;
  }

  async function judge(c) {
    var list;
    try {
      var response = await fetch(answer.dataset.list, { cache: "no-cache" });
      if (!response.ok) return { state: "offline" };
      list = await response.json();
    } catch (e) {
      return { state: "offline" };
    }
    var key = await crypto.subtle.importKey("jwk", list.key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    if (!await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, c.signature, c.payload)) return { state: "forged" };
    var edition = list.editions[c.edition], race = edition && edition.races[c.race];
    if (!race) return { state: "elsewhere" };
    var newer = supersededBy(c, race);
    var state = race.revoked.indexOf(c.tag) >= 0 ? "revoked" : newer ? "superseded" : "genuine";
    var lang = document.documentElement.lang;
    return {
      state: state, newer: newer, demonstration: edition.demonstration,
      facts: {
        name: c.name || "—", bib: c.bib, race: edition.name[lang] + " · " + race.name[lang],
        division: (race.divisions[c.division] || {})[lang] || c.division || "—",
        place: c.place || "—", gun: clock(c.gun), net: clock(c.net), revision: c.revision
      }
    };
  }

  function show(found) {
    answer.querySelectorAll("[data-when]").forEach(function (part) {
      var when = part.dataset.when;
      part.hidden = !(when === found.state || when === "facts" && found.facts || when === "demonstration" && found.demonstration);
    });
    answer.querySelectorAll("[data-fill]").forEach(function (part) {
      part.dataset.text = part.dataset.text || part.textContent;
      part.textContent = part.dataset.text.replace("{newer}", found.newer || "");
    });
    answer.querySelectorAll("[data-fact]").forEach(function (part) {
      part.textContent = found.facts ? found.facts[part.dataset.fact] : "";
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
    var found = await judge(c);
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
