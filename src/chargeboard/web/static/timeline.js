// The timeline as an instrument: zoom, pan, a line through all rows, ranges. The page is complete without
// this file, and no word is in it. Everything is delegated, so a panel may be swapped at any time.
const MOST = 64;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 44640];
const IN_SESSION = ".s-charging:not([data-m]), .s-suspended:not([data-m]), .s-idle";
const IN_ERROR = ".m-error, .s-faulted";
const root = document.documentElement;

const kept = { zoom: 1, left: 0, at: null, off: new Set() };
let rows = new WeakMap();
let drag = null;
let waiting = 0;
let said;

const one = (selector) => document.querySelector(`#panel-events ${selector}`);
const box = () => one("[data-timeline]");
const view = () => one(".view");
const canvas = () => one(".canvas");
const within = (value, low, high) => Math.min(Math.max(value, low), high);
const span = (b) => [Number(b.dataset.from), Number(b.dataset.to)];
const momentAt = (b, part) => span(b)[0] + part * (span(b)[1] - span(b)[0]);
const partAt = (event) => {
  const at = canvas().getBoundingClientRect();
  return within((event.clientX - at.left) / at.width, 0, 1);
};

// --- time on the charger's wall
const formats = new Map();
const format = (zone, options) => {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...options }));
  return formats.get(key);
};
const clock = (zone, t, more) => format(zone, { hour: "2-digit", minute: "2-digit", ...more }).format(t);
const day = (zone, t) => format(zone, { weekday: "short", day: "numeric", month: "short" }).format(t).replace(",", "");
const ahead = (zone, t) => {
  const found = {};
  const shown = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
  for (const { type, value } of format(zone, shown).formatToParts(t)) found[type] = Number(value);
  return Date.UTC(found.year, found.month - 1, found.day, found.hour, found.minute, found.second) - Math.floor(t / 1000) * 1000;
};

// --- zoom
const ticks = () => {
  waiting = 0;
  const b = box();
  if (!b) return;
  const [own, strip] = [one("svg[data-own]"), canvas()];
  strip.classList.toggle("zoomed", kept.zoom > 1);
  own?.replaceChildren();
  if (kept.zoom === 1) return;
  const axis = own ?? strip.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  axis.setAttribute("class", "axis-x own");
  axis.setAttribute("aria-hidden", "true");
  axis.dataset.own = "";
  const [from, to] = span(b);
  const shown = view();
  const first = momentAt(b, shown.scrollLeft / strip.clientWidth);
  const last = momentAt(b, Math.min(1, (shown.scrollLeft + shown.clientWidth) / strip.clientWidth));
  const room = Math.max(3, shown.clientWidth / 90);
  const step = 60000 * (STEPS_MIN.find((min) => (last - first) / (min * 60000) <= room) ?? STEPS_MIN.at(-1));
  const zone = b.dataset.zone;
  const drawn = [];
  for (let wall = Math.ceil((first + ahead(zone, first)) / step) * step; ; wall += step) {
    const t = wall - ahead(zone, wall - ahead(zone, wall));
    if (t > last) break;
    const x = `${(100 * (t - from)) / (to - from)}%`;
    const isDay = wall % 86400000 === 0;
    drawn.push(`<line x1="${x}" x2="${x}" y2="5"/><text class="${isDay ? "d" : "h"}" x="${x}" y="18">${isDay ? day(zone, t) : clock(zone, t)}</text>`);
  }
  axis.innerHTML = drawn.join("");
};

const detail = () => {
  const link = one("[data-detail]");
  if (!link) return;
  link.hidden = kept.zoom === 1;
  const wide = 1 / kept.zoom;
  const asked = new URLSearchParams(location.search);
  for (const name of [...asked.keys()]) if (!["at", "from", "to"].includes(name)) asked.delete(name);
  const iso = (part) => new Date(momentAt(box(), within(part, 0, 1))).toISOString();
  asked.set("timeline_from", iso(kept.left));
  asked.set("timeline_to", iso(kept.left + wide));
  link.href = `?${asked}#panel-events`;
};

const later = () => {
  waiting ||= requestAnimationFrame(() => {
    ticks();
    detail();
  });
};

