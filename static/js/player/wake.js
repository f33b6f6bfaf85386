// Keeps the screen on while a session goes on by itself, and says so once where the device refuses.
import { hear, tell } from "./bus.js";

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
