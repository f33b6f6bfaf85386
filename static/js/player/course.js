// The session and its clock. Pure: the session as tracking/player/machine.py folds it, so that every press acts at once here.
// A course is {phase, item, position, at, extra, given, back, items, told, ...}: `at` the instant of
// `position`, `extra` milliseconds that the clock uses up before the position moves on, `told` what
// is known of each item that was worked on: its released region, "" for none, null for not said.
const SHORTEST_MOVE = 3000;
const RESTART = 2000;
const EXTEND = 10000;

export const works = (course) => course.phase === "running" || course.phase === "paused";

// The steps of the item in hand; none between two items.
export const stepsOf = (course) => course.items[course.item]?.steps || [];

export const end = (course) => stepsOf(course).at(-1)?.end || 0;

export const position = (course, now) => {
  if (course.phase !== "running") return course.position;
  const gone = Math.max(0, now - course.at - course.extra);
  return Math.min(end(course), course.position + gone);
};

// Extra time that is still to be used up.
export const extra = (course, now) =>
  course.phase === "running" ? Math.max(0, course.extra - Math.max(0, now - course.at)) : course.extra;

// The instant at which a running course reaches a position.
export const reaches = (course, where) => course.at + course.extra + where - course.position;

export const indexAt = (course, where) => {
  const found = stepsOf(course).findLastIndex((step) => step.at <= where);
  return Math.max(0, found);
};

export const stepAt = (course, where) => stepsOf(course)[indexAt(course, where)];

// Milliseconds to the end of the session, if nothing is skipped.
export const left = (course, now) => {
  const rest = course.items.slice(course.item).reduce((sum, item) => sum + item.seconds * 1000, 0);
  return Math.max(0, rest - position(course, now) + extra(course, now));
};

const settle = (course) =>
  course.phase === "waiting" && course.item >= course.items.length ? { ...course, phase: "ended" } : course;

const moved = (course, where) => ({ ...course, position: where, extra: 0, given: 0 });

const close = (course) => settle({ ...moved(course, 0), item: course.item + 1, phase: "waiting" });

// Milliseconds of stretching so far, for a running course that has come to `where`; extra time is left out.
const stretchedBy = (course, where) =>
  stepsOf(course).reduce((sum, { at, end, stretch }) => {
    const gone = Math.min(end, where) - Math.max(at, course.position);
    return stretch && gone > 0 ? sum + gone : sum;
  }, course.stretched);

// Notes that an item was worked on, once more than its lead-in has run.
const work = (course, where) => {
  const begun = where > stepsOf(course)[0].end || (where === stepsOf(course)[0].end && course.position < where);
  if (!begun || course.item in course.told) return course;
  return { ...course, told: { ...course.told, [course.item]: null } };
};

// Where the clock alone leads to.
export const advance = (course, now) => {
  if (course.phase !== "running") return { ...course, at: now };
  const where = position(course, now);
  const spent = { ...work(course, where), stretched: stretchedBy(course, where), position: where, extra: extra(course, now), at: now };
  return where < end(course) ? spent : close(spent);
};

// Once anything that mobilises was begun, no stretch is asked for any more, and none is repeated.
const mobilised = ({ told, items }) => Object.keys(told).some((number) => items[number].mobilising);

// Why the rules may say no to the item that waits, as far as it is known here; "" if nothing is.
export const doubt = (course) => {
  if (course.phase !== "waiting") return "";
  const item = course.items[course.item];
  const told = new Set(Object.values(course.told).filter(Boolean));
  const released = item.mobilising && (item.regions || []).some((region) => told.has(region));
  const short = item.stretch_first > course.stretched && !mobilised(course); // A3
  return short ? "short" : item.gate || released ? "waits" : "";
};

// Whether a rule may ask something before this item is skipped: it answers another one, or has two sides (A11, A9).
export const mayAsk = (course, now) => {
  const { counter, sided } = course.items[course.item];
  return counter || (sided && course.item in advance(course, now).told);
};

const step = (course) => stepAt(course, course.position);

const effects = {
  begin: (course) => course.phase === "waiting" && { ...moved(course, 0), phase: "running" },
  pause: (course) => course.phase === "running" && { ...course, phase: "paused" },
  resume: (course) => course.phase === "paused" && { ...course, phase: "running" },
  skip: (course) => (works(course) || course.phase === "waiting") && close(course),
  repeat: (course) => {
    const number = course.items.slice(0, course.item).findLastIndex(({ mobilising }) => !mobilising);
    return course.phase === "waiting" && number >= 0 && !mobilised(course) && { ...moved(course, 0), item: number, phase: "running" };
  },
  end: (course) => (works(course) || course.phase === "waiting") && { ...course, phase: "ended", early: true },
  next: (course) => {
    const { at, end: until, phase } = step(course);
    const moves = phase === "move" && course.phase === "running"; // not who has paused
    if (!works(course) || (moves && course.position - at < SHORTEST_MOVE)) return null;
    return until < end(course) ? moved(course, until) : close(course);
  },
  previous: (course) => {
    if (!works(course)) return null;
    const back = course.position - step(course).at < RESTART ? 1 : 0;
    const index = Math.max(0, indexAt(course, course.position) - back);
    return moved(course, stepsOf(course)[index].at);
  },
  extend: (course) => {
    if (!works(course) || course.given + EXTEND > (step(course).more || 0)) return null;
    return { ...course, extra: course.extra + EXTEND, given: course.given + EXTEND };
  },
  release: (course, { item, region }) => item in course.told && { ...course, told: { ...course.told, [item]: region } },
  stop: (course) => course.phase !== "stopping" && { ...course, phase: "stopping", back: course.phase },
  mistake: (course) => course.phase === "stopping" && { ...course, phase: course.back },
  pain: (course) => course.phase === "stopping" && { ...course, phase: "stopped" },
  ache: (course) => course.phase === "stopping" && { ...course, phase: "ended", ached: true, early: true },
};

// The course after a press at an instant; null where it changes nothing.
export const apply = (course, press, now) => {
  const before = advance(course, now);
  const meant = ["begin", "repeat", "skip", "next", "previous", "extend"].includes(press.kind);
  if (meant && press.item !== before.item) return null;
  const after = effects[press.kind]?.(before, press);
  return after ? settle(after) : null;
};

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

export const here = (course) => position(course, clock.now());
