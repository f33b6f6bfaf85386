// What is kept in this browser until the server has it: presses in their order, and where each
// session stood after the last one; and how one of them is sent. Without IndexedDB (some private windows) the page keeps it.
import { local } from "./bus.js";

const open = () => {
  const request = indexedDB.open("limber", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("presses", { keyPath: "id" });
    request.result.createObjectStore("sessions", { keyPath: "session" });
  };
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = fail;
  });
};

let opened = null;

// Runs `act` with the two stores in one transaction and waits for its end; null where nothing can
// be kept.
const within = async (mode, act) => {
  try {
    opened ??= open();
    const database = await opened;
    const transaction = database.transaction(["presses", "sessions"], mode, { durability: "strict" });
    const ended = new Promise((done, fail) => {
      transaction.oncomplete = done;
      transaction.onabort = fail;
    });
    const request = act(transaction.objectStore("presses"), transaction.objectStore("sessions"));
    await ended;
    return request.result;
  } catch {
    opened = null;
    return null;
  }
};

const LATE = "limber-late";
const unsaved = new Map();
export let full = false; // nothing could be kept when it was last tried

// A press and where it led, both or neither.
export const keep = async (entry, standing) => {
  unsaved.set(entry, standing);
  const put = (presses, sessions) => {
    sessions.put(standing);
    return presses.put(entry);
  };
  full = !(await within("readwrite", put));
  if (!full) unsaved.delete(entry);
};

// The page goes away before the database was done: what was under way is kept at once.
export const rescue = () => unsaved.size && local((kept) => kept.setItem(LATE, JSON.stringify([...unsaved])));

const recover = async () => {
  for (const [entry, standing] of local((kept) => JSON.parse(kept.getItem(LATE))) || []) await keep(entry, standing);
  local((kept) => kept.removeItem(LATE));
};

// What waits to be sent, oldest first.
export const waiting = async () => {
  await recover();
  return (await within("readonly", (presses) => presses.getAll())) || [];
};

export const standing = (session) => within("readonly", (_, sessions) => sessions.get(session));

export const drop = (entry) => {
  unsaved.delete(entry);
  return within("readwrite", (presses) => presses.delete(entry.id));
};

// Where the session stands by the server's word.
export const note = (standing) => within("readwrite", (_, sessions) => sessions.put(standing));

// The session is closed, or not ours: nothing of it stays.
export const forget = (session) => within("readwrite", (_, sessions) => sessions.delete(session));

// To the sign-in.
const isTurnedAway = (response) => response.type === "opaqueredirect";

// Takes a fresh token for forms from the session's page, when the one that was kept is too old.
const renew = async (entry) => {
  const page = await fetch(entry.page, { redirect: "manual" });
  const text = page.ok ? await page.text() : "";
  entry.token = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(text)?.[1] || entry.token;
  return page;
};

export const body = (entry) => new URLSearchParams({ ...entry.fields, csrfmiddlewaretoken: entry.token });

const send = (entry) =>
  fetch(entry.url, { method: "POST", body: body(entry), headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout?.(20000) });

// The answer; null without a network; {busy} if the site has none yet, {lost} where the page is
// signed out, {gone} where the site says that there is no such session (any more).
export const post = async (entry) => {
  try {
    let response = await send(entry);
    if (response.status === 403) {
      const page = await renew(entry);
      response = isTurnedAway(page) ? page : await send(entry);
    }
    if (isTurnedAway(response)) return { lost: true };
    // A proxy that has lost the site answers as well, also that there is nothing.
    const told = response.status < 500 && (await response.json().catch(() => null));
    return told && (told.gone || response.status !== 404) ? told : { busy: true };
  } catch {
    return null;
  }
};
