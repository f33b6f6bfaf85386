/* A figure that follows the clock of its page, which tells it where it stands at each step and each change. */
import { FRAME_MS, Figure, SVG, still } from "./figure.js";
import * as rules from "./player/course.js";

const reels = new Map();

// The reels of an exercise, one a side, from their address; asked for once, and again after a failure.
const fetchReels = (url) => {
  if (!reels.has(url)) {
    const answer = fetch(url).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
    answer.catch(() => reels.delete(url));
    reels.set(url, answer);
  }
  return reels.get(url);
};

// Of each box: what it was told last, its figure, and when that is drawn next.
const boxes = new WeakMap();

const tick = (box) => {
  const shown = boxes.get(box);
  const { figure } = shown;
  const { step, phase, seconds, elapsed, paused, at } = shown.told;
  if (still.matches) return figure.showEnd(step);
  if (!paused && box.isConnected) shown.timer = setTimeout(() => tick(box), FRAME_MS);
  const gone = elapsed + (paused ? 0 : (performance.now() - at) / 1000);
  // A movement takes all the time there is for it; a hold settles at its own pace, then breathes.
  const scale = phase === "hold" || figure.reel.steps[step].c ? 1 : figure.moves(step) / (seconds || 1);
  return figure.show(step, gone * scale, phase === "hold");
};

/** Show a moment in a box: {url, step, phase, seconds, elapsed, mirror, paused, label, at}, which are where the
    reels are, the step from 0, how long it lasts and how much of that is over, whether side B is in hand,
    words, and when it was so. */
export async function follow(box, told) {
  const shown = boxes.get(box) || {};
  boxes.set(box, shown);
  shown.told = { at: performance.now(), ...told };
  const { sides } = await fetchReels(told.url).catch(() => ({}));
  const { url, step, mirror, label } = shown.told;
  if (url !== told.url) return;
  clearTimeout(shown.timer);
  const reel = sides?.at(mirror ? -1 : 0);
  if (!reel?.steps[step]) return box.replaceChildren(); // none, or of an older catalogue
  if (shown.figure?.reel !== reel) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "figure");
    svg.setAttribute("role", "img");
    shown.figure = new Figure(svg, reel);
  }
  const { svg } = shown.figure;
  svg.setAttribute("aria-label", label || "");
  if (!svg.isConnected) box.replaceChildren(svg); // in place of the still picture that the page came with
  return tick(box);
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
