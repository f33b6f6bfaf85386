// What other devices do with this session, asked while it can be seen or is shared: a press of
// another one shows here like an answer to one's own, and the newest device holds the session.
import { hear, tell } from "./bus.js";
import { clock } from "./course.js";
import { client, isEmpty, scene } from "./send.js";
import * as stage from "./stage.js";

const EVERY = 1500;
const SELDOM = 20000;
let holds = false;
let shared = false;
let known = 0; // moves that this page has been told of
let halted = false; // by another device, and the question is on its way
let looking = false;
let timer = 0;

const ask = async (url, body) => {
  try {
    const response = await fetch(url, body && { method: "POST", body });
    if (response.status === 404) return { gone: true };
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
};

const take = (url) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  return ask(`${url}hold/`, new URLSearchParams({ client: client, csrfmiddlewaretoken: token }));
};

const follow = (told, since) => {
  shared = told.shared;
  if (told.holder && told.holder !== client) {
    tell("held", { by: "device" });
    return;
  }
  // The same number of moves: nobody has pressed anything, and the clock is known here.
  const news = told.gone || told.closed || told.rev > Math.max(known, scene.course.rev || 0);
  if (!news) return;
  if (told.phase === "stopping" && scene.course.phase !== "stopping") {
    tell("halt", { why: "stop" });
    stage.cry(stage.word("stopped"));
    halted = true;
  }
  tell("reply", { entry: { fields: {} }, told, since, drained: true });
};

const look = async () => {
  if (looking || scene.held || scene.leaving) return;
  looking = true;
  clearTimeout(timer);
  const since = clock.now();
  const { course, root } = scene;
  const told = course && isEmpty() && (await (holds ? ask(`${root.dataset.page}now/`) : take(root.dataset.page)));
  looking = false;
  if (told && !holds && told.closed) return; // it was closed when this page was drawn
  holds ||= Boolean(told);
  // What was pressed here meanwhile has an answer of its own.
  const settled = course === scene.course && isEmpty() && !scene.held && !scene.leaving;
  if (told && settled) follow(told, since);
  timer = setTimeout(look, document.hidden && !shared ? SELDOM : EVERY);
};

document.addEventListener("visibilitychange", look);
hear("online", look);
hear("reply", ({ told }) => (known = Math.max(known, told.rev || 0)));
hear("turn", ({ course }) => {
  if (!holds) look();
  if (halted && course.phase === "stopping") scene.root.querySelector("#stop-title").focus();
  halted &&= course.phase !== "stopping";
});
