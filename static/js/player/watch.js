// Whether this is the page that somebody watches: the screen stays on; unseen, the session waits at
// the end of the step that was seen last, and asks; the newest device holds it.
import { hear, local, tell } from "./bus.js";
import * as rules from "./course.js";
import { act, client, isEmpty, scene, token } from "./send.js";
import * as stage from "./stage.js";

const ABSENT = 5000;
const LATE = 1000;
const KEY = `limber-seen:${location.pathname}`;
let noted = 0; // by the device's own clock, which no answer sets

const forget = () => local((kept) => kept.removeItem(KEY));

// Whether the device slept with the page in front: then nobody saw what lies between.
export const slept = () => {
  if (document.hidden || !noted || Date.now() - noted < ABSENT) return false;
  const { course } = scene;
  scene.edge = rules.stepAt(course, rules.position(course, noted - rules.clock.began())).end;
  noted = 0; // who hears of it asks again
  come();
  return true;
};

// Notes once a second what is being watched, for a page that comes back after a crash.
hear("frame", ({ now }) => {
  if (slept() || Date.now() - noted < 1000) return;
  noted = Date.now();
  const { course } = scene;
  const step = rules.stepAt(course, rules.position(course, now));
  const seen = { at: now, item: course.item, boundary: rules.reaches(course, step.end), last: step.end === rules.end(course) };
  local((kept) => kept.setItem(KEY, JSON.stringify(seen)));
});

hear("turn", ({ course }) => {
  noted = 0;
  if (course.phase !== "running") forget();
});

const waitAt = (boundary) => {
  scene.away = true;
  act("pause", {}, boundary);
};

// What the clock alone has done to the course while nobody saw it. `known` is where this browser
// saw the session stand last: the server may have gone on by the clock, past the step seen.
export const wake = (known) => {
  const now = rules.clock.now();
  const seen = local((kept) => JSON.parse(kept.getItem(KEY)));
  forget();
  if (!seen || now - seen.at < ABSENT || now < seen.boundary + LATE) return;
  const { course } = scene;
  const same = course.phase === "running" && course.item === seen.item;
  const passed = ["waiting", "ended"].includes(course.phase) && course.item === seen.item + 1 && !course.early;
  if (!same && !passed) return;
  scene.away = true;
  if (seen.last) return;
  const before = same ? course : known;
  if (before?.phase !== "running" || before.item !== seen.item) return;
  scene.course = { ...before, items: course.items };
  waitAt(seen.boundary);
};

const come = () => {
  const { course, edge } = scene;
  if (document.hidden || !course || scene.held) return;
  const missed = course.phase === "running" && rules.here(course) >= edge;
  if (missed && edge < rules.end(course)) waitAt(rules.reaches(course, edge));
  else scene.away = missed;
  scene.edge = Infinity;
  tell("seen");
};

// Keeps the screen on while a session goes on by itself, and says so once where the device refuses.
const LONGEST_WAIT = 10 * 60 * 1000;
let rest = 0;
let wanted = false;
let lock = null;
let asking = false;
let told = false;

const stayOn = async () => {
  if (!wanted || (lock && !lock.released) || asking || document.hidden) return;
  asking = true;
  try {
    lock = await navigator.wakeLock.request("screen");
    told = false;
  } catch {
    if (!told) tell("mute", { why: "wake" }); // no such thing here, or a low battery
    told = true;
  }
  asking = false;
  if (!wanted) drop();
};

const drop = () => {
  lock?.release().catch(() => {});
  lock = null;
};

// Also while it waits between two items, for the next begins by itself; but not all night.
const keepOn = () => {
  clearTimeout(rest);
  const { phase } = scene.course;
  wanted = !scene.held && ["running", "waiting"].includes(phase);
  if (phase === "waiting") rest = setTimeout(() => ((wanted = false), drop()), LONGEST_WAIT);
  if (wanted) stayOn();
  else drop();
};

hear("turn", keepOn);
hear("held", () => {
  holds = false;
  keepOn();
});

// What other devices press, asked while the page can be seen or its session is shared: it shows here
// like an answer to one's own press, and the newest device holds the session.
const EVERY = 1500;
const SELDOM = 20000;
let holds = false;
let shared = false;
let known = 0; // moves that this page has been told of
let halted = false; // by another device, and the question is on its way
let looking = false;
let timer = 0;

const ask = async (url, body) => {
  try {
    const response = await fetch(url, { method: body ? "POST" : "GET", body, headers: { Accept: "application/json" } });
    return response.status < 500 && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
};

const take = (url) => ask(`${url}hold/`, new URLSearchParams({ client, csrfmiddlewaretoken: token() }));

const follow = (told, since) => {
  shared = told.shared;
  if (told.holder && told.holder !== client) return tell("held", { by: "device" });
  // The same number of moves: nobody has pressed anything, and the clock is known here.
  if (!told.gone && !told.closed && !(told.rev > Math.max(known, scene.course.rev || 0))) return;
  if (told.phase === "stopping" && scene.course.phase !== "stopping") {
    tell("halt", { why: "stop" });
    stage.cry(stage.word("stopped"));
    halted = true;
  }
  tell("reply", { entry: { fields: {} }, told, since, drained: true });
};

const look = async () => {
  if (looking || scene.held || scene.leaving) return;
  looking = true;
  clearTimeout(timer);
  const since = rules.clock.now();
  const { course, root } = scene;
  const told = course && isEmpty() && (await (holds ? ask(`${root.dataset.page}now/`) : take(root.dataset.page)));
  looking = false;
  if (told && !holds && told.closed) return; // it was closed when this page was drawn
  holds ||= Boolean(told);
  // What was pressed here meanwhile has an answer of its own.
  const settled = course === scene.course && isEmpty() && !scene.held && !scene.leaving;
  if (told && settled) follow(told, since);
  timer = setTimeout(look, document.hidden && !shared ? SELDOM : EVERY);
};

// The device takes the lock of the screen away whenever the page is out of sight.
document.addEventListener("visibilitychange", () => (come(), stayOn(), look()));
hear("online", look);
hear("reply", ({ told }) => (known = Math.max(known, told.rev || 0)));
hear("turn", ({ course }) => {
  if (!holds) look();
  if (halted && course.phase === "stopping") scene.root.querySelector("#stop-title").focus();
  halted &&= course.phase !== "stopping";
});
