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

// Runs `act` with the two stores in one transaction; null where nothing can be kept.
const within = async (mode, act) => {
  try {
    opened = opened || open();
    const database = await opened;
    const transaction = database.transaction(["presses", "sessions"], mode, { durability: "strict" });
    const result = act(transaction.objectStore("presses"), transaction.objectStore("sessions"));
    return result && (await wanted(result));
  } catch {
    opened = null;
    return null;
  }
};

// A press and where it led, both or neither.
export const keep = (entry, standing) =>
  within("readwrite", (presses, sessions) => {
    if (standing) sessions.put(standing);
    return presses.put(entry);
  });

export const stand = (standing) => within("readwrite", (_, sessions) => sessions.put(standing));

// What waits to be sent, oldest first.
export const waiting = async () => (await within("readonly", (presses) => presses.getAll())) || [];

export const standing = (session) => within("readonly", (_, sessions) => sessions.get(session));

export const drop = (entry) => within("readwrite", (presses) => presses.delete(entry.id));

// The session is closed, or not ours: nothing of it stays.
export const forget = (session) => within("readwrite", (_, sessions) => sessions.delete(session));
