// Asks the browser to keep what is opened on this site, by the service worker sw.js, and
// tells that which runners are followed.
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || !("serviceWorker" in navigator) || new URLSearchParams(location.search).has("screen")) return;
  const root = new URL("..", script.src);
  addEventListener("load", () => setTimeout(async () => {
    try {
      await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.href, updateViaCache: "none" });
      const ready = await navigator.serviceWorker.ready;
      const all = JSON.parse(localStorage.getItem("following " + root.pathname) ?? "[]");
      const lang = document.documentElement.lang;
      const urls = (Array.isArray(all) ? all : []).filter((id) => /^[\w-]+\/[\w-]+\/[\w-]+$/.test(id))
        .map((id) => new URL(lang + "/" + id.replace(/[^/]+$/, "runners/$&.html"), root).href);
      const here = [location.href]; // nobody answered for the first page
      ready.active?.postMessage({ follow: document.querySelector("[data-shards]") ? here : here.concat(urls) });
    } catch (e) { // the browser keeps nothing, and all works as before
    }
  }, 1000));
})();
