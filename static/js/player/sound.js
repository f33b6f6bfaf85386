// All that is heard and felt, for the start card and the player alike.
import "./buzz.js";
import "./panel.js";
import * as tones from "./tones.js";
import * as voice from "./voice.js";

// The first press on a page is what lets it sound.
const unlock = () => {
  tones.unlock();
  voice.unlock();
};

for (const name of ["pointerup", "keydown"]) document.addEventListener(name, unlock, { once: true, capture: true });

// Where the press on the start card does not count for this page (iPhones), it says so at once.
if (document.getElementById("player")) tones.probe();
