// Forms of the player: with a script their buttons are presses too, kept before they are sent.
import { begin, show, tick } from "./loop.js";
import { act, answer, scene } from "./scene.js";
import * as send from "./send.js";
import * as stage from "./stage.js";

// A question that the server asks before these are taken, so while there is a network it is asked.
const ASKED = ["skip", "end"];

const fieldsOf = (form) => Object.fromEntries(new FormData(form));

const release = (form, submitter) => {
  if (!act("release", { item: Number(form.elements.namedItem("item").value), region: submitter.value })) return;
  for (const button of form.querySelectorAll("[name=region]")) {
    button.setAttribute("aria-pressed", String(button === submitter));
  }
  stage.say(stage.word("kept"));
};

// The finish page: what must be answered, is asked for here as well, for there may be no network.
const missing = (form) => {
  if (form.elements.none_released?.checked) return false;
  const asked = form.querySelectorAll(".finish-releases fieldset, .field:has([name=partner_pain])");
  const open = [...asked].find((field) => !field.querySelector("input:checked"));
  open?.querySelector("input").focus();
  return Boolean(open);
};

const finish = (form) => {
  if (missing(form)) {
    stage.banner(stage.word("answer"));
    return;
  }
  answer(form.getAttribute("action"), { ...fieldsOf(form), csrfmiddlewaretoken: undefined });
  scene.leaving = true;
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  stage.banner(stage.word(send.isOffline() ? "later" : "saving"));
};

// Presses that the page can take by itself; false leaves a form to htmx.
const take = (form, submitter) => {
  const kind = form.elements.kind?.value || submitter?.value;
  if (form.matches(".finish")) return finish(form), true;
  if (form.elements.confirmed || form.getAttribute("action") !== scene.root.dataset.moves) return false;
  if (form.matches(".between-release")) return release(form, submitter), true;
  if (kind === "begin") {
    scene.away = false;
    begin();
  } else if (ASKED.includes(kind) && send.isOffline()) act(kind, { confirmed: "1" });
  else return false;
  show();
  tick();
  return true;
};

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    if (!form.closest("#player") || form.matches("[data-answers]")) return;
    if (!take(form, submitter)) {
      if (send.isEmpty()) return;
      // What htmx sends must not overtake presses that still wait. A click, for htmx sends the
      // button's value only if it saw the button pressed.
      send.flush().then(() => (submitter ? submitter.click() : form.requestSubmit()));
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);


// The network went while htmx sent one of these: then it is a press like the others.
document.addEventListener("htmx:sendError", (event) => {
  const { kind } = event.detail.requestConfig.parameters;
  stage.banner(stage.word("offline"));
  if (!ASKED.includes(kind) || !act(kind, { confirmed: "1" })) return;
  show();
  tick();
});
