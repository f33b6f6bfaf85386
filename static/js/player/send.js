// What this page knows, and presses on their way to the server: each counts here at once, is kept in
// this browser until it is taken, and sent in order. It has a client, a number and the number it
// follows, so that one that arrives twice counts once, and none overtakes another.
import { hear, local, tell } from "./bus.js";
import * as rules from "./course.js";
import * as store from "./store.js";

// `course` is where the session stands, `away` that nobody watched, `leaving` that the page is done,
// `held` that another tab or device has taken over; `edge`, out of sight, the end of the step that was
// seen last, where the session waits.
export const scene = { root: null, course: null, away: false, leaving: false, held: false, edge: Infinity };

const LONGEST_WAIT = 15000;
// A new client for each page: a duplicated tab would otherwise number its presses like the first.
const born = Date.now();
export const client = `${Math.random()}${born}`.slice(2);
const pending = [];
let number = -1;
let flushing = null;
let unreachable = ""; // why the server cannot be reached: "offline", "busy", "lost"
let wake = () => {};
let woken = false; // the network came back, perhaps while a press was still failing

export const fieldsOf = (form, submitter) => Object.fromEntries(new FormData(form, submitter));
export const isEmpty = () => !pending.length;
export const isOffline = () => unreachable || navigator.onLine === false;

// Where the browser can: it sends what waits even after the page is closed (worker.js).
const sendLater = () =>
  navigator.serviceWorker
    ?.getRegistration()
    .then((worker) => worker?.sync?.register("send"))
    .catch(() => {});

// Seen by whoever looks at the page: how many presses the server does not know yet.
const mark = () => {
  document.documentElement.dataset.unsent = pending.length;
  if (pending.length) local((kept) => kept.setItem("limber-unsent", "1")); // other pages of the site look for it
};

const pause = (ms) =>
  new Promise((done) => {
    wake = done;
    setTimeout(done, ms);
  });

const found = (entry, answer, since) => {
  pending.shift();
  mark();
  store.drop(entry);
  const why = unreachable;
  unreachable = "";
  if (why) tell("online", { why });
  tell("reply", { entry, told: answer, since, drained: isEmpty() });
};

// The sign-in has ended. What waits is kept for whom it lets back in; the signs that need care stay in
// sight, and what runs or is asked goes on.
const signIn = () => {
  const place = scene.root.querySelector("[data-sign-in]");
  if (place) place.hidden = false;
  else if (["running", "stopping"].includes(scene.course.phase)) tell("offline", { why: (unreachable = "lost") });
  else location.reload();
};

const run = async () => {
  let wait = 1000;
  while (pending.length) {
    const [entry] = pending;
    const since = rules.clock.now();
    woken = false;
    const answer = await store.post(entry);
    if (pending[0] !== entry) continue; // another page has it, or nobody any more
    if (answer?.lost) return signIn();
    if (answer?.code === "EARLIER_MISSING" && "follows" in entry.fields) {
      delete entry.fields.follows; // what came before is nowhere any more
    } else if (answer && !answer.busy) {
      wait = 1000;
      found(entry, answer, since);
    } else {
      const why = answer ? "busy" : "offline";
      if (unreachable !== why) tell("offline", { why });
      unreachable = why;
      sendLater();
      if (!woken) await pause(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
};

// Resolves when nothing waits any more.
export const flush = async () => {
  if (!flushing && pending.length) flushing = run().finally(() => (flushing = null));
  await flushing;
};

// `place` says where it goes: {session, url, page, token}; `standing` is where the press has led.
const add = (place, fields, offset, standing) => {
  const follows = number;
  number += 1;
  const identity = { client, seq: number, follows, offset_ms: Math.max(0, Math.round(offset)) };
  const entry = { ...place, id: [born, client, number], fields: { ...fields, ...identity } };
  pending.push(entry);
  mark();
  store.keep(entry, standing);
  flush();
};

// What an earlier page of this session left behind.
export const load = async (session) => {
  const kept = await store.waiting();
  pending.unshift(...kept.filter((entry) => entry.session === session));
  mark();
};

// The newest tab or device has taken over: this page says nothing more.
hear("held", ({ by }) => {
  scene.held = by;
  pending.length = 0;
  mark();
});

// The page goes away: what is left is handed to the browser to deliver, and stays kept here.
export const handOver = () => {
  for (const entry of pending) navigator.sendBeacon(entry.url, store.body(entry));
};

addEventListener("online", () => {
  woken = true;
  wake();
  if (!unreachable) tell("online");
});
addEventListener("offline", () => scene.root && tell("offline", { why: "offline" }));

// Draws the page anew from the server's word, which may be its answer to a form.
export const refresh = (url = scene.root.dataset.page, values) =>
  window.htmx // the page does not wait for it
    ? window.htmx.ajax(values ? "POST" : "GET", url, { source: "#player", target: "#player", swap: "outerHTML", values })
    : location.reload();

// What was pressed meanwhile is newer than the page that comes: that is asked for once more.
document.addEventListener("htmx:beforeRequest", ({ detail }) => (detail.xhr.course = scene.course));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target !== scene.root || detail.xhr.course === scene.course) return;
  detail.shouldSwap = false;
  flush().then(() => isEmpty() && !scene.leaving && refresh());
});

// Where the session stands, as it is kept for a page that opens without a network.
export const standing = () => {
  const { items, ...course } = scene.course;
  return { session: course.session, course };
};

export const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

const place = (url) => ({ session: scene.course.session, url, page: scene.root.dataset.page, token: token() });

// A press: it counts here at once, is kept, and sent behind. False where it changes nothing.
export const act = (kind, more = {}, at = rules.clock.now()) => {
  const press = { kind, item: scene.course.item, ...more };
  const next = rules.apply(scene.course, press, at);
  if (!next) return false;
  scene.course = next;
  add(place(scene.root.dataset.moves), press, at, standing());
  return true;
};

// The answer to an address that the server does not know yet: it is kept nowhere else.
export const unsent = (url) => pending.findLast((entry) => entry.url === url)?.fields;

// What goes to an address of its own: an answer to the stop question, the finish page.
export const answer = (url, fields, at = rules.clock.now()) => add(place(url), fields, at, standing());
