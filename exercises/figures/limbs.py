"""Arms and legs of a pose: from angles, from an aim, or from what hand and foot touch."""

from math import atan2, cos, degrees, radians
from typing import Any

from exercises.figures import measures as m
from exercises.figures.clear import clear_pole
from exercises.figures.measures import Side
from exercises.figures.reach import arm_to, girdle_toward, leg_to, shoulder_at
from exercises.figures.skeleton import Body, Limb, hip_of, sign
from exercises.figures.stage import Stage
from exercises.figures.targets import Target, Touch
from exercises.figures.vectors import (
    Frame,
    Vec,
    across,
    add,
    along,
    bent,
    compose,
    cross,
    facing,
    mul,
    relative,
    rotated,
    sub,
    unit,
    within,
)

TOES_OUT = 6.0
RELAXED_ANKLE = 118.0
TOES_UP = 12.0
HEEL_RAISED = 38.0


def foot_frame(touch: Touch, target: Target, toes: float, size: float) -> tuple[Vec, Frame]:
    """Return the ankle and the frame of a foot that rests on a point as its stance says."""
    ahead = rotated((0.0, 0.0, toes))[0]
    normal = touch.normal
    flat = facing(normal, ahead)
    if target.stance == "flat":
        return add(touch.point, normal, m.ANKLE * size), flat
    if target.stance == "tops":
        frame: Frame = (mul(flat[0], -1), flat[1], mul(flat[2], -1))
        return add(touch.point, normal, m.R_ANKLE * size), frame
    if target.stance == "ball":
        frame = bent(flat, (HEEL_RAISED, 0.0, 0.0))
        low: Vec = (m.BALL, 0.0, -m.ANKLE + m.R_BALL)
        on = add(touch.point, normal, m.R_BALL * size)
    else:
        frame = bent(flat, (-90 + TOES_UP, 0.0, 0.0))
        low = (-m.HEEL, 0.0, -m.ANKLE + m.R_HEEL)
        on = add(touch.point, normal, m.R_HEEL * size)
    return add(on, along(frame, low), -size), frame


def touching_leg(body: Body, side: Side, ankle: Vec, foot: Frame, pole: Vec | None = None) -> Limb:
    """Return the leg whose foot is where it is to be; the knee goes where the pelvis faces.

    Over a flat foot it goes up and toward the toes too: sitting, the pelvis faces the foot itself.
    """
    pelvis = body.frames["pelvis"]
    over = mul(add(foot[0], foot[2]), 0.35 * max(0.0, foot[2][2]))
    ahead = pole or add(add(pelvis[0], pelvis[1], 0.06 * sign(side)), over)
    return leg_to(body.points["hips"], pelvis, side, ankle, foot, ahead, body.size)


def kneeling_leg(body: Body, side: Side, knee: Vec) -> Limb:
    """Return the leg with its knee on the floor, shin along the floor, top of the foot down."""
    pelvis, size = body.frames["pelvis"], body.size
    back = -1.0 if pelvis[1][1] >= 0 else 1.0
    drop = (m.R_KNEE - m.R_ANKLE) / m.SHIN
    ankle = add(knee, unit((back, 0.0, -drop)), m.SHIN * size)
    flat = facing((0.0, 0.0, 1.0), (-back, 0.0, 0.0))
    foot: Frame = (mul(flat[0], -1), flat[1], mul(flat[2], -1))
    hip = hip_of(body.points["hips"], pelvis, side, size)
    up = unit(sub(hip, knee))
    front = across((-back, 0.0, 0.4), up)
    thigh: Frame = (front, cross(up, front), up)
    line = within(thigh, unit(sub(ankle, knee)))
    bend = degrees(atan2(-line[0], -line[2])) % 360
    shin = bent(thigh, (bend, 0.0, 0.0))
    return Limb(relative(pelvis, thigh), bend, relative(shin, foot))


def free_leg(numbers: tuple[float, ...], side: Side, ankle: float) -> Limb:
    """Return the leg of [hip, out, knee, twist]: inner angles, outward and turned-out degrees."""
    hip, out, knee, twist = _four(numbers, (180.0, 0.0, 180.0, 0.0))
    s = sign(side)
    thigh = compose(rotated((hip - 180, -s * out, 0.0)), rotated((0.0, 0.0, s * twist)))
    return Limb(thigh, 180 - knee, rotated((ankle - 90, 0.0, 0.0)))


