// Where are the timeline's parts, and which time is where? A panel may be swapped, so nothing of it is kept.
export const one = (selector) => document.querySelector(`#panel-events ${selector}`);
export const box = () => one("[data-timeline]");
export const view = () => one(".view");
export const canvas = () => one(".canvas");
export const within = (value, low, high) => Math.min(Math.max(value, low), high);

// What the page's own script puts there is marked: no news takes it away.
export const own = (name) => {
  if (!one(`.${name}`)) canvas().insertAdjacentHTML("beforeend", `<div class="${name}" data-own></div>`);
  return one(`.${name}`);
};

// --- parts of the window, from 0 to 1, and instants in milliseconds
export const span = () => [Number(box().dataset.from), Number(box().dataset.to)];
export const instantAt = (part) => {
  const [from, to] = span();
  return from + part * (to - from);
};
export const extentOf = (piece) => {
  const x = parseFloat(piece.getAttribute("x")) / 100;
  return [x, x + (parseFloat(piece.getAttribute("width")) || 0) / 100];
};

// --- the clock on the charger's wall: what it shows, as if it were UTC
const clocks = new Map();
const aheadAt = (t) => {
  const { zone } = box().dataset;
  // Sweden writes 2026-11-21 14:03:22
  if (!clocks.has(zone)) clocks.set(zone, new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }));
  return Date.parse(`${clocks.get(zone).format(t).replace(" ", "T")}Z`) - t + (t % 1_000);
};
export const wallOf = (t) => t + aheadAt(t);
// plain English is written as in America
const tongue = document.documentElement.lang.replace(/^en$/, "en-GB");
const named = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" };
export const dayOf = (wall) => new Date(wall).toLocaleDateString(tongue, named).replace(",", "");
export const timeOf = (wall, length) => new Date(wall).toISOString().slice(11, 11 + length);

// Each multiple of `step` on the wall: none in an hour that the clock skips, two where it goes back.
export const wallTicks = (first, last, step) => {
  const offsets = new Set([first, (first + last) / 2, last].map(aheadAt));
  const found = [];
  for (let wall = Math.ceil((first + Math.min(...offsets)) / step) * step; wall <= last + Math.max(...offsets); wall += step) {
    for (const ahead of offsets) {
      const t = wall - ahead;
      if (t >= first && t <= last && (offsets.size === 1 || aheadAt(t) === ahead)) found.push([t, wall]);
    }
  }
  return found.sort(([a], [b]) => a - b);
};
