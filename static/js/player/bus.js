// How the parts of the player speak without knowing each other: events on the document.
// docs/player.md lists them.

export const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(`player:${name}`, { detail }));

export const hear = (name, act) => document.addEventListener(`player:${name}`, (event) => act(event.detail));