def aimed_leg(body: Body, side: Side, knee: Vec, numbers: tuple[float, ...], ankle: float) -> Limb:
    """Return the leg whose thigh points at `knee`, its own bend and twist from `numbers`."""
    _, _, inner, twist = _four(numbers, (180.0, 0.0, 90.0, 0.0))
    pelvis = body.frames["pelvis"]
    hip = hip_of(body.points["hips"], pelvis, side, body.size)
    up = unit(sub(hip, knee))
    front = across(add(pelvis[0], pelvis[2], 0.8), up)
    thigh = bent((front, cross(up, front), up), (0.0, 0.0, sign(side) * twist))
    return Limb(relative(pelvis, thigh), 180 - inner, rotated((ankle - 90, 0.0, 0.0)))


def free_arm(numbers: tuple[float, ...], side: Side) -> Limb:
    """Return the arm of [raise, out, elbow, twist]; `out` is 0 straight ahead, 90 sideways."""
    raised, out, elbow, twist = _four(numbers, (0.0, 0.0, 170.0, 0.0))
    s = sign(side)
    # A low arm keeps its elbow's crease to the front; a raised one turns it upward.
    twist += out * max(0.0, cos(radians(raised)))
    upper = compose(rotated((0.0, 0.0, s * out)), rotated((-raised, 0.0, 0.0)))
    upper = compose(upper, rotated((0.0, 0.0, -s * twist)))
    return Limb(upper, 180 - elbow, girdle=girdle_toward(side, mul(upper[2], -1.0)))


def aimed_arm(body: Body, side: Side, elbow: Vec, numbers: tuple[float, ...]) -> Limb:
    """Return the arm whose elbow points at a place, bend and twist from `numbers`."""
    _, _, inner, twist = _four(numbers, (0.0, 0.0, 90.0, 0.0))
    chest = body.frames["upper"]
    girdle = girdle_toward(side, within(chest, sub(elbow, shoulder_at(body, side, (0.0, 0.0)))))
    up = unit(sub(shoulder_at(body, side, girdle), elbow))
    front = across(add(chest[2], chest[0], 0.5), up)
    upper = bent((front, cross(up, front), up), (0.0, 0.0, -sign(side) * twist))
    return Limb(relative(chest, upper), 180 - inner, girdle=girdle)


def hand_frame(body: Body, side: Side, touch: Touch, fingers: Any) -> tuple[Vec, Frame]:
    """Return the wrist and the frame of a hand whose palm lies on a point."""
    reach = sub(touch.point, shoulder_at(body, side, (0.0, 0.0)))
    line = across(fingers or reach, touch.normal, across(body.frames["upper"][0], touch.normal))
    left = mul(touch.normal, sign(side))
    up = mul(line, -1.0)
    wrist = add(add(touch.point, touch.normal, m.R_PALM * body.size), line, -m.PALM * body.size)
    return wrist, (cross(left, up), left, up)


def touching_arm(body: Body, side: Side, wrist: Vec, hand: Frame, pole: Vec, stage: Stage) -> Limb:
    """Return the arm whose hand is where it is to be, its elbow where `pole` says if it can."""
    return arm_to(body, side, wrist, hand, clear_pole(body, side, wrist, pole, stage))


def elbow_pole(body: Body, side: Side, word: str) -> Vec:
    """Return the direction in which an elbow points, in world terms."""
    s = sign(side)
    ways: dict[str, Vec] = {
        "": (-0.45, 0.75 * s, -0.4),
        "out": (-0.15, s, -0.1),
        "in": (0.1, -s, -0.2),
        "up": (0.1, 0.2 * s, 1.0),
        "down": (-0.1, 0.2 * s, -1.0),
        "back": (-1.0, 0.15 * s, -0.1),
        "forward": (1.0, 0.15 * s, 0.0),
        "forward-out": (0.6, 0.8 * s, -0.1),
        "left": (0.0, 1.0, 0.0),
        "right": (0.0, -1.0, 0.0),
    }
    return along(body.frames["upper"], ways[word])


def _four(
    numbers: tuple[float, ...], otherwise: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    a, b, c, d = (*numbers, *otherwise[len(numbers) :])
    return a, b, c, d
