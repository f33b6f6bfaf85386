/* Draws and moves a line figure. A reel is written by exercises/figures/reel.py: the frames of each
   step of an exercise. Without this script the still pictures of the page remain. */

// A digit is one of the 85 characters from "*" to "~", but "!" for the backslash, which JSON would double.
const BASE = 85;
const digit = (mark) => (mark === "!" ? 50 : mark.charCodeAt() - 42);
export const SVG = "http://www.w3.org/2000/svg";
const BREATH_S = 4.5; // in and out, at rest
const SWELL = 0.06; // how much farther from the spine the outline of the trunk goes with a breath
const SEEN = 0.1; // half centimetres: less is not seen
const END = 1e6; // seconds: later than any step ends

export const FRAME_MS = 30; // so slow a movement is smooth at 30 pictures a second, and phones stay cool
export const still = matchMedia("(prefers-reduced-motion: reduce)");

/** All frames as lists of numbers; what is stored is how each point moved, after its neighbour. */
function unpacked(text, length) {
  const frames = [];
  let before = null;
  let place = 0;
  const number = () => {
    let twice = digit(text[place++]);
    if (twice === BASE - 1) twice = digit(text[place++]) * BASE + digit(text[place++]);
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
    d += ` ${x(c).toFixed(1)} ${y(c).toFixed(1)}`;
  }
  return closed ? `${d}Z` : d;
}

/** Lets a trunk swell: its outline goes away from the spine, most in the middle, least at the back. */
function breathe(p, torso, spine, breath) {
  const last = spine.count - 1;
  for (let n = 0; n < torso.count; n++) {
    const at = torso.from + 2 * n;
    let near = 0;
    let least = Infinity;
    for (let m = 0; m <= last; m++) {
      const far = Math.hypot(p[at] - p[spine.from + 2 * m], p[at + 1] - p[spine.from + 2 * m + 1]);
      if (far < least) [least, near] = [far, m];
    }
    const share = SWELL * breath * Math.sin((Math.PI * near) / last);
    p[at] += (p[at] - p[spine.from + 2 * near]) * share;
    p[at + 1] += (p[at + 1] - p[spine.from + 2 * near + 1]) * share;
  }
}

export class Figure {
  /** `svg` is drawn anew from the reel; its size on the page stays the page's. */
  constructor(svg, reel) {
    this.svg = svg;
    this.reel = reel;
    let end = 0;
    this.shapes = reel.shapes.map(([name, kind, count]) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      const from = end;
      end += 2 * count;
      return { name, kind, count, path, from };
    });
    this.frames = unpacked(reel.frames, end);
    this.now = new Float32Array(end);
    this.drawn = new Float32Array(end).fill(NaN);
    this.firsts = [];
    let first = 0;
    for (const step of reel.steps) {
      this.firsts.push(first);
      for (const leg of step.l) first += leg[2].length;
    }
    const own = this.shapes.filter(({ name }) => !name.includes("fig-other"));
    this.torso = own.find(({ name }) => name.includes("fig-torso"));
    this.spine = own.find(({ name }) => name === "fig-spine");
    this.build();
  }

  /** Put scenes and one path a shape in place of the still picture. */
  build() {
    this.people = document.createElementNS(SVG, "g");
    // The scenes are SVG text that this site wrote; it is parsed once, as a document of its own.
    const text = this.reel.scenes.map((scene) => `<g>${scene}</g>`).join("");
    const parsed = new DOMParser().parseFromString(`<svg xmlns="${SVG}">${text}</svg>`, "image/svg+xml");
    this.scenes = [...parsed.documentElement.children];
    this.svg.setAttribute("viewBox", this.reel.box);
    this.svg.replaceChildren(...this.scenes, this.people);
  }

  /** How long the drawn movement of a step takes, in seconds. */
  moves(number) {
    return this.reel.steps[number].l.at(-1)[1] / 10;
  }

  /** Draw a step at a time in seconds from its beginning; a hold breathes if `alive`. */
  show(number, seconds, alive = false) {
    const step = this.reel.steps[number];
    const end = step.l.at(-1)[1];
    const tenths = step.c ? (seconds * 10) % end : Math.min(seconds * 10, end);
    let [leg, first] = [0, this.firsts[number]];
    while (leg < step.l.length - 1 && tenths >= step.l[leg][1]) first += step.l[leg++][2].length;
    const [from, to, shares, orders] = step.l[leg];
    const time = to > from ? (tenths - from) / (to - from) : 1;
    const n = this.mix(shares, first, 100 * time * time * (3 - 2 * time));
    if (alive && step.b === "normal") {
      breathe(this.now, this.torso, this.spine, (1 - Math.cos((2 * Math.PI * seconds) / BREATH_S)) / 2);
    }
    this.draw(step, orders[n]);
  }

  /** Draw the pose with which a step ends. */
  showEnd(number) {
    const turns = this.reel.steps[number].c;
    this.show(number, turns ? this.reel.steps[number].l[0][1] / 10 : END);
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
    for (let m = 0; m < this.now.length; m++) {
      this.now[m] = g[m] * (1 - rise - two) + h[m] * (rise + one) - f[m] * one + j[m] * two;
    }
    return s < 0.5 ? n : n + 1;
  }

  /** Whether a shape is where it was drawn last: what rests costs nothing. */
  isDrawn({ from, count }) {
    for (let n = from; n < from + 2 * count; n++) {
      if (!(Math.abs(this.now[n] - this.drawn[n]) < SEEN)) return false;
    }
    return true;
  }

  draw(step, order) {
    for (const shape of this.shapes) {
      if (this.isDrawn(shape)) continue;
      this.drawn.set(this.now.subarray(shape.from, shape.from + 2 * shape.count), shape.from);
      shape.path.setAttribute("d", path(this.now, shape.from, shape.count, shape.kind));
    }
    if (this.order !== order) {
      this.order = order;
      this.people.replaceChildren(...[...this.reel.orders[order]].map((mark) => this.shapes[digit(mark)].path));
    }
    if (this.scene !== step.g) {
      this.scene = step.g;
      this.scenes.forEach((scene, n) => scene.setAttribute("display", n === step.g ? "inline" : "none"));
    }
    if (this.svg.dataset.breath !== step.b) this.svg.dataset.breath = step.b;
  }
}
