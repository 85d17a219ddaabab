// Of what a form asks, only what belongs to the choice is shown, and sent. Without this file a button does it.
for (const select of document.querySelectorAll("[data-shows]")) {
  const show = () => {
    for (const part of select.closest("form").querySelectorAll("[data-of]")) {
      part.hidden = part.disabled = part.dataset.of !== select.value;
    }
  };
  select.addEventListener("change", show);
  addEventListener("pageshow", show); // a browser that goes back fills in what was chosen before
}

// What takes long says so until its answer is there, and is asked once.
for (const button of document.querySelectorAll("[data-waiting]")) {
  const said = button.textContent;
  button.form.addEventListener("submit", (event) => {
    if (button.hasAttribute("aria-busy")) event.preventDefault();
    else if (event.submitter === button) {
      button.setAttribute("aria-busy", "true");
      button.textContent = button.dataset.waiting;
    }
  });
  addEventListener("pageshow", () => {
    button.removeAttribute("aria-busy");
    button.textContent = said;
  });
}
