"""A body in the picture: its parts as outlines, each outline with the bone it belongs to."""

from collections.abc import Iterator
from math import cos, radians, sin

from exercises.figures import measures as m
from exercises.figures.breath import Spot
from exercises.figures.camera import Camera, Point
from exercises.figures.face import head_parts
from exercises.figures.measures import SIDES, Side
from exercises.figures.order import Bone
from exercises.figures.outline import Round, angle_of, around, ball, chain, ellipsoid, rooted, trunk
from exercises.figures.parts import Part
from exercises.figures.skeleton import Body
from exercises.figures.vectors import Vec, add, along, mix, mul

BACK = 5.0  # how far the line of the spine lies behind the middle of the trunk
TRUNK_POINTS, FOOT_POINTS = 22, 9


def parts(
    body: Body, camera: Camera, regions: tuple[str, ...], breath: str, spot: Spot
) -> list[Part]:
    """Return every part of a person, always the same ones."""
    torso = _torso(body, camera)
    found = [
        Part("torso", torso, "torso"),
        # These two have a place of their own in the order of drawing: exercises.figures.line.
        Part("spine", _spine(body, camera, SPINE_LINE), "torso"),
        Part("tint", _spine(body, camera, tinted(regions)), "torso"),
        *head_parts(body, camera, breath, spot),
    ]
    for side in SIDES:
        found += _leg(body, camera, side, torso)
        found += _arm(body, camera, side, torso)
    return found


def bones(body: Body) -> list[Bone]:
    """Return the thick lines by which it is known what is in front of what."""
    at, size = body.points, body.size
    found = [
        Bone("torso", at["hips"], at["c7"], 12.0 * size, bias=-4.0),
        Bone("head", at["atlas"], at["head"], 9.0 * size),
    ]
    for side in SIDES:
        for name, root, start, end, radius in LIMBS:
            found.append(
                Bone(
                    f"{side}_{name}",
                    at[f"{side}_{start}"],
                    at[f"{side}_{end}"],
                    radius * size,
                    root if root == "torso" else f"{side}_{root}",
                    at_start=name == "thigh",
                )
            )
    return found


# name, what it grows from, from where to where, how thick
LIMBS = (
    ("thigh", "torso", "hip", "knee", 6.5),
    ("shin", "thigh", "knee", "ankle", 5.0),
    ("upper_arm", "torso", "shoulder", "elbow", 4.5),
    ("forearm", "upper_arm", "elbow", "tips", 3.5),
)

# A cross-section: frame, point, offset in the frame, half axes forward, sideways, upward.
SECTIONS = (
    (("pelvis", "hips", (-0.9, 0.0, -5.0), (7.6, 12.5, 4.0)),),
    (("pelvis", "hips", (-1.2, 0.0, 2.0), (9.8, 16.2, 5.0)),),
    (("pelvis", "l5", (0.0, 0.0, 2.0), (9.0, 14.2, 4.0)),),
    (("lumbar", "t12", (0.0, 0.0, -6.0), (8.6, 12.4, 4.0)),),
    (("lower", "t12", (0.6, 0.0, 4.0), (10.0, 14.0, 4.5)),),
    (("lower", "t7", (0.8, 0.0, 0.0), (11.2, 15.6, 5.0)),),
    (("upper", "c7", (0.4, 0.0, -7.0), (9.6, 14.6, 4.5)),),
    (("upper", "c7", (-0.5, 0.0, -1.5), (6.0, 8.0, 2.5)),),
)


def _torso(body: Body, camera: Camera) -> list[Point]:
    groups: list[list[Round]] = [
        [_section(body, camera, *section) for section in group] for group in SECTIONS
    ]
    shoulders = [
        ball(camera, body.points[f"{side}_shoulder"], (m.R_SHOULDER - 0.2) * body.size)
        for side in SIDES
    ]
    groups[-2] = [*groups[-2], *shoulders]
    centre = camera.flat(mix(body.points["l5"], body.points["t7"], 0.62))
    return trunk(groups, centre, TRUNK_POINTS)


def _section(
    body: Body, camera: Camera, frame_name: str, point: str, offset: Vec, half: Vec
) -> Round:
    frame, size = body.frames[frame_name], body.size
    centre = add(body.points[point], along(frame, offset), size)
    return ellipsoid(camera, centre, [mul(frame[n], half[n] * size) for n in range(3)])


# The line of the spine from the tail bone to the skull: point, frame whose back it lies at.
JOINTS = ("tail", "l5", "loin", "t12", "t10", "t7", "t4", "c7", "atlas")
SPINE_LINE = (0.0, 7.2)
STRETCHES = {
    "sacroiliac": (0.0, 1.2),
    "lumbar": (1.0, 3.0),
    "thoracolumbar": (2.5, 4.2),
    "thoracic": (3.4, 7.0),
}


def tinted(regions: tuple[str, ...]) -> tuple[float, float]:
    """Return the stretch of the spine that the regions cover, as places between its joints."""
    spans = [STRETCHES[region] for region in regions if region in STRETCHES]
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else (4.0, 4.0)


