// Vibration and the light at the screen's edge: what is felt and seen from the side.
import { hear } from "./bus.js";
import { settings } from "./settings.js";

// A desk has the function, but nothing in it that could shake.
export const canBuzz = () => Boolean(navigator.vibrate) && matchMedia("(pointer: coarse)").matches;

// Before the first press on a page a browser refuses, and complains.
const buzz = (pattern) => {
  if (settings.buzz && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
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
hear("hush", () => buzz(0));
