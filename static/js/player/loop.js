// The item in hand on the clock: drawn frame by frame, until its time is over.
import * as away from "./away.js";
import { tell } from "./bus.js";
import * as clock from "./clock.js";
import * as rules from "./course.js";
import { refresh, scene } from "./scene.js";
import * as queue from "./send.js";
import * as stage from "./stage.js";

let frame = 0;

export const halt = () => cancelAnimationFrame(frame);

export const show = (course) => {
  scene.course = course;
  stage.controls(scene.root, course.phase);
  away.follow(course);
  stage.draw(scene.root, course, clock.now());
};

const beginNext = (course) => {
  const { root } = scene;
  const { client, csrfmiddlewaretoken } = root.querySelector("[data-controls]").elements;
  const values = {
    kind: "begin",
    item: course.item + 1,
    client: client.value,
    csrfmiddlewaretoken: csrfmiddlewaretoken.value,
  };
  window.htmx.ajax("POST", root.dataset.moves, { target: "#player", swap: "outerHTML", values });
};

// The item is over by the clock: the next one begins by itself, or the page asks first.
export const over = () => {
  halt();
  const { course } = scene;
  scene.course = { ...course, phase: "over" };
  away.follow(scene.course);
  stage.say(stage.word("done"));
  tell("halt", { why: "over" });
  const flows = course.then === "begin" && !scene.away;
  queue.flush().then(() => (flows ? beginNext(course) : refresh()));
};

export const tick = () => {
  halt();
  const { course, root } = scene;
  if (course?.phase !== "running" || document.hidden) return;
  const now = clock.now();
  stage.draw(root, course, now);
  away.remember(course, now);
  if (rules.position(course, now) >= rules.end(course)) over();
  else frame = requestAnimationFrame(tick);
};
