// Presses on their way to the server: kept in this tab until they are taken, sent in their order.
// Each has a client and a number, so that one that arrives twice counts once.

const KEY = `limber-queue:${location.pathname}`;
const LONGEST_WAIT = 15000;
// A new client for each page: a duplicated tab would otherwise number its presses like the first.
const client = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
export const listeners = { reply() {}, offline() {}, online() {} };
let number = 0;
let flushing = null;
let lost = false;

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
};
const pending = read();
const keep = () => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(pending));
  } catch {
    // Storage is full or closed to us: the presses still live in this page.
  }
};

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
const body = (entry) => new URLSearchParams({ ...entry.fields, csrfmiddlewaretoken: token() });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// The answer as data, null if there was none; a page that is signed out starts over.
const send = async (entry) => {
  let response;
  try {
    response = await fetch(entry.url, {
      method: "POST",
      body: body(entry),
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
  } catch {
    return null;
  }
  if (response.status >= 500) return null;
  const isData = (response.headers.get("Content-Type") || "").includes("json");
  return isData ? response.json() : { lost: true };
};

const run = async () => {
  let wait = 1000;
  while (pending.length) {
    const answer = await send(pending[0]);
    if (answer) {
      const entry = pending.shift();
      keep();
      wait = 1000;
      if (lost) listeners.online();
      lost = false;
      listeners.reply(entry, answer, pending.length === 0);
    } else {
      if (!lost) listeners.offline();
      lost = true;
      await pause(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
};

export const flush = () => {
  flushing = flushing || run().finally(() => (flushing = null));
  return flushing;
};

export const add = (url, fields, offset) => {
  number += 1;
  pending.push({ url, fields: { ...fields, client, seq: number, offset_ms: Math.max(0, Math.round(offset)) } });
  keep();
  flush();
};

// The page goes away: what is left is handed to the browser to deliver.
export const handOver = () => {
  for (const entry of pending) navigator.sendBeacon(entry.url, body(entry));
};

window.addEventListener("online", flush);
export const isEmpty = () => pending.length === 0;
