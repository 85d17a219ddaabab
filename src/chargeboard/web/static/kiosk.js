// A screen on a wall: shows one charger after the other, and looks after itself. No word is in it.
const root = document.documentElement;
const main = document.querySelector("[data-live]");
const EVERY = Number(main.dataset.every) * 1_000;
const BEGINS_WITHIN = 40_000; // a page that never heard anything is not of now
const TRIES_EVERY = 30_000;
const versionOf = () => document.getElementById("version").dataset.version;
const made = versionOf();

let shown = 0;
let isReloading = false;
const slides = () => [...document.querySelectorAll(".slide")];

const turn = (by) => {
  const all = slides();
  shown = all.length ? (shown + by) % all.length : 0;
  all.forEach((one, place) => one.toggleAttribute("data-shown", place === shown));
};

// A page is only given up for one that is there: without a network a browser would show its own.
const renew = async () => {
  if (isReloading) return;
  isReloading = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.ok && !answer.redirected) location.reload();
  } catch {
    // it is tried again
  } finally {
    isReloading = false;
  }
};

document.addEventListener("news", () => {
  turn(0);
  if (versionOf() !== made) renew();
});
setTimeout(() => {
  root.dataset.state ??= "lost";
}, BEGINS_WITHIN);
setInterval(() => {
  if (root.dataset.state === "lost" || versionOf() !== made) renew();
}, TRIES_EVERY);
setInterval(() => turn(1), EVERY);
root.dataset.turns = "";
turn(0);
