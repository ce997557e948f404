// Takes whoever comes by an address of the site's other layout on to the same
// runner: from runners/M1.html to runners/#M1, or back. It never leaves the site:
// a path that begins with two slashes would be another host's address.
(function () {
  "use strict";

  /** @type {(address: string) => void} */
  function go(address) {
    var to = new URL(address, location.href);
    if (to.origin === location.origin) location.replace(to.href);
  }

  var path = location.pathname.match(/^(.*\/[^/]+\/[^/]+\/runners\/)(?:([\w-]+)(?:\.html)?)?$/);
  if (!path) return;
  if (document.currentScript && "compact" in document.currentScript.dataset) {
    if (path[2]) go(path[1] + "#" + path[2]);
  } else if (!path[2] && /^#[\w-]+$/.test(location.hash)) {
    go(path[1] + location.hash.slice(1) + ".html");
  }
})();
