// Forms of the player: with a script their buttons are presses too, kept before they are sent.
import { local } from "./bus.js";
import * as rules from "./course.js";
import { begin, halt, refuse, show } from "./loop.js";
import { act, answer, flush, handOver, isEmpty, isOffline, scene, unsent } from "./send.js";
import * as stage from "./stage.js";

// Nothing more is pressed on this page.
const leave = (form, why) => {
  scene.leaving = true;
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  stage.banner(stage.word(why));
};

// "Stop, it hurts": halts at once, with or without a network, and asks one question.
const LEFT = `limber-left:${location.pathname}`;

export const stop = () => {
  if (!act("stop")) return;
  halt("stop");
  stage.controls(scene.root, "stopping");
  stage.cry(stage.word("stopped"));
  scene.root.querySelector("#stop-title")?.focus();
};

// After a red answer, whatever the server knows of it.
const rest = () => {
  if (scene.course.phase !== "stopped") return;
  scene.leaving = true;
  stage.banner(stage.word("later"));
};

const tellStop = (form, told) => {
  const { course, root } = scene;
  const whose = form.elements.whose?.value || "own";
  const now = rules.clock.now();
  const answered = (kind) => rules.apply(course, { kind }, now);
  scene.course = answered(told) || answered("pain") || course; // any other answer is a red one
  answer(root.dataset.stop, { answer: told, whose }, now);
  stage.cry("");
  show();
  rest();
  const main = root.querySelector("[data-press=toggle], [data-begin] [value=begin]");
  if (told === "mistake") (main || root.querySelector("h1"))?.focus(); // where the next press is likely
};

// Kept by this tab alone, so that a reload can be told from leaving.
const ofTab = (use) => local(use, "sessionStorage");
const note = (at) => ofTab((tab) => (tab.setItem(LEFT, at), "1")) || "";

// The finish page whose answers wait to be sent: as they were given, and not asked again.
const showAnswers = (form) => {
  const told = form && unsent(form.getAttribute("action"));
  if (!told) return;
  for (const field of form.querySelectorAll("[name]:not([type=hidden])")) {
    if ("checked" in field) field.checked = field.value === told[field.name];
    else field.value = told[field.name];
  }
  leave(form, "later");
};

// This tab left with the question open and is back: the server waits some seconds for that.
export const comeBack = () => {
  showAnswers(scene.root.querySelector(".finish"));
  rest();
  const left = ofTab((tab) => tab.getItem(LEFT));
  if (scene.course.phase !== "stopping" || !left) return;
  ofTab((tab) => tab.removeItem(LEFT));
  answer(scene.root.dataset.stop, { answer: "returned" }, Math.max(rules.clock.now(), Number(left) + 1));
};

// Leaving the page with the question open is an answer too.
window.addEventListener("pagehide", () => {
  const open = scene.course?.phase === "stopping" && !scene.leaving && !scene.held;
  const now = rules.clock.now();
  if (open) answer(scene.root.dataset.stop, { answer: "left", returns: note(now) }, now);
  if (open || scene.leaving) handOver();
});
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

// What the server may ask about first, so while there is a network it is asked. Who does not stretch
// once more passes over what waits.
const ASKED = ["skip", "end", "repeat"];
const meant = (kind, confirmed) => (kind === "begin" && confirmed ? "skip" : kind);

const release = (form, submitter) => {
  if (!act("release", { item: Number(form.elements.namedItem("item").value), region: submitter.value })) return;
  for (const button of form.querySelectorAll("[name=region]")) {
    button.setAttribute("aria-pressed", String(button === submitter));
  }
  stage.say(stage.word("kept"));
};

// The finish page: what must be answered. The server says it best; without a network it is said here.
const missing = (form) => {
  if (form.elements.none_released?.checked) return false;
  const asked = form.querySelectorAll(".finish-releases fieldset, .field:has([name=partner_pain])");
  const open = [...asked].find((field) => !field.querySelector("input:checked"));
  open?.classList.add("has-errors");
  open?.querySelector("input").focus();
  return open;
};

const finish = (form) => {
  if (missing(form)) {
    if (isOffline()) stage.banner(stage.word("answer"));
    return isOffline();
  }
  answer(form.getAttribute("action"), { ...Object.fromEntries(new FormData(form)), csrfmiddlewaretoken: undefined });
  leave(form, isOffline() ? "later" : "saving");
  return true;
};

// Presses that the page can take by itself; false leaves a form to htmx.
const take = (form, submitter) => {
  const kind = form.elements.kind?.value || submitter?.value;
  if (form.matches("[data-answers]")) return tellStop(form, submitter?.value || ""), true;
  if (form.matches(".finish")) return finish(form);
  const asked = meant(kind, form.elements.confirmed);
  if (form.getAttribute("action") !== scene.root.dataset.moves) return false;
  if (isOffline() && ASKED.includes(asked)) act(asked, { confirmed: "1" });
  else if (form.elements.confirmed) return false;
  else if (form.matches(".between-release")) return release(form, submitter), true;
  else if (kind === "begin") {
    scene.away = false;
    begin();
  } else return false;
  show();
  return true;
};

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (!form.closest("#player")) return;
    if (!take(form, submitter)) {
      if (isEmpty()) return;
      // What htmx sends must not overtake presses that still wait. A click, for htmx sends the
      // button's value only if it saw the button pressed.
      flush().then(() => (submitter ? submitter.click() : form.requestSubmit()));
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// The network went while htmx sent one of these: then it is a press like the others.
document.addEventListener("htmx:sendError", (event) => {
  const { kind, confirmed } = event.detail.requestConfig.parameters;
  const asked = meant(kind, confirmed);
  stage.banner(stage.word("offline"));
  if (asked === "begin") refuse();
  else if (ASKED.includes(asked) && act(asked, { confirmed: "1" })) show();
});
