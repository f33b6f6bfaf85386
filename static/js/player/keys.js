// Buttons beside those of the page: keys, headset, how the page lies before one's eyes.
import { hear, tell } from "./bus.js";
import { scene } from "./send.js";
import { settings, silence, toggleSound, toggleVoice } from "./sound.js";

// How the page lies before one's eyes: larger for someone who lies down, turned, over the whole screen.
const TURNS = ["", "left", "right"];
const root = document.documentElement;

const posture = () => {
  const { course } = scene;
  if (course) scene.root.dataset.posture = course.items?.[course.item]?.posture || "";
};

const fill = async () => {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await root.requestFullscreen();
    // Else the first Escape would only leave the full screen, and it means stop.
    if (document.fullscreenElement) await navigator.keyboard?.lock?.(["Escape"]);
  } catch {
    // Not allowed here; the page stays as it is.
  }
};

document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement) navigator.keyboard?.unlock?.();
  document.querySelector("[data-view=fill]")?.setAttribute("aria-pressed", Boolean(document.fullscreenElement));
});

document.addEventListener("click", (event) => {
  const view = event.target.closest?.("[data-view]")?.dataset.view;
  // One turn to each side, then upright again: for a head that lies on its side.
  if (view === "turn") root.dataset.turn = TURNS[(TURNS.indexOf(root.dataset.turn || "") + 1) % 3];
  if (view === "fill") fill();
});

hear("turn", posture);
for (const button of document.querySelectorAll("[data-view=fill]")) button.hidden = !root.requestFullscreen;

// The keyboard; `?` lists the keys (templates/tracking/player/_keys.html). Off while typing.
const press = (kind) => {
  if (!document.querySelector(`#player [data-press="${kind}"]`)) return false;
  tell("press", { kind });
  return true;
};

// A key that changes the sound says what it is now.
const told = (toggle) => () => {
  toggle();
  tell("cue", { cue: { tell: document.querySelector("[popovertarget=player-sound]")?.innerText } });
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
  "?": () => document.getElementById("player-keys")?.togglePopover(),
};
document.addEventListener("keydown", (event) => {
  const { course } = scene;
  const target = document.activeElement || document.body;
  if (!course || event.ctrlKey || event.metaKey || event.altKey || event.repeat || target.closest("input, textarea, select, [contenteditable]")) return;
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  // Space presses these by itself.
  if (!act || (event.key === " " && target.closest("button, a, summary"))) return;
  // An open panel takes Escape for itself; nothing but the question is answered while it is asked.
  if (event.key === "Escape" && document.querySelector("[popover]:popover-open")) return;
  if (course.phase === "stopping" && event.key !== "?") return;
  if (act() !== false) event.preventDefault();
});

// The buttons of a headset and the media keys: a browser hands them to a page that plays something,
// so that a file of silence plays while the session runs. It can be switched off, for on a phone
// it takes the place of other apps' music.
const session = navigator.mediaSession;

const ACTIONS = {
  play: () => tell("press", { kind: scene.course.phase === "paused" ? "resume" : "begin" }),
  pause: () => tell("press", { kind: "pause" }),
  nexttrack: () => press("next"),
  previoustrack: () => press("previous"),
};

const listen = (on) => {
  for (const [name, act] of Object.entries(ACTIONS)) {
    try {
      session.setActionHandler(name, on ? act : null);
    } catch {
      // This browser does not know that button.
    }
  }
};

const follow = () => {
  const { course } = scene;
  if (!session || !course) return;
  const { phase } = course;
  listen(settings.media);
  const plays = settings.media && phase === "running";
  session.playbackState = !settings.media || phase === "ended" ? "none" : plays ? "playing" : "paused";
  const name = course.items?.[course.item]?.name;
  if (name && window.MediaMetadata) session.metadata = new MediaMetadata({ title: name, artist: "Limber" });
  if (plays) silence()?.play().catch(() => {}); // refused before the first press; that press tries again
  else silence()?.pause();
};

for (const name of ["turn", "show", "halt", "settings", "unlocked"]) hear(name, follow);
