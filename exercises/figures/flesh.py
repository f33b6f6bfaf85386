"""The soft body around the bones: round capsules for touching and passing, surfaces for hands."""

from collections.abc import Iterator
from dataclasses import dataclass

from exercises.figures import measures as m
from exercises.figures.measures import SIDES
from exercises.figures.skeleton import Body, sign
from exercises.figures.stage import Solid
from exercises.figures.vectors import Vec, add, along, mix


@dataclass(frozen=True, slots=True)
class Ball:
    """A round piece of the body; `soft` where flesh flattens under weight."""

    part: str
    centre: Vec
    radius: float
    soft: bool = False


def balls(body: Body) -> list[Ball]:
    """Return the whole body as overlapping balls, each named by its part."""
    found = [*_trunk(body)]
    for side in SIDES:
        found += _leg(body, side)
        found += _arm(body, side)
    size = body.size
    return [Ball(ball.part, ball.centre, ball.radius * size, ball.soft) for ball in found]


def depth(found: list[Ball], solid: Solid) -> float:
    """Return how far the balls stay from a solid, with a minus how deep they are in it."""
    return min(solid.distance(ball.centre) - ball.radius for ball in found)


def _chain(
    part: str, a: tuple[Vec, float], b: tuple[Vec, float], steps: int, soft: bool
) -> Iterator[Ball]:
    for n in range(steps + 1):
        share = n / steps
        radius = a[1] + (b[1] - a[1]) * share
        yield Ball(part, mix(a[0], b[0], share), radius, soft)


def _trunk(body: Body) -> Iterator[Ball]:
    at, size = body.points, body.size
    pelvis, chest = body.frames["pelvis"], body.frames["lower"]
    for y in (-7.0, 0.0, 7.0):
        yield Ball("pelvis", add(at["hips"], along(pelvis, (-1.2, y, 0.0)), size), m.R_PELVIS, True)
        yield Ball("pelvis", add(at["l5"], along(pelvis, (0.0, y, -2.0)), size), m.R_WAIST, True)
        yield Ball("waist", add(mix(at["l5"], at["t12"], 0.5), pelvis[1], y * size), 8.5, True)
    for y in (-6.0, 0.0, 6.0):
        yield Ball("chest", add(at["t12"], chest[1], y * size), m.R_CHEST - 1, True)
        yield Ball("chest", add(at["t7"], chest[1], y * size), m.R_CHEST, True)
    top = add(at["t7"], body.frames["upper"][2], 7.5 * size)
    for y in (-7.0, 0.0, 7.0):
        yield Ball("chest", add(top, body.frames["upper"][1], y * size), m.R_CHEST - 1.5, True)
    yield from _chain("neck", (at["c7"], m.R_NECK), (at["atlas"], m.R_NECK), 2, True)
    head = body.frames["head"]
    yield Ball("head", add(at["head"], along(head, (2.0, 0.0, -4.5)), size), 6.8)
    yield Ball("head", add(at["head"], along(head, (-0.6, 0.0, 1.4)), size), m.R_HEAD)


def _leg(body: Body, side: str) -> Iterator[Ball]:
    at = body.points
    hip, knee, ankle = (at[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
    yield from _chain(f"{side} thigh", (hip, m.R_HIP), (knee, m.R_KNEE), 5, True)
    yield Ball(f"{side} knee", knee, m.R_KNEE)
    yield from _chain(
        f"{side} shin", (mix(knee, ankle, 0.25), m.R_CALF), (ankle, m.R_ANKLE), 4, True
    )
    yield Ball(f"{side} foot", at[f"{side}_heel"], m.R_HEEL)
    yield from _chain(
        f"{side} foot", (at[f"{side}_ball"], m.R_BALL), (at[f"{side}_toe"], m.R_TOE), 2, False
    )


def _arm(body: Body, side: str) -> Iterator[Ball]:
    at = body.points
    shoulder, elbow, wrist = (at[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist"))
    yield Ball(f"{side} shoulder", shoulder, m.R_SHOULDER, True)
    yield from _chain(
        f"{side} upper arm", (mix(shoulder, elbow, 0.2), m.R_UPPER_ARM), (elbow, m.R_ELBOW), 4, True
    )
    yield Ball(f"{side} elbow", elbow, m.R_ELBOW)
    yield from _chain(
        f"{side} forearm", (mix(elbow, wrist, 0.2), m.R_FOREARM), (wrist, m.R_WRIST), 4, True
    )
    yield Ball(f"{side} hand", at[f"{side}_palm"], m.R_PALM)
    yield Ball(f"{side} hand", mix(at[f"{side}_palm"], at[f"{side}_tips"], 0.7), m.R_PALM - 0.4)


# Where a hand can be laid: part -> (points between which it lies, frame, radii front/back, side).
LAID = {
    "thigh": ("hip", "knee", "thigh", m.R_THIGH - 0.5),
    "shin": ("knee", "ankle", "shin", 4.4),
    "upper_arm": ("shoulder", "elbow", "upper_arm", m.R_UPPER_ARM - 0.4),
    "forearm": ("elbow", "wrist", "forearm", 3.3),
}
# part of the trunk -> (frame, point, offset in the frame, half axes forward, sideways, upward)
TRUNK = {
    "hips": ("pelvis", "hips", (0.0, 0.0, 6.0), (9.5, 15.5, 6.0)),
    "waist": ("lumbar", "l5", (0.0, 0.0, 7.0), (9.0, 13.0, 6.0)),
    "chest": ("lower", "t7", (0.0, 0.0, 0.0), (10.8, 15.0, 6.0)),
    "shoulders": ("upper", "c7", (0.0, 0.0, -6.0), (9.5, 14.0, 6.0)),
    "head": ("head", "head", (0.0, 0.0, 0.0), m.HEAD_AXES),
}
WAYS: dict[str, Vec] = {
    "front": (1.0, 0.0, 0.0),
    "back": (-1.0, 0.0, 0.0),
    "left": (0.0, 1.0, 0.0),
    "right": (0.0, -1.0, 0.0),
    "top": (0.0, 0.0, 1.0),
}


def way_of(words: list[str], side: str) -> Vec:
    """Return the direction that words such as `outside` or `back left` name on a part."""
    outward = sign("left" if side == "left" else "right")
    sides: dict[str, Vec] = {"outside": (0.0, outward, 0.0), "inside": (0.0, -outward, 0.0)}
    way = (0.0, 0.0, 0.0)
    for word in words:
        way = add(way, {**WAYS, **sides}[word])
    return way
