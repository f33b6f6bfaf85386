// Between two items: after a while the next one begins by itself, unless somebody says "wait".
import { word } from "./stage.js";

let timer = 0;

export const wait = (root, mayBegin) => {
  clearInterval(timer);
  const between = root.querySelector("[data-between][data-auto]");
  const form = between?.querySelector("[data-begin]");
  if (!form || !mayBegin) return;
  const words = form.querySelector("[data-auto-words]");
  const hold = form.querySelector("[data-wait]");
  const until = performance.now() + Number(between.dataset.auto) * 1000;

  const cancel = () => {
    clearInterval(timer);
    words.hidden = hold.hidden = true;
  };
  const count = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (document.hidden || root.dataset.phase !== "waiting") cancel();
    else if (left > 0) words.textContent = word("auto").replace("%n", left);
    else {
      cancel();
      form.querySelector("[value=begin]").click();
    }
  };

  words.hidden = hold.hidden = false;
  hold.addEventListener("click", cancel);
  between.addEventListener("focusin", (event) => event.target.matches("[name=region]") && cancel());
  timer = setInterval(count, 250);
  count();
};
