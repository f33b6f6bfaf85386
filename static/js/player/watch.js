// Whether somebody watches: when nobody does, the session waits at the end of the step that was seen
// last, and asks.
import { hear, local, tell } from "./bus.js";
import * as rules from "./course.js";
import { act, scene } from "./send.js";

const ABSENT = 5000;
const LATE = 1000;
const KEY = `limber-seen:${location.pathname}`;
let hiddenEnd = null;
let noted = 0;

const forget = () => local((kept) => kept.removeItem(KEY));

const stepAt = (course, now) => rules.stepsOf(course)[rules.indexAt(course, rules.position(course, now))];

// Notes once a second what is being watched, for a page that comes back after a crash.
hear("frame", ({ now }) => {
  if (now - noted < 1000) return;
  noted = now;
  const { course } = scene;
  const step = stepAt(course, now);
  const seen = { at: now, item: course.item, boundary: rules.reaches(course, step.end), last: step.end === rules.end(course) };
  local((kept) => kept.setItem(KEY, JSON.stringify(seen)));
});

hear("turn", ({ course }) => {
  const runs = course.phase === "running";
  noted = 0;
  if (!runs) forget();
});

const waitAt = (boundary) => {
  scene.away = true;
  act("pause", {}, boundary);
};

// What the clock alone has done to the course while nobody saw it. `known` is where this browser
// saw the session stand last: the server may have gone on by the clock, past the step seen.
export const comeBack = (known) => {
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

document.addEventListener("visibilitychange", () => {
  const { course } = scene;
  if (!course || scene.held) return;
  const runs = course.phase === "running";
  const now = rules.clock.now();
  if (document.hidden) {
    hiddenEnd = runs ? stepAt(course, now).end : null;
    return;
  }
  const missed = runs && hiddenEnd !== null && rules.position(course, now) >= hiddenEnd;
  const within = missed && hiddenEnd < rules.end(course);
  if (within) waitAt(rules.reaches(course, hiddenEnd));
  else scene.away = missed;
  hiddenEnd = null;
  tell("seen");
});

// Keeps the screen on while a session goes on by itself, and says so once where the device refuses.
const LONGEST_WAIT = 10 * 60 * 1000;
let rest = 0;
let wanted = false;
let lock = null;
let asking = false;
let told = false;

const refused = () => {
  if (told) return;
  told = true;
  tell("mute", { why: "wake" });
};

const take = async () => {
  if (!wanted || lock || asking || document.hidden) return;
  asking = true;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
    told = false;
  } catch {
    refused(); // no such thing here, or a low battery
  }
  asking = false;
  if (!wanted) drop();
};

const drop = () => {
  lock?.release().catch(() => {});
  lock = null;
};

// Also while it waits between two items, for the next begins by itself; but not all night.
const follow = ({ course }) => {
  clearTimeout(rest);
  wanted = ["running", "waiting"].includes(course.phase);
  if (course.phase === "waiting") rest = setTimeout(() => ((wanted = false), drop()), LONGEST_WAIT);
  if (wanted) take();
  else drop();
};

hear("turn", follow);

// The device takes the lock away whenever the page is out of sight.
document.addEventListener("visibilitychange", take);