def _spine(body: Body, camera: Camera, stretch: tuple[float, float]) -> list[Point]:
    at, frames = body.points, body.frames

    def behind(point: Vec, frame: str, back: float) -> Vec:
        return add(point, frames[frame][0], -back * body.size)

    tail = add(at["hips"], along(frames["pelvis"], (-BACK - 1.0, 0.0, -1.0)), body.size)
    line = [
        tail,
        behind(at["l5"], "pelvis", BACK),
        behind(mix(at["l5"], at["t12"], 0.5), "lumbar", BACK - 0.5),
        behind(at["t12"], "lower", BACK),
        behind(mix(at["t12"], at["t7"], 0.5), "lower", BACK + 1.0),
        behind(at["t7"], "upper", BACK + 1.0),
        behind(mix(at["t7"], at["c7"], 0.5), "upper", BACK),
        behind(at["c7"], "upper", 2.6),
        behind(at["atlas"], "neck", 1.0),
    ]
    first, last = stretch
    count = len(line) if stretch == SPINE_LINE else 6
    picked = []
    for n in range(count):
        place = first + (last - first) * n / (count - 1)
        whole = min(int(place), len(line) - 2)
        picked.append(camera.flat(mix(line[whole], line[whole + 1], place - whole)))
    return picked


def _leg(body: Body, camera: Camera, side: Side, torso: list[Point]) -> Iterator[Part]:
    at, size = body.points, body.size
    hip, knee, ankle = (at[f"{side}_{name}"] for name in ("hip", "knee", "ankle"))
    shin = body.frames[f"{side}_shin"]
    thigh = [
        ball(camera, mix(hip, knee, -0.06), (m.R_HIP - 0.6) * size),
        ball(camera, mix(hip, knee, 0.42), m.R_THIGH * size),
        ball(camera, mix(hip, knee, 0.75), 6.0 * size),
        ball(camera, knee, m.R_KNEE * size),
    ]
    calf = add(mix(knee, ankle, 0.3), shin[0], -1.2 * size)
    lower = [
        ball(camera, knee, m.R_KNEE * size),
        ball(camera, calf, m.R_CALF * size),
        ball(camera, mix(knee, ankle, 0.72), 3.9 * size),
        ball(camera, ankle, m.R_ANKLE * size),
    ]
    yield Part(f"{side}_thigh", rooted(chain(thigh, full=True), torso), f"{side}_thigh")
    yield Part(f"{side}_shin", chain(lower), f"{side}_shin")
    yield Part(f"{side}_foot", _foot(body, camera, side), f"{side}_shin", 0.1)


def _foot(body: Body, camera: Camera, side: Side) -> list[Point]:
    at, size, left = body.points, body.size, body.frames[f"{side}_foot"][1]
    ankle = at[f"{side}_ankle"]
    rounds = [
        ball(camera, ankle, m.R_ANKLE * size),
        ball(camera, at[f"{side}_heel"], m.R_HEEL * size),
        ball(camera, at[f"{side}_toe"], (m.R_TOE + 0.3) * size),
        ball(camera, add(at[f"{side}_ball"], left, 2.6 * size), m.R_BALL * size),
        ball(camera, add(at[f"{side}_ball"], left, -2.6 * size), m.R_BALL * size),
    ]
    up = angle_of(camera.flat(ankle), camera.flat(mix(ankle, at[f"{side}_knee"], 0.5)))
    hull = around(rounds, up + radians(95), up + radians(265), FOOT_POINTS - 2)
    ends = [(cos(up + turn), sin(up + turn)) for turn in (radians(65), radians(-65))]
    return [rounds[0].edge(ends[0]), *hull, rounds[0].edge(ends[1])]


def _arm(body: Body, camera: Camera, side: Side, torso: list[Point]) -> Iterator[Part]:
    at, size = body.points, body.size
    shoulder, elbow, wrist, palm, tips = (
        at[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist", "palm", "tips")
    )
    hand = body.frames[f"{side}_hand"]
    upper = [
        ball(camera, mix(shoulder, elbow, 0.02), (m.R_SHOULDER - 0.2) * size),
        ball(camera, mix(shoulder, elbow, 0.45), (m.R_UPPER_ARM - 0.2) * size),
        ball(camera, mix(shoulder, elbow, 0.8), 3.9 * size),
        ball(camera, elbow, m.R_ELBOW * size),
    ]

    def flat_round(place: Vec, wide: float, thick: float) -> Round:
        return ellipsoid(
            camera,
            place,
            [mul(hand[0], wide * size), mul(hand[1], thick * size), mul(hand[2], thick * size)],
        )

    lower = [
        ball(camera, elbow, m.R_ELBOW * size),
        ball(camera, mix(elbow, wrist, 0.35), m.R_FOREARM * size),
        ball(camera, wrist, m.R_WRIST * size),
        flat_round(mix(palm, wrist, 0.1), 4.0, 2.0),
        flat_round(mix(palm, tips, 0.75), 2.6, 1.5),
    ]
    outer = chain(upper, camera.flat(at["t7"]), full=True)
    yield Part(f"{side}_upper_arm", rooted(outer, torso), f"{side}_upper_arm")
    yield Part(f"{side}_forearm", chain(lower), f"{side}_forearm")
