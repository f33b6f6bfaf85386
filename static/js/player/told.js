// What a screen reader is told of each cue, and what this device cannot do.
import { hear } from "./bus.js";
import { say } from "./stage.js";

hear("cue", ({ cue }) => say(cue.tell));
hear("mute", ({ why }) => {
  const note = document.getElementById("player-note");
  if (note?.dataset[why]) note.textContent = note.dataset[why];
});
