// For the pages of other sites, at embed.js of this one: makes each frame that shows a
// page of this site as high as what it shows. It takes messages from those frames alone,
// and nothing from them but a height.
(() => {
  const own = document.currentScript instanceof HTMLScriptElement ? new URL(document.currentScript.src).origin : "";
  window.addEventListener("message", (event) => {
    if (event.origin !== own || event.data?.guntime !== "height") return;
    const height = Number(event.data.height);
    if (!(height > 0 && height < 20000)) return;
    for (const frame of document.querySelectorAll("iframe")) {
      if (frame.contentWindow === event.source) frame.style.height = height + "px";
    }
  });
})();
