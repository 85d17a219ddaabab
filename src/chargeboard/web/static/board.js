// Niceties only: the page is complete without this file, and no word is in it.
const root = document.documentElement;
const home = document.querySelector(".brand").pathname.replace(/(.)\/$/, "$1");

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = getComputedStyle(root).getPropertyValue("--is-dark").trim() === "1";
    root.dataset.theme = dark ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=${home}; max-age=31536000; samesite=lax`;
  });
}

// The search comes as a dialog where it is asked for.
const search = document.querySelector("[data-search]");
const find = async (event) => {
  event.preventDefault();
  const { open } = await import("./palette.js");
  open(search.href);
};
search?.addEventListener("click", (event) => event.ctrlKey || event.metaKey || event.shiftKey || find(event));
document.addEventListener("keydown", (event) => {
  if (search && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === "k") find(event);
});

// A date is text, written as everywhere on the page; the browser's calendar is at hand while it is edited.
document.addEventListener("focusin", ({ target }) => {
  const type = target.dataset?.pick;
  if (!type || target.nextElementSibling) return;
  const pick = document.createElement("input");
  Object.assign(pick, { type, className: "pick", tabIndex: -1, ariaLabel: "Calendar" });
  pick.addEventListener("change", () => (target.value = pick.value));
  target.after(pick);
});

const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);

const show = (piece) => {
  tip.textContent = piece.getAttribute("aria-label");
  tip.hidden = false;
  const at = piece.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - own.width / 2), root.clientWidth - own.width - 8);
  const above = at.top - own.height - 8;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(above < 4 ? at.bottom + 8 : above) + scrollY}px`;
};
const hide = () => {
  tip.hidden = true;
};
const pieceOf = (event) => event.target.closest?.(".row [role=listitem]");

document.addEventListener("pointerover", (event) => {
  const piece = pieceOf(event);
  if (piece) show(piece);
  else hide();
});
document.addEventListener("focusin", (event) => {
  const piece = pieceOf(event);
  if (piece) show(piece);
  else hide();
});
document.addEventListener("focusout", hide);

// One stop per row for the tab key; arrows walk through it. Made when the key is pressed: most readers never do.
const ROWS = ".row, .plot";
const stopOf = (event) => event.target.closest?.(".row [role=listitem], .plot a");
const reach = (row) => row.querySelectorAll("[tabindex]");
let isSettled = false;
const settle = () => {
  if (isSettled) return;
  isSettled = true;
  for (const row of document.querySelectorAll(ROWS)) {
    const all = [...reach(row)];
    const stop = all.find((piece) => piece === document.activeElement) ?? all.at(-1);
    for (const piece of all) piece.setAttribute("tabindex", piece === stop ? 0 : -1);
  }
};
document.addEventListener("news", () => {
  isSettled = false;
});

document.addEventListener("keydown", (event) => {
  const piece = stopOf(event);
  if (event.key === "Escape") hide();
  if (event.key === "Tab") settle();
  if (!piece) return;
  const all = [...reach(piece.closest(ROWS))];
  const here = all.indexOf(piece);
  const to = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || !all[to]) return;
  event.preventDefault();
  piece.setAttribute("tabindex", -1);
  all[to].setAttribute("tabindex", 0);
  all[to].focus();
});
