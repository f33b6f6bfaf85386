"""From a key pose to bodies: trunks at rest, then legs, then arms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from exercises.figures import limbs
from exercises.figures import measures as m
from exercises.figures.breath import BEFORE, Spot
from exercises.figures.keys import Pose
from exercises.figures.measures import SIDES, Side
from exercises.figures.skeleton import STRAIGHT, Body, Limb, Posture, body_of, sign
from exercises.figures.stage import Stage
from exercises.figures.targets import Target, parse, touch
from exercises.figures.trunk import Trunk, knee_points, settled
from exercises.figures.vectors import (
    Angles,
    Frame,
    Vec,
    compose,
    rotated,
)

FEET_ASIDE, KNEES_ASIDE = 10.0, 9.0


@dataclass(frozen=True, slots=True)
class KeyScene:
    """One key pose, solved: its words, props, one body for each person, and where breath shows."""

    stage: Stage
    poses: tuple[Pose, ...]
    trunks: tuple[Trunk, ...]
    bodies: tuple[Body, ...]
    spot: Spot = BEFORE

    @property
    def moment(self) -> "Moment":
        return Moment(self.stage, self.bodies, self.spot)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is to be drawn or checked: props and bodies at one instant, and where breath shows."""

    stage: Stage
    bodies: tuple[Body, ...]
    spot: Spot = BEFORE


type LimbRule = Callable[[int, str, Side, Body, Body | None], Limb]


def solved(stage: Stage, poses: tuple[Pose, ...], before: KeyScene | None) -> KeyScene:
    """Return a key pose as bodies; where the file names no place, people stay where they were."""
    trunks, postures = [], []
    for n, pose in enumerate(poses):
        last = before.bodies[n] if before and n < len(before.bodies) else None
        trunk = _trunk(pose, last)
        posture = settled(trunk, ankles(pose, stage), knees(pose, stage), stage)
        frame = posture.pelvis if trunk.root == "pelvis" else body_of(posture).frames["upper"]
        trunks.append(replace(trunk, frame=frame, settle="", height=posture.hips[2]))
        postures.append(posture)

    def limb(n: int, kind: str, side: Side, body: Body, other: Body | None) -> Limb:
        return key_limb(poses[n], kind, side, body, other, stage)

    return KeyScene(stage, poses, tuple(trunks), with_limbs(poses, postures, limb))


def with_limbs(
    poses: tuple[Pose, ...], postures: list[Posture], limb: LimbRule
) -> tuple[Body, ...]:
    """Give each trunk its legs, then its arms, in an order in which what is held exists."""
    bodies = [body_of(posture) for posture in postures]
    for n in range(len(bodies)):
        for side in SIDES:
            bodies[n] = grown(bodies[n], "legs", side, limb(n, "leg", side, bodies[n], None))
    turns = [*range(len(bodies))] * len(bodies)  # twice if two people may hold each other
    for n in turns:
        other = bodies[1 - n] if len(bodies) == 2 else None
        leans = str(poses[n].get("left_hand", "")).startswith("right_")
        for side in (SIDES[1], SIDES[0]) if leans else SIDES:
            bodies[n] = grown(bodies[n], "arms", side, limb(n, "arm", side, bodies[n], other))
    return tuple(bodies)


def grown(body: Body, which: str, side: Side, limb: Limb) -> Body:
    posture = body.posture
    if which == "legs":
        return body_of(replace(posture, legs={**posture.legs, side: limb}))
    return body_of(replace(posture, arms={**posture.arms, side: limb}))


def _trunk(pose: Pose, last: Body | None) -> Trunk:
    root = "chest" if "chest" in pose else "pelvis"
    rest = next(iter(pose.get("rests", ("feet",))), "")
    place, height = pose.get("place"), None
    if place is None and last and "foot" not in rest and rest != "feet":
        place = last.points["c7" if root == "chest" else "hips"]
    if place is not None and len(place) == 3:
        height = place[2]
    return Trunk(
        root=root,
        frame=_root(pose.get(root, ())),
        spine=_spine(pose),
        place=(place[0], place[1]) if place else None,
        height=height,
        rest=rest,
        lift=pose.get("lift", 0.0),
        knee_angle=pose.get("knee_angle", 175.0),
        size=pose.get("size", 1.0),
        settle=pose.get("settle", ""),
    )


def _root(numbers: tuple[float, ...]) -> Frame:
    """Return the frame of [tilt, side, turn, roll]; the roll is about the body's own length."""
    roll = numbers[3] if len(numbers) > 3 else 0.0
    return compose(rotated(_triple(numbers)), rotated((0.0, 0.0, roll)))


