/* Plays the line figures. Each [data-figure] holds an SVG of its first pose and its frames as JSON;
   exercises/figures/reel.py writes them. Without this script the still pictures remain. */

(() => {
  "use strict";

  const DIGITS =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-./:;=?@[]^_{|";
  const SVG = "http://www.w3.org/2000/svg";
  const PAUSE_S = 0.6; // between two steps of the loop
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  /** All frames as lists of numbers; each is stored as its difference to the frame before. */
  function unpacked(text, length) {
    const frames = [];
    let before = null;
    let place = 0;
    const number = () => {
      let twice = DIGITS.indexOf(text[place++]);
      if (twice === DIGITS.length - 1) {
        twice = DIGITS.indexOf(text[place++]) * DIGITS.length + DIGITS.indexOf(text[place++]);
      }
      return twice % 2 ? -(twice + 1) / 2 : twice / 2;
    };
    while (place < text.length) {
      const frame = new Float32Array(length);
      for (let n = 0; n < length; n++) {
        frame[n] = number() + (before ? before[n] : n > 1 ? frame[n - 2] : 0);
      }
      frames.push(frame);
      before = frame;
    }
    return frames;
  }

  /** The `d` of a curve through points, as exercises/figures/picture.py draws it. */
  function path(p, from, count, kind) {
    const x = (n) => p[from + 2 * n];
    const y = (n) => p[from + 2 * n + 1];
    const line = (a, b) => {
      let d = `M${x(a)} ${y(a)}`;
      for (let n = a + 1; n < b; n++) d += `L${x(n)} ${y(n)}`;
      return d;
    };
    if (kind === "a") return line(0, count / 2) + line(count / 2, count);
    const closed = kind === "c";
    const at = closed ? (n) => (n + count) % count : (n) => Math.max(0, Math.min(count - 1, n));
    let d = `M${x(0)} ${y(0)}`;
    for (let n = 0; n < (closed ? count : count - 1); n++) {
      const [a, b, c, e] = [at(n - 1), n, at(n + 1), at(n + 2)];
      const third = Math.hypot(x(c) - x(b), y(c) - y(b)) / 3;
      const first = third / (Math.hypot(x(c) - x(a), y(c) - y(a)) || 1);
      const second = third / (Math.hypot(x(e) - x(b), y(e) - y(b)) || 1);
      d += `C${(x(b) + (x(c) - x(a)) * first).toFixed(1)} ${(y(b) + (y(c) - y(a)) * first).toFixed(1)}`;
      d += ` ${(x(c) - (x(e) - x(b)) * second).toFixed(1)} ${(y(c) - (y(e) - y(b)) * second).toFixed(1)}`;
      d += ` ${x(c)} ${y(c)}`;
    }
    return closed ? `${d}Z` : d;
  }

  class Figure {
    constructor(box) {
      this.box = box;
      this.data = JSON.parse(box.querySelector("script[type='application/json']").textContent);
      this.svg = box.querySelector("svg");
      this.length = this.data.shapes.reduce((sum, shape) => sum + 2 * shape[2], 0);
      this.frames = unpacked(this.data.frames, this.length);
      this.now = new Float32Array(this.length);
      let first = 0;
      for (const step of this.data.steps) {
        step.first = first;
        first += step.t.length;
      }
      this.build();
      this.step = 0;
      this.time = 0;
      this.running = false;
      this.last = 0;
      this.tick = this.tick.bind(this);
      this.show(0, 0);
    }

    /** Put scenes and one path a shape in place of the still picture. */
    build() {
      this.people = document.createElementNS(SVG, "g");
      this.paths = this.data.shapes.map(([name]) => {
        const shape = document.createElementNS(SVG, "path");
        shape.setAttribute("class", name);
        return shape;
      });
      // The scenes are SVG text that this site wrote; it is parsed once, as a document of its own.
      const text = this.data.scenes.map((scene) => `<g>${scene}</g>`).join("");
      const parsed = new DOMParser().parseFromString(`<svg xmlns="${SVG}">${text}</svg>`, "image/svg+xml");
      this.scenes = [...parsed.documentElement.children].map((scene) => document.importNode(scene, true));
      const title = this.svg.querySelector("title");
      this.svg.replaceChildren(...(title ? [title] : []), ...this.scenes, this.people);
    }

    /** Draw a step at a time in seconds from its beginning. */
    show(number, seconds) {
      const step = this.data.steps[number];
      const tenths = step.c ? (seconds * 10) % step.l : Math.min(seconds * 10, step.t.at(-1));
      let n = 0;
      while (n < step.t.length - 2 && step.t[n + 1] <= tenths) n++;
      const next = Math.min(n + 1, step.t.length - 1);
      const span = step.t[next] - step.t[n];
      const share = span ? Math.max(0, Math.min(1, (tenths - step.t[n]) / span)) : 0;
      const [a, b] = [this.frames[step.first + n], this.frames[step.first + next]];
      for (let k = 0; k < this.length; k++) this.now[k] = a[k] + (b[k] - a[k]) * share;
      this.draw(step, step.o[share < 0.5 ? n : next]);
      if (this.shown !== number) {
        this.shown = number;
        this.box.dispatchEvent(new CustomEvent("figure:step", { bubbles: true, detail: { step: number } }));
      }
    }

    draw(step, order) {
      let from = 0;
      this.data.shapes.forEach(([, kind, count], n) => {
        this.paths[n].setAttribute("d", path(this.now, from, count, kind));
        from += 2 * count;
      });
      if (this.order !== order) {
        this.order = order;
        this.people.replaceChildren(...this.data.orders[order].map((n) => this.paths[n]));
      }
      this.scenes.forEach((scene, n) => scene.setAttribute("display", n === step.g ? "inline" : "none"));
      this.svg.setAttribute("data-breath", step.b);
    }

    play(on) {
      this.running = on && !still.matches;
      this.last = 0;
      if (this.running) requestAnimationFrame(this.tick);
      const button = this.box.querySelector("[data-figure-toggle]");
      if (button) button.setAttribute("aria-pressed", String(!this.running));
    }

    tick(now) {
      if (!this.running || !this.box.isConnected) return;
      this.time += this.last ? Math.min((now - this.last) / 1000, 0.1) : 0;
      this.last = now;
      const step = this.data.steps[this.step];
      const lasts = step.c ? Math.min(step.s, 12) : Math.min(step.s, step.t.at(-1) / 10 + 1.5);
      if (this.time > lasts + PAUSE_S) {
        this.time = 0;
        this.step = (this.step + 1) % this.data.steps.length;
      }
      this.show(this.step, this.time);
      requestAnimationFrame(this.tick);
    }
  }

  /** A page that keeps its own clock sends "figure:show" with {step, seconds}; it then leads. */
  function begin(box) {
    if (box.dataset.figure === "ready") return;
    box.dataset.figure = "ready";
    const figure = new Figure(box);
    box.addEventListener("figure:show", (event) => {
      figure.play(false);
      figure.show(event.detail.step, still.matches ? 1e6 : event.detail.seconds);
    });
    const button = box.querySelector("[data-figure-toggle]");
    if (button) {
      button.hidden = still.matches;
      button.addEventListener("click", () => figure.play(!figure.running));
    }
    still.addEventListener("change", () => figure.play(!still.matches));
    if (!box.hasAttribute("data-led")) figure.play(true);
  }

  const all = () => document.querySelectorAll("[data-figure]").forEach(begin);
  document.addEventListener("DOMContentLoaded", all);
  document.addEventListener("htmx:load", all);
  if (document.readyState !== "loading") all();
})();
