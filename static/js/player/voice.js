// Speaks the sentence of a cue. A new one cancels what is still being said; never the only channel.
import { hear, tell } from "./bus.js";
import { settings, speaks } from "./settings.js";

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

export const hush = () => {
  current = null;
  if (speech?.speaking || speech?.pending) speech.cancel();
};

export const speak = (text, volume = settings.voice) => {
  if (!speech || !window.SpeechSynthesisUtterance) {
    missing();
    return;
  }
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
export const unlock = () => {
  if (speech && window.SpeechSynthesisUtterance && speaks() && !speech.speaking) speak(" ", 0);
};

pick();
speech?.addEventListener?.("voiceschanged", pick);
hear("cue", ({ cue }) => cue.say && speaks() && speak(cue.say));
hear("hush", hush);
hear("settings", () => speaks() || hush());
window.addEventListener("pagehide", hush);
