// Marks a time in the histogram of finish times: #finish-1=3:07:52, as a
// runner's page leads here.

// wanted reads the id of a drawing and the seconds of a time; null is neither.
/** @type {(hash: string) => { id: string, time: string, seconds: number } | null} */
export function wanted(hash) {
  const t = hash.match(/^#([a-z0-9-]+)=(\d{1,3}):([0-5]\d):([0-5]\d)$/);
  return t ? { id: t[1], time: t.slice(2).join(":"), seconds: Number(t[2]) * 3600 + Number(t[3]) * 60 + Number(t[4]) } : null;
}

function mark() {
  document.querySelectorAll(".you").forEach((old) => old.remove());
  const you = wanted(location.hash);
  /** @type {SVGElement | null} */
  const plot = you && document.querySelector(`svg[data-chart="${you.id}"]`);
  if (!plot) return;
  const where = (you.seconds - Number(plot.dataset.from)) / (Number(plot.dataset.to) - Number(plot.dataset.from));
  if (!(where >= 0 && where <= 1)) return;
  /** @type {(tag: string, attributes: Attributes, text?: string) => void} */
  const draw = (tag, attributes, text = "") => {
    const part = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries({ class: "you", ...attributes })) part.setAttribute(name, String(value));
    part.textContent = text;
    plot.append(part);
  };
  const x = where * 100 + "%";
  draw("line", { x1: x, x2: x, y1: 14, y2: 204 });
  draw("text", { x, y: 10, "text-anchor": where < 0.1 ? "start" : where > 0.9 ? "end" : "middle" }, you.time);
  plot.closest("figure")?.scrollIntoView({ block: "center" });
}

if (typeof document !== "undefined") {
  window.addEventListener("hashchange", mark);
  mark();
}
