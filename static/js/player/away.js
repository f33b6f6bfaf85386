// When nobody watches: the session waits at the end of the step that was seen last, and asks.
import { tell } from "./bus.js";
import * as clock from "./clock.js";
import * as rules from "./course.js";
import { refresh, scene } from "./scene.js";
import * as queue from "./send.js";

const ABSENT = 5000;
const LATE = 1000;
const KEY = `limber-seen:${location.pathname}`;
let lock = null;
let hiddenEnd = null;
let noted = 0;

// Keeps the screen on while an item runs, where the device allows it.
const wake = async (wanted) => {
  try {
    if (wanted && !lock && !document.hidden) lock = (await navigator.wakeLock?.request("screen")) || null;
    if (!wanted && lock) await lock.release();
  } catch {
    // Refused, for instance on a low battery: the screen may dim, the time is right all the same.
  }
  if (!wanted || lock?.released) lock = null;
};

const storage = (act) => {
  try {
    return act(window.localStorage);
  } catch {
    return null; // closed to us: a reload then simply goes on by the clock
  }
};
const forget = () => storage((kept) => kept.removeItem(KEY));

const stepAt = (course, now) => course.steps[rules.indexAt(course, rules.position(course, now))];

// Notes once a second what is being watched, for a page that comes back after a crash.
export const remember = (course, now) => {
  if (now - noted < 1000) return;
  noted = now;
  const step = stepAt(course, now);
  const seen = { at: now, item: course.item, boundary: rules.reaches(course, step.end), last: step.end === rules.end(course) };
  storage((kept) => kept.setItem(KEY, JSON.stringify(seen)));
};

export const follow = (course) => {
  const runs = course.phase === "running";
  noted = 0;
  wake(runs);
  if (!runs) forget();
};

const waitAt = (item, boundary) => {
  scene.away = true;
  queue.add(scene.root.dataset.moves, { kind: "pause", item }, boundary);
  queue.flush().then(refresh);
};

// Whether the page had been away for longer than a step; it then waits for the fresh page.
export const returned = (data, now) => {
  const seen = storage((kept) => JSON.parse(kept.getItem(KEY)));
  forget();
  if (!seen || now - seen.at < ABSENT || now < seen.boundary + LATE) return false;
  const same = data.phase === "running" && data.item === seen.item;
  const passed = data.phase === "waiting" && data.item === seen.item + 1;
  if (!same && !passed) return false;
  scene.away = true;
  if (seen.last) return false;
  waitAt(seen.item, seen.boundary);
  return true;
};

document.addEventListener("visibilitychange", () => {
  const { course } = scene;
  const runs = course?.phase === "running";
  const now = clock.now();
  if (document.hidden) {
    hiddenEnd = runs ? stepAt(course, now).end : null;
    return;
  }
  const where = runs ? rules.position(course, now) : 0;
  const missed = runs && hiddenEnd !== null && where >= hiddenEnd;
  if (missed && hiddenEnd < rules.end(course)) waitAt(course.item, rules.reaches(course, hiddenEnd));
  else scene.away = missed;
  hiddenEnd = null;
  wake(runs);
  tell("seen");
});
