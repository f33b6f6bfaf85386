// The keyboard: Space or K pauses, arrows step, Escape stops, ? lists the keys. Off while typing.
import { tell } from "./bus.js";

const KEYS = { " ": "toggle", k: "toggle", K: "toggle", ArrowRight: "next", ArrowLeft: "previous", Escape: "stop" };
const TYPING = "input, textarea, select, [contenteditable]";
const NATIVE = "button, a, summary"; // Space and Enter press these by themselves

document.addEventListener("keydown", (event) => {
  const root = document.getElementById("player");
  const target = event.target instanceof Element ? event.target : document.body;
  if (!root || event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
  if (event.key === "?") {
    const list = document.getElementById("player-keys");
    if (list) list.open = !list.open;
    return;
  }
  const kind = KEYS[event.key];
  if (!kind || (event.key === " " && target.closest(NATIVE))) return;
  if (event.repeat || root.dataset.phase === "stopping") return;
  const button = root.querySelector(`[data-press="${kind}"]`);
  if (!button) return;
  event.preventDefault();
  tell("press", { kind });
});
