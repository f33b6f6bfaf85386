// Keeps the page in step with the course: draws what it calls for, and the item frame by frame.
import { tell } from "./bus.js";
import { clock } from "./clock.js";
import * as rules from "./course.js";
import * as kit from "./kit.js";
import { act, scene } from "./scene.js";
import * as send from "./send.js";
import * as stage from "./stage.js";

let frame = 0;
let drawn = "";

export const halt = (why) => {
  cancelAnimationFrame(frame);
  if (why) tell("halt", { why });
};

// Why the page does not begin an item by itself without a network; "" if it does.
export const mustWait = (course) => {
  const item = course.items[course.item];
  if (!send.isOffline() || !item) return "";
  const told = new Set(Object.values(course.told).filter(Boolean));
  const released = item.mobilising && (item.regions || []).some((region) => told.has(region));
  return item.gate || item.online_only || released ? stage.word("waits") : "";
};

// A begin, by a person or by the clock; false where it must wait for the network.
export const begin = (at) => {
  const why = mustWait(scene.course);
  if (why) stage.banner(why);
  return !why && act("begin", {}, at);
};

// Draws the part of the page that the course calls for, if it is another one.
export const show = () => {
  const { course, root } = scene;
  const part = kit.partOf(course);
  const another = part !== drawn;
  if (another) {
    drawn = part;
    stage.reset();
    kit.draw(root, course);
    root.querySelector("h1")?.focus({ preventScroll: true });
  }
  stage.controls(root, course.phase);
  tell("turn", { course, another });
  if (part.startsWith("stage")) stage.draw(root, course, clock.now());
  else halt("between");
};

// What the server has drawn is taken as it is.
export const adopt = () => {
  drawn = kit.partOf(scene.course);
  stage.reset();
};

// The item is over by the clock: the next one begins by itself, or the page asks first.
const over = () => {
  const { course } = scene;
  const ended = rules.reaches(course, rules.end(course));
  scene.course = rules.advance(course, Math.max(ended, course.at));
  const flows = course.items[course.item].then === "begin" && !scene.away;
  if (!flows || !begin(scene.course.at)) tell("over");
  show();
  tick();
};

export const tick = () => {
  halt();
  const { course, root } = scene;
  if (course?.phase !== "running" || scene.held || document.hidden) return;
  const now = clock.now();
  tell("frame", { now });
  if (rules.position(course, now) >= rules.end(course)) over();
  else {
    stage.draw(root, course, now);
    frame = requestAnimationFrame(tick);
  }
};
