// What was the state of every row at one instant, and where does a piece lead?
import { box, canvas, dayOf, extentOf, instantAt, one, own, span, timeOf, wallOf } from "./strip.js";

const MOST_SAID = 9;
const IN_SESSION = ".s-charging, .s-suspended, .s-finishing, .s-idle";
const IN_TRY = `${IN_SESSION}, .s-preparing`;
const IN_ERROR = ".m-error, .s-faulted";
const MERGED = "[data-m]";

let rows = new WeakMap();
let at = null; // the instant that stays when the pointer has gone

export const here = () => {
  const [from, to] = span();
  const part = at === null ? null : (at - from) / (to - from);
  return part >= 0 && part <= 1 ? part : null;
};

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
  if (isFirm) at = instantAt(part);
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
  const margin = (to - from) / 1000;
  const isMark = piece.matches("use");
  const isMerged = piece.matches(MERGED);
  let [start, end] = extentOf(piece).map(instantAt);
  if (isMark) [start, end] = [start - margin / 50, end + (isMerged ? 10 : 0.02) * margin];
  const iso = (t) => new Date(t).toISOString();
  const values = {
    from: iso(start),
    to: iso(end),
    since: iso(start - margin),
    until: iso(end + margin),
    socket: piece.closest(".row").dataset.socket,
  };
  const past = new URLSearchParams(location.search).get("at");
  const fits = { session: IN_SESSION, attempt: IN_TRY, error: IN_ERROR };
  for (const link of one(".leads").querySelectorAll("a")) {
    const { link: kind } = link.dataset;
    const needed = fits[kind];
    link.hidden = Boolean(needed) && !(isMerged && !isMark) && !piece.matches(needed);
    link.href = base + link.dataset.to.replace(/{(\w+)}/g, (_, name) => values[name]);
    if (past) link.href += `&at=${encodeURIComponent(past)}`;
  }
};

// News: the rows are others, the instant is the same.
export const again = () => {
  rows = new WeakMap();
  if (here() !== null) cross(here());
  else if (one(".cross")) cross(null);
};
