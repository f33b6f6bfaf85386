// "Stop, it hurts": halts at once, with or without a network, and asks one question.
import { clock } from "./clock.js";
import * as rules from "./course.js";
import { halt, show, tick } from "./loop.js";
import { act, answer, scene } from "./scene.js";
import * as send from "./send.js";
import * as stage from "./stage.js";

const LEFT = `limber-left:${location.pathname}`;

export const stop = () => {
  if (!act("stop")) return;
  halt("stop");
  stage.controls(scene.root, "stopping");
  stage.cry(stage.word("stopped"));
  scene.root.querySelector("#stop-title")?.focus();
};

const tellStop = (form, told) => {
  const { course, root } = scene;
  const whose = form.elements.whose?.value || "own";
  const now = clock.now();
  const after = rules.apply(course, { kind: told }, now);
  if (after) scene.course = after;
  answer(root.dataset.stop, { answer: told, whose }, now);
  stage.cry("");
  if (after) {
    show();
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
    tellStop(event.target, event.submitter?.value || "");
  },
  true,
);

// Kept by this tab alone, so that a reload can be told from leaving; null where it keeps nothing.
const kept = (use) => {
  try {
    return use(window.sessionStorage);
  } catch {
    return null;
  }
};
const note = (at) => kept((tab) => (tab.setItem(LEFT, at), "1")) || "";

// This tab left with the question open and is back: the server waits some seconds for that.
export const comeBack = () => {
  const left = kept((tab) => tab.getItem(LEFT));
  if (scene.course.phase !== "stopping" || !left) return;
  kept((tab) => tab.removeItem(LEFT));
  answer(scene.root.dataset.stop, { answer: "returned" }, Math.max(clock.now(), Number(left) + 1));
};

// Leaving the page with the question open is an answer too.
window.addEventListener("pagehide", () => {
  const open = scene.course?.phase === "stopping" && !scene.leaving && !scene.held;
  const now = clock.now();
  if (open) answer(scene.root.dataset.stop, { answer: "left", returns: note(now) }, now);
  if (open || scene.leaving) send.handOver();
});
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
