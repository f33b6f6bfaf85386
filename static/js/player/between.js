// Between two items: after a while the next one begins by itself, unless somebody says "wait".
import { hear } from "./bus.js";
import { begin, mustWait, show, tick } from "./loop.js";
import { scene } from "./scene.js";
import { banner, word } from "./stage.js";

const WAIT = 20000; // as long as tracking/player/announce.py says
let timer = 0;

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
    else if (left > 0) words.textContent = word("auto").replace("%n", left);
    else {
      cancel();
      if (begin()) show();
      tick();
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
  const why = scene.course.phase === "waiting" && mustWait(scene.course);
  if (why) banner(why);
  else if (form && mayBegin) start(form);
};

hear("turn", ({ course, another }) => {
  if (!another) return;
  wait(course.phase === "waiting" && !scene.away);
  if (scene.away) banner(word("away"));
  scene.away = false;
});
