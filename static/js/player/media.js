// The buttons of a headset and the media keys: a browser hands them to a page that plays something,
// so that a file of silence plays while the session runs. It can be switched off, for on a phone
// it takes the place of other apps' music.
import { hear, tell } from "./bus.js";
import { scene } from "./scene.js";
import { settings } from "./settings.js";

const session = navigator.mediaSession;
let silence = null;
let isOn = false;

const press = (kind) => tell("press", { kind });
const ACTIONS = {
  play: () => scene.course?.phase === "paused" && press("toggle"),
  pause: () => scene.course?.phase === "running" && press("toggle"),
  nexttrack: () => press("next"),
  previoustrack: () => press("previous"),
};

const listen = (on) => {
  if (on === isOn) return;
  isOn = on;
  for (const [name, act] of Object.entries(ACTIONS)) {
    try {
      session.setActionHandler(name, on ? act : null);
    } catch {
      // This browser does not know that button.
    }
  }
};

const sound = () => {
  const source = document.getElementById("player-silence");
  if (!silence && source) silence = Object.assign(new Audio(source.dataset.source), { loop: true });
  return silence;
};

const follow = () => {
  const { course } = scene;
  const phase = course?.phase;
  if (!session || !course) return;
  listen(settings.media);
  const plays = settings.media && phase === "running";
  session.playbackState = !settings.media || phase === "ended" ? "none" : plays ? "playing" : "paused";
  const name = course.items?.[course.item]?.name;
  if (name && window.MediaMetadata) session.metadata = new MediaMetadata({ title: name, artist: "Limber" });
  if (plays) sound()?.play().catch(() => {}); // refused before the first press; that press tries again
  else silence?.pause();
};

for (const name of ["turn", "show", "halt", "settings", "unlocked"]) hear(name, follow);
