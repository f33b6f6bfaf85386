// The choices of sound as a form, on the start card and in the player, and the sound check.
import { hear, tell } from "./bus.js";
import { probe, set, settings, unlock } from "./sound.js";

const form = () => document.getElementById("sound");

const show = () => {
  const fields = form()?.elements;
  if (!fields) return;
  fields.preset.value = settings.preset;
  for (const name of ["voice", "tones"]) fields[name].value = Math.round(settings[name] * 100);
  for (const name of ["buzz", "flash", "media"]) fields[name].checked = settings[name];
  for (const one of document.querySelectorAll("[data-preset]")) one.hidden = one.dataset.preset !== settings.preset;
  fields.voice.disabled = settings.preset !== "voice";
  fields.tones.disabled = settings.preset === "silent";
};

const status = (name) => {
  const text = form()?.dataset[name];
  if (text) document.getElementById("sound-status").textContent = text;
};

const check = () => {
  const { sentence } = form().dataset;
  status(settings.preset === "silent" ? "silent" : "heard");
  tell("cue", { cue: { say: sentence, tone: "switch", buzz: [200, 100, 200] } });
};

document.addEventListener("input", ({ target }) => {
  if (target.form !== form() || !target.form) return;
  const value = { checkbox: target.checked, range: Number(target.value) / 100 }[target.type] ?? target.value;
  set({ [target.name]: value });
});
document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-sound-check]")) check();
  if (target.closest?.("[data-dismiss]")) target.closest(".player-told").firstChild.textContent = "";
});
document.addEventListener("submit", (event) => event.target === form() && event.preventDefault(), true);
document.addEventListener("htmx:load", show);

hear("settings", show);
// Said once beside the player and taken away after a while; the panel keeps it.
const note = (why) => {
  const place = document.getElementById("player-note");
  if (!place?.dataset[why]) return;
  place.textContent = place.dataset[why];
  setTimeout(() => (place.textContent = ""), 12000);
};

hear("mute", ({ why }) => {
  status(why);
  note(why);
  if (why === "locked") document.getElementById("player-unlock")?.removeAttribute("hidden");
});
hear("unlocked", () => document.getElementById("player-unlock")?.setAttribute("hidden", ""));
show();

// The first press on a page is what lets it sound.
for (const name of ["pointerup", "keydown"]) document.addEventListener(name, unlock, { once: true, capture: true });
if (document.getElementById("player")) probe();
