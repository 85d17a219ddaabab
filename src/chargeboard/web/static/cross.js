// What was the state of every row at one instant, and where does a piece lead?
import { box, canvas, dayOf, extentOf, instantAt, one, own, span, timeOf, wallOf } from "./strip.js";

const MOST_SAID = 9;
const IN_SESSION = ".s-charging, .s-suspended, .s-finishing, .s-idle, rect[data-m]";
const IN_TRY = `${IN_SESSION}, .s-preparing`;
const IN_ERROR = ".m-error, .s-faulted";
const MERGED = "[data-m]";
const AROUND_MS = 120_000; // frames of two minutes before and after, as everywhere

let rows = new WeakMap();
let at = null; // the instant that stays when the pointer has gone
let shown = null; // the one that is under the line

const partOf = (t) => {
  const [from, to] = span();
  return t !== null && t >= from && t <= to ? (t - from) / (to - from) : null;
};
export const here = () => partOf(at);

const piecesOf = (row) => {
  if (!rows.has(row)) rows.set(row, [...row.querySelectorAll("rect:not(.over)")].map((rect) => [extentOf(rect)[0], rect]));
  return rows.get(row);
};
const pieceAt = (row, part) => {
  const all = piecesOf(row);
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle][0] <= part) low = middle + 1;
    else high = middle;
  }
  return all[Math.max(0, low - 1)]?.[1];
};

const told = (part) => {
  const names = JSON.parse(box().dataset.names);
  const wall = wallOf(instantAt(part));
  const states = [...canvas().querySelectorAll(".row")].map((row) => {
    const piece = pieceAt(row, part);
    const state = piece?.getAttribute("class").match(/s-(\S+)/)?.[1];
    return `${row.getAttribute("aria-label")} ${piece?.matches(MERGED) ? piece.getAttribute("aria-label") : (names[state] ?? "")}`;
  });
  return [`${dayOf(wall)} ${timeOf(wall, 8)}`, states];
};

// `part` null: the line goes.
export const cross = (part, isFirm) => {
  shown = part === null ? null : instantAt(part);
  if (isFirm) at = shown;
  const line = own("cross");
  line.hidden = part === null;
  if (part === null) return;
  line.style.setProperty("--at", `${part * 100}%`);
  const [moment, states] = told(part);
  const time = document.createElement("b");
  time.textContent = moment;
  one(".readout").replaceChildren(time, ...states.slice(0, MOST_SAID).map((said) => ` · ${said}`));
  const cursor = one(".cursor");
  cursor.setAttribute("aria-valuenow", Math.round(part * 1000));
  cursor.setAttribute("aria-valuetext", `${moment}, ${states.join(", ")}`);
};

// Links whose words the server wrote, filled with the piece's own times.
export const lead = (piece) => {
  const { base } = box().dataset;
  const [from, to] = span();
  const rounded = (to - from) / 50_000;
  let [start, end] = extentOf(piece).map(instantAt);
  if (piece.matches("use")) [start, end] = [start - rounded, end + rounded + (piece.matches(MERGED) ? (to - from) / 100 : 0)];
  const iso = (t) => new Date(t).toISOString();
  const values = {
    from: iso(start),
    to: iso(end),
    since: iso(start - rounded - AROUND_MS),
    until: iso(end + rounded + AROUND_MS),
    socket: piece.closest(".row").dataset.socket,
  };
  const past = new URLSearchParams(location.search).get("at");
  const fits = { session: IN_SESSION, attempt: IN_TRY, error: IN_ERROR };
  for (const link of one(".leads").querySelectorAll("a")) {
    const { link: kind } = link.dataset;
    const needed = fits[kind];
    link.hidden = Boolean(needed) && !piece.matches(needed);
    link.href = base + link.dataset.to.replace(/{(\w+)}/g, (_, name) => values[name]);
    if (past) link.href += `&at=${encodeURIComponent(past)}`;
  }
};

// News: the rows are others, the instant is the same.
export const again = () => {
  rows = new WeakMap();
  if (shown !== null) cross(partOf(shown));
};
