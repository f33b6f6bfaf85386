/* Plays the line figures. Each [data-figure] holds an SVG of its first pose and its frames as JSON;
   exercises/figures/reel.py writes them. Without this script the still pictures remain. */

const DIGITS =
  "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%()*+,-./:;=?@[]^_{|";
const SVG = "http://www.w3.org/2000/svg";
const PAUSE_S = 0.6; // between two steps of the loop
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** All frames as lists of numbers; what is stored is how each point moved, after its neighbour. */
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
    const moved = new Float32Array(length);
    for (let n = 0; n < length; n++) {
      moved[n] = number() + (n > 1 ? moved[n - 2] : 0);
      frame[n] = (before ? before[n] : 0) + moved[n];
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

export class Figure {
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
      for (const leg of step.l) first += leg[2].length;
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
    const end = step.l.at(-1)[1];
    const tenths = step.c ? (seconds * 10) % end : Math.min(seconds * 10, end);
    let [leg, first] = [0, step.first];
    while (leg < step.l.length - 1 && tenths >= step.l[leg][1]) first += step.l[leg++][2].length;
    const [from, to, shares, orders] = step.l[leg];
    const time = to > from ? (tenths - from) / (to - from) : 1;
    const n = this.mix(shares, first, 100 * time * time * (3 - 2 * time));
    this.draw(step, orders[n]);
    if (this.shown !== number) {
      this.shown = number;
      this.box.dispatchEvent(new CustomEvent("figure:step", { bubbles: true, detail: { step: number } }));
    }
  }

  /** Put the frame at a share of the way into `now`: a cubic, as `curve` in reel.py. */
  mix(shares, first, at) {
    const last = shares.length - 1;
    let n = 0;
    while (n < last - 1 && shares[n + 1] <= at) n++;
    if (!last) {
      this.now.set(this.frames[first]);
      return 0;
    }
    const [i, k] = [Math.max(n - 1, 0), Math.min(n + 2, last)];
    const [before, a, b, after] = [shares[i], shares[n], shares[n + 1], shares[k]];
    const s = Math.max(0, Math.min(1, (at - a) / (b - a)));
    const rise = s * s * (3 - 2 * s);
    const one = (s * (1 - s) * (1 - s) * (b - a)) / (b - before);
    const two = (s * s * (s - 1) * (b - a)) / (after - a);
    const [f, g, h, j] = [i, n, n + 1, k].map((place) => this.frames[first + place]);
    for (let m = 0; m < this.length; m++) {
      this.now[m] = g[m] * (1 - rise - two) + h[m] * (rise + one) - f[m] * one + j[m] * two;
    }
    return s < 0.5 ? n : n + 1;
  }

  draw(step, order) {
    let from = 0;
    this.data.shapes.forEach(([, kind, count], n) => {
      this.paths[n].setAttribute("d", path(this.now, from, count, kind));
      from += 2 * count;
    });
    if (this.order !== order) {
      this.order = order;
      this.people.replaceChildren(...[...this.data.orders[order]].map((mark) => this.paths[DIGITS.indexOf(mark)]));
    }
    this.scenes.forEach((scene, n) => scene.setAttribute("display", n === step.g ? "inline" : "none"));
    this.svg.setAttribute("data-breath", step.b);
  }

  play(on) {
    this.running = on && !still.matches;
    this.last = 0;
    if (this.running) requestAnimationFrame(this.tick);
    const button = this.box.querySelector("[data-figure-toggle]");
    if (button) button.textContent = this.running ? button.dataset.pause : button.dataset.play;
  }

  /** Begin the step that many places on; with reduced motion its last pose is shown. */
  go(places) {
    const count = this.data.steps.length;
    this.step = (this.step + places + count) % count;
    this.time = 0;
    this.show(this.step, still.matches ? 1e6 : 0);
  }

  tick(now) {
    if (!this.running || !this.box.isConnected) return;
    this.time += this.last ? Math.min((now - this.last) / 1000, 0.1) : 0;
    this.last = now;
    const step = this.data.steps[this.step];
    const lasts = step.c ? Math.min(step.s, 12) : Math.min(step.s, step.l.at(-1)[1] / 10 + 1.5);
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
  if (box.hasAttribute("data-led")) return;
  still.addEventListener("change", () => figure.play(!still.matches));
  box.dispatchEvent(new CustomEvent("figure:ready", { bubbles: true, detail: figure }));
  figure.play(true);
}

const all = () => document.querySelectorAll("[data-figure]").forEach(begin);
document.addEventListener("htmx:load", all);
all(); // a module runs when the page is parsed
