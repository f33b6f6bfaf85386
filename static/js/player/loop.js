// Keeps the page in step with the course: draws what it calls for, and the item frame by frame.
import { hear, tell } from "./bus.js";
import * as rules from "./course.js";
import { picture } from "./pose.js";
import { act, flush, isOffline, refresh, scene, unsent } from "./send.js";
import * as stage from "./stage.js";

const TICK = 30; // ms: as smooth as the eye needs for ring and figure, and phones stay cool
const WAIT = 20000; // as long as tracking/player/announce.py says
let frame = 0;
let drawn = "";
let timer = 0;
let asked = null; // the course for which the server is asked
let held = false; // an item waits for the network

export const halt = (why) => {
  clearTimeout(frame);
  if (why) tell("halt", { why });
};

// What the server would ask: too little was stretched for the item that waits.
const askToStretch = ({ root, course }) => {
  if (root.querySelector("[data-ask-once]")) return;
  root.querySelector("[data-begin]").remove();
  root.querySelector(".player-body").before(stage.copy("short"));
  root.querySelector("[data-ask-once] [name=item]").value = course.item;
  window.htmx?.process(root);
  tell("turn", { course });
};

// Without a network: says why the item does not begin, and what can be done.
export const refuse = () => {
  held = true;
  if (rules.doubt(scene.course) === "short") askToStretch(scene);
  else stage.banner(stage.word("waits"));
};

// Asks the server for its yes, behind what still waits to be sent; not once the network is gone.
export const ask = async (item = scene.course.item) => {
  const { course, root } = scene;
  if (asked === course) return;
  asked = course;
  await flush();
  if (asked !== course || scene.course !== course) return;
  const fields = Object.fromEntries(new FormData(root.querySelector("[data-controls]")));
  await refresh(root.dataset.moves, { ...fields, kind: "begin", item })?.catch(() => {});
  asked = null;
};
hear("offline", () => (asked = null));

// A begin, by a person or by the clock; false where the rules may say no: then the server is asked.
export const begin = (at) => {
  if (!rules.doubt(scene.course)) return act("begin", {}, at);
  if (isOffline()) refuse();
  else ask();
  return false;
};

const start = (form) => {
  const words = form.querySelector("[data-auto-words]");
  const hold = form.querySelector("[data-wait]");
  const between = form.closest("[data-between]");
  const until = performance.now() + (Number(between.dataset.auto) * 1000 || WAIT);

  const cancel = () => {
    clearInterval(timer);
    words.hidden = hold.hidden = true;
  };
  const count = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (document.hidden || scene.held || scene.root.dataset.phase !== "waiting") cancel();
    else if (left > 0) words.textContent = stage.word("auto").replace("%n", left);
    else {
      cancel();
      if (begin()) show();
    }
  };

  words.hidden = hold.hidden = false;
  hold.addEventListener("click", cancel);
  between.addEventListener("click", (event) => event.target.matches("[name=region]") && cancel());
  timer = setInterval(count, 250);
  count();
};

// `mayBegin` is false after a reload, and when nobody watched.
export const wait = (mayBegin) => {
  clearInterval(timer);
  const form = scene.root.querySelector("[data-between][data-auto] [data-begin]");
  held = false;
  if (isOffline() && rules.doubt(scene.course)) refuse();
  else if (form && mayBegin) start(form);
};

// What waited for the network waits no more.
hear("online", () => {
  if (!held || scene.course.phase !== "waiting") return;
  drawn = "";
  show();
});

// Draws the part of the page that the course calls for, if it is another one.
export const show = () => {
  const { course, root } = scene;
  const part = stage.partOf(course);
  const another = part !== drawn;
  if (another) {
    drawn = part;
    stage.reset();
    stage.drawPart(root, course, unsent(root.dataset.stop));
  }
  stage.controls(root, course.phase);
  if (another) stage.face(root); // only what shows can have the focus
  tell("turn", { course, another });
  if (another && "ready" in root.dataset) wait(course.phase === "waiting" && !scene.away);
  if (scene.away) stage.banner(stage.word("away"));
  if (another) scene.away = false;
  if (part.startsWith("stage")) stage.draw(root, course, rules.clock.now());
  tick();
};

// What the server has drawn is taken as it is.
export const adopt = () => {
  drawn = stage.partOf(scene.course);
  stage.reset();
};

// The item is over by the clock: the next one begins by itself, or the page asks first.
const over = () => {
  const { course } = scene;
  const ended = rules.reaches(course, rules.end(course));
  scene.course = rules.advance(course, Math.max(ended, course.at));
  if (course.items[course.item].then === "begin" && !scene.away) begin(scene.course.at);
  show();
};

export const tick = () => {
  halt();
  const { course, root } = scene;
  if (course?.phase !== "running" || scene.held || document.hidden) return;
  const now = rules.clock.now();
  tell("frame", { now });
  if (rules.position(course, now) >= rules.end(course)) over();
  else {
    stage.draw(root, course, now);
    frame = setTimeout(tick, TICK);
  }
};

// Tells the line figure where the item stands; it moves by itself until told anew.
const draw = () => {
  const { course, root } = scene;
  if (!root || !rules.stepsOf(course).length) return;
  const where = rules.position(course, rules.clock.now());
  picture(root, course, where, scene.held);
};

for (const name of ["show", "held"]) hear(name, draw);
