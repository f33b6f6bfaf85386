// The player: presses act at once here and travel to the server behind; htmx draws each new item.
import { returned } from "./away.js";
import { wait } from "./between.js";
import { hear, tell } from "./bus.js";
import * as clock from "./clock.js";
import * as rules from "./course.js";
import "./keys.js";
import { halt, over, show, tick } from "./loop.js";
import { refresh, scene } from "./scene.js";
import * as queue from "./send.js";
import * as stage from "./stage.js";
import { comeBack, stop } from "./stop.js";

const BOUNCE = 250;
let last = { kind: "", at: 0 };

const step = (kind) => {
  const now = clock.now();
  const next = rules.moves[kind](scene.course, now);
  if (!next) {
    stage.banner(kind === "next" ? stage.word("slowly") : "");
    return;
  }
  stage.banner("");
  queue.add(scene.root.dataset.moves, { kind, item: next.item }, now);
  if (next.position >= rules.end(next)) {
    scene.course = next;
    over();
    return;
  }
  show(next);
  tick();
  if (kind === "pause") stage.say(stage.word("paused"));
  if (kind === "resume") stage.say(stage.word("running"));
};

const press = (kind) => {
  const at = performance.now();
  if (kind === last.kind && at - last.at < BOUNCE) return; // a bounce, not a second press
  last = { kind, at };
  const { course } = scene;
  if (kind === "stop") stop();
  else if (course && rules.works(course)) step(kind !== "toggle" ? kind : course.phase === "running" ? "pause" : "resume");
};

// The server's word counts: where it differs from what is shown, the page is drawn anew.
queue.listeners.reply = (entry, told, drained) => {
  if (told.lost) {
    window.location.reload();
    return;
  }
  if (told.elapsed !== undefined) clock.set(told.elapsed);
  if (told.message) stage.banner(told.message);
  if (told.closed || (scene.leaving && drained)) {
    scene.leaving = true;
    window.location.assign(scene.root.dataset.page);
    return;
  }
  const { course, root } = scene;
  const agrees = told.phase === root.dataset.phase && (!course || told.item === course.item);
  if (drained && course && course.phase !== "over" && !agrees) refresh();
};
queue.listeners.offline = () => {
  stage.banner(stage.word("offline"));
  tell("offline");
};
queue.listeners.online = () => {
  stage.banner(stage.word(scene.leaving ? "sent" : "online"));
  tell("online");
};

const begin = (fresh) => {
  const root = (scene.root = document.getElementById("player"));
  if (!root) return;
  const data = JSON.parse(document.getElementById("player-data").textContent);
  halt();
  stage.reset();
  clock.set(data.elapsed);
  scene.course = data.steps?.length ? { ...data, start: data.position } : null;
  scene.back = data.back || "";
  comeBack(root);
  if (returned(data, clock.now())) return;
  if (scene.away) stage.banner(stage.word("away"));
  wait(root, fresh && !scene.away);
  scene.away = false;
  if (fresh) root.querySelector("h1")?.focus({ preventScroll: true });
  if (scene.course) show(scene.course);
  tick();
  queue.flush();
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#player [data-press]");
  if (!button) return;
  event.preventDefault();
  press(button.dataset.press);
});

// What htmx sends must not overtake presses that still wait.
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (!form.closest("#player") || form.matches("[data-answers]") || queue.isEmpty()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A click, for htmx sends the button's value only if it saw the button pressed.
    queue.flush().then(() => (submitter ? submitter.click() : form.requestSubmit()));
  },
  true,
);

document.addEventListener("htmx:load", (event) => event.detail.elt.id === "player" && begin(true));
document.addEventListener("htmx:sendError", () => {
  stage.banner(stage.word("offline"));
  if (scene.course?.phase === "over") setTimeout(refresh, 5000);
});

hear("press", ({ kind }) => press(kind));
hear("seen", tick);
begin(false);
