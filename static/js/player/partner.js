// The second phone: the step and the 3-2-1 of the other one, and a stop for both. It knows only the
// item in hand, and asks the server where the session stands; nothing is kept here.
import { clock } from "./course.js";
import * as rules from "./course.js";
import { picture } from "./pose.js";

const EVERY = 1500;
const LATE = 1500;
let root = null;
let course = null;
let shown = {};
let heard = 0; // cues up to here are told
let stops = 0;
let sending = false;
let loud = false;
let lock = null;

const find = (id) => document.getElementById(id);
const word = (name) => find("partner-words").dataset[name];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const banner = (text) => {
  find("player-banner").textContent = text;
  find("player-banner").hidden = !text;
};

const hush = () => window.speechSynthesis?.cancel();
const speak = (text) => {
  if (!loud || !text) return;
  hush();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = document.documentElement.lang;
  window.speechSynthesis.speak(said);
};

// Keeps the screen on, where the device allows it.
const wake = async () => {
  try {
    if (!document.hidden && (!lock || lock.released)) lock = await navigator.wakeLock?.request("screen");
  } catch {
    // Refused, for instance on a low battery.
  }
};

const put = (name, text) => {
  const place = root.querySelector(`[data-${name}]`);
  if (!place) return;
  place.textContent = text || "";
  if (name === "ask") place.hidden = !text;
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
    for (const [name, text] of Object.entries({ label: step.label, side: step.side, cue: step.text })) put(name, text);
    put("ask", step.ask);
    put("next", step.next);
  }
  if (shown.index !== index || shown.phase !== course.phase) picture(root, course, index, where);
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
  const where = rules.position(course, clock.now());
  draw(where);
  if (course.phase === "running") cue(where);
};

const halt = () => {
  hush();
  const stopped = word("stopped");
  speak(stopped);
  find("partner-alerts").textContent = stopped;
};

const partOf = ({ phase, back }) => {
  const seen = phase === "stopping" ? back : phase;
  return rules.works({ phase: seen }) ? "step" : seen;
};

// What the server says: drawn anew by it where another part of the page is needed.
const follow = (told) => {
  if (told.gone) {
    window.location.assign(root.dataset.page);
    return;
  }
  clock.set(told.elapsed);
  const stopped = told.phase === "stopping" && course.phase !== "stopping";
  if (stopped) halt();
  if (!stopped && course.phase === "stopping" && told.phase !== "stopping") find("partner-alerts").textContent = "";
  const another = told.item !== course.item || partOf(told) !== partOf(course);
  const jumped = told.position < heard - LATE;
  course = { ...course, ...told, items: course.items };
  root.dataset.phase = told.phase;
  if (jumped) {
    heard = told.position - 1;
    shown = {};
  }
  if (another) window.htmx.ajax("GET", root.dataset.page, { target: "#partner", swap: "outerHTML" });
  else tick();
};

// An answer of the server as data; null if there was none.
const ask = async (url, options) => {
  try {
    const response = await fetch(url, { ...options, headers: { Accept: "application/json" } });
    if (response.status === 404) return { gone: true };
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
};

const look = async () => {
  const told = await ask(`${root.dataset.now}?key=${root.dataset.key}`);
  if (!sending) {
    banner(told ? "" : word("offline"));
    if (told) follow(told);
  }
  setTimeout(look, EVERY);
};

// Halts here at once; sent until it has arrived, once.
const stop = async (form) => {
  if (sending) return;
  sending = true;
  stops += 1;
  const body = new URLSearchParams(new FormData(form));
  body.set("seq", stops);
  const now = clock.now();
  course = { ...course, position: rules.position(course, now), at: now, back: course.phase, phase: "stopping" };
  root.dataset.phase = "stopping";
  halt();
  root.querySelector("[data-stopped-title]")?.focus();
  const url = root.dataset.stop;
  let told = null;
  while (!(told = await ask(url, { method: "POST", body, keepalive: true }))) {
    banner(word("sending"));
    await pause(1000);
  }
  sending = false;
  banner("");
  follow(told);
};

const open = () => {
  root = find("partner");
  const { slug, steps, cues, ...told } = JSON.parse(find("partner-data").textContent);
  clock.set(told.elapsed);
  course = { ...told, items: { [told.item]: { slug, steps, cues } } };
  shown = {};
  heard = rules.position(course, clock.now());
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
window.addEventListener("pagehide", hush);

const sound = find("partner-sound");
sound.hidden = !window.speechSynthesis;
sound.addEventListener("click", () => {
  loud = !loud;
  sound.setAttribute("aria-pressed", String(loud));
  if (loud) speak(root.querySelector("h1").textContent);
  else hush();
});

open();
wake();
setInterval(tick, 100);
setTimeout(look, EVERY);
