"""Any moment between two key poses: joints blend, and what both poses touch stays where it is."""

from collections.abc import Mapping
from dataclasses import replace

from exercises.figures import limbs
from exercises.figures.flesh import balls
from exercises.figures.measures import Side
from exercises.figures.reach import arm_to
from exercises.figures.skeleton import Body, Limb, Posture
from exercises.figures.solve import (
    KeyScene,
    Moment,
    ankles,
    end_of,
    grown,
    key_limb,
    knees,
    limb_words,
    with_limbs,
)
from exercises.figures.stage import Stage, solids
from exercises.figures.trunk import Trunk, gap_to, settled
from exercises.figures.vectors import (
    Angles,
    Frame,
    Vec,
    add,
    along,
    dot,
    length,
    mix,
    sub,
    turned_between,
    unit,
    within,
)

CLEARANCE = 24.0  # from the middle of the trunk to the wrist of a hand that goes around it
BULGE, HIGHEST_BULGE = 0.25, 12.0  # how far a changing hand or foot swings off its straight way


def between(a: KeyScene, b: KeyScene, share: float) -> Moment:
    """Return the moment `share` of the way from a to b, what both touch kept in its place."""
    stage = _stage_between(a.stage, b.stage, share)
    postures = [_trunk_between(a, b, n, share, stage) for n in range(len(b.bodies))]

    def limb(n: int, kind: str, side: Side, body: Body, other: Body | None) -> Limb:
        return _limb_between(a, b, n, kind, side, body, other, share, stage)

    return Moment(stage, with_limbs(b.poses, postures, limb), a.spot.toward(b.spot, share))


def _stage_between(a: Stage, b: Stage, share: float) -> Stage:
    if a.roller is None or b.roller is None:
        return b
    return b.with_roller(a.roller + (b.roller - a.roller) * share)


def _trunk_between(a: KeyScene, b: KeyScene, n: int, share: float, stage: Stage) -> Posture:
    if n >= len(a.bodies):
        return b.bodies[n].posture
    first, last = a.trunks[n], b.trunks[n]
    start, end = a.bodies[n].posture, b.bodies[n].posture
    spine: dict[str, Angles] = {
        name: mix(start.spine[name], end.spine[name], share) for name in start.spine
    }
    feet, on = ankles(b.poses[n], stage), knees(b.poses[n], stage)
    same_rest = first.rest == last.rest and feet == ankles(a.poses[n], a.stage)
    if same_rest and on == knees(a.poses[n], a.stage) and first.root == last.root:
        return settled(_trunk_mix(a, b, n, share, spine), feet, on, stage)
    return replace(
        end,
        hips=mix(start.hips, end.hips, share),
        pelvis=turned_between(start.pelvis, end.pelvis, share),
        spine=spine,
    )


def _trunk_mix(
    a: KeyScene, b: KeyScene, n: int, share: float, spine: Mapping[str, Angles]
) -> Trunk:
    first, last = a.trunks[n], b.trunks[n]
    point = "c7" if last.root == "chest" else "hips"
    here, there = a.bodies[n].points[point], b.bodies[n].points[point]
    at = mix(here, there, share)
    balanced = first.place is None and last.place is None
    return replace(
        last,
        frame=turned_between(first.frame, last.frame, share),
        spine=spine,
        place=None if balanced else (at[0], at[1]),
        height=at[2],
        lift=first.lift + (last.lift - first.lift) * share,
        knee_angle=first.knee_angle + (last.knee_angle - first.knee_angle) * share,
    )


def _limb_between(
    a: KeyScene, b: KeyScene, n: int, kind: str, side: Side, body: Body, other: Body | None,
    share: float, stage: Stage,
) -> Limb:  # fmt: skip
    pose = b.poses[n]
    if n >= len(a.bodies):
        return key_limb(pose, kind, side, body, other, stage)
    before, after = limb_words(a.poses[n], kind, side), limb_words(pose, kind, side)
    if before == after and after:
        if after.startswith("kneels"):
            return key_limb(pose, kind, side, body, other, stage)
        first = key_limb(a.poses[n], kind, side, body, other, stage)
        last = key_limb(pose, kind, side, body, other, stage)
        same = a.poses[n].get(f"{side}_elbow") == pose.get(f"{side}_elbow")
        return last if kind == "leg" or same else _limb_mix(first, last, share)
    if before.startswith("touches") and after.startswith("touches"):
        return _limb_carried(a, b, n, kind, side, body, other, share, stage)
    first = _posture_limb(a.bodies[n].posture, kind, side)
    last = _posture_limb(b.bodies[n].posture, kind, side)
    return _limb_clear(_limb_mix(first, last, share), kind, side, body, stage)


