// Keeps the page in step with the course: draws what it calls for, and the item frame by frame; asks the
// server where the rules may say no or ask, and for the stretch by itself where there is none.
import { hear, tell } from "./bus.js";
import * as rules from "./course.js";
import { act, fieldsOf, flush, isOffline, refresh, scene, unsent } from "./send.js";
import * as stage from "./stage.js";

const TICK = 30; // ms: as FRAME_MS in figure.js, which comes later
let frame = 0;
let drawn = "";
let timer = 0;
let asking = null; // the press that the server is asked about, and the course it was pressed in
let offlineWait = false; // an item waits for the network
let mayFlow = false; // what waits may begin by itself
let cancel = () => {}; // then it does not

export const halt = (why) => {
  clearTimeout(frame);
  if (why) tell("halt", { why });
};

// What the server would ask: too little was stretched for the item that waits.
const askToStretch = ({ root, course }) => {
  if (root.querySelector("[data-ask-once]")) return;
  root.querySelector("[data-begin]").remove();
  root.querySelector(".player-body").before(stage.copy("short"));
  tell("turn", { course });
};

// Without a network: says why the item does not begin, and what can be done.
const refuse = () => {
  if (!rules.doubt(scene.course)) return;
  offlineWait = true;
  if (rules.doubt(scene.course) === "short") askToStretch(scene);
  else stage.banner(stage.word("waits"));
};

// Asks the server about a press, behind what still waits to be sent.
export const askServer = async (press) => {
  const { course, root } = scene;
  if (asking?.course === course) return;
  const mine = { item: course.item, ...press };
  asking = { course, mine };
  cancel();
  // Only where the answer is not there at once.
  setTimeout(() => asking?.mine === mine && scene.course === course && stage.banner(stage.word("moment")), 300);
  await flush();
  if (asking?.mine !== mine || scene.course !== course) return;
  const fields = fieldsOf(root.querySelector("[data-controls]"));
  await refresh(root.dataset.moves, { ...fields, ...mine })?.catch(() => {});
  asking = null;
};

// The server could not be asked: then it is a press like the others, and a begin waits and asks again.
// Who does not stretch once more passes over what waits.
export const withoutServer = ({ kind, confirmed, item }) => {
  const { course } = scene;
  if (Number(item) !== course.item) return;
  if (kind === "begin" && !confirmed) {
    refuse();
    setTimeout(() => scene.course === course && !isOffline() && askServer({ kind }), 5000);
  } else if (act(kind === "begin" ? "skip" : kind, { confirmed: "1" })) show();
};
hear("offline", () => {
  const mine = asking?.mine;
  asking = null;
  if (mine) withoutServer(mine);
});

// A begin, by a person or by the clock; false where the rules may say no: then the server is asked.
export const begin = (at) => {
  if (!rules.doubt(scene.course)) return act("begin", {}, at);
  if (isOffline()) refuse();
  else askServer({ kind: "begin" });
  return false;
};

const start = (form) => {
  const words = form.querySelector("[data-auto-words]");
  const hold = form.querySelector("[data-wait]");
  const between = form.closest("[data-between]");
  const until = rules.clock.now() + between.dataset.auto * 1000;

  cancel = () => {
    clearInterval(timer);
    words.hidden = hold.hidden = true;
  };
  const count = () => {
    const left = Math.ceil((until - rules.clock.now()) / 1000);
    if (document.hidden || scene.held || scene.root.dataset.phase !== "waiting") cancel();
    else if (left > 0) words.textContent = stage.word("auto").replace("%n", left);
    else {
      cancel();
      if (left > -2 && begin()) show(); // else the device slept
    }
  };

  words.hidden = hold.hidden = false;
  hold.addEventListener("click", () => {
    cancel();
    form.querySelector("[value=begin]").focus();
    stage.say(stage.word("holds"));
  });
  timer = setInterval(count, 250);
  count();
};

// `mayBegin` is false after a reload, and when nobody watched.
export const wait = (mayBegin) => {
  clearInterval(timer);
  mayFlow = mayBegin;
  const form = scene.root.querySelector("[data-between][data-auto] [data-begin]");
  offlineWait = false;
  if (isOffline() && rules.doubt(scene.course)) refuse();
  else if (form && mayBegin) start(form);
};

// What waited for the network waits no more.
hear("online", () => {
  if (!offlineWait || scene.course.phase !== "waiting") return;
  drawn = "";
  show(mayFlow);
});

// Draws the part of the page that the course calls for, if it is another one.
export const show = (mayBegin = true) => {
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
  if (another && "ready" in root.dataset) wait(mayBegin && course.phase === "waiting" && !scene.away);
  if (scene.away && !["running", "ended"].includes(course.phase)) stage.banner(stage.word("away"));
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
  if (scene.course !== course) return;
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
  const now = [rules.here(course), performance.now(), scene.held];
  // Fetched behind what takes presses; without a network the still picture stays.
  import("../follow.js").then(({ picture }) => picture(root, course, ...now)).catch(() => {});
};

for (const name of ["show", "held"]) hear(name, draw);
