// Finds a certificate by its bib, and where a code is given, by the name that
// only bib and code together make: HMAC-SHA-256 with the code as its key. The
// code is not sent. All words stand in the page.
(function () {
  "use strict";

  var form = document.getElementById("lookup"), answer = document.getElementById("answer");
  var certificate = document.getElementById("certificate"), runner = document.getElementById("runner");
  var asked = 0; // an answer that comes late must not cover a later one

  /** @type {(state: string, withRunner?: string) => void} */
  function show(state, withRunner) {
    answer.querySelectorAll("[data-when]").forEach(function (part) {
      part.hidden = part.dataset.when !== state && !(withRunner && part.dataset.when === "runner");
    });
    answer.dataset.state = state;
  }

  /** @type {(values: string[]) => string[]} */
  function each(values) {
    return values.filter(function (v, i) { return v && values.indexOf(v) === i; });
  }

  // bibs and codes are what a person may mean: full-width forms, small letters;
  // spaces and hyphens in a code, and letters for the digits they look like.
  /** @type {(text: string) => string[]} */
  function bibs(text) {
    var typed = text.normalize("NFKC").trim();
    return each([typed, typed.toUpperCase(), typed.toLowerCase()]);
  }

  /** @type {(text: string) => string[]} */
  function codes(text) {
    var typed = text.trim(), plain = typed.normalize("NFKC").replace(/[\s-]/g, "");
    return each([typed, plain, plain.toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1")]);
  }

  // token is the first 120 bits in lower-case base32.
  /** @type {(code: string, about: string) => Promise<string>} */
  async function token(code, about) {
    var text = new TextEncoder();
    var key = await crypto.subtle.importKey("raw", text.encode(code), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    var mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, text.encode(about)));
    var out = "", held = 0, bits = 0;
    for (var i = 0; i < 15; i++) {
      held = held << 8 | mac[i];
      for (bits += 8; bits >= 5; bits -= 5) out += "abcdefghijklmnopqrstuvwxyz234567"[held >> bits - 5 & 31];
      held &= 255;
    }
    return out;
  }

  // there reports whether the site has a file; some hosts answer with a page
  // where they have none.
  /** @type {(address: string, kind: string) => Promise<boolean>} */
  async function there(address, kind) {
    var response = await fetch(address, { method: "HEAD", cache: "no-cache" });
    var type = response.headers.get("Content-Type") || kind;
    if (!response.ok && response.status !== 404 && response.status !== 403 && response.status !== 410) throw new Error(String(response.status));
    return response.ok && type.indexOf("html") >= 0 === (kind === "html");
  }

  // joined is the script for certificates and pages that lie in shards; null
  // where each is a file.
  /** @type {(race: HTMLElement) => Promise<typeof import("./runners.js") | null>} */
  async function joined(race) {
    return race.dataset.join ? import(new URL(race.dataset.join, document.baseURI).href) : null;
  }

  // certificateOf is the address of the one that is open under a bib, pageOf that
  // of a runner's page: null where there is none.
  /** @type {(race: HTMLOptionElement, bib: string) => Promise<string | null>} */
  async function certificateOf(race, bib) {
    var shards = await joined(race), address;
    if (shards) {
      address = shards.within(race.dataset.imprints, bib, Number(race.dataset.shards));
      return await shards.certificate(address) ? address : null;
    }
    address = race.dataset.certificate.replace("*", encodeURIComponent(bib));
    return await there(address, "pdf") ? address : null;
  }

  /** @type {(race: HTMLOptionElement, bib: string) => Promise<string | null>} */
  async function pageOf(race, bib) {
    var shards = await joined(race), address = race.dataset.runner.replace("*", encodeURIComponent(bib));
    var known = shards ? await shards.runner(shards.within(race.dataset.pages, bib, Number(race.dataset.shards))) : await there(address, "html");
    return known ? address : null;
  }

  /** @typedef {{ state: string, address?: string, bib?: string, join?: string, page?: string }} Found */

  /** @type {(race: HTMLOptionElement, bibText: string, codeText: string) => Promise<Found>} */
  async function find(race, bibText, codeText) {
    var all = bibs(bibText), address;
    if (race.hasAttribute("data-by-code")) {
      if (!codeText.trim()) return { state: "code" };
    } else {
      for (var open of all) {
        address = await certificateOf(race, open);
        if (address) return { state: "found", address: address, bib: open, join: race.dataset.join };
      }
    }
    if (codeText.trim()) {
      if (!(window.crypto && crypto.subtle)) return { state: "insecure" };
      for (var code of codes(codeText)) {
        for (var bib of all) {
          address = race.dataset.certificate.replace("*", await token(code, race.value + "/" + bib));
          if (await there(address, "pdf")) return { state: "found", address: address, bib: bib };
        }
      }
    }
    for (var shown of all) {
      var page = await pageOf(race, shown);
      if (page) return { state: codeText.trim() ? "wrong" : "none", page: page };
    }
    return { state: codeText.trim() ? "wrong" : "none" };
  }

  /** @type {(event: Event) => Promise<void>} */
  async function ask(event) {
    event.preventDefault();
    var mine = ++asked, race = form.elements.race.selectedOptions[0];
    /** @type {Found} */
    var found;
    show("asking");
    try {
      found = await find(race, form.elements.bib.value, form.elements.code.value);
    } catch (e) {
      found = { state: "offline" };
    }
    if (mine !== asked) return;
    if (found.page) runner.href = found.page;
    if (found.address) {
      if (found.join) certificate.dataset.join = found.join;
      else delete certificate.dataset.join;
      certificate.href = found.address;
      certificate.download = race.value.split("/")[1] + "-" + found.bib + ".pdf";
    }
    show(found.state, found.page);
    if (found.state === "code") form.elements.code.focus();
    if (found.address) certificate.click();
  }

  // about fills in what a link from a race or a runner says: #edition/race/bib.
  function about() {
    var text = location.hash.slice(1);
    try {
      text = decodeURIComponent(text);
    } catch (e) { /* as it stands */ }
    var parts = text.split("/");
    var value = parts.slice(0, 2).join("/");
    if (Array.from(form.elements.race.options).some(function (o) { return o.value === value; })) {
      form.elements.race.value = value;
      if (parts[2]) form.elements.bib.value = parts[2];
      form.scrollIntoView();
      (parts[2] ? form.elements.code : form.elements.bib).focus({ preventScroll: true });
    }
  }

  // save hands out a certificate that is put together first.
  /** @type {(event: Event) => Promise<void>} */
  async function save(event) {
    if (!certificate.dataset.join) return;
    event.preventDefault();
    try {
      var shards = await joined(certificate);
      var bytes = shards && await shards.certificate(certificate.href);
      if (!shards || !bytes) throw new Error(certificate.href);
      shards.save(bytes, certificate.download);
    } catch (e) {
      show("offline");
    }
  }

  form.hidden = false;
  form.addEventListener("submit", ask);
  certificate.addEventListener("click", save);
  window.addEventListener("hashchange", about);
  about();
})();
