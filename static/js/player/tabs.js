// Two tabs of a browser do not fight: the newest one plays, the other says so.
import { tell } from "./bus.js";

// Holds the session until a newer tab takes it; the lock of a tab that is gone is free by itself.
export const hold = (session) =>
  navigator.locks
    ?.request(`limber-session-${session}`, { steal: true }, () => new Promise(() => {}))
    .catch(() => tell("held", { by: "tab" }));
