"""Elbows that keep out of floor and props: the arm swings about shoulder and hand until it does."""

from collections.abc import Callable
from math import cos, radians, sin

from exercises.figures import measures as m
from exercises.figures.measures import Side
from exercises.figures.reach import shoulder_at, two_bones
from exercises.figures.skeleton import Body
from exercises.figures.stage import Solid, Stage, solids
from exercises.figures.vectors import Vec, across, add, cross, mix, mul, sub, unit

STEP, WIDEST = 8.0, 136.0


def clear_pole(body: Body, side: Side, wrist: Vec, pole: Vec, stage: Stage) -> Vec:
    """Return the direction for an elbow nearest to `pole` that keeps the arm out of all props."""
    shoulder = shoulder_at(body, side, (0.0, 0.0))
    line = unit(sub(wrist, shoulder))
    start = across(pole, line)
    beside = cross(line, start)
    around = solids(stage)

    def swung(angle: float) -> Vec:
        return add(mul(start, cos(radians(angle))), beside, sin(radians(angle)))

    def free(angle: float) -> bool:
        return _free(body.size, shoulder, wrist, swung(angle), around)

    if free(0.0):
        return start
    angle = STEP
    while angle <= WIDEST:
        for way in (1.0, -1.0):
            if free(angle * way):
                return swung(_least(free, (angle - STEP) * way, angle * way))
        angle += STEP
    return start


def _least(free: Callable[[float], bool], low: float, high: float) -> float:
    """Return the swing nearest to `low` that is free, so that elbows do not jump."""
    for _ in range(6):
        middle = (low + high) / 2
        low, high = (low, middle) if free(middle) else (middle, high)
    return high


def _free(size: float, shoulder: Vec, wrist: Vec, pole: Vec, around: list[Solid]) -> bool:
    elbow = two_bones(shoulder, wrist, (m.UPPER_ARM * size, m.FOREARM * size), pole)
    spots = (
        (elbow, m.R_ELBOW),
        (mix(shoulder, elbow, 0.7), m.R_UPPER_ARM - 0.8),
        (mix(elbow, wrist, 0.4), m.R_FOREARM - 0.8),
    )
    return all(solid.distance(at) > radius * size - 0.3 for at, radius in spots for solid in around)
