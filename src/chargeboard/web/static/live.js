// Keeps an open page at the present. The page is complete without this file, and no word is in it:
// what it says comes from the server, in the page or as an event.
const root = document.documentElement;
const main = document.querySelector("[data-live]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const LOST_AFTER = 5_000; // a stream that comes back sooner was never gone
const SILENT_AFTER = 35_000; // beats come every 15 s
const HIDDEN_FOR = 10_000; // a browser has few connections: a tab that nobody sees gives its back

let source;
let seen = main.dataset.seen;
let heard = 0;
let ahead = 0;
let retry;
let hiding;

// --- what the reader's own doing is, no news may undo; nor what the page's script makes of a [data-kept]
const OWN = new Set(["open", "style", "tabindex"]);

const keyOf = (node) =>
  node.nodeType !== 1
    ? null
    : node.id || (node.getAttribute("role") === "listitem" && node.getAttribute("aria-label")?.split(" – ")[0]) || null;

const NEWS = ".figure b, .now b, td.n, .metrics td, .facts .sum";

const changed = new Set();
const say = (node, text) => {
  if (node.data === text) return;
  node.data = text;
  const told = node.parentElement?.closest(NEWS);
  if (told && !node.parentElement.closest("time")) changed.add(told);
};

// What still fades begins again.
const fade = () => {
  const fading = [...changed].filter((one) => one.classList.contains("news"));
  for (const one of fading) one.classList.remove("news");
  if (fading.length) void root.offsetWidth;
  for (const one of changed) one.classList.add("news");
  changed.clear();
};

const dress = (old, fresh) => {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !(OWN.has(name) && old.hasAttribute(name))) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !OWN.has(name)) old.removeAttribute(name);
  }
};

const morph = (old, fresh) => {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType === 3) say(old, fresh.data);
  if (old.nodeType !== 1 || old.dataset.kept !== undefined) return;
  dress(old, fresh);
  fill(old, [...fresh.childNodes]);
};

// Children are matched by key, else by place and kind; those that stay are never moved, so focus,
// scroll and open folds stay with them. What the page's own script put there is marked data-own.
const fill = (old, fresh) => {
  const wanted = new Set(fresh.map(keyOf).filter(Boolean));
  const known = new Map();
  for (const child of old.children) if (keyOf(child)) known.set(keyOf(child), child);
  let here = old.firstChild;
  const drop = () => {
    const gone = here;
    here = here.nextSibling;
    if (!gone.matches?.("[data-own]")) gone.remove();
  };
  const isOver = (next) => {
    if (here.matches?.("[data-own]")) return true;
    if (keyOf(here)) return !wanted.has(keyOf(here));
    return next.nodeType === 1 && here.nodeType !== 1;
  };
  for (const next of fresh) {
    const key = keyOf(next);
    const match = known.get(key);
    while (here && here !== match && isOver(next)) drop();
    if (match) {
      known.delete(key);
      if (match === here) here = here.nextSibling;
      else old.insertBefore(match, here);
      morph(match, next);
    } else if (!key && here && !keyOf(here) && here.nodeName === next.nodeName) {
      const same = here;
      here = here.nextSibling;
      morph(same, next);
    } else {
      old.insertBefore(next, here);
    }
  }
  while (here) drop();
};

