// Beside the way to a chart as SVG another one to it as PNG, which the browser makes. No word is in it.
const SCALE = 2; // for print and for screens of high resolution
const link = document.querySelector("[data-picture]");

const drawn = async () => {
  const image = new Image();
  image.src = link.href;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
};

const button = document.createElement("a");
button.textContent = link.dataset.other;
button.className = link.className;
button.dataset.own = ""; // news of the page leaves it there
button.href = link.href;
button.target = "_self";
button.addEventListener("click", async (event) => {
  if (button.download) return;
  event.preventDefault();
  button.href = URL.createObjectURL(await drawn());
  button.download = `${link.pathname.split("/").at(-1).replace(".svg", "")}.png`;
  button.click();
});
link.after(" ", button);
