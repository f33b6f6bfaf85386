// Tells the line figure (../follow.js) where the item in hand stands; it moves by itself until told anew.
import { hear } from "./bus.js";
import { clock } from "./clock.js";
import * as rules from "./course.js";
import { scene } from "./scene.js";

// What is drawn in a step: its own movement, or, before the first one or a change of sides, the
// pose in which the next begins.
const drawn = (steps, index) => {
  const own = steps[index];
  if (own.figure >= 0) return { step: own, paused: false };
  return { step: steps.slice(index).find(({ figure }) => figure >= 0), paused: true };
};

const show = () => {
  const { course, root } = scene;
  const box = root?.querySelector("[data-figure-stage]");
  const steps = rules.stepsOf(course);
  if (!box || !steps.length) return;
  const where = rules.position(course, clock.now());
  const index = rules.indexAt(course, where);
  const { step, paused } = drawn(steps, index);
  if (!step) return;
  box.dispatchEvent(
    new CustomEvent("figure:show", {
      bubbles: true,
      detail: {
        url: box.dataset.reel.replace("/-/", `/${course.items[course.item].slug}/`),
        step: step.figure,
        phase: step.phase,
        seconds: (step.end - step.at) / 1000,
        elapsed: paused ? 0 : (where - step.at) / 1000,
        mirror: Boolean(step.mirror),
        paused: paused || course.phase !== "running" || scene.held,
        label: step.text,
      },
    }),
  );
};

hear("show", show);
hear("turn", show);
hear("held", show);
