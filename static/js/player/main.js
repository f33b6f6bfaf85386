// The player: opens the page, takes presses, and listens to what the server says to them.
import { hear, tell } from "./bus.js";
import * as rules from "./course.js";
import "./cues.js";
import { comeBack, stop } from "./forms.js";
import "./keys.js";
import { adopt, askServer, begin, halt, show, wait } from "./loop.js";
import "./panel.js";
import { act, fieldsOf, flush, isEmpty, load, refresh, scene, standing } from "./send.js";
import { speaking } from "./sound.js";
import * as stage from "./stage.js";
import * as store from "./store.js";
import { wake } from "./watch.js";

const BOUNCE = 250;
const NEAR = 2000; // so far apart two clocks may see one instant
const WHY = { next: "slowly", extend: "longest" };
let last = { kind: "", at: 0 };

const step = (kind) => {
  stage.clear();
  if (act(kind)) {
    scene.root.querySelector("[data-ask-once]")?.remove();
    show();
  } else if (WHY[kind]) stage.mention(stage.word(WHY[kind]));
};

const cover = document.getElementById("player-held");

// A stop where another tab or device has taken over: the session is taken back, and is here at its question.
const stopHere = async () => {
  const { session } = scene.course;
  if (scene.held === "tab") hold(session);
  scene.course = { ...scene.course, ...(await store.standing(session))?.course };
  cover.hidden = true;
  scene.root.inert = scene.held = false;
  stop();
  show();
};

const press = (kind) => {
  const at = performance.now();
  if (scene.held && kind === "stop") stopHere();
  if (scene.held || scene.leaving) return;
  if (kind === last.kind && at - last.at < BOUNCE) return; // a bounce, not a second press
  last = { kind, at };
  scene.away = false;
  const { course } = scene;
  if (kind === "stop") stop();
  else if (kind === "begin") begin() && show();
  else if (rules.works(course)) step(kind !== "toggle" ? kind : course.phase === "running" ? "pause" : "resume");
};

// Whether the server sees the session where this page does, give or take the clocks.
const agrees = (told) => {
  const now = rules.clock.now();
  const { phase, item, position, elapsed, extra = 0 } = told;
  const from = { ...scene.course, phase, item, position, extra, at: elapsed };
  const same = (one, other) =>
    one.phase === other.phase && one.item === other.item && Math.abs(one.position - other.position) < NEAR;
  const [here, there] = [rules.advance(scene.course, now), rules.advance(from, Math.max(now, elapsed))];
  return same(here, there) || same(rules.advance(here, now + NEAR), there) || same(here, rules.advance(there, there.at + NEAR));
};

// After a red answer what is said of it is heard to its end first: the page that comes is not let speak.
const leave = (waits = 30) => {
  const { course, root } = scene;
  scene.leaving = true;
  store.forget(course.session);
  if (waits && course.phase === "stopped" && speaking()) setTimeout(() => leave(waits - 1), 500);
  else location.assign(root.dataset.page);
};

// The finish page lacked something that only the server knows of: it says so at the field.
const showErrors = () => {
  const form = scene.root.querySelector(".finish");
  scene.leaving = false;
  if (form) refresh(form.getAttribute("action"), fieldsOf(form));
  else refresh();
};

// The server's word counts: where it differs from what is shown, the page is drawn anew.
hear("reply", ({ entry, told, since, drained }) => {
  if (told.gone) leave();
  else if (told.errors) showErrors();
  else {
    rules.clock.set(told.elapsed, since);
    if (told.message) stage.banner(told.message);
    const { kind, item } = entry.fields;
    if (told.closed || (scene.leaving && drained)) leave();
    else if (drained && !agrees(told)) {
      if (kind === "begin" && told.phase === "waiting" && told.item === item && !told.code) askServer({ kind, item });
      else refresh();
    }
  }
});
hear("offline", ({ why }) => stage.banner(stage.word(store.full ? "full" : scene.leaving ? "later" : why), true));
hear("online", ({ why }) => stage.mention(stage.word(scene.leaving ? "saving" : why === "busy" ? "back" : "online"), true));

// The newest tab or device plays; this one stands still and offers to go on here.
hear("held", ({ by }) => {
  halt("held");
  cover.querySelector("p").textContent = stage.word(by);
  cover.hidden = false;
  scene.root.inert = true;
  cover.querySelector("button").focus();
});

// Two tabs do not fight: this one holds the session until a newer tab takes it. The lock of a tab
// that is gone is free by itself.
const hold = (session) =>
  navigator.locks
    ?.request(`limber-session-${session}`, { steal: true }, () => new Promise(() => {}))
    .catch(() => tell("held", { by: "tab" }));

// Milliseconds since the server drew the page that is now open.
const sinceDrawn = () => {
  const now = performance.now();
  return now - (performance.getEntriesByType("navigation")[0]?.responseStart || now);
};

// Where the session stands: by the page, unless this browser knows better than the page. One that the service
// worker has kept tells since when.
const adjust = (data, known, fresh) => {
  const { kept } = scene.root.dataset;
  rules.clock.set(data.elapsed + (fresh ? 0 : kept ? Date.now() - kept : sinceDrawn()));
  scene.course = data;
  adopt();
  if (known && (!isEmpty() || (kept && known.course.rev >= data.rev))) scene.course = { ...known.course, items: data.items };
};

const open = async (fresh) => {
  scene.root = document.getElementById("player");
  if (!scene.root) return;
  halt();
  const data = JSON.parse(document.getElementById("player-data").textContent);
  let known = { course: scene.course }; // where presses that wait have led
  if (!fresh) {
    hold(data.session);
    await load(data.session);
    known = await store.standing(data.session);
  }
  const { away } = scene;
  adjust(data, known, fresh);
  store.note(standing());
  if (!fresh) wake(known?.course);
  if (fresh) {
    stage.over(stage.word("moment"), stage.word("waits"));
    stage.face(scene.root);
  }
  show();
  comeBack();
  wait(fresh && !away && !scene.root.querySelector("[data-code]"));
  scene.away = false;
  scene.root.dataset.ready = "";
  flush();
};

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#player-held [data-here]")) location.reload();
  const button = event.target.closest?.(":is(#player, #player-held) [data-press]");
  if (!button || !scene.course) return;
  event.preventDefault();
  press(button.dataset.press);
});

document.addEventListener("htmx:load", (event) => event.detail.elt.id === "player" && open(true));

hear("press", ({ kind }) => press(kind));
hear("seen", show);
addEventListener("pagehide", store.rescue);
// It waits for the page alone, not for what else the page loads.
if (document.readyState === "loading") document.addEventListener("readystatechange", () => open(false), { once: true });
else open(false);
