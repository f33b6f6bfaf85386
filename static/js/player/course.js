// One item on the clock, as tracking/player/machine.py has it: what a press does to the position.
// A course is {phase, item, position, at, steps, ...}; these functions return a new one or null.

const SHORTEST_MOVE = 3000;
const RESTART = 2000;

export const end = (course) => course.steps[course.steps.length - 1].end;

export const position = (course, now) => {
  if (course.phase !== "running") return course.position;
  return Math.min(end(course), course.position + Math.max(0, now - course.at));
};

export const indexAt = (course, where) => {
  let index = 0;
  course.steps.forEach((step, number) => {
    if (step.at <= where) index = number;
  });
  return index;
};

const to = (course, now, change) => ({ ...course, position: position(course, now), at: now, ...change });

export const moves = {
  pause: (course, now) => (course.phase === "running" ? to(course, now, { phase: "paused" }) : null),
  resume: (course, now) => (course.phase === "paused" ? to(course, now, { phase: "running" }) : null),
  next: (course, now) => {
    const where = position(course, now);
    const step = course.steps[indexAt(course, where)];
    if (step.phase === "move" && where - step.at < SHORTEST_MOVE) return null;
    return to(course, now, { position: step.end });
  },
  previous: (course, now) => {
    const where = position(course, now);
    let index = indexAt(course, where);
    if (where - course.steps[index].at < RESTART) index = Math.max(0, index - 1);
    return to(course, now, { position: course.steps[index].at });
  },
};

export const works = (course) => course.phase === "running" || course.phase === "paused";

// The instant at which a running course reaches a position.
export const reaches = (course, where) => course.at + where - course.position;
