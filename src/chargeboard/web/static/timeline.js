// The timeline becomes an instrument when a reader turns to it, or to a table: until then a page is without that script.
// What was done while it was on its way is done when it is there. The page is complete without this file.
const EVENTS = ["click", "focusin", "pointermove", "pointerdown", "pointerup", "pointercancel", "dragstart", "selectstart", "wheel", "keydown", "change", "toggle", "news"];

let instrument;
let missed;

const load = async () => {
  try {
    const { heard } = await import("./instrument.js");
    for (const event of missed) heard[event.type](event);
    instrument = heard;
  } finally {
    missed = undefined;
  }
};

// News takes away a table that came open with the page: it has to be fetched again.
const isTurnedTo = ({ type, target }) =>
  type === "news" ? document.querySelector("[data-table][open]") : target.closest?.("#panel-events, [data-table]");

const hear = (event) => {
  if (instrument) instrument[event.type](event);
  else if (missed) missed.push(event);
  else if (isTurnedTo(event)) {
    missed = [event];
    load();
  }
};
for (const name of EVENTS) document.addEventListener(name, hear, { capture: name === "toggle", passive: false });

const offer = () => {
  for (const tools of document.querySelectorAll("#panel-events .tools")) tools.hidden = false;
};
document.addEventListener("news", offer);
offer();
