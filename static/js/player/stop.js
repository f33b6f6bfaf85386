// "Stop, it hurts": halts at once, with or without a network, and asks one question.
import { follow } from "./away.js";
import * as clock from "./clock.js";
import * as rules from "./course.js";
import { halt, show, tick } from "./loop.js";
import { scene } from "./scene.js";
import * as queue from "./send.js";
import * as stage from "./stage.js";

const LEFT = `limber-left:${location.pathname}`;

export const stop = () => {
  const now = clock.now();
  const { course, root } = scene;
  if (root.dataset.phase === "stopping") return;
  halt();
  scene.back = root.dataset.phase;
  if (course && rules.works(course)) {
    scene.course = { ...course, position: rules.position(course, now), at: now, phase: "stopping" };
    follow(scene.course);
  }
  queue.add(root.dataset.moves, { kind: "stop" }, now);
  stage.controls(root, "stopping");
  stage.cry(stage.word("stopped"));
  root.querySelector("#stop-title")?.focus();
};

const answer = (form, told) => {
  const now = clock.now();
  queue.add(scene.root.dataset.stop, { answer: told, whose: form.elements.whose?.value || "own" }, now);
  stage.cry("");
  if (told === "mistake") {
    stage.controls(scene.root, scene.back || "waiting");
    if (scene.course) show({ ...scene.course, phase: scene.back, at: now });
    tick();
    return;
  }
  scene.leaving = true;
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  stage.banner(stage.word("sent"));
};

document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("#player [data-answers]")) return;
    event.preventDefault();
    answer(event.target, event.submitter?.value || "");
  },
  true,
);

// Kept by this tab alone, so that a reload can be told from leaving; null where it keeps nothing.
const kept = (act) => {
  try {
    return act(window.sessionStorage);
  } catch {
    return null;
  }
};
const note = (at) => kept((tab) => (tab.setItem(LEFT, at), "1")) || "";

// This tab left with the question open and is back: the server waits some seconds for that.
export const comeBack = (root) => {
  const left = kept((tab) => tab.getItem(LEFT));
  if (root.dataset.phase !== "stopping" || !left) return;
  kept((tab) => tab.removeItem(LEFT));
  queue.add(root.dataset.stop, { answer: "returned" }, Math.max(clock.now(), Number(left) + 1));
};

// Leaving the page with the question open is an answer too.
window.addEventListener("pagehide", () => {
  const open = scene.root?.dataset.phase === "stopping" && !scene.leaving;
  const now = clock.now();
  if (open) queue.add(scene.root.dataset.stop, { answer: "left", returns: note(now) }, now);
  if (open || scene.leaving) queue.handOver();
});
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
