"""Where a trunk comes to rest: on its feet, on its knees, or with a part of it on a surface."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import cos, radians, sqrt

from exercises.figures import measures as m
from exercises.figures.flesh import Ball, balls
from exercises.figures.measures import Side
from exercises.figures.reach import span
from exercises.figures.skeleton import (
    Body,
    Posture,
    body_of,
    hip_of,
    pelvis_under,
)
from exercises.figures.stage import Solid, Stage, solids
from exercises.figures.vectors import Angles, Frame, Vec, add, bent, mix, sub

SINK = 1.0  # how deep soft parts settle into what they rest on
STEEPEST_SETTLE = 40.0
MID_FOOT = 5.0  # ankle joint to where the weight goes through the foot


@dataclass(frozen=True, slots=True)
class Trunk:
    """All that fixes pelvis and back; made so that two of them can be blended number by number.

    `root` is the part whose frame and place are given: pelvis (place of the hips) or chest (place
    of the base of the neck). `rest` says by which rule the height is found; free if empty.
    """

    root: str
    frame: Frame
    spine: Mapping[str, Angles]
    place: tuple[float, float] | None
    height: float | None
    rest: str
    lift: float
    knee_angle: float
    size: float
    settle: str = ""

    def posture(self, at: Vec = (0.0, 0.0, 0.0)) -> Posture:
        """Return the trunk with its root at a point, limbs hanging."""
        frame = self.frame if self.root == "pelvis" else pelvis_under(self.frame, self.spine)
        posture = Posture(at, frame, self.spine, size=self.size)
        if self.root == "pelvis":
            return posture
        off = sub(body_of(posture).points["c7"], at)
        return replace(posture, hips=sub(at, off))


def settled(
    trunk: Trunk, feet: Mapping[Side, Vec], knees: Mapping[Side, Vec], stage: Stage
) -> Posture:
    """Return the trunk at rest; `feet` are the ankles it stands on, `knees` the knees."""
    if not trunk.settle:
        return _placed(trunk, feet, knees, stage)
    low, high = -STEEPEST_SETTLE, STEEPEST_SETTLE

    def gap(tilt: float) -> float:
        posture = _placed(_tilted(trunk, tilt), feet, knees, stage)
        return rest_gap(body_of(posture), trunk.settle, stage)

    # The part comes down either by tilting forward or by tilting back: see which.
    forward = gap(3.0) < gap(-3.0)
    for _ in range(24):
        middle = (low + high) / 2
        if (gap(middle) > -SINK / 2) is forward:
            low = middle
        else:
            high = middle
    return _placed(_tilted(trunk, (low + high) / 2), feet, knees, stage)


def _tilted(trunk: Trunk, tilt: float) -> Trunk:
    return replace(trunk, frame=bent(trunk.frame, (tilt, 0.0, 0.0)), settle="")


def _placed(
    trunk: Trunk, feet: Mapping[Side, Vec], knees: Mapping[Side, Vec], stage: Stage
) -> Posture:
    if "foot" in trunk.rest or trunk.rest == "feet":
        return _standing(trunk, feet)
    if "knee" in trunk.rest:
        return _kneeling(trunk, knees)
    x, y = trunk.place or (0.0, 0.0)
    if not trunk.rest:
        return trunk.posture((x, y, trunk.height if trunk.height is not None else 100.0))
    high = trunk.posture((x, y, 250.0))
    drop = _drop([ball for ball in balls(body_of(high)) if ball.part == trunk.rest], stage)
    return replace(high, hips=add(high.hips, (0.0, 0.0, trunk.lift - drop)))


def _drop(part: list[Ball], stage: Stage) -> float:
    """Return how far a part can fall until it rests on something that carries from below."""
    carrying = [solid for solid in solids(stage) if solid.name not in ("wall", "backrest")]
    sink = SINK if all(ball.soft for ball in part) else 0.0

    def free(fall: float) -> bool:
        return all(
            solid.distance(add(ball.centre, (0.0, 0.0, -fall))) - ball.radius > -sink
            for ball in part
            for solid in carrying
        )

    low, high = 0.0, 5.0
    while free(high):
        low, high = high, high + 5.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if free(middle) else (low, middle)
    return low


def _standing(trunk: Trunk, feet: Mapping[Side, Vec]) -> Posture:
    """Return the hips above the feet, as high as the knee angle lets them be, in balance."""
    size = trunk.size
    reach = span((m.THIGH * size, m.SHIN * size), cos(radians(trunk.knee_angle)))
    spots = list(feet.values())
    middle = mix(spots[0], spots[-1], 0.5)
    x, y = trunk.place or (middle[0], middle[1])
    for _ in range(1 if trunk.place else 6):
        posture = trunk.posture((x, y, 0.0))
        height = min(
            ankle[2]
            - hip[2]
            + sqrt(max(reach**2 - (hip[0] - ankle[0]) ** 2 - (hip[1] - ankle[1]) ** 2, 0))
            for side, ankle in feet.items()
            for hip in [hip_of(posture.hips, posture.pelvis, side, size)]
        )
        posture = replace(posture, hips=add(posture.hips, (0.0, 0.0, height + trunk.lift)))
        if not trunk.place:
            heavy = weight(body_of(posture))
            x += (middle[0] + MID_FOOT * size * _ahead(trunk) - heavy[0]) * 0.8
            y += (middle[1] - heavy[1]) * 0.8
    return posture


def _ahead(trunk: Trunk) -> float:
    """Return +1 where the person faces along x, -1 where against it."""
    return -1.0 if trunk.frame[0][0] + trunk.frame[1][1] < 0 else 1.0


def weight(body: Body) -> Vec:
    """Return the centre of the weight: trunk and head, and half of the legs."""
    at = body.points
    parts: Iterable[tuple[str, float]] = (
        ("hips", 0.36), ("t12", 0.2), ("t7", 0.22), ("c7", 0.13), ("head", 0.09),
    )  # fmt: skip
    total: Vec = (0.0, 0.0, 0.0)
    for name, share in parts:
        total = add(total, at[name], share)
    return total


def _kneeling(trunk: Trunk, knees: Mapping[Side, Vec]) -> Posture:
    """Return the hips behind the knees, at the knee angle, shins along the floor."""
    posture = trunk.posture()
    inner, size = radians(trunk.knee_angle), trunk.size
    back = -_ahead(trunk)
    places = []
    for side, knee in knees.items():
        hip = hip_of((0.0, 0.0, 0.0), posture.pelvis, side, size)
        aside = knee[1] - hip[1] - (trunk.place[1] if trunk.place else 0.0)
        long = sqrt(max((m.THIGH * size) ** 2 - aside**2, 1.0))
        places.append(
            (knee[0] - hip[0] + back * long * cos(inner), knee[1] - hip[1] - aside,
             knee[2] - hip[2] + long * sqrt(1 - cos(inner) ** 2))
        )  # fmt: skip
    hips = mix(places[0], places[-1], 0.5)
    return replace(posture, hips=add(hips, (0.0, 0.0, trunk.lift)))


def rest_gap(body: Body, part: str, stage: Stage) -> float:
    """Return how far a part is above what it rests on; below zero it has sunk in."""
    named = part.replace("_", " ")
    found = [ball for ball in balls(body) if ball.part == named]
    return gap_to(found, [solid for solid in solids(stage)])


def gap_to(found: list[Ball], around: list[Solid]) -> float:
    return min(solid.distance(ball.centre) - ball.radius for ball in found for solid in around)


def knee_points(targets: Mapping[Side, Vec], size: float) -> dict[Side, Vec]:
    """Return the knee joints above the points on which the knees rest."""
    return {side: add(point, (0.0, 0.0, m.R_KNEE * size)) for side, point in targets.items()}
