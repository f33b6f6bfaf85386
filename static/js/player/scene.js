// What this page knows: `course` is where the session stands, `away` that nobody watched, `leaving`
// that the page is done, `held` that another tab or device has taken over.
import { clock } from "./clock.js";
import * as rules from "./course.js";
import * as send from "./send.js";

export const scene = { root: null, course: null, away: false, leaving: false, held: false };

// Draws the page anew from the server's word.
export const refresh = () => window.htmx.ajax("GET", scene.root.dataset.page, { target: "#player", swap: "outerHTML" });

// Where the session stands, as it is kept for a page that opens without a network.
export const standing = () => {
  const { items, ...course } = scene.course;
  return { session: course.session, began: clock.began(), course };
};

const place = (url) => {
  const { dataset } = scene.root;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  return { session: scene.course.session, url, page: dataset.page, token };
};

// A press: it counts here at once, is kept, and sent behind. False where it changes nothing.
export const act = (kind, more = {}, at = clock.now()) => {
  const press = { kind, item: scene.course.item, ...more };
  const next = rules.apply(scene.course, press, at);
  if (!next) return false;
  scene.course = next;
  send.add(place(scene.root.dataset.moves), press, at, standing());
  return true;
};

// What goes to an address of its own: an answer to the stop question, the finish page.
export const answer = (url, fields, at = clock.now()) => send.add(place(url), fields, at, standing());
