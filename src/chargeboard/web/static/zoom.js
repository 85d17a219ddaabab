// Which part of the window is seen? Wheel and keys only change numbers; a frame draws them with one layout.
import { box, canvas, instantAt, one, span, view, wallTicks, dayOf, timeOf, within } from "./strip.js";

const MOST = 64;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 44640];
const DAY = 86_400_000;

let zoom = 1;
let left = 0; // the part at the left edge
let waiting = 0;
let isMoved = false; // by us, not by the reader's own scrolling
let placed = 0;
let known = [0, 0]; // the window that `zoom` and `left` are parts of

const axis = () => {
  const made = '<svg class="axis-x own" aria-hidden="true" data-own></svg>';
  if (!one("svg[data-own]")) canvas().insertAdjacentHTML("beforeend", made);
  return one("svg[data-own]");
};

const ticks = (room) => {
  const [from, to] = span();
  const [first, last] = [instantAt(left), instantAt(left + 1 / zoom)];
  const step = 60_000 * (STEPS_MIN.find((min) => (last - first) / (min * 60_000) <= room) ?? STEPS_MIN.at(-1));
  axis().innerHTML = wallTicks(first, last, step)
    .map(([t, wall]) => {
      const x = `${(100 * (t - from)) / (to - from)}%`;
      const isDay = wall % DAY === 0;
      return `<line x1="${x}" x2="${x}" y2="5"/><text class="${isDay ? "d" : "h"}" x="${x}" y="18">${isDay ? dayOf(wall) : timeOf(wall, 5)}</text>`;
    })
    .join("");
};

// The address of what is seen, with all that was merged for want of room.
const detail = () => {
  const asked = new URLSearchParams(location.search);
  for (const name of [...asked.keys()]) if (!["at", "from", "through", "to"].includes(name)) asked.delete(name);
  asked.set("timeline_from", new Date(instantAt(left)).toISOString());
  asked.set("timeline_to", new Date(instantAt(left + 1 / zoom)).toISOString());
  return `?${asked}#panel-events`;
};

const draw = () => {
  waiting = 0;
  if (!box()) return;
  const [strip, shown, link] = [canvas(), view(), one("[data-detail]")];
  const { width } = shown.getBoundingClientRect(); // clientWidth is rounded: half a pixel is thirty at the most
  const isZoomed = zoom > 1;
  strip.style.width = isZoomed ? `${100 * zoom}%` : "";
  strip.classList.toggle("zoomed", isZoomed);
  if (isZoomed) ticks(Math.max(3, width / 90));
  if (link) {
    link.hidden = !isZoomed;
    link.href = detail();
  }
  if (!isMoved) return;
  isMoved = false;
  shown.scrollLeft = left * width * zoom;
  placed = shown.scrollLeft;
};
const later = () => {
  waiting ||= requestAnimationFrame(draw);
};

const show = (wanted, from) => {
  zoom = within(wanted, 1, MOST);
  left = within(from, 0, 1 - 1 / zoom);
  isMoved = true;
  later();
};

const middle = () => left + 0.5 / zoom;
export const partAt = (x) => {
  const at = view().getBoundingClientRect();
  return within(left + (x - at.left) / (at.width * zoom), 0, 1);
};
// `part` stays where it is.
export const zoomBy = (factor, part = middle()) => {
  const next = within(zoom * factor, 1, MOST);
  show(next, part - ((part - left) * zoom) / next);
};
export const zoomTo = (low, high) => show(1 / Math.max(high - low, 1 / MOST), low);
export const bring = (part) => {
  if (part < left || part > left + 1 / zoom) show(zoom, part - 0.5 / zoom);
};

// News: the window goes on with the clock. What is seen stays the same hours, or stays at the end.
export const follow = () => {
  const [from, to] = span();
  const length = (known[1] - known[0]) / zoom;
  const first = known[0] + left * (known[1] - known[0]);
  const isAtEnd = left + 1 / zoom > 0.999;
  known = [from, to];
  if (zoom > 1) show((to - from) / length, isAtEnd ? 1 : (first - from) / (to - from));
};

document.addEventListener(
  "scroll",
  (event) => {
    if (event.target !== view() || isMoved || Math.abs(view().scrollLeft - placed) < 1) return;
    placed = view().scrollLeft;
    left = within(placed / (view().getBoundingClientRect().width * zoom), 0, 1 - 1 / zoom);
    later();
  },
  true,
);
addEventListener("resize", () => show(zoom, left));
