// Draws the parts of the page that the server would draw, from its own templates in the page:
// the item in hand, the wait between two items, the finish page.
import { works } from "./course.js";
import { long, word } from "./stage.js";

const copy = (name) => document.getElementById(`kit-${name}`).content.cloneNode(true);

const put = (part, selector, text) => {
  const place = part.querySelector(selector);
  if (!place) return;
  place.textContent = text || "";
  place.hidden = !text;
};

// Which part of the page a course calls for.
export const partOf = (course) => {
  const phase = course.phase === "stopping" ? course.back : course.phase;
  if (works({ phase })) return `stage ${course.item}`;
  return phase === "waiting" ? `between ${course.item}` : "ended";
};

const drawStage = (part, course) => {
  const item = course.items[course.item];
  put(part, ".stage-name", item.name);
  put(part, "[data-side]", item.sided && " ");
};

const releaseButtons = (form, number, { release_regions: regions = [] }, told) => {
  const [first, none] = form.querySelectorAll("[name=region]");
  const words = first.textContent;
  const buttons = regions.map(([code, name]) => {
    const button = first.cloneNode();
    button.value = code;
    button.textContent = words.replace("%r", name);
    return button;
  });
  first.replaceWith(...buttons);
  for (const button of [...buttons, none]) button.setAttribute("aria-pressed", String(told === button.value));
  form.elements.namedItem("item").value = number;
};

const drawBetween = (part, course) => {
  const number = course.item - 1;
  const before = course.items[number];
  const next = course.items[course.item];
  const form = part.querySelector(".between-release");
  const figure = part.querySelector(".between-figure");
  if (before?.release_regions && number in course.told) releaseButtons(form, number, before, course.told[number]);
  else form.remove();
  put(part, ".eyebrow", next.role || word("next"));
  put(part, ".stage-name", next.name);
  put(part, ".between-facts", [long(next.seconds), next.place].filter(Boolean).join("\u00a0· "));
  figure.src = figure.getAttribute("src").replace("/-/", `/${next.slug}/`);
  put(part, ".stage-cue", next.steps[0].text);
  part.querySelector("[data-between]").toggleAttribute("data-auto", !next.gate);
};

const drawEnded = (part, course) => {
  const done = Object.keys(course.told).map(Number);
  const mobilised = done.filter((number) => course.items[number].mobilising);
  for (const field of part.querySelectorAll(".finish-releases fieldset")) {
    const number = Number(field.querySelector("input").name.split("_")[1]);
    if (!mobilised.includes(number)) field.remove();
    const told = course.told[number] === "" ? "no" : course.told[number];
    const input = told && field.querySelector(`[value="${told}"]`);
    if (input) input.checked = true;
  }
  const leave = (name) => part.querySelector(`[name=${name}]`)?.closest(".field").remove();
  if (mobilised.length < 2) leave("none_released");
  if (!mobilised.length) part.querySelector(".finish-releases")?.remove();
  if (!done.some((number) => course.items[number].gate === "active_partner")) leave("partner_pain");
  part.querySelector(done.length ? "[data-empty]" : ".finish")?.remove();
  const heading = !done.length ? "nothing" : course.ached ? "ached" : course.early ? "early" : "";
  if (heading) put(part, "h1", word(heading));
  put(part, ".lede", course.ached && word("ache"));
};

const DRAW = { stage: drawStage, between: drawBetween, ended: drawEnded };

// Draws the part that a course calls for into the page.
export const draw = (root, course) => {
  const [name] = partOf(course).split(" ");
  const part = copy(name);
  DRAW[name](part, course);
  for (const input of part.querySelectorAll("[name=item]")) {
    if (!input.closest(".between-release")) input.value = course.item;
  }
  root.classList.toggle("is-finish", name === "ended");
  root.classList.toggle("is-drawn", true);
  const top = root.querySelector(".player-top");
  if (top) top.hidden = name === "ended";
  for (const notice of root.querySelectorAll(":scope > .notice")) notice.remove();
  put(root, ".player-place", word("place").replace("%n", Math.min(course.item + 1, course.items.length)).replace("%m", course.items.length));
  root.querySelector(".player-body").replaceChildren(part);
  window.htmx.process(root.querySelector(".player-body"));
};
