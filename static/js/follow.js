/* A figure that follows the clock of its page, which tells it where it stands at each step and each
   change: follow(box, {url, step, phase, seconds, elapsed, mirror, paused, label, at}). */
import { FRAME_MS, Figure, SVG, still } from "./figure.js";
import * as rules from "./player/course.js";

const reels = new Map();

/** The reels of an exercise, one a side, from their address; asked for once, and again after a failure. */
export function fetchReels(url) {
  if (!reels.has(url)) {
    const answer = fetch(url).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
    answer.catch(() => reels.delete(url));
    reels.set(url, answer);
  }
  return reels.get(url);
}

/** A figure that follows the clock of a page: what `follow` was told last is what it shows. */
export class Follower {
  constructor(box) {
    this.box = box;
    this.tick = this.tick.bind(this);
  }

  /** {url, step, phase, seconds, elapsed, mirror, paused, label, at}: where the reels are, the step from 0,
      how long it lasts and how much of that is over, whether side B is in hand, words, and when
      it was so. */
  async follow(told) {
    this.told = { at: performance.now(), ...told };
    const { sides } = await fetchReels(told.url).catch(() => ({}));
    const reel = sides?.at(this.told.mirror ? -1 : 0);
    if (this.told.url !== told.url) return;
    clearTimeout(this.timer);
    if (!reel?.steps[this.told.step]) return this.box.replaceChildren(); // none, or of an older catalogue
    if (this.figure?.reel !== reel) this.figure = new Figure(this.picture(), reel);
    this.figure.svg.setAttribute("aria-label", this.told.label || "");
    if (!this.figure.svg.isConnected) this.box.replaceChildren(this.figure.svg);
    return this.tick();
  }

  /** The SVG to draw in, in place of the still picture that the page came with. */
  picture() {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "figure");
    svg.setAttribute("role", "img");
    this.box.replaceChildren(svg);
    return svg;
  }

  tick() {
    const { step, phase, seconds, elapsed, paused, at } = this.told;
    if (still.matches) return this.figure.showEnd(step);
    if (!paused && this.box.isConnected) this.timer = setTimeout(this.tick, FRAME_MS);
    const gone = elapsed + (paused ? 0 : (performance.now() - at) / 1000);
    // A movement takes all the time there is for it; a hold settles at its own pace, then breathes.
    const scale = phase === "hold" || this.figure.reel.steps[step].c ? 1 : this.figure.moves(step) / (seconds || 1);
    return this.figure.show(step, gone * scale, phase === "hold");
  }
}

const followers = new WeakMap();

/** Show a moment in a box. */
export function follow(box, told) {
  if (!followers.has(box)) followers.set(box, new Follower(box));
  return followers.get(box).follow(told);
}

/** Show a box of the player where its item stands. Before the first movement, and at a change of sides: the
    pose in which the next one begins. */
export function picture(root, course, where, at, held) {
  const box = root.querySelector("[data-figure-stage]");
  const steps = rules.stepsOf(course).slice(rules.indexAt(course, where));
  const step = steps.find(({ figure }) => figure >= 0);
  if (!box || !step) return;
  const early = step !== steps[0];
  const told = {
    url: box.dataset.reel.replace("/-/", `/${course.items[course.item].slug}/`),
    step: step.figure,
    phase: step.phase,
    seconds: (step.end - step.at) / 1000,
    elapsed: early ? 0 : (where - step.at) / 1000,
    mirror: Boolean(step.mirror),
    paused: early || course.phase !== "running" || held,
    label: step.text,
    at,
  };
  follow(box, told);
}
