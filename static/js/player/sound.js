// What this device is to sound like, and all that is heard, felt and seen from the side.
import { hear, local, tell } from "./bus.js";

// The choices are kept on this device alone, for a phone and a desk differ.
const KEY = "limber-sound";
const DEFAULTS = { preset: "voice", back: "voice", voice: 1, tones: 0.6, buzz: true, flash: false, media: true };

// Choices of another form need another key.
const read = () => ({ ...DEFAULTS, ...local((store) => JSON.parse(store.getItem(KEY))) });

export const settings = read();

export const speaks = () => settings.preset === "voice" && settings.voice > 0;
export const sounds = () => settings.preset !== "silent" && settings.tones > 0;

export const set = (change) => {
  Object.assign(settings, change);
  if (settings.preset !== "silent") settings.back = settings.preset;
  local((store) => store.setItem(KEY, JSON.stringify(settings)));
  tell("settings", { settings });
};

// The keys: M silences and brings back what was, V is the voice alone.
export const toggleSound = () => set({ preset: settings.preset === "silent" ? settings.back : "silent" });
export const toggleVoice = () => set({ preset: settings.preset === "voice" ? "tones" : "voice" });

addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  Object.assign(settings, read());
  tell("settings", { settings });
});

// Speaks the sentence of a cue. A new one cancels what is still being said; never the only channel.

const speech = window.speechSynthesis;
const PATIENCE = 4000;
const EXPECTED = ["canceled", "interrupted"];
let voice = null;
let current = null; // held on to: some browsers collect an utterance while it is being said
let works = false;
let told = false;

// The voice of the page's language: one of this device before one that needs a network.
const pick = () => {
  const wanted = document.documentElement.lang.toLowerCase();
  const [language] = wanted.split("-");
  const tag = (one) => one.lang.toLowerCase().replace("_", "-");
  const score = (one) => (tag(one) === wanted) + 2 * one.default + 4 * one.localService;
  const fitting = (speech?.getVoices() || []).filter((one) => tag(one).split("-")[0] === language);
  voice = fitting.sort((one, other) => score(other) - score(one))[0] || null;
};

const missing = () => {
  if (told || works) return;
  told = true;
  tell("mute", { why: "voice" });
};

const failed = (event) => {
  if (event.error === "not-allowed") tell("mute", { why: "locked" });
  else if (!EXPECTED.includes(event.error)) missing();
};

export const speaking = () => speech?.speaking || speech?.pending;

const hush = () => {
  current = null;
  if (speaking()) speech.cancel();
};

const speak = (text, volume = settings.voice) => {
  if (!speech || !window.SpeechSynthesisUtterance) return missing();
  hush();
  if (!voice) pick(); // the list of voices often comes after the page
  const said = new SpeechSynthesisUtterance(text);
  current = said;
  Object.assign(said, { lang: voice?.lang || document.documentElement.lang, volume, voice });
  said.onstart = () => (works = true);
  said.onerror = failed;
  speech.resume?.(); // a page that was put away may have been left paused
  speech.speak(said);
  setTimeout(() => current === said && !voice && !speech.speaking && missing(), PATIENCE);
};

// iPhones speak by themselves only after something was said in a tap.
const unlockVoice = () => {
  // Else it would cut what is being said.
  if (speech && !speaking() && window.SpeechSynthesisUtterance && speaks()) speak(" ", 0);
};

pick();
speech?.addEventListener?.("voiceschanged", pick);
hear("cue", ({ cue }) => cue.say && speaks() && speak(cue.say));
hear("hush", hush);
hear("settings", () => speaks() || hush());
addEventListener("pagehide", hush);

// The tones of the cues, made here: soft sines that swell and fade, no sound file.
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
let quiet = null;

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

// A file of silence: what plays it is handed the buttons of a headset, and whether it may play says
// whether tones may.
export const silence = () => {
  const source = document.getElementById("player-silence")?.dataset.source;
  if (!quiet && source) quiet = Object.assign(new Audio(source), { loop: true });
  return quiet;
};

// Browsers hold sound back until a page, or the one before it, was touched; to try before would be
// complained of.
export const unlock = async () => {
  unlockVoice();
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!context && Context) context = new Context();
  await context?.resume();
  if (context?.state !== "suspended") tell("unlocked");
};

// Whether the press on the start card counts for this page (on iPhones it does not).
export const probe = () => {
  if (!sounds()) return;
  silence()
    ?.play()
    .then(unlock, ({ name }) => (name === "NotAllowedError" ? tell("mute", { why: "locked" }) : unlock()));
};

export const play = async (name) => {
  if (!NOTES[name] || !context) return;
  const asked = performance.now();
  await context.resume();
  if (performance.now() - asked < STALE) NOTES[name].forEach(note);
};

hear("cue", ({ cue }) => cue.tone && sounds() && play(cue.tone));

// Vibration and the light at the screen's edge: what is felt and seen from the side.
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
