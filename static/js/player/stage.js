// Draws the parts of the page: the item in hand frame by frame; from the server's own templates the
// stage, the wait between two items, the finish page and the page after a red answer.
import { tell } from "./bus.js";
import * as rules from "./course.js";

const still = matchMedia("(prefers-reduced-motion: reduce)"); // as in figure.js, which comes later
const SEEN = 0.003; // of the ring: less is not seen
let drawn = {};

// Beside the player, on each of its pages (_voices.html).
const beside = (name) => document.getElementById(`player-${name}`);
export const word = (name) => beside("words").dataset[name] || "";
export const say = (text) => {
  if (text) beside("says").textContent = text;
};
export const cry = (text) => (beside("alerts").textContent = text);
let stays;
// `status`: of the connection, which changes nothing that one does. It is not spoken, and stays.
export const banner = (text, status) => {
  stays = status;
  const place = beside("banner");
  place.textContent = text;
  place.hidden = !text;
  say(text);
  tell("banner", { text, status });
};
// What is no longer so.
export const over = (...texts) => texts.includes(beside("banner").textContent) && banner("");
// What need not stay before one's eyes.
export const mention = (text, status) => {
  banner(text, status);
  setTimeout(over, 6000, text);
};
// What was said of a phase goes when it is over.
export const clear = () => stays || banner("");

export const long = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
const clock = (seconds) => (seconds >= 60 ? long(seconds) : String(seconds));

// Fills a place of the page; where there is nothing to say it is hidden, unless its room is to stay.
const put = (root, selector, text, stays) => {
  const place = root.querySelector(selector);
  if (!place) return;
  place.textContent = text || "";
  if (!stays) place.hidden = !text;
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
  const { label, side, text: cue, ask, next, count } = step;
  for (const [name, text] of Object.entries({ label, side, cue, ask, next, count })) put(root, `[data-${name}]`, text, name !== "ask");
};

// How long the session still takes, as `seconds_left` in tracking/player/screen.py has it.
const left = (root, course, now) => put(root, "[data-left]", long(Math.ceil(rules.left(course, now) / 1000)), true);

// Called for every frame; the page is touched only where something has changed.
export const draw = (root, course, now) => {
  const where = rules.position(course, now);
  const index = rules.indexAt(course, where);
  const step = rules.stepsOf(course)[index];
  const rest = step.end - where + rules.extra(course, now);
  const second = Math.ceil(rest / 1000);
  const gone = Math.max(0, 1 - rest / (step.end - step.at));
  const another = index !== drawn.step;
  const passed = another || second !== drawn.second;
  const turned = passed || (!still.matches && gone - drawn.gone > SEEN);
  if (turned) root.querySelector("[data-ring]")?.setAttribute("stroke-dashoffset", 100 * gone);
  if (another) newStep(root, step);
  // For voice, tones and figure: at each new step, and whenever a press has moved or halted the item.
  if (another || course !== drawn.course) tell("show", { step: index });
  if (passed) {
    put(root, "[data-time]", clock(second), true);
    root.querySelector("[data-time]").classList.toggle("is-long", second >= 60);
    put(root, "[data-breathing]", breathing(step, where), true);
    left(root, course, now);
  }
  drawn = { step: index, second, course, gone: turned ? gone : drawn.gone };
};

export const controls = (root, phase) => {
  root.dataset.phase = phase;
  const main = root.querySelector("[data-press=toggle]");
  if (!main) return;
  main.value = phase === "running" ? "pause" : "resume";
  main.querySelector("[data-word]").textContent = main.dataset[main.value];
};

export const reset = () => (drawn = {});

// One of the server's templates in the page (_kit.html).
export const copy = (name) => document.getElementById(`kit-${name}`).content.cloneNode(true);

// Which part of the page a course calls for.
export const partOf = (course) => {
  const phase = course.phase === "stopping" ? course.back : course.phase;
  if (rules.works({ phase })) return `stage ${course.item}`;
  return phase === "waiting" ? `between ${course.item}` : phase;
};

