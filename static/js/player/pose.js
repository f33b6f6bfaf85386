// The figure of the step in hand, at the moment where the item stands, on either phone. It is fetched
// behind what takes presses: until then its still picture is in the page.
import * as rules from "./course.js";

// Before the first movement, and at a change of sides, the pose in which the next one begins.
export const picture = async (root, course, where, held) => {
  const box = root.querySelector("[data-figure-stage]");
  const steps = rules.stepsOf(course).slice(rules.indexAt(course, where));
  const step = steps.find(({ figure }) => figure >= 0);
  if (!box || !step) return;
  const early = step !== steps[0];
  const told = {
    url: box.dataset.reel.replace("/-/", `/${course.items[course.item].slug}/`),
    step: step.figure,
    phase: step.phase,
    seconds: (step.end - step.at) / 1000,
    elapsed: early ? 0 : (where - step.at) / 1000,
    mirror: Boolean(step.mirror),
    paused: early || course.phase !== "running" || held,
    label: step.text,
    at: performance.now(),
  };
  const { follow } = await import("../follow.js").catch(() => ({})); // without a network the still picture stays
  follow?.(box, told);
};