// The rows of a list come one by one; this says which there are, and in which order.
const arrange = (list, fresh, loose) => {
  const ids = fresh.dataset.order.split(" ").filter(Boolean);
  const rows = ids.map((id) => document.getElementById(id) ?? loose.get(id)).filter(Boolean);
  const staying = new Set(rows);
  for (const row of [...list.children]) if (!staying.has(row)) row.remove();
  rows.forEach((row, place) => {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  list.dataset.order = fresh.dataset.order;
};

const swap = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  const focused = document.activeElement;
  const around = focused?.parentElement;
  const loose = new Map();
  for (const { content } of box.content.querySelectorAll("template")) {
    const fresh = content.firstElementChild;
    const old = document.getElementById(fresh.id);
    if (fresh.dataset.order !== undefined) {
      // the first charger of all makes another page
      if (old) arrange(old, fresh, loose);
      else if (fresh.dataset.order) location.reload();
    } else if (!old) loose.set(fresh.id, fresh);
    else morph(old, fresh);
  }
  fade();
  const detail = { focused, around };
  document.dispatchEvent(new CustomEvent("news", { detail }));
  if (focused && focused !== document.body && document.activeElement !== focused) {
    const next = around?.isConnected && (detail.heir ?? around.querySelector("[tabindex='0']"));
    const heir = focused.isConnected ? focused : next;
    heir?.focus?.({ preventScroll: true });
  }
};

document.addEventListener("animationend", (event) => {
  if (event.animationName === "news") event.target.classList.remove("news");
});

// --- the clock
// toLocaleString costs a page 12 ms when it is first called
const grouped = (number) => (number < 1_000 ? String(number) : number.toLocaleString(root.lang));

const exactly = (seconds, units) => {
  const [h, m, s] = units.split(" ");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const parts = [hours && `${grouped(hours)}${h}`, (hours || minutes) && `${minutes}${m}`, `${seconds % 60}${s}`];
  return parts.filter(Boolean).join(" ");
};

// The two largest units, never rounded up.
const about = (seconds, units) => {
  const sizes = [86_400, 3_600, 60, 1];
  const names = units.split(" ");
  const first = Math.max(0, sizes.findIndex((size) => seconds >= size));
  if (seconds < 60) return `${seconds} ${names[3]}`;
  const rest = first < 2 ? Math.floor((seconds % sizes[first]) / sizes[first + 1]) : 0;
  const shown = `${grouped(Math.floor(seconds / sizes[first]))} ${names[first]}`;
  return rest ? `${shown} ${rest} ${names[first + 1]}` : shown;
};

const tick = () => {
  const now = Date.now() + ahead;
  for (const time of document.querySelectorAll("time[data-since]")) {
    const { since, units, about: roughly } = time.dataset;
    const seconds = Math.max(0, Math.floor((now - Number(since)) / 1000));
    const text = units ? exactly(seconds, units) : about(seconds, roughly);
    if (time.textContent !== text) time.textContent = text;
  }
};

let beats = 0;
setInterval(() => {
  const since = Date.now() - heard;
  const open = source?.readyState === EventSource.OPEN;
  if (root.dataset.state === "live" && (since > SILENT_AFTER || (!open && since > LOST_AFTER))) {
    root.dataset.state = "lost";
    if (open) follow();
  }
  beats += 1;
  if (root.dataset.state === "live" && (!calm.matches || beats % 60 === 0)) tick();
}, 1_000);

// --- the stream
const hear = (event) => {
  const [moment, ...rest] = event.data.split("\n");
  const space = moment.indexOf(" ");
  heard = Date.now();
  ahead = Number(moment.slice(0, space)) - heard;
  if (event.lastEventId) seen = event.lastEventId;
  if (rest.length) swap(rest.join("\n"));
  for (const at of document.querySelectorAll("[data-at]")) {
    if (at.textContent !== moment.slice(space + 1)) at.textContent = moment.slice(space + 1);
  }
  root.dataset.state = "live";
  if (!calm.matches) tick();
};

const leave = () => {
  clearTimeout(retry);
  source?.close();
  source = undefined;
};

const follow = () => {
  leave();
  const address = new URL(main.dataset.live, location.href);
  address.searchParams.set("seen", seen);
  source = new EventSource(address);
  source.addEventListener("panels", hear);
  source.addEventListener("beat", hear);
  source.addEventListener("error", () => {
    // refused for good, say by a server that starts again: the browser itself asks no more
    if (source?.readyState === EventSource.CLOSED) retry = setTimeout(follow, 5_000);
  });
};

document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(leave, HIDDEN_FOR);
  else if (!source) follow();
});
addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => {
  if (event.persisted) follow();
});
follow();
