// The session's time in milliseconds: the server's count when the page came, carried on from there.
// Nothing is counted in ticks, so a throttled or sleeping page is right again when it is seen.

const DRIFT = 2000;

// `perf` and `wall` read the monotonic and the wall clock; tests bring their own.
export const make = (perf, wall) => {
  let base = null;
  let from = { perf: perf(), wall: wall() };

  const now = () => {
    const byPerf = perf() - from.perf;
    const byWall = wall() - from.wall;
    // On some devices the monotonic clock stands still while they sleep.
    return Math.round(base + (byWall - byPerf > DRIFT ? byWall : byPerf));
  };

  // The server's count at some instant from `since` until now. What lies between is the time that
  // the answer took: to follow it would cut a hold short.
  const set = (elapsed, since = now()) => {
    if (base !== null && elapsed > since - DRIFT && elapsed < now() + DRIFT) return;
    base = elapsed;
    from = { perf: perf(), wall: wall() };
  };

  return { now, set, began: () => wall() - now() };
};

export const clock = make(
  () => performance.now(),
  () => Date.now(),
);
