// The session's time in milliseconds: the server's count at the last answer, carried on from there.
// Nothing is counted in ticks, so a throttled or sleeping page is right again when it is seen.

const DRIFT = 2000;
let base = 0;
let perf = performance.now();
let wall = Date.now();

export const now = () => {
  const byPerf = performance.now() - perf;
  const byWall = Date.now() - wall;
  // On some devices performance.now() stands still while they sleep.
  return Math.round(base + (byWall - byPerf > DRIFT ? byWall : byPerf));
};

// Answers arrive late, never early: small differences only ever push the clock on.
export const set = (elapsed) => {
  const known = now();
  base = Math.abs(elapsed - known) < DRIFT ? Math.max(elapsed, known) : elapsed;
  perf = performance.now();
  wall = Date.now();
};
