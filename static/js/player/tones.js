// The tones of the cues, made here: soft sines that swell and fade, no sound file.
import { hear, tell } from "./bus.js";
import { settings, sounds } from "./settings.js";

// Each note: hertz, seconds until it begins, seconds it lasts.
export const NOTES = {
  start: [[660, 0, 0.22]],
  half: [[523, 0, 0.16]],
  count: [[440, 0, 0.1]],
  end: [[440, 0, 0.18], [330, 0.16, 0.4]],
  switch: [[523, 0, 0.2], [698, 0.24, 0.32]],
  finished: [[523, 0, 0.5], [659, 0.3, 0.5], [784, 0.6, 1.6]],
};
const SWELL = 0.02;
const STALE = 400; // a tone that could not begin by then is not played late
const LOUDEST = 0.4;
let context = null;

const ready = () => {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!context && Context) context = new Context();
  return context;
};

const note = ([hertz, after, length]) => {
  const from = context.currentTime + after;
  const swell = context.createGain();
  const wave = context.createOscillator();
  wave.frequency.value = hertz;
  swell.gain.setValueAtTime(0.0001, from);
  swell.gain.linearRampToValueAtTime(settings.tones * LOUDEST, from + SWELL);
  swell.gain.exponentialRampToValueAtTime(0.0001, from + length);
  wave.connect(swell).connect(context.destination);
  wave.start(from);
  wave.stop(from + length);
};

// Browsers hold sound back until the first press on a page.
const isLocked = () => context?.state === "suspended";

export const unlock = async () => {
  await ready()?.resume();
  if (!isLocked()) tell("unlocked");
};

export const probe = () => {
  if (!sounds() || !ready()) return;
  unlock();
  setTimeout(() => isLocked() && tell("mute", { why: "locked" }), STALE);
};

export const play = async (name) => {
  if (!NOTES[name] || !ready()) return;
  const asked = performance.now();
  await context.resume();
  if (performance.now() - asked < STALE) NOTES[name].forEach(note);
};

hear("cue", ({ cue }) => cue.tone && sounds() && play(cue.tone));
