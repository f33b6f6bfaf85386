"""Inverse kinematics: the joint angles of an arm or leg that bring its end to a point."""

from math import acos, degrees, sqrt

from exercises.figures import measures as m
from exercises.figures.measures import Side
from exercises.figures.skeleton import Body, Limb, hip_of, shoulder_of, sign
from exercises.figures.vectors import (
    Frame,
    Vec,
    across,
    add,
    bent,
    cross,
    dot,
    length,
    mul,
    relative,
    sub,
    unit,
    within,
)

STRAIGHT = 0.99999  # of full length: a joint quite straight has no side to which it bends


def two_bones(root: Vec, end: Vec, bones: tuple[float, float], pole: Vec) -> Vec:
    """Return the joint between two bones from root towards end, on the side of `pole`."""
    first, second = bones
    reach = sub(end, root)
    far = min(max(length(reach), abs(first - second) + 0.01), (first + second) * STRAIGHT)
    direction = unit(reach)
    beside = (first * first - second * second + far * far) / (2 * far)
    out = sqrt(max(first * first - beside * beside, 0.0))
    return add(add(root, direction, beside), across(pole, direction), out)


def inner_angle(bones: tuple[float, float], far: float) -> float:
    """Return the angle between two bones whose ends are `far` apart."""
    first, second = bones
    cosine = (first * first + second * second - far * far) / (2 * first * second)
    return degrees(acos(max(-1.0, min(1.0, cosine))))


def span(bones: tuple[float, float], cosine: float) -> float:
    """Return how far the ends are apart when the joint's inner angle has this cosine."""
    first, second = bones
    return sqrt(first * first + second * second - 2 * first * second * cosine)


def leg_to(
    hips: Vec, pelvis: Frame, side: Side, ankle: Vec, foot: Frame, pole: Vec, size: float
) -> Limb:
    """Return the leg whose ankle is at a point, knee toward `pole`, foot as given."""
    hip = hip_of(hips, pelvis, side, size)
    bones = (m.THIGH * size, m.SHIN * size)
    knee = two_bones(hip, ankle, bones, pole)
    up = unit(sub(hip, knee))
    front = across(pole, up)
    # The knee bends in the plane of hip, knee and ankle, so its front lies in that plane too.
    plane = unit(
        sub(knee, add(hip, unit(sub(ankle, hip)), dot(sub(knee, hip), unit(sub(ankle, hip))))),
        front,
    )
    front = across(plane, up, front)
    thigh: Frame = (front, cross(up, front), up)
    bend = 180 - inner_angle(bones, min(length(sub(ankle, hip)), sum(bones) * STRAIGHT))
    shin = bent(thigh, (bend, 0.0, 0.0))
    return Limb(relative(pelvis, thigh), bend, relative(shin, foot))


def arm_to(body: Body, side: Side, wrist: Vec, hand: Frame, pole: Vec) -> Limb:
    """Return the arm whose wrist is at a point, elbow toward `pole`, hand as given."""
    chest, size, c7 = body.frames["upper"], body.size, body.points["c7"]
    girdle = girdle_toward(
        side, within(chest, sub(wrist, shoulder_of(c7, chest, side, (0.0, 0.0), size)))
    )
    shoulder = shoulder_of(c7, chest, side, girdle, size)
    bones = (m.UPPER_ARM * size, m.FOREARM * size)
    elbow = two_bones(shoulder, wrist, bones, pole)
    up = unit(sub(shoulder, elbow))
    line = unit(sub(wrist, shoulder))
    out = sub(elbow, add(shoulder, line, dot(sub(elbow, shoulder), line)))
    front = across(mul(unit(out, across(pole, line)), -1.0), up)
    upper: Frame = (front, cross(up, front), up)
    bend = 180 - inner_angle(bones, min(length(sub(wrist, shoulder)), sum(bones) * STRAIGHT))
    forearm = bent(upper, (-bend, 0.0, 0.0))
    return Limb(relative(chest, upper), bend, relative(forearm, hand), girdle)


def girdle_toward(side: Side, toward: Vec) -> tuple[float, float]:
    """Return how the shoulder gives way to an arm that points `toward` (in the chest's frame)."""
    forward, left, up = unit(toward)
    inward = max(0.0, -left * sign(side))
    raised = 24.0 * max(0.0, up + 0.15)
    return (raised, 14.0 * forward + 16.0 * inward * max(0.0, forward))


def shoulder_at(body: Body, side: Side, girdle: tuple[float, float]) -> Vec:
    return shoulder_of(body.points["c7"], body.frames["upper"], side, girdle, body.size)
