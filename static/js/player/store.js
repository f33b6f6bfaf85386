// What is kept in this browser until the server has it: presses in their order, and where each
// session stood after the last one. Without IndexedDB (some private windows) the page keeps it.

const wanted = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

const open = () => {
  const request = indexedDB.open("limber", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("presses", { keyPath: "id" });
    request.result.createObjectStore("sessions", { keyPath: "session" });
  };
  return wanted(request);
};

let opened = null;

// Runs `act` with the two stores in one transaction and waits for its end; null where nothing can
// be kept.
const within = async (mode, act) => {
  try {
    opened = opened || open();
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

// A press and where it led, both or neither.
export const keep = async (entry, standing) => {
  unsaved.set(entry, standing);
  const put = (presses, sessions) => {
    sessions.put(standing);
    return presses.put(entry);
  };
  if (await within("readwrite", put)) unsaved.delete(entry);
};

// The page goes away before the database was done: what was under way is kept at once.
export const rescue = () => {
  try {
    if (unsaved.size) localStorage.setItem(LATE, JSON.stringify([...unsaved]));
  } catch {
    // Closed to us: then only what was done is kept.
  }
};

// Storage of this kind is closed to some pages and to workers.
const recover = async () => {
  try {
    for (const [entry, standing] of JSON.parse(localStorage.getItem(LATE) || "[]")) await keep(entry, standing);
    localStorage.removeItem(LATE);
  } catch {}
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

// The session is closed, or not ours: nothing of it stays.
export const forget = (session) => within("readwrite", (_, sessions) => sessions.delete(session));