// `part` of the whole window stays where it is, `px` from the left edge of what is visible.
const zoomTo = (zoom, part, px) => {
  const [b, shown] = [box(), view()];
  if (!b) return;
  kept.zoom = within(zoom, 1, MOST);
  b.style.setProperty("--zoom", kept.zoom);
  const width = shown.clientWidth;
  shown.scrollLeft = part * width * kept.zoom - px;
  kept.left = shown.scrollLeft / (width * kept.zoom);
  later();
};
const zoomBy = (factor, part = kept.left + 0.5 / kept.zoom) => {
  if (!factor) zoomTo(1, 0, 0);
  else zoomTo(kept.zoom * factor, part, (part - kept.left) * kept.zoom * view().clientWidth);
};
const middleOf = (piece) => {
  if (!piece) return undefined;
  const [at, all] = [piece.getBoundingClientRect(), canvas().getBoundingClientRect()];
  return (Math.max(at.left, view().getBoundingClientRect().left) + at.width / 2 - all.left) / all.width;
};

// --- the line through all rows
const own = (name) => {
  const found = one(`.${name}`);
  if (found) return found;
  const made = document.createElement("div");
  made.className = name;
  made.dataset.own = "";
  canvas().append(made);
  return made;
};
const piecesOf = (row) => {
  if (!rows.has(row)) {
    rows.set(row, [...row.querySelectorAll("rect:not(.over)")].map((rect) => [parseFloat(rect.getAttribute("x")), rect]));
  }
  return rows.get(row);
};
const pieceAt = (row, percent) => {
  const all = piecesOf(row);
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle][0] <= percent) low = middle + 1;
    else high = middle;
  }
  return all[low - 1]?.[1];
};
const told = (part) => {
  const b = box();
  const names = JSON.parse(b.dataset.names);
  const t = momentAt(b, part);
  const moment = `${day(b.dataset.zone, t)} ${clock(b.dataset.zone, t, { second: "2-digit" })}`;
  const states = [...canvas().querySelectorAll(".row")].map((row) => {
    const piece = pieceAt(row, part * 100);
    const state = piece?.getAttribute("class").match(/s-(\S+)/)?.[1];
    return [row.getAttribute("aria-label"), piece?.hasAttribute("data-m") ? piece.getAttribute("aria-label") : names[state] ?? ""];
  });
  return [moment, states];
};
const cross = (part, isFirm) => {
  const b = box();
  if (!b) return;
  if (isFirm) kept.at = part;
  const line = own("cross");
  line.hidden = part === null;
  if (part === null) return;
  line.style.setProperty("--at", `${part * 100}%`);
  const [moment, states] = told(part);
  const out = one(".readout");
  out.replaceChildren();
  const time = document.createElement("b");
  time.textContent = moment;
  out.append(time);
  for (const [name, state] of states.slice(0, 9)) out.append(` · ${name} ${state}`);
  const cursor = one(".cursor");
  cursor.setAttribute("aria-valuenow", Math.round(part * 1000));
  cursor.setAttribute("aria-valuetext", `${moment}, ${states.map((pair) => pair.join(" ")).join(", ")}`);
};

// What a piece leads to: links whose words the server wrote, filled with its own address.
const lead = (piece) => {
  const b = box();
  const at = piece.getBoundingClientRect();
  const all = canvas().getBoundingClientRect();
  const pad = (span(b)[1] - span(b)[0]) / 1000;
  const iso = (x) => new Date(x).toISOString();
  const date = (t) => new Intl.DateTimeFormat("en-CA", { timeZone: b.dataset.zone, dateStyle: "short" }).format(t);
  const [from, to] = [at.left, at.right].map((x) => momentAt(b, (x - all.left) / all.width));
  const values = {
    from: iso(from - pad),
    to: iso(to + pad),
    day: date(from + pad),
    next: date(Math.max(to - pad, from + pad) + 86400000),
    socket: piece.parentElement.dataset.socket,
    moment: iso((from + to) / 2),
  };
  for (const link of one(".tools").querySelectorAll("[data-link]")) {
    const { link: kind } = link.dataset;
    link.hidden = (kind === "session" && !piece.matches(IN_SESSION)) || (kind === "errors" && !piece.matches(IN_ERROR));
    link.href = b.dataset.base + link.dataset.to.replace(/{(\w+)}/g, (_, name) => values[name]);
  }
};

const pieceOf = (event) => event.target.closest?.("#panel-events .row [role=listitem]");

document.addEventListener("focusin", (event) => {
  const piece = pieceOf(event);
  if (!piece) return;
  cross(within(middleOf(piece) ?? 0, 0, 1), true);
  lead(piece);
});

