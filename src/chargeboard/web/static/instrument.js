// The timeline as an instrument: zoom, pan, a line through all rows, ranges. No word is in this file, which comes
// when a reader turns to the timeline. Everything is delegated, so a panel may be swapped at any time.
import { again, cross, here, lead } from "./cross.js";
import { box, canvas, extentOf, instantAt, one, own, span, within } from "./strip.js";
import { bring, follow, partAt, zoomBy, zoomTo } from "./zoom.js";

const FACTORS = { "+": 2, "=": 2, "-": 0.5, 0: 0 };
const off = new Set(); // states that the reader took away
const inputs = () => document.querySelectorAll("#panel-events .legend input");
let drag = null;
let isOver = false;

/** What is done for each event of the page, by its name. */
export const heard = {};
const on = (name, done) => {
  heard[name] = done;
};
const inPanel = (event, selector) => event.target.closest?.(`#panel-events ${selector}`);
const pieceOf = (event) => inPanel(event, ".row [role=listitem]");
const middleOf = (piece) => {
  const [start, end] = extentOf(piece);
  return (start + end) / 2;
};
// --- a piece that is pointed at or reached
on("focusin", (event) => {
  const piece = pieceOf(event);
  if (!piece) return;
  const [start, end] = extentOf(piece);
  if (within(here() ?? -1, start, end) !== here()) cross(middleOf(piece), true);
  lead(piece);
});
on("click", (event) => {
  const button = inPanel(event, "[data-zoom]");
  if (button) zoomBy(Number(button.dataset.zoom), here() ?? undefined);
  const piece = pieceOf(event);
  if (!piece) return;
  cross(partAt(event.clientX), true);
  lead(piece);
});

// --- the pointer: a line under it, a range that is dragged
on("pointermove", (event) => {
  if (drag) {
    const part = partAt(event.clientX);
    drag.range = [Math.min(part, drag.part), Math.max(part, drag.part)];
    drag.isFar ||= Math.abs(event.clientX - drag.x) > 4;
    const [low, high] = drag.range;
    const range = own("range");
    range.hidden = !drag.isFar;
    range.style.setProperty("--at", `${low * 100}%`);
    range.style.setProperty("--width", `${(high - low) * 100}%`);
  }
  if (inPanel(event, ".canvas")) {
    isOver = true;
    cross(partAt(event.clientX));
  } else if (isOver && !drag) {
    isOver = false;
    cross(here());
  }
});
on("pointerdown", (event) => {
  if (event.button || event.pointerType === "touch" || !inPanel(event, ".canvas")) return;
  drag = { x: event.clientX, part: partAt(event.clientX), isFar: false };
});
const drop = (isDone) => {
  const dropped = drag;
  drag = null;
  if (one(".range")) one(".range").hidden = true;
  if (isDone && dropped?.isFar) zoomTo(...dropped.range);
};
on("pointerup", () => drop(true));
on("pointercancel", () => drop(false));
on("dragstart", (event) => drag && event.preventDefault());
on("selectstart", (event) => drag && event.preventDefault());

// A notch of a wheel is a fifth; two fingers on a pad send the same event in small steps, and are followed.
const turn = (event) => {
  if (!(event.ctrlKey || event.metaKey || event.altKey) || !inPanel(event, ".view")) return;
  event.preventDefault();
  const pixels = event.deltaMode ? event.deltaY * 20 : event.deltaY;
  zoomBy(Math.exp(within(-pixels, -18, 18) / 100), partAt(event.clientX));
};
on("wheel", turn);

// --- keys
on("keydown", (event) => {
  if (event.key === "Escape") drop(false);
  const [piece, cursor] = [pieceOf(event), inPanel(event, ".cursor")];
  if ((!piece && !cursor) || event.ctrlKey || event.metaKey || event.altKey) return;
  const factor = FACTORS[event.key];
  if (factor !== undefined) {
    event.preventDefault();
    zoomBy(factor, cursor ? (here() ?? undefined) : within(middleOf(piece), 0, 1));
    return;
  }
  if (piece && event.key === "Enter") one(".leads a:not([hidden])")?.click();
  if (!cursor) return;
  const px = (event.shiftKey ? 20 : 1) / canvas().clientWidth;
  const now = here() ?? 1;
  const to = { ArrowLeft: now - px, ArrowRight: now + px, PageDown: now - 0.1, PageUp: now + 0.1, Home: 0, End: 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const part = within(to, 0, 1);
  cross(part, true);
  bring(part);
});

on("change", (event) => {
  const name = inPanel(event, ".legend input")?.className;
  if (name) off[event.target.checked ? "delete" : "add"](name);
});

// --- tables come when they are asked for: most readers never do
const fill = async (fold) => {
  const link = fold.querySelector(":scope > a");
  if (!link) return;
  const { id } = fold.closest("section");
  const place = [...document.querySelectorAll(`#${id} details`)].indexOf(fold);
  const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
  const fresh = page.querySelectorAll(`#${id} details`)[place]?.querySelector(".scroll");
  if (!fresh) return;
  fold.querySelector(".scroll")?.remove();
  fresh.dataset.own = "";
  link.before(fresh);
};
on("toggle", (event) => event.target.matches?.("[data-table]") && event.target.open && fill(event.target));

// --- after the page came, and after news
let drawn = null; // the window that was shown before

// A piece may come back under other words (its date is said once it is yesterday's): focus goes to what is there now.
const heirOf = ({ focused, around }) => {
  if (!drawn || !around?.matches(".row")) return null;
  const middle = drawn[0] + middleOf(focused) * (drawn[1] - drawn[0]);
  const pieces = [...around.querySelectorAll("rect[tabindex]:not(.over)")];
  return pieces.findLast((piece) => instantAt(extentOf(piece)[0]) <= middle);
};

const keep = () => {
  if (!box()) return;
  follow();
  again();
  drawn = span();
};
on("news", ({ detail }) => {
  if (!box()) return;
  detail.heir = heirOf(detail);
  for (const input of inputs()) input.checked = !off.has(input.className);
  for (const fold of document.querySelectorAll("[data-table][open]")) {
    if (!fold.querySelector(".scroll") || drawn?.[1] !== span()[1]) fill(fold);
  }
  keep();
});
for (const input of inputs()) if (!input.checked) off.add(input.className);
keep();
