// The second phone: the step and the 3-2-1 of the other one, and a stop for both. It knows only the
// item in hand, and asks the server where the session stands; nothing is kept here.
import * as rules from "./course.js";

const picture = (...now) => import("../follow.js").then((figure) => figure.picture(...now)).catch(() => {});
const EVERY = 1500;
const LATE = 1500;
let root = null;
let course = null;
let shown = {};
let heard = 0; // cues up to here are told
let stops = 0;
let sending = false;
let arrived = 0; // when the server answered the stop that was pressed here
let loud = false;
let lock = null;

const find = (id) => document.getElementById(id);
const word = (name) => find("partner-words").dataset[name];
const banner = (text) => {
  const place = find("player-banner");
  if (place.textContent === text) return;
  place.textContent = text;
  if (text) find("partner-says").textContent = text;
  place.hidden = !text;
  speak(text, course.phase !== "stopping"); // "Stopped. Let go slowly." is said to its end
};

const hush = () => window.speechSynthesis?.cancel();
const speak = (text, atOnce = true) => {
  if (!loud || !text) return;
  if (atOnce) hush();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = document.documentElement.lang;
  window.speechSynthesis.speak(said);
};

// Keeps the screen on, where the device allows it.
const wake = async () => {
  if (document.hidden || (lock && !lock.released)) return;
  lock = await navigator.wakeLock?.request("screen").catch(() => null); // refused: a low battery
};

const put = (name, text = "") => {
  const place = root.querySelector(`[data-${name}]`);
  if (place) place.textContent = text;
  if (place && name === "ask") place.hidden = !text;
};

const draw = (where) => {
  const index = rules.indexAt(course, where);
  const step = rules.stepsOf(course)[index];
  const second = Math.ceil((step.end - where) / 1000);
  root.querySelector("[data-ring]").setAttribute("stroke-dashoffset", (100 * (where - step.at)) / (step.end - step.at));
  if (shown.second !== second) {
    const minutes = `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
    put("time", second < 60 ? second : minutes);
    root.querySelector("[data-time]").classList.toggle("is-long", second >= 60);
  }
  if (shown.index !== index) {
    root.querySelector("[data-stage]").classList.toggle("is-ready", step.phase === "ready");
    const { label, side, text: cue, ask, next } = step;
    for (const [name, text] of Object.entries({ label, side, cue, ask, next })) put(name, text);
  }
  if (shown.index !== index || shown.phase !== course.phase) picture(root, course, where, performance.now());
  shown = { index, second, phase: course.phase };
};

// The cues that the clock has passed since the last look; what is long over is not told late.
const cue = (where) => {
  const { cues } = course.items[course.item];
  const passed = cues.filter(({ at }) => at > heard && at <= where && where - at < LATE);
  heard = where;
  speak(passed.findLast(({ say }) => say)?.say);
  const told = passed.findLast(({ tell }) => tell)?.tell;
  if (told) find("partner-says").textContent = told;
};

const tick = () => {
  if (!rules.stepsOf(course).length) return;
  const where = rules.position(course, rules.clock.now());
  draw(where);
  if (course.phase === "running") cue(where);
};

const halt = () => {
  hush();
  speak(word("stopped"));
  find("partner-alerts").textContent = word("stopped");
};

const seen = ({ phase, back }) => (phase === "stopping" ? back : phase);
const partOf = (told) => (rules.works({ phase: seen(told) }) ? "step" : seen(told));

// What the server says: drawn anew by it where another part of the page is needed.
const follow = (told) => {
  if (told.gone) return location.assign(root.dataset.page);
  rules.clock.set(told.elapsed);
  const stopped = told.phase === "stopping";
  if (stopped && course.phase !== "stopping") halt();
  if (!stopped) {
    find("partner-alerts").textContent = "";
    arrived = 0;
    if (course.phase === "stopping" && told.phase === "running") speak((find("partner-says").textContent = word("running")));
  }
  const another = told.item !== course.item || partOf(told) !== partOf(course);
  const jumped = told.position < heard - LATE;
  course = { ...course, ...told, items: course.items };
  root.dataset.phase = told.phase;
  if (jumped) [heard, shown] = [told.position - 1, {}];
  if (!another) return tick();
  return window.htmx.ajax("GET", root.dataset.page, { target: "#partner", swap: "outerHTML" });
};

// An answer of the server as data; null if there was none.
const ask = async (url, options) => {
  try {
    const response = await fetch(url, { ...options, headers: { Accept: "application/json" } });
    return response.status < 500 ? await response.json() : null;
  } catch {
    return null;
  }
};

// What cannot be seen on the step: whether the server answers, and whether the other phone does.
// `silent` are the milliseconds since that one asked where the session stands.
const doubt = (told) => {
  if (!told) return word("offline");
  const silent = told.silent ?? Infinity;
  if (arrived) return word(silent < performance.now() - arrived ? "both" : "arrived");
  return silent > word("silentMs") ? word("silent") : "";
};

const look = async () => {
  const told = await ask(`${root.dataset.now}?key=${root.dataset.key}`);
  if (!sending) {
    if (told) follow(told);
    banner(doubt(told));
  }
  setTimeout(look, EVERY);
};

// Halts here at once; sent until it has arrived, once.
const stop = async (form) => {
  if (sending) return;
  sending = true;
  const body = new URLSearchParams(new FormData(form));
  body.set("seq", ++stops);
  const now = rules.clock.now();
  course = { ...course, position: rules.position(course, now), at: now, back: course.phase, phase: "stopping" };
  root.dataset.phase = "stopping";
  halt();
  root.querySelector("[data-stopped-title]")?.focus({ preventScroll: true });
  scrollTo(0, 0); // what is said stands above it
  let told;
  while (!(told = await ask(root.dataset.stop, { method: "POST", body, keepalive: true }))) {
    banner(word("sending"));
    await new Promise((done) => setTimeout(done, 1000));
  }
  sending = false;
  arrived = performance.now();
  banner(word("arrived"));
  follow(told);
};

const open = () => {
  root = find("partner");
  const { slug, steps, cues, ...told } = JSON.parse(find("partner-data").textContent);
  rules.clock.set(told.elapsed);
  course = { ...told, items: { [told.item]: { slug, steps, cues } } };
  shown = {};
  heard = rules.position(course, rules.clock.now());
  if (heard < LATE) heard = -1;
  tick();
};

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-stopping]")) return;
  event.preventDefault();
  stop(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") root.querySelector("[data-stopping]")?.requestSubmit();
});
document.addEventListener("visibilitychange", wake);
document.addEventListener("htmx:load", (event) => event.detail.elt.id === "partner" && open());
addEventListener("pagehide", hush);

const sound = find("partner-sound");
sound.hidden = !window.speechSynthesis;
sound.addEventListener("click", () => {
  loud = !loud;
  sound.setAttribute("aria-pressed", String(loud));
  loud ? speak(root.querySelector("h1").textContent) : hush();
});

open();
wake();
setInterval(tick, 100);
setTimeout(look, EVERY);
