// Draws one item: figures, ring, words, breath.
import { tell } from "./bus.js";
import * as rules from "./course.js";

let drawn = { step: -1, second: -1 };

export const word = (name) => document.getElementById("player-words")?.dataset[name] || "";
export const say = (text) => {
  const region = document.getElementById("player-says");
  if (region && text) region.textContent = text;
};
export const cry = (text) => {
  const region = document.getElementById("player-alerts");
  if (region) region.textContent = text;
};
export const banner = (text) => {
  const place = document.getElementById("player-banner");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
  if (text) say(text);
  tell("banner", { text });
};

const two = (n) => String(n).padStart(2, "0");
export const long = (seconds) => `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
const clock = (seconds) => (seconds >= 60 ? long(seconds) : String(seconds));

const put = (root, name, text) => {
  const place = root.querySelector(`[data-${name}]`);
  if (!place) return;
  place.textContent = text || "";
  if (name === "ask") place.hidden = !text;
};

const breathing = (step, where) => {
  if (!step.breaths) return step.breathing;
  const breath = Math.min(step.breaths, Math.floor(((where - step.at) / (step.end - step.at)) * step.breaths) + 1);
  return word("breath").replace("%n", breath).replace("%m", step.breaths);
};

const newStep = (root, step) => {
  const stage = root.querySelector("[data-stage]");
  stage.dataset.breath = step.breath;
  stage.classList.toggle("is-ready", step.phase === "ready");
  stage.style.setProperty("--pace", `${Math.min(step.seconds, 8)}s`);
  put(root, "label", step.label);
  put(root, "side", step.side);
  put(root, "cue", step.text);
  put(root, "ask", step.ask);
  put(root, "next", step.next);
  put(root, "count", step.count);
};

// For voice, tones and figure: at each new step, and whenever a press has moved or halted the item.
const tellStep = ({ item, phase }, step, position, seconds) => tell("show", { item, step, position, phase, seconds });

// Called for every frame; the page is touched only where something has changed.
export const draw = (root, course, now) => {
  const where = rules.position(course, now);
  const index = rules.indexAt(course, where);
  const step = rules.stepsOf(course)[index];
  const rest = step.end - where + rules.extra(course, now);
  const second = Math.ceil(rest / 1000);
  const gone = Math.max(0, 1 - rest / (step.end - step.at));
  root.querySelector("[data-ring]")?.setAttribute("stroke-dashoffset", 100 * gone);
  if (index !== drawn.step) newStep(root, step);
  if (index !== drawn.step || course !== drawn.course) tellStep(course, index, where, step.seconds);
  if (second !== drawn.second || index !== drawn.step) {
    put(root, "time", clock(second));
    root.querySelector("[data-time]").classList.toggle("is-long", second >= 60);
    put(root, "breathing", breathing(step, where));
    put(root, "left", long(Math.floor(rules.left(course, now) / 1000)));
  }
  drawn = { step: index, second, course };
};

export const controls = (root, phase) => {
  root.dataset.phase = phase;
  const main = root.querySelector("[data-press=toggle]");
  if (!main) return;
  const runs = phase === "running";
  main.value = runs ? "pause" : "resume";
  main.querySelector("[data-word]").textContent = runs ? main.dataset.pause : main.dataset.resume;
};

export const reset = () => {
  drawn = { step: -1, second: -1 };
};
