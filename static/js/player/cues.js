// What is told when: fires player:cue at the instant of each cue, read from the clock, and tells it
// to a screen reader. What was missed (hidden, paused, a slow page) is not told late, but for the
// step that one is in.
import { hear, tell } from "./bus.js";
import * as rules from "./course.js";
import { scene } from "./send.js";
import { say, word } from "./stage.js";
import { slept } from "./watch.js";

const LATE = { count: 400, other: 1500 };
const NEAR = 500; // so little moves the position by itself when the page is drawn anew
const WORD = 500; // as slow as tracking/player/cues.py takes a voice to be
const HALT = { tone: "end", buzz: [120, 80, 120] };
let course = null; // as it was when last looked at
let told = -1; // what lies up to here in the item is told
let timer = 0;
let noticed = ""; // what the server says at the moment

const cuesOf = ({ items, item }) => items?.[item]?.cues || [];
const stepEnd = () => rules.stepAt(course, rules.here(course)).end;
const isState = ({ kind }) => !["half", "ten", "count"].includes(kind);
const fire = (cue) => tell("cue", { cue });

// A sentence that is over before the next one begins; else nothing.
const fitting = (say, where) => {
  const next = cuesOf(course).find((cue) => cue.at > where && cue.say);
  return say && (!next || where + say.split(" ").length * WORD <= next.at) ? say : "";
};

// The step in hand, told again to someone who comes back to it.
const again = (where, first = "") => {
  const step = cuesOf(course).findLast((cue) => isState(cue) && cue.at <= where);
  if (!step) return;
  const whole = [first, step.say].filter(Boolean).join(". ");
  fire({ say: fitting(whole, where) || first, tell: first });
};

const inTime = (cue, where, later) => {
  if (isState(cue)) return !later.some(isState);
  return where - cue.at <= (LATE[cue.kind] || LATE.other) && !later.length;
};

const waits = () => {
  const last = course.item === course.items.length - 1 && scene.edge === rules.end(course);
  fire(last ? cuesOf(course).at(-1) : { say: word("waitsSeen"), ...HALT });
  told = Infinity;
};

const check = () => {
  clearTimeout(timer);
  if (course?.phase !== "running" || scene.held) return;
  const now = rules.clock.now();
  if (slept()) return;
  const where = rules.position(course, now);
  const limit = scene.edge;
  const passed = cuesOf(course).filter((cue) => cue.at > told && cue.at <= where && cue.at < limit);
  if (told < where) told = where;
  passed.forEach((cue, number) => inTime(cue, where, passed.slice(number + 1)) && fire(cue));
  if (told === Infinity) return;
  if (where >= limit) return waits();
  const next = cuesOf(course).find((cue) => cue.at > where);
  if (next) timer = setTimeout(check, rules.reaches(course, Math.min(next.at, limit)) - now);
};

// What the server says or asks between two items, once, however often its page is drawn.
const notices = () => {
  const texts = [...scene.root.querySelectorAll(":scope > .notice > p")].map((text) => text.firstChild?.data?.trim()); // without the link to its rule
  const before = noticed;
  noticed = texts.filter(Boolean).join("; ");
  return noticed !== before && noticed;
};

const notify = (left) => {
  const said = notices();
  const words = [left && word("slowlyBack"), said, course.phase === "waiting" && word("waitsSeen")];
  if (said) fire({ say: words.filter(Boolean).join(" "), ...HALT });
  return said;
};

// What comes, where it begins by itself.
const following = (name) => {
  const flows = course.phase === "waiting" && !rules.doubt(course) && !document.hidden && !scene.away;
  return flows && word(name).replace("%n", course.items[course.item].name);
};

// The item in hand was left: by its clock, by a press, or it was passed over.
const leave = (was, now) => {
  const cues = cuesOf(was);
  const end = cues.at(-1);
  const over = rules.indexAt(was, rules.position(was, now)) === end?.step;
  const ended = course.phase === "ended" && !course.ached;
  if (!end || told >= end.at) return;
  if (over) fire({ ...end, say: end.say || following("overNext") });
  else if (ended) fire(was.items.at(-1).cues.at(-1));
  else fire({ say: following("skippedNext") || word("skipped") });
};

const run = (was, now) => {
  const cues = cuesOf(course);
  const here = rules.position(course, now);
  const before = was?.item === course.item && rules.works({ phase: was.phase === "stopping" ? was.back : was.phase });
  const jumped = before && Math.abs(course.position - rules.position(was, course.at)) > NEAR;
  if (!before) {
    told = here < LATE.other ? -1 : here;
    if (told === here) again(here);
  } else if (jumped || was.phase !== "running") {
    const { position } = course;
    const begins = cues.some((cue) => isState(cue) && cue.at === position);
    told = begins ? position - 1 : position;
    if (!begins) again(position, was.phase === "running" ? "" : word("running"));
  }
  check();
};

// Ten seconds more, pressed by a key or a headset: nothing else lets an ear know.
const lengthened = (was) => was?.item === course.item && course.given > was.given;

const pause = (was) => {
  clearTimeout(timer);
  if (course.phase !== "paused" || was?.item !== course.item || scene.away) return;
  if (was.phase === "running") fire({ say: word("paused"), tell: word("paused") });
  else if (was.position !== course.position) again(course.position);
};

// The page that comes with the answer to the stop question.
const answered = () => {
  const [title, lede] = ["h1", ".lede"].map((name) => scene.root.querySelector(name)?.textContent);
  fire({ say: `${title}. ${lede || ""}`.replace("..", "."), ...HALT, tell: lede });
};

const sync = () => {
  const was = course;
  course = scene.course;
  const now = rules.clock.now();
  if (course?.phase === "running" && document.hidden && (scene.edge === Infinity || course.item !== was?.item)) scene.edge = stepEnd(); // by a headset
  const left = was && rules.works(was) && course && (course.item !== was.item || course.phase === "ended");
  const noted = course && notify(left);
  if (course === was) return;
  if (left && !noted) leave(was, now);
  if (course && lengthened(was)) fire({ say: word("more"), tell: word("more") });
  if (course?.phase === "running") run(was, now);
  else if (course) pause(was);
  if (course?.phase === "stopped" || (was?.phase === "stopping" && course?.phase === "ended")) answered();
};

hear("cue", ({ cue }) => say(cue.tell));
hear("turn", sync);
hear("show", sync);
hear("frame", check);
hear("banner", ({ text, status }) => text && !status && fire({ say: text }));
hear("halt", ({ why }) => {
  if (!["stop", "held"].includes(why)) return;
  sync();
  tell("hush");
  if (why === "stop") fire({ say: word("stopped") });
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden || course?.phase !== "running") return;
  scene.edge = stepEnd();
  check();
});
hear("seen", () => {
  if (scene.course !== course) return; // it waits
  if (told === Infinity) told = course ? rules.here(course) : -1;
  check();
});
