// What a screen reader is told of each cue, and what this device cannot do.
import { hear } from "./bus.js";
import { say } from "./stage.js";

const NOTED = 12000;

hear("cue", ({ cue }) => say(cue.tell));
// Said once and then taken away: the panel of sound keeps it.
hear("mute", ({ why }) => {
  const note = document.getElementById("player-note");
  if (!note?.dataset[why]) return;
  note.textContent = note.dataset[why];
  setTimeout(() => (note.textContent = ""), NOTED);
});
