// Reloads the page after a build, and shows what a failed one said.
(() => {
  /** @type {number | undefined} */
  let version;
  /** @type {HTMLElement | undefined} */
  let panel;
  new EventSource("/_guntime/events").onmessage = (event) => {
    const now = JSON.parse(event.data);
    if (version !== undefined && version !== now.version) {
      location.reload();
      return;
    }
    version = now.version;
    panel?.remove();
    panel = undefined;
    if (now.problem === "") {
      return;
    }
    panel = document.createElement("pre");
    panel.setAttribute("role", "alert");
    panel.textContent = now.problem;
    Object.assign(panel.style, {
      position: "fixed", inset: "auto 0 0 0", zIndex: 2147483647, maxHeight: "60vh", overflow: "auto",
      margin: 0, padding: "1rem 1.5rem", background: "#3b0d0d", color: "#fff", borderTop: "4px solid #e5484d",
      font: "14px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap",
    });
    document.body.append(panel);
  };
})();