def _posture_limb(posture: Posture, kind: str, side: Side) -> Limb:
    return posture.legs[side] if kind == "leg" else posture.arms[side]


def _limb_mix(a: Limb, b: Limb, share: float) -> Limb:
    raised, forward = (x + (y - x) * share for x, y in zip(a.girdle, b.girdle, strict=True))
    return Limb(
        turned_between(a.upper, b.upper, share),
        a.bend + (b.bend - a.bend) * share,
        turned_between(a.end, b.end, share),
        (raised, forward),
    )


def _limb_carried(
    a: KeyScene, b: KeyScene, n: int, kind: str, side: Side, body: Body, other: Body | None,
    share: float, stage: Stage,
) -> Limb:  # fmt: skip
    """Move a hand or foot from one thing it touches to another, on a curve off both."""
    here, first = end_of(a.poses[n], kind, side, body, other, stage)
    there, last = end_of(b.poses[n], kind, side, body, other, stage)
    off = unit(add(_off(kind, side, first), _off(kind, side, last)))
    bulge = min(HIGHEST_BULGE, BULGE * length(sub(there, here))) * 4 * share * (1 - share)
    end, frame = add(mix(here, there, share), off, bulge), turned_between(first, last, share)
    if kind == "leg":
        return limbs.touching_leg(body, side, end, frame)
    poles = [_elbow_in_chest(key.bodies[n], side) for key in (a, b)]
    pole = along(body.frames["upper"], mix(poles[0], poles[1], share))
    end = _around_trunk(body, end, CLEARANCE * min(1.0, 6 * share * (1 - share)))
    return limbs.touching_arm(body, side, end, frame, pole, stage)


def _around_trunk(body: Body, wrist: Vec, clearance: float) -> Vec:
    """Return the wrist moved out so that a hand goes around the trunk and not through it."""
    low, high = body.points["hips"], body.points["c7"]
    axis = sub(high, low)
    share = dot(sub(wrist, low), axis) / dot(axis, axis)
    off = sub(wrist, mix(low, high, min(1.0, max(0.0, share))))
    near = length(off)
    return add(wrist, unit(off), max(0.0, clearance * body.size - near))


def _elbow_in_chest(body: Body, side: Side) -> Vec:
    """Return where an elbow points, in the chest's frame, so that two can be blended."""
    at = body.points
    middle = mix(at[f"{side}_shoulder"], at[f"{side}_wrist"], 0.5)
    return unit(within(body.frames["upper"], sub(at[f"{side}_elbow"], middle)))


def _off(kind: str, side: Side, frame: Frame) -> Vec:
    """Return the direction away from what a foot or palm lies on."""
    return (
        frame[2]
        if kind == "leg"
        else (frame[1] if side == "left" else (-frame[1][0], -frame[1][1], -frame[1][2]))
    )


def _limb_clear(limb: Limb, kind: str, side: Side, body: Body, stage: Stage) -> Limb:
    """Raise a hand or foot that would dip into the floor or a prop on its way."""
    whole = grown(body, f"{kind}s", side, limb)
    part = f"{side} foot" if kind == "leg" else f"{side} hand"
    gap = gap_to([ball for ball in balls(whole) if ball.part == part], solids(stage))
    if gap >= 0:
        return limb
    root, joint, end, last = (
        ("hip", "knee", "ankle", "foot")
        if kind == "leg"
        else ("shoulder", "elbow", "wrist", "hand")
    )
    at = {name: whole.points[f"{side}_{name}"] for name in (root, joint, end)}
    raised = add(at[end], (0.0, 0.0, 1.0), -gap)
    pole = sub(at[joint], mix(at[root], at[end], 0.5))
    frame = whole.frames[f"{side}_{last}"]
    if kind == "leg":
        return limbs.touching_leg(whole, side, raised, frame, pole)
    return arm_to(whole, side, raised, frame, pole)
