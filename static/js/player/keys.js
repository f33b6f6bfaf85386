// The keyboard; `?` lists the keys (templates/tracking/player/_keys.html). Off while typing.
import { tell } from "./bus.js";
import { toggleSound, toggleVoice } from "./settings.js";
import { say } from "./stage.js";
import { fill } from "./view.js";

const press = (kind) => {
  if (!document.querySelector(`#player [data-press="${kind}"]`)) return false;
  tell("press", { kind });
  return true;
};

const list = () => {
  const keys = document.getElementById("player-keys");
  if (keys) keys.open = !keys.open;
};

// A key that changes the sound says what it is now.
const told = (toggle) => () => {
  toggle();
  say(document.querySelector("[popovertarget=player-sound]")?.innerText);
};

export const KEYS = {
  " ": () => press("toggle"),
  k: () => press("toggle"),
  ArrowRight: () => press("next"),
  ArrowLeft: () => press("previous"),
  ArrowUp: () => press("extend"),
  m: told(toggleSound),
  v: told(toggleVoice),
  f: fill,
  Escape: () => press("stop"),
  "?": list,
};
const TYPING = "input, textarea, select, [contenteditable]";
const NATIVE = "button, a, summary"; // Space and Enter press these by themselves

document.addEventListener("keydown", (event) => {
  const root = document.getElementById("player");
  const target = event.target instanceof Element ? event.target : document.body;
  if (!root || event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest(TYPING)) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || (event.key === " " && target.closest(NATIVE))) return;
  // An open panel takes Escape for itself; nothing but the question is answered while it is asked.
  if (event.key === "Escape" && document.querySelector("[popover]:popover-open")) return;
  if (root.dataset.phase === "stopping" && event.key !== "?") return;
  if (act() !== false) event.preventDefault();
});
