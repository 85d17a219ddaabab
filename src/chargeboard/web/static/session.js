// A line over all curves of a session, and what each says at that instant. The page is complete without
// this file: its table holds the same. No word is in it. The values come, as JSON, when somebody first asks.
const one = (selector) => document.querySelector(`#session-curves ${selector}`);
const all = (selector) => [...document.querySelectorAll(`#session-curves ${selector}`)];
const box = () => one("[data-curves]");
const span = () => [Number(box().dataset.from), Number(box().dataset.to)];
const within = (value, low, high) => Math.min(Math.max(value, low), high);
const joined = (...words) => words.filter(Boolean).join(" ");

let told; // the samples, once they came
let asked; // the request for them
let kept = null; // the instant that was chosen
let shown = null; // the one that is shown

const prepare = (said) => {
  const samples = said.samples.map((sample) => [Date.parse(sample.at), sample]);
  const read = (pairs) => pairs.map(([at, value]) => [Date.parse(at), value]);
  const readings = read(said.readings);
  const of = { readings, export_readings: read(said.export_readings) };
  for (const path of all("[data-of]")) {
    const [name, phase] = path.dataset.of.split(".");
    of[path.dataset.of] ??= samples
      .map(([t, sample]) => [t, phase ? sample[name]?.[phase] : sample[name]])
      .filter(([, value]) => value !== null && value !== undefined);
  }
  const instants = [...new Set([...samples, ...readings].map(([t]) => t))].sort((a, b) => a - b);
  const states = said.states.map(([from, to, state]) => [Date.parse(from), Date.parse(to), state]);
  told = { of, states, instants: instants.map((t) => [t]), to: span()[1] };
};
const load = () => {
  if (told?.to === span()[1]) return undefined;
  asked ??= fetch(box().dataset.curves)
    .then((answer) => answer.json())
    .then(prepare)
    .finally(() => {
      asked = undefined;
    });
  return asked;
};

const nearest = (values, t) => {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle][0] <= t) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [values[low - 1], values[low]];
  return !after || (before && t - before[0] <= after[0] - t) ? low - 1 : low;
};

const tongue = document.documentElement.lang;
// plain English is written as in America
const dates = tongue === "en" ? "en-GB" : tongue;

const clock = (t) => {
  const zone = { timeZone: box().dataset.zone, hourCycle: "h23" };
  const day = (at) => new Intl.DateTimeFormat(dates, { timeZone: zone.timeZone, day: "numeric", month: "short" }).format(at);
  const text = new Intl.DateTimeFormat(dates, { ...zone, hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(t);
  const [from, to] = span();
  return day(from) === day(to) ? text : `${day(t)} ${text}`;
};
// All digits that were sent, none that arithmetic made.
const exact = (value, scale) => Number((value * scale).toPrecision(12)).toLocaleString(tongue, { maximumFractionDigits: 9 });

// What one curve says: the nearest sample of each of its lines, with its own time where it is another.
const sayings = (curve, t) => {
  const found = [...curve.querySelectorAll("[data-of]")].flatMap((path) => {
    const values = told.of[path.dataset.of] ?? [];
    const place = nearest(values, t);
    if (place < 0) return [];
    return [[path.dataset.name, exact(values[place][1], Number(path.dataset.scale)), values[place][0]]];
  });
  const times = new Set(found.map(([, , at]) => at));
  const text = found.map(([name, value]) => joined(name, value, curve.dataset.unit)).join(" · ");
  return found.length ? [text, [...times].map(clock).join(" / ")] : ["", ""];
};

const place = () => {
  const line = one(".cross");
  if (!line || shown === null) return;
  const [from, to] = span();
  const [outer, plot] = [box(), one(".course, .row")].map((each) => each.getBoundingClientRect());
  line.style.setProperty("--at", `${plot.left - outer.left + (plot.width * (shown - from)) / (to - from)}px`);
};

const clear = () => {
  shown = null;
  one(".cross")?.remove();
  for (const each of all(".at, .readout")) each.replaceChildren();
};

const show = (t) => {
  if (!told?.instants.length) return;
  [shown] = told.instants[nearest(told.instants, t)];
  if (!one(".cross")) {
    const line = document.createElement("div");
    line.className = "cross";
    line.dataset.own = "";
    box().append(line);
  }
  place();
  const moment = clock(shown);
  const state = told.states.find(([from, to]) => from <= shown && shown < to)?.[2] ?? told.states.at(-1)?.[2] ?? "";
  const spoken = [moment, state];
  const slots = all(".at");
  all(".course").forEach((curve, number) => {
    const [text, time] = sayings(curve, shown);
    const value = document.createElement("b");
    value.textContent = text;
    slots[number].replaceChildren(value, time === moment ? "" : ` ${time}`);
    spoken.push(joined(curve.dataset.name, text, time === moment ? "" : time));
  });
  const bold = document.createElement("b");
  bold.textContent = moment;
  one(".readout").replaceChildren(bold, ` ${state}`);
  const cursor = one(".cursor");
  const [from, to] = span();
  cursor.setAttribute("aria-valuenow", Math.round((1000 * (shown - from)) / (to - from)));
  cursor.setAttribute("aria-valuetext", spoken.join(", "));
};

const at = async (t) => {
  const waiting = load();
  if (told) show(t);
  if (!waiting) return;
  await waiting;
  if (wanted === t) show(t);
};
let wanted = null;
const look = (t) => {
  wanted = t;
  if (t === null) clear();
  else at(t);
};

const instantOf = (event) => {
  const plot = one(".course, .row").getBoundingClientRect();
  const [from, to] = span();
  return from + within((event.clientX - plot.left) / plot.width, 0, 1) * (to - from);
};
const isOver = (event) => event.target.closest?.("#session-curves .course, #session-curves .row");

document.addEventListener("pointermove", (event) => {
  if (isOver(event)) look(instantOf(event));
  else if (wanted !== kept) look(kept);
});
document.addEventListener("click", (event) => {
  if (!isOver(event)) return;
  kept = instantOf(event);
  look(kept);
});
document.addEventListener("focusin", (event) => {
  if (event.target.closest?.("#session-curves .cursor")) look(kept ?? shown ?? span()[1]);
});
document.addEventListener("keydown", async (event) => {
  if (event.key === "Escape") look((kept = null));
  if (!event.target.closest?.("#session-curves .cursor") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = event.shiftKey ? 10 : 1;
  const move = { ArrowLeft: -step, ArrowRight: step, ArrowDown: -step, ArrowUp: step, PageDown: -0.1, PageUp: 0.1, Home: -Infinity, End: Infinity };
  if (!(event.key in move)) return;
  event.preventDefault();
  await load();
  const most = told.instants.length - 1;
  const by = Math.abs(move[event.key]) === 0.1 ? Math.round(move[event.key] * most) || Math.sign(move[event.key]) : move[event.key];
  [kept] = told.instants[within(nearest(told.instants, shown ?? span()[1]) + by, 0, most)];
  look(kept);
});

const settle = () => {
  const tools = one(".tools");
  if (tools) tools.hidden = false;
  if (wanted !== null) look(wanted);
};
document.addEventListener("news", settle);
addEventListener("resize", place);
settle();