document.addEventListener("pointermove", (event) => {
  if (drag) {
    const part = partAt(event);
    const [low, high] = [Math.min(part, drag.part), Math.max(part, drag.part)];
    drag.far ||= Math.abs(event.clientX - drag.x) > 4;
    const range = own("range");
    range.hidden = !drag.far;
    range.style.setProperty("--at", `${low * 100}%`);
    range.style.setProperty("--width", `${(high - low) * 100}%`);
    drag.range = [low, high];
  }
  if (event.target.closest?.("#panel-events .canvas")) cross(partAt(event));
  else if (!drag && one(".cross")) cross(kept.at);
});
document.addEventListener("pointerdown", (event) => {
  if (event.button || event.pointerType === "touch" || !event.target.closest?.("#panel-events .canvas")) return;
  drag = { x: event.clientX, part: partAt(event), far: false };
});
const drop = (isDone) => {
  const dropped = drag;
  drag = null;
  const range = one(".range");
  if (range) range.hidden = true;
  if (!isDone || !dropped?.far) return false;
  const [low, high] = dropped.range;
  zoomTo(1 / Math.max(high - low, 1 / MOST), low, 0);
  return true;
};
document.addEventListener("pointerup", () => drop(true));
document.addEventListener("pointercancel", () => drop(false));
document.addEventListener("dragstart", (event) => drag && event.preventDefault());
document.addEventListener("selectstart", (event) => drag && event.preventDefault());

document.addEventListener(
  "wheel",
  (event) => {
    if (!(event.ctrlKey || event.metaKey || event.altKey) || !event.target.closest?.("#panel-events .view")) return;
    event.preventDefault();
    zoomBy(1.2 ** (event.deltaY > 0 ? -1 : 1), partAt(event));
  },
  { passive: false },
);

document.addEventListener(
  "scroll",
  (event) => {
    if (event.target !== view()) return;
    kept.left = view().scrollLeft / canvas().clientWidth;
    if (kept.zoom > 1) later();
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#panel-events [data-zoom]");
  if (button) zoomBy(Number(button.dataset.zoom), kept.at ?? undefined);
  const piece = pieceOf(event);
  if (piece) {
    cross(partAt(event), true);
    lead(piece);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") drop(false);
  const [piece, cursor] = [pieceOf(event), event.target.closest?.("#panel-events .cursor")];
  if ((!piece && !cursor) || event.ctrlKey || event.metaKey || event.altKey) return;
  const factor = { "+": 2, "=": 2, "-": 0.5, 0: 0 }[event.key];
  if (factor !== undefined) {
    event.preventDefault();
    zoomBy(factor, cursor ? kept.at ?? undefined : middleOf(piece));
    return;
  }
  if (piece && event.key === "Enter" && piece.matches(IN_SESSION)) one("[data-link=session]")?.click();
  if (!cursor) return;
  const px = (event.shiftKey ? 20 : 1) / canvas().clientWidth;
  const now = kept.at ?? 1;
  const to = { ArrowLeft: now - px, ArrowRight: now + px, PageDown: now - 0.1, PageUp: now + 0.1, Home: 0, End: 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  cross(within(to, 0, 1), true);
  const x = kept.at * canvas().clientWidth;
  const shown = view();
  if (x < shown.scrollLeft || x > shown.scrollLeft + shown.clientWidth) shown.scrollLeft = x - shown.clientWidth / 2;
});

document.addEventListener("change", (event) => {
  const name = event.target.closest?.("#panel-events .legend input")?.className;
  if (name) kept.off[event.target.checked ? "delete" : "add"](name);
});

// The table comes when it is asked for: most readers never do.
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
  link.after(fresh);
  link.hidden = true;
};
document.addEventListener(
  "toggle",
  (event) => event.target.matches?.("[data-table]") && event.target.open && fill(event.target),
  true,
);

// --- after the page came, and after the panel was swapped
const settle = () => {
  const b = box();
  if (!b) return;
  rows = new WeakMap();
  one(".tools").hidden = false;
  for (const input of b.closest("section").querySelectorAll(".legend input")) input.checked = !kept.off.has(input.className);
  if (kept.zoom > 1) zoomTo(kept.zoom, kept.left, 0);
  if (kept.at !== null) cross(kept.at);
  for (const fold of document.querySelectorAll("[data-table][open]")) {
    if (!fold.querySelector(".scroll") || said !== b.dataset.to) fill(fold);
  }
  said = b.dataset.to;
};
let known = box();
new MutationObserver(() => {
  if (box() !== known) {
    known = box();
    settle();
  }
}).observe(document.querySelector(".board") ?? root, { childList: true });
document.addEventListener("news", settle);
addEventListener("resize", later);
settle();
