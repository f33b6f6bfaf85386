// Vibration and the light at the screen's edge: what is felt and seen from the side.
import { hear } from "./bus.js";
import { settings } from "./settings.js";

export const canBuzz = () => typeof navigator.vibrate === "function" && matchMedia("(pointer: coarse)").matches;

const buzz = (pattern) => {
  // Before the first press a browser refuses, and complains.
  if (settings.buzz && canBuzz() && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(pattern);
};

// One slow swell of light a cue, and none within a second of the last: never a flicker.
const CALM = 950;
let lit = -CALM;

const flash = (name) => {
  const edge = document.getElementById("player-flash");
  const now = performance.now();
  if (!settings.flash || !edge || now - lit < CALM) return;
  lit = now;
  edge.dataset.tone = name;
  edge.hidden = false;
  setTimeout(() => (edge.hidden = performance.now() - lit >= CALM - 50), CALM);
};

hear("cue", ({ cue }) => {
  if (cue.buzz?.length) buzz(cue.buzz);
  if (cue.tone) flash(cue.tone);
});
hear("hush", () => settings.buzz && canBuzz() && navigator.userActivation?.hasBeenActive && navigator.vibrate(0));
