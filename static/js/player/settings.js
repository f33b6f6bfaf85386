// What this device is to sound like: kept here alone, for a phone and a desk differ.
import { tell } from "./bus.js";

const KEY = "limber-sound";
const DEFAULTS = { preset: "voice", back: "voice", voice: 1, tones: 0.6, buzz: true, flash: false, media: true };
const PRESETS = ["voice", "tones", "silent"];

const storage = (act) => {
  try {
    return act(window.localStorage);
  } catch {
    return null; // closed to us: the choice lasts as long as the page
  }
};

// Only what has the right type is taken: the store may be older than this page.
const read = () => {
  let kept = {};
  try {
    kept = JSON.parse(storage((store) => store.getItem(KEY))) || {};
  } catch {
    // Not ours to read; the next choice writes it anew.
  }
  const names = Object.keys(DEFAULTS).filter((name) => typeof kept[name] === typeof DEFAULTS[name]);
  const known = Object.fromEntries(names.map((name) => [name, kept[name]]));
  return PRESETS.includes(known.preset) ? { ...DEFAULTS, ...known } : { ...DEFAULTS, ...known, preset: "voice" };
};

export const settings = read();

export const speaks = () => settings.preset === "voice" && settings.voice > 0;
export const sounds = () => settings.preset !== "silent" && settings.tones > 0;

export const set = (change) => {
  Object.assign(settings, change);
  if (settings.preset !== "silent") settings.back = settings.preset;
  storage((store) => store.setItem(KEY, JSON.stringify(settings)));
  tell("settings", { settings });
};

// The keys: M silences and brings back what was, V is the voice alone.
export const toggleSound = () => set({ preset: settings.preset === "silent" ? settings.back : "silent" });
export const toggleVoice = () => set({ preset: settings.preset === "voice" ? "tones" : "voice" });

window.addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  Object.assign(settings, read());
  tell("settings", { settings });
});
