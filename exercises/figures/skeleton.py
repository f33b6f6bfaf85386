"""Forward kinematics: a posture (hips and all joint angles) becomes a body in space."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from exercises.figures import measures as m
from exercises.figures.measures import SIDES, Side
from exercises.figures.vectors import (
    WORLD,
    Angles,
    Frame,
    Vec,
    add,
    along,
    bent,
    compose,
    inverse,
    mul,
    relative,
)

SPINE = ("lumbar", "lower", "upper", "neck", "head")
STRAIGHT: Mapping[str, Angles] = {name: (0.0, 0.0, 0.0) for name in SPINE}
LENGTHS = {
    "lumbar": m.LUMBAR,
    "lower": m.LOWER_THORACIC,
    "upper": m.UPPER_THORACIC,
    "neck": m.NECK,
}
TOPS = {"pelvis": "l5", "lumbar": "t12", "lower": "t7", "upper": "c7", "neck": "atlas"}


@dataclass(frozen=True, slots=True)
class Limb:
    """One arm or leg by its joints.

    `upper` is the frame of thigh or upper arm in that of pelvis or chest, `bend` how far knee or
    elbow is from straight, `end` the frame of foot or hand in that of shin or forearm; `girdle`
    is how far the shoulder is raised and drawn forward.
    """

    upper: Frame = WORLD
    bend: float = 0.0
    end: Frame = WORLD
    girdle: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Posture:
    """One person in one moment, by joint angles alone; everything else follows from it."""

    hips: Vec
    pelvis: Frame
    spine: Mapping[str, Angles]
    arms: Mapping[Side, Limb] = field(default_factory=lambda: dict.fromkeys(SIDES, Limb()))
    legs: Mapping[Side, Limb] = field(default_factory=lambda: dict.fromkeys(SIDES, Limb()))
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Body:
    """A posture in space: named points (cm) and the frame of each part."""

    posture: Posture
    points: Mapping[str, Vec]
    frames: Mapping[str, Frame]

    @property
    def size(self) -> float:
        return self.posture.size


def body_of(posture: Posture) -> Body:
    """Return all points and frames of a posture."""
    frames = {"pelvis": posture.pelvis}
    points = {"hips": posture.hips}
    _grow_spine(posture, points, frames)
    for side in SIDES:
        _grow_leg(posture, side, points, frames)
        _grow_arm(posture, side, points, frames)
    return Body(posture, points, frames)


def spine_frames(pelvis: Frame, spine: Mapping[str, Angles]) -> dict[str, Frame]:
    """Return the frame of each part of the back, neck and head."""
    frames, frame = {}, pelvis
    for name in SPINE:
        flex, side, turn = spine[name]
        frame = bent(frame, (flex + m.NEUTRAL[name], side, turn))
        frames[name] = frame
    return frames


def pelvis_under(chest: Frame, spine: Mapping[str, Angles]) -> Frame:
    """Return the frame of the pelvis that puts the upper chest into the given one."""
    return compose(chest, inverse(relative(WORLD, spine_frames(WORLD, spine)["upper"])))


def sign(side: Side) -> float:
    """Return +1 for left, -1 for right: the direction of y."""
    return 1.0 if side == "left" else -1.0


def hip_of(hips: Vec, pelvis: Frame, side: Side, size: float) -> Vec:
    return add(hips, pelvis[1], sign(side) * m.HIP_HALF * size)


def shoulder_of(c7: Vec, chest: Frame, side: Side, girdle: tuple[float, float], size: float) -> Vec:
    """Return the shoulder joint: the collar bone swings up and forward from the breastbone."""
    base = add(c7, chest[2], -m.SHOULDER_DROP * size)
    raised, forward = girdle
    bone = bent(WORLD, (0.0, -raised * sign(side), -forward * sign(side)))[1]
    return add(base, along(chest, bone), sign(side) * m.SHOULDER_HALF * size)


def _grow_spine(posture: Posture, points: dict[str, Vec], frames: dict[str, Frame]) -> None:
    frames |= spine_frames(posture.pelvis, posture.spine)
    place = add(posture.hips, posture.pelvis[2], m.SACRUM * posture.size)
    points["l5"] = place
    for name, long in LENGTHS.items():
        place = add(place, frames[name][2], long * posture.size)
        points[TOPS[name]] = place
    points["head"] = add(place, along(frames["head"], m.HEAD_CENTRE), posture.size)


def _grow_leg(
    posture: Posture, side: Side, points: dict[str, Vec], frames: dict[str, Frame]
) -> None:
    limb, size = posture.legs[side], posture.size
    thigh = compose(posture.pelvis, limb.upper)
    shin = bent(thigh, (limb.bend, 0.0, 0.0))
    foot = compose(shin, limb.end)
    hip = hip_of(posture.hips, posture.pelvis, side, size)
    knee = add(hip, thigh[2], -m.THIGH * size)
    ankle = add(knee, shin[2], -m.SHIN * size)
    frames |= {f"{side}_thigh": thigh, f"{side}_shin": shin, f"{side}_foot": foot}
    points |= {f"{side}_hip": hip, f"{side}_knee": knee, f"{side}_ankle": ankle}
    points |= {
        f"{side}_{name}": add(ankle, along(foot, mul(place, size)))
        for name, place in {
            "heel": (-m.HEEL, 0.0, -m.ANKLE + m.R_HEEL),
            "ball": (m.BALL, 0.0, -m.ANKLE + m.R_BALL),
            "toe": (m.TOE, sign(side) * 0.8, -m.ANKLE + m.R_TOE),
        }.items()
    }


def _grow_arm(
    posture: Posture, side: Side, points: dict[str, Vec], frames: dict[str, Frame]
) -> None:
    limb, size = posture.arms[side], posture.size
    upper = compose(frames["upper"], limb.upper)
    forearm = bent(upper, (-limb.bend, 0.0, 0.0))
    hand = compose(forearm, limb.end)
    shoulder = shoulder_of(points["c7"], frames["upper"], side, limb.girdle, size)
    elbow = add(shoulder, upper[2], -m.UPPER_ARM * size)
    wrist = add(elbow, forearm[2], -m.FOREARM * size)
    frames |= {f"{side}_upper_arm": upper, f"{side}_forearm": forearm, f"{side}_hand": hand}
    points |= {
        f"{side}_shoulder": shoulder,
        f"{side}_elbow": elbow,
        f"{side}_wrist": wrist,
        f"{side}_palm": add(wrist, hand[2], -m.PALM * size),
        f"{side}_tips": add(wrist, hand[2], -m.HAND * size),
    }
