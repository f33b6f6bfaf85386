/* The buttons of a figure that keeps its own clock: pause, the step before, the step after. */

function control(box, figure) {
  const place = box.querySelector("[data-figure-place]");
  const say = () => (place.textContent = place.dataset.words.replace("%n", figure.step + 1));
  box.querySelector("[data-figure-toggle]").addEventListener("click", () => figure.play(!figure.running));
  for (const button of box.querySelectorAll("[data-figure-go]")) {
    button.addEventListener("click", () => figure.go(Number(button.dataset.figureGo)));
  }
  box.addEventListener("figure:step", say);
  box.querySelector("[data-figure-controls]").hidden = false;
  say();
}

document.addEventListener("figure:ready", (event) => control(event.target, event.detail));
