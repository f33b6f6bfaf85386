// How the parts of the player speak without knowing each other: events on the document, which
// docs/player.md lists; and a small storage.

export const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(`player:${name}`, { detail }));

export const hear = (name, act) => document.addEventListener(`player:${name}`, (event) => act(event.detail));

// Uses a storage that is written at once; null where it is closed: to some pages, and to workers.
export const local = (use, storage = "localStorage") => {
  try {
    return use(globalThis[storage]);
  } catch {
    return null;
  }
};
