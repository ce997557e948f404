// Takes whoever comes by an address of the site's other layout on to the same
// runner: from runners/M1.html to runners/#M1, or back.
(function () {
  "use strict";

  var path = location.pathname.match(/^(.*\/[^/]+\/[^/]+\/runners\/)(?:([\w-]+)(?:\.html)?)?$/);
  if (!path) return;
  if ("compact" in document.currentScript.dataset) {
    if (path[2]) location.replace(path[1] + "#" + path[2]);
  } else if (!path[2] && /^#[\w-]+$/.test(location.hash)) {
    location.replace(path[1] + location.hash.slice(1) + ".html");
  }
})();
