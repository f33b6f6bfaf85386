// Forms of the player: with a script their buttons are presses too, kept before they are sent; and what
// stands on the page until their answers are in.
import { local } from "./bus.js";
import * as rules from "./course.js";
import { askServer, begin, halt, show, withoutServer } from "./loop.js";
import { act, answer, fieldsOf, flush, handOver, isEmpty, isOffline, refresh, scene, unsent } from "./send.js";
import * as stage from "./stage.js";

// Nothing more is pressed on this page.
const leave = (form, why) => {
  scene.leaving = true;
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  stage.banner(stage.word(why), true);
};

// "Stop, it hurts": halts at once, with or without a network, and asks one question.
const LEFT = "limber-left";

export const stop = () => {
  if (!act("stop")) return;
  halt("stop");
  stage.controls(scene.root, "stopping");
  stage.clear();
  stage.cry(stage.word("stopped"));
  scene.root.querySelector("#stop-title")?.focus();
};

// After a red answer, whatever the server knows of it.
const showStopped = () => {
  if (scene.course.phase !== "stopped") return;
  scene.leaving = true;
  if (!isEmpty()) stage.banner(stage.word("later"), true);
  else addEventListener("online", () => location.reload()); // it was sent behind this page's back
};

const tellStop = (form, told) => {
  const { course, root } = scene;
  const whose = form.elements.whose?.value || "own";
  const now = rules.clock.now();
  const answered = (kind) => rules.apply(course, { kind }, now);
  const next = answered(told) || answered("pain"); // any other answer is a red one
  scene.course = next || course;
  if (!next) leave(form, "saving"); // the question is closed already
  answer(root.dataset.stop, { answer: told, whose }, now);
  stage.cry("");
  show();
  showStopped();
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
    if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === told[field.name];
    else field.value = told[field.name];
  }
  leave(form, "later");
};

// This tab left with the question open and is back: the server waits some seconds for that.
export const comeBack = () => {
  showAnswers(scene.root.querySelector(".finish"));
  showStopped();
  const left = ofTab((tab) => tab.getItem(LEFT));
  if (scene.course.phase !== "stopping" || !left) return;
  ofTab((tab) => tab.removeItem(LEFT));
  answer(scene.root.dataset.stop, { answer: "returned" }, Math.max(rules.clock.now(), Number(left) + 1));
};

// Leaving the page with the question open is an answer too.
addEventListener("pagehide", () => {
  const open = scene.course?.phase === "stopping" && !scene.leaving && !scene.held;
  const now = rules.clock.now();
  if (open) answer(scene.root.dataset.stop, { answer: "left", returns: note(now) }, now);
  if (open || scene.leaving) handOver();
});
addEventListener("pageshow", (event) => event.persisted && location.reload());

const release = (form, submitter) => {
  if (!act("release", { item: Number(form.elements.namedItem("item").value), region: submitter.value })) return;
  for (const button of form.querySelectorAll("[name=region]")) {
    button.setAttribute("aria-pressed", String(button === submitter));
  }
  stage.say(stage.word("kept"));
};

// The finish page: what must be answered. The server says it best; without a network it is said here.
const missing = (form) => {
  const asked = form.querySelectorAll(".finish-releases fieldset, .field:has([name=partner_pain])");
  return !form.elements.none_released?.checked && [...asked].find((field) => !field.querySelector(":checked"));
};

const finish = (form) => {
  const open = missing(form);
  if (open) {
    if (!isOffline()) return false;
    open.classList.add("has-errors");
    open.querySelector("input").focus();
    stage.banner(stage.word("answer"));
    return true;
  }
  answer(form.getAttribute("action"), { ...fieldsOf(form), csrfmiddlewaretoken: undefined });
  leave(form, isOffline() ? "later" : "saving");
  return true;
};

// Presses that the page takes; false leaves a form to htmx or to the browser.
const take = (form, submitter) => {
  if (form.matches("[data-answers]")) return tellStop(form, submitter?.value || ""), true;
  if (form.matches(".finish")) return finish(form);
  if (form.getAttribute("action") !== scene.root.dataset.moves) return false;
  const { course, root } = scene;
  const press = { ...fieldsOf(form, submitter), item: course.item };
  const begins = press.kind === "begin";
  // Where no rule can ask, or has asked already, it counts at once. What is passed over for want of a
  // stretch is the server's to say.
  const counts = press.confirmed ? !begins : press.kind === "skip" && !rules.mayAsk(course, rules.clock.now());
  scene.away = false;
  if (form.matches(".between-release")) release(form, submitter);
  else if (begins && !press.confirmed) begin() && show();
  else if (counts || isOffline()) withoutServer(press);
  else {
    // Until the server has said whether it asks something first, the item in hand stands still.
    if (act("pause")) show();
    askServer(press);
  }
  return true;
};

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const { course } = scene;
    if (!form.closest("#player")) return;
    if (!take(form, submitter)) {
      if (isOffline()) stage.banner(stage.word("needs"));
      else if (isEmpty()) return;
      // What is sent by itself must not overtake presses that still wait, nor come after later ones.
      else flush().then(() => isEmpty() && scene.course === course && form.requestSubmit(submitter));
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// The network went, or the site failed, while htmx asked it: what was pressed is sent like the others,
// which also hears why not; a page that could not be had is asked for again.
const failed = ({ detail: { requestConfig } }) => {
  const { parameters, verb } = requestConfig;
  if (parameters.kind) return withoutServer(parameters);
  if (verb === "get") setTimeout(refresh, 5000);
  stage.mention(stage.word(verb === "get" ? "busy" : "needs"), true);
};
for (const name of ["sendError", "responseError", "timeout"]) document.addEventListener(`htmx:${name}`, failed);
