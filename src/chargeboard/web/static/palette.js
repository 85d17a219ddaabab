// The page of the search as a dialog over any other: what it finds is what that page finds, and so are its words.
let box;
let field;
let asked = 0; // how often: only the newest answer counts
let coming;

const one = (selector) => box.querySelector(selector);
const options = () => [...box.querySelectorAll("[role=option]")];
const chosen = () => one("[aria-selected=true]");

const choose = (option) => {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
};

const dress = (list) => {
  list.setAttribute("role", "listbox");
  list.id = "palette-found";
  [...list.children].forEach((item, place) => {
    item.setAttribute("role", "none");
    const option = item.firstElementChild;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.id = `palette-${place}`;
    option.tabIndex = -1;
  });
};

const page = async (address, text) => {
  const whole = new URL(address, location.href);
  if (text) whole.searchParams.set("text", text);
  const made = new DOMParser().parseFromString(await (await fetch(whole)).text(), "text/html");
  // whoever is logged out meanwhile is led to the form
  if (!made.querySelector(".finding")) location.assign(whole);
  return made;
};

const show = async () => {
  asked += 1;
  const mine = asked;
  const text = field.value.trim();
  const fresh = await page(one(".finding").dataset.finding, text);
  if (mine !== asked) return;
  for (const part of [".found", "[role=status]"]) one(part).replaceWith(fresh.querySelector(`.finding ${part}`));
  dress(one(".found"));
  choose(text ? options()[0] : null);
};

const walk = (by) => {
  const all = options();
  const place = all.indexOf(chosen());
  choose(all.at(place < 0 && by < 0 ? -1 : (place + by) % all.length));
};

const hear = async (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) walk(by);
  else if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  if (by) return;
  await coming;
  chosen()?.click();
};

const make = async (address) => {
  const made = await page(address);
  box = document.createElement("dialog");
  box.className = "palette";
  box.setAttribute("aria-label", made.querySelector("h1").textContent);
  box.append(made.querySelector(".finding"));
  const sheet = made.querySelector("link[href*='/finding.css']");
  const isDressed = new Promise((done) => {
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", done);
  });
  document.head.append(sheet);
  document.body.append(box);
  field = one("input");
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "true"], ["aria-controls", "palette-found"], ["aria-autocomplete", "list"]]) field.setAttribute(name, value);
  field.removeAttribute("id");
  dress(one(".found"));
  one("[data-close]").hidden = false;
  field.addEventListener("input", () => {
    coming = show();
  });
  field.addEventListener("keydown", hear);
  box.addEventListener("click", ({ target }) => {
    if (target === box || target.closest("[data-close]")) box.close();
  });
  await isDressed;
};

let making;
export const open = async (address) => {
  making ??= make(address);
  await making;
  if (box.open) return;
  box.showModal();
  field.focus();
  field.select();
};