const releaseButtons = (form, number, regions, told) => {
  const [first, none] = form.querySelectorAll("[name=region]");
  const words = first.textContent;
  const buttons = regions.map(([code, name]) => {
    const button = first.cloneNode();
    button.value = code;
    button.textContent = words.replace("%r", name);
    return button;
  });
  first.replaceWith(...buttons);
  for (const button of [...buttons, none]) button.setAttribute("aria-pressed", told === button.value);
  form.elements.namedItem("item").value = number;
};

// What fills each part, by its name.
const DRAW = {
  stage(part, course) {
    const item = course.items[course.item];
    put(part, ".stage-name", item.name);
    put(part, "[data-side]", item.sided && " ");
  },

  between(part, course) {
    const number = course.item - 1;
    const before = course.items[number];
    const next = course.items[course.item];
    const form = part.querySelector(".between-release");
    const done = number in course.told;
    if (done && before.release_regions) releaseButtons(form, number, before.release_regions, course.told[number]);
    else form.remove();
    put(part, ".eyebrow", next.role || (done && next.answer) || word("next"));
    put(part, ".stage-name", next.name);
    put(part, ".between-facts", [long(next.seconds), next.place].filter(Boolean).join("\u00a0· "));
    const figure = part.querySelector(".between-figure");
    figure.src = figure.getAttribute("src").replace("/-/", `/${next.slug}/`);
    put(part, ".stage-cue", next.steps[0].text);
    if (next.gate) part.querySelector("[data-between]").removeAttribute("data-auto");
  },

  ended(part, course) {
    const { told, items } = course;
    const done = Object.keys(told);
    const mobilised = done.filter((number) => items[number].mobilising);
    for (const field of part.querySelectorAll(".finish-releases fieldset")) {
      const [, number] = field.querySelector("input").name.split("_");
      if (!mobilised.includes(number)) field.remove();
      const input = field.querySelector(`[value="${told[number] === "" ? "no" : told[number]}"]`);
      if (input) input.checked = true;
    }
    const leave = (name) => part.querySelector(`[name=${name}]`)?.closest(".field").remove();
    if (mobilised.length < 2) leave("none_released");
    if (!mobilised.length) part.querySelector(".finish-releases")?.remove();
    if (!done.some((number) => items[number].gate === "active_partner")) leave("partner_pain");
    part.querySelector(done.length ? "[data-empty]" : ".finish")?.remove();
    const heading = !done.length ? "nothing" : course.ached ? "ached" : course.early ? "early" : "";
    if (heading) put(part, "h1", word(heading));
    put(part, ".lede", course.ached && word("ache"));
  },

  // After a red answer nothing else is left on the page, and nothing to press.
  stopped(part, course, told, root) {
    const button = root.querySelector(`.is-red[value="${told?.answer}"]`);
    const lede = part.querySelector(".lede").textContent;
    put(part, ".lede", button && lede.replace("%q", button.textContent.toLowerCase()));
    if (told?.whose === "partner") for (const one of part.querySelectorAll("[data-partner]")) one.textContent = one.dataset.partner;
    for (const one of [...root.children]) if (!one.matches(".player-body")) one.remove();
  },
};

// Where eyes and screen readers begin on a part that is new, unless they are in a panel.
export const face = (root) =>
  document.activeElement.closest("[popover]") || root.querySelector("[autofocus], h1")?.focus({ preventScroll: true });

// Draws the part that a course calls for into the page.
export const drawPart = (root, course, told) => {
  const [name] = partOf(course).split(" ");
  const part = copy(name);
  const body = root.querySelector(".player-body");
  DRAW[name](part, course, told, root);
  root.classList.toggle("is-finish", ["ended", "stopped"].includes(name));
  root.classList.add("is-drawn");
  for (const one of root.querySelectorAll(".player-top, [data-end]")) one.hidden = name === "ended";
  for (const notice of root.querySelectorAll(":scope > .notice")) notice.remove();
  clear();
  left(root, course, rules.clock.now());
  put(root, ".player-place", word("place").replace("%n", Math.min(course.item + 1, course.items.length)).replace("%m", course.items.length));
  body.replaceChildren(part);
  window.htmx?.process(body);
};
