"""What is wrong with the figures of an exercise, in words: joints, supports, and things passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from exercises.figures import measures as m
from exercises.figures.film import StepFilm, films
from exercises.figures.flesh import Ball, balls
from exercises.figures.keys import Pose
from exercises.figures.limits import beyond
from exercises.figures.measures import SIDES
from exercises.figures.skeleton import Body
from exercises.figures.solve import KeyScene, Moment, foot_target, limb_words
from exercises.figures.stage import Solid, solids
from exercises.figures.targets import TargetError, parse, touch
from exercises.figures.trunk import gap_to
from exercises.figures.vectors import length, sub
from exercises.reading import Problem
from exercises.spec import ExerciseSpec

FRAMES = 20  # moments looked at in every step
# Parts of the own body or of a partner may be held; these words on a rest mean both sides.
BOTH_SIDES = {"feet": "foot", "knees": "knee", "hands": "hand", "shoulders": "shoulder"}
OF_LIMB = {"feet": "leg", "foot": "leg", "hands": "arm", "hand": "arm"}
# Arms lie on the own body, so only props and the other person count.


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one moment: a sentence without its figure, and the figure."""

    words: str
    amount: float
    unit: str


def violations(spec: ExerciseSpec) -> Iterator[Problem]:
    """Yield everything wrong in the key poses and at 20 moments of each step; worst of each."""
    file = f"{spec.slug}.toml"
    try:
        made = films(spec)
    except TargetError as error:
        yield Problem(file, "steps.figure", str(error))
        return
    for n, film in enumerate(made, start=1):
        for k, key in enumerate(film.keys, start=1):
            place = f"steps[{n}].figure[{k}]"
            yield from _told(file, place, "", _at_key(key))
        for number, leg in enumerate(film.legs, start=1):
            place = f"steps[{n}], on the way to pose {_goal(film, leg.b, number)}"
            count = max(4, FRAMES // len(film.legs))
            times = [leg.start + (leg.end - leg.start) * i / count for i in range(1, count)]
            found = [f for time in times for f in _on_the_way(film, leg.a, leg.b, time)]
            yield from _told(file, place, "", found)


def _goal(film: StepFilm, scene: KeyScene, number: int) -> int:
    return next((k for k, key in enumerate(film.keys, start=1) if key is scene), number)


def _told(file: str, place: str, prefix: str, found: list[Finding]) -> Iterator[Problem]:
    """Yield each kind of finding once, with its largest figure."""
    worst: dict[str, Finding] = {}
    for item in found:
        if item.words not in worst or abs(item.amount) > abs(worst[item.words].amount):
            worst[item.words] = item
    for item in worst.values():
        yield Problem(file, place, f"{prefix}{item.words} by {item.amount:.1f} {item.unit}")


def _at_key(key: KeyScene) -> list[Finding]:
    moment = key.moment
    found = [*_always(moment)]
    for n, pose in enumerate(key.poses):
        for part in pose.get("rests", ()):
            found += _rest(moment, n, part)
        found += _contacts(moment, n, pose, ("leg", "arm"))
    return found


def _on_the_way(film: StepFilm, a: KeyScene, b: KeyScene, time: float) -> list[Finding]:
    moment = film.at(time)
    found = [*_always(moment)]
    for n, pose in enumerate(b.poses):
        before = a.poses[n] if n < len(a.poses) else {}
        held = [
            kind
            for kind in ("leg", "arm")
            if all(limb_words(before, kind, s) == limb_words(pose, kind, s) for s in SIDES)
        ]
        for part in pose.get("rests", ()):
            kind = {"feet": "leg", "foot": "leg", "hands": "arm", "hand": "arm"}.get(
                part.split("_")[-1]
            )
            if part in before.get("rests", ()) and (kind is None or kind in held):
                found += _rest(moment, n, part)
        found += _contacts(moment, n, pose, tuple(held))
    return found


def _always(moment: Moment) -> Iterator[Finding]:
    around = solids(moment.stage)
    for n, body in enumerate(moment.bodies):
        who = "partner: " if n else ""
        for words, over in beyond(body):
            yield Finding(f"{who}{words}", over, "degrees")
        for ball in balls(body):
            yield from _inside(who, ball, around)
    if len(moment.bodies) == 2:
        yield from _through(*moment.bodies)


def _inside(who: str, ball: Ball, around: list[Solid]) -> Iterator[Finding]:
    allowed = m.SOFT_TOLERANCE if ball.soft else m.HARD_TOLERANCE
    solid = min(reversed(around), key=lambda solid: solid.distance(ball.centre))
    deep = ball.radius - solid.distance(ball.centre)
    if deep > allowed + 0.05:
        yield Finding(f"{who}{ball.part} is inside the {solid.name}", deep - allowed, "cm")


def _through(one: Body, other: Body) -> Iterator[Finding]:
    """Check that two people touch and hold but do not pass through each other: both give way."""
    for mine, theirs in product(balls(one), balls(other)):
        allowed = sum(
            m.SOFT_TOLERANCE if ball.soft else m.HARD_TOLERANCE for ball in (mine, theirs)
        )
        deep = mine.radius + theirs.radius - length(sub(mine.centre, theirs.centre))
        if deep > allowed + 0.05:
            words = f"{mine.part} is inside the partner's {theirs.part}"
            yield Finding(words, deep - allowed, "cm")


def _rest(moment: Moment, n: int, part: str) -> Iterator[Finding]:
    """Check that a part that rests is on something: not above it, and not deeper than flesh."""
    who = "partner: " if n else ""
    single = BOTH_SIDES.get(part)
    names = [f"{side} {single}" for side in SIDES] if single else [part.replace("_", " ")]
    around, whole = solids(moment.stage), balls(moment.bodies[n])
    for name in names:
        gap = gap_to([ball for ball in whole if ball.part == name], around)
        if gap > m.REST_TOLERANCE:
            yield Finding(f"{who}{name} rests on nothing: it is too high", gap, "cm")


def _contacts(moment: Moment, n: int, pose: Pose, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """Check that each hand and foot is where it is said to be: nothing out of reach."""
    body, who = moment.bodies[n], "partner: " if n else ""
    other = moment.bodies[1 - n] if len(moment.bodies) == 2 else None
    for side in SIDES:
        foot = foot_target(pose, side) if "leg" in kinds else None
        if foot and foot.stance == "flat":
            on = touch(foot, moment.stage, body)
            miss = length(sub(body.points[f"{side}_ankle"], on.point)) - m.ANKLE * body.size
            if miss > m.REST_TOLERANCE:
                yield Finding(f"{who}{side} foot does not reach {foot.text!r}", miss, "cm")
        text = pose.get(f"{side}_hand") if "arm" in kinds else None
        if text:
            target = parse(text)
            on = touch(target, moment.stage, other if target.of_partner else body)
            miss = length(sub(body.points[f"{side}_palm"], on.point)) - m.R_PALM * body.size
            if miss > m.REST_TOLERANCE:
                yield Finding(f"{who}{side} hand does not reach {text!r}", miss, "cm")