def _spine(pose: Pose) -> Mapping[str, Angles]:
    """Return the joints of the back from `spine` shared out, `lumbar` apart, and `head`."""
    whole, head = _triple(pose.get("spine", ())), _triple(pose.get("head", ()))
    joints: dict[str, Angles] = dict(STRAIGHT)
    for name, shares in m.SHARES.items():
        joints[name] = _times(whole, shares)
    if "lumbar" in pose:
        joints["lumbar"] = _triple(pose["lumbar"])
    joints["neck"] = joints["head"] = _times(head, (0.5, 0.5, 0.5))
    return joints


def _triple(numbers: tuple[float, ...]) -> Angles:
    a, b, c = (*numbers, 0.0, 0.0, 0.0)[:3]
    return (a, b, c)


def _times(angles: Angles, shares: Angles) -> Angles:
    return (angles[0] * shares[0], angles[1] * shares[1], angles[2] * shares[2])


def _resting(pose: Pose, part: str, plural: str) -> list[Side]:
    first = next(iter(pose.get("rests", ("feet",))), "")
    return [side for side in SIDES if first in (plural, f"{side}_{part}")]


def foot_target(pose: Pose, side: Side) -> Target | None:
    """Return what a foot touches: as the pose says, or the floor if one stands and says nothing."""
    text = pose.get(f"{side}_foot")
    if text is None and side in _resting(pose, "foot", "feet") and f"{side}_leg" not in pose:
        text = f"floor 0 {sign(side) * FEET_ASIDE:g}"
    return parse(text) if text else None


def _foot(pose: Pose, side: Side, target: Target, body: Body | None, stage: Stage) -> Any:
    turn = _triple(pose.get("chest", pose.get("pelvis", ())))[2]
    toes = pose.get(f"{side}_toes", round(turn / 90) * 90 + sign(side) * limbs.TOES_OUT)
    return limbs.foot_frame(touch(target, stage, body), target, toes, pose.get("size", 1.0))


def ankles(pose: Pose, stage: Stage) -> dict[Side, Vec]:
    return {
        side: _foot(pose, side, target, None, stage)[0]
        for side in _resting(pose, "foot", "feet")
        if (target := foot_target(pose, side))
    }


def knees(pose: Pose, stage: Stage) -> dict[Side, Vec]:
    points = {}
    for side in _resting(pose, "knee", "knees"):
        text = pose.get(f"{side}_knee", f"floor 0 {sign(side) * KNEES_ASIDE:g}")
        points[side] = touch(parse(text), stage, None).point
    return knee_points(points, pose.get("size", 1.0))


def limb_words(pose: Pose, kind: str, side: Side) -> str:
    """Return what an arm or leg does, as words that are equal where it does the same."""
    if kind == "leg":
        if side in _resting(pose, "knee", "knees"):
            return f"kneels {pose.get(f'{side}_knee', '')}"
        target = foot_target(pose, side)
        return f"touches {target.text}" if target else ""
    text = pose.get(f"{side}_hand")
    return f"touches {text}" if text else ""


def key_limb(
    pose: Pose, kind: str, side: Side, body: Body, other: Body | None, stage: Stage
) -> Limb:
    words = limb_words(pose, kind, side)
    if words.startswith("touches"):
        end, frame = end_of(pose, kind, side, body, other, stage)
        if kind == "leg":
            return limbs.touching_leg(body, side, end, frame)
        return limbs.touching_arm(body, side, end, frame, elbow_way(pose, side, body), stage)
    if words.startswith("kneels"):
        return limbs.kneeling_leg(body, side, knees(pose, stage)[side])
    ankle = pose.get(f"{side}_ankle", limbs.RELAXED_ANKLE)
    numbers = pose.get(f"{side}_{kind}", (4.0, 40.0, 165.0) if kind == "arm" else ())
    aim = pose.get(f"{side}_knee" if kind == "leg" else f"{side}_elbow")
    target = parse(aim) if aim and (" " in aim or "_" in aim) else None
    if target:
        point = touch(target, stage, other if target.of_partner else body).point
        if kind == "leg":
            return limbs.aimed_leg(body, side, point, numbers, ankle)
        return limbs.aimed_arm(body, side, point, numbers)
    return limbs.free_leg(numbers, side, ankle) if kind == "leg" else limbs.free_arm(numbers, side)


def elbow_way(pose: Pose, side: Side, body: Body) -> Vec:
    """Return where the elbow of a hand that touches something points."""
    return limbs.elbow_pole(body, side, pose.get(f"{side}_elbow", ""))


def end_of(
    pose: Pose, kind: str, side: Side, body: Body, other: Body | None, stage: Stage
) -> tuple[Vec, Frame]:
    """Return where the ankle or wrist is to be, and how foot or hand lies."""
    if kind == "leg":
        target = foot_target(pose, side)
        assert target is not None
        end: tuple[Vec, Frame] = _foot(pose, side, target, body, stage)
        return end
    target = parse(pose[f"{side}_hand"])
    point = touch(target, stage, other if target.of_partner else body)
    return limbs.hand_frame(body, side, point, pose.get(f"{side}_fingers"))
