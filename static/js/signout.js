// The sign-out of a browser in which presses wait: they are sent, or whoever signs out says that they
// may go. Without an answer of the site the page stays, and says that one is still signed in.
import { flush } from "./player/outbox.js";
import { waiting } from "./player/store.js";

const PATIENCE = 20000;

const later = () => new Promise((done) => setTimeout(done, PATIENCE));

const answers = async (url) => {
  try {
    return (await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
};

// How many presses the site has not taken, after one more try.
const left = async () => {
  if ((await waiting()).length) await Promise.race([flush().catch(() => {}), later()]);
  return (await waiting()).length;
};

const hold = (held, count, reached) => {
  held.querySelector("[data-count]").textContent = count;
  held.querySelector("[data-unsent]").hidden = !count;
  held.querySelector("[data-unreached]").hidden = reached;
  held.querySelector("[data-lose]").hidden = !count || !reached;
  held.hidden = false;
  held.focus();
};

// Signs out, or says what stands in the way. `lose`: whatever waits.
const signOut = async (form, lose = false) => {
  const held = document.getElementById("sign-out-held");
  const button = form.querySelector("button");
  const moment = document.getElementById("sign-out-moment");
  const slow = setTimeout(() => (moment.hidden = false), 1000);
  button.disabled = held.hidden = true;
  const count = await left();
  const reached = await answers(form.action);
  clearTimeout(slow);
  moment.hidden = true;
  button.disabled = false;
  if (reached && (lose || !count)) return form.submit();
  held.querySelector("[data-again]").onclick = () => signOut(form);
  held.querySelector("[data-lose]").onclick = () => signOut(form, true);
  hold(held, count, reached);
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[action$='/logout/']")) return;
  event.preventDefault();
  signOut(form);
});
