/* The figure of an exercise's page: plays all steps, one after the other, with a pause and step by
   step. Each [data-figure] holds an SVG of its first pose and its reel as JSON. */
import { FRAME_MS, Figure, still } from "./figure.js";

const PAUSE_S = 0.6; // between two steps of the loop
const LINGER_S = 1.5; // after a movement that ends before its step does
const HOLD_S = 5.5; // a hold: one breath and a little

class Film {
  constructor(box) {
    this.box = box;
    this.figure = new Figure(box.querySelector("svg"), JSON.parse(box.querySelector("script").textContent));
    this.steps = this.figure.reel.steps;
    this.step = 0;
    this.time = 0;
    this.running = false;
    this.tick = this.tick.bind(this);
    this.place = box.querySelector("[data-figure-place]");
    this.button = box.querySelector("[data-figure-toggle]");
    this.listen();
    this.draw();
  }

  listen() {
    this.button.addEventListener("click", () => this.play(!this.running));
    for (const button of this.box.querySelectorAll("[data-figure-go]")) {
      button.addEventListener("click", () => this.go(Number(button.dataset.figureGo)));
    }
    still.addEventListener("change", () => this.play(!still.matches));
    new IntersectionObserver(([entry]) => (this.seen = entry.isIntersecting)).observe(this.box);
    this.box.querySelector("[data-figure-controls]").inert = false;
  }

  /** Play on through all steps, or stand still. */
  play(on) {
    this.alone = false;
    this.run(on);
  }

  run(on) {
    const ran = this.running;
    this.running = on && !still.matches;
    this.last = 0;
    if (this.running && !ran) this.tick();
    this.button.textContent = this.running ? this.button.dataset.pause : this.button.dataset.play;
    // Said only where somebody goes step by step, not while the film runs by itself.
    this.place.setAttribute("aria-live", this.running && !this.alone ? "off" : "polite");
    if (still.matches) this.draw();
  }

  /** Go to another step and play it alone; with reduced motion its last pose is shown. */
  go(places) {
    this.step = (this.step + places + this.steps.length) % this.steps.length;
    this.time = 0;
    this.alone = true;
    this.run(true);
    this.draw();
  }

  draw() {
    if (still.matches) this.figure.showEnd(this.step);
    else this.figure.show(this.step, this.time, true);
    const words = this.place.dataset.words.replace("%n", this.step + 1);
    if (this.place.textContent !== words) this.place.textContent = words;
  }

  /** How long a step is shown. */
  lasts() {
    const step = this.steps[this.step];
    if (step.c) return Math.min(step.s, 12);
    const moves = this.figure.moves(this.step);
    return Math.min(step.s, Math.max(moves + LINGER_S, step.b === "normal" ? HOLD_S : 0));
  }

  tick() {
    clearTimeout(this.timer);
    if (!this.running || !this.box.isConnected) return undefined;
    const now = performance.now();
    if (this.seen !== false) this.time += this.last ? Math.min((now - this.last) / 1000, 0.1) : 0;
    this.last = now;
    if (this.time > this.lasts() + PAUSE_S) {
      if (this.alone) return this.run(false);
      this.time = 0;
      this.step = (this.step + 1) % this.steps.length;
    }
    if (this.seen !== false) this.draw();
    this.timer = setTimeout(this.tick, FRAME_MS);
    return undefined;
  }
}

for (const box of document.querySelectorAll("[data-figure]")) new Film(box).play(true);
