// What waits is sent from any page of the site, and by the service worker, while no page of its
// session is open; that page holds a lock, and sends by itself.
import { local } from "./bus.js";
import * as store from "./store.js";

const sendAll = async (entries) => {
  for (const entry of entries) {
    let answer = await store.post(entry);
    if (answer?.code === "EARLIER_MISSING") {
      delete entry.fields.follows;
      answer = await store.post(entry);
    }
    if (!answer || answer.lost || answer.busy) return false;
    await store.drop(entry);
  }
  return true;
};

const free = (session, act) => {
  if (!navigator.locks) return act();
  return navigator.locks.request(`limber-session-${session}`, { ifAvailable: true }, (lock) => Boolean(lock) && act());
};

// Sends what waits; fails if something still does, so that a background sync comes again.
export const flush = async () => {
  const entries = await store.waiting();
  const sessions = [...new Set(entries.map((entry) => entry.session))];
  const done = await Promise.all(
    sessions.map((session) => free(session, () => sendAll(entries.filter((entry) => entry.session === session)))),
  );
  if (!done.every(Boolean)) throw new Error("not yet");
  local((kept) => kept.removeItem("limber-unsent"));
  // A page that shows what is open knows nothing of it.
  if (entries.length && globalThis.document?.querySelector("[data-redraw]")) location.reload();
};
