"""Joint limits of a body: which joint is bent farther than a healthy one goes, and by how much."""

from collections.abc import Iterator

from exercises.figures import measures as m
from exercises.figures.measures import SIDES, Side
from exercises.figures.skeleton import Body, sign
from exercises.figures.vectors import angle_between, dot, mul, within

DIRECTIONS = (("flexed", "bent back"), ("bent left", "bent right"), ("turned left", "turned right"))
NAMES = {"lumbar": "lower back", "lower": "lower ribs", "upper": "upper back"}
SLACK = 0.5


def beyond(body: Body) -> Iterator[tuple[str, float]]:
    """Yield (joint and direction in words, degrees too far) for every joint past its limit."""
    yield from _spine(body)
    for side in SIDES:
        yield from _leg(body, side)
        yield from _arm(body, side)


def _spine(body: Body) -> Iterator[tuple[str, float]]:
    for name, limits in m.SPINE_LIMITS.items():
        for angle, (low, high), words in zip(
            body.posture.spine[name], limits, DIRECTIONS, strict=True
        ):
            over = max(angle - high, low - angle)
            if over > SLACK:
                word = words[0] if angle > high else words[1]
                yield f"{NAMES.get(name, name)} is {word} too far", over


def _leg(body: Body, side: Side) -> Iterator[tuple[str, float]]:
    thigh = within(body.frames["pelvis"], mul(body.frames[f"{side}_thigh"][2], -1.0))
    flex = angle_between((thigh[0], 0.0, thigh[2]), (0.0, 0.0, -1.0)) * (1 if thigh[0] >= 0 else -1)
    if thigh[0] < 0 and thigh[2] > 0.5:
        flex += 360  # folded past straight up
    yield from _over(f"{side} hip is bent", f"{side} hip is stretched back", flex, m.HIP_FLEX)
    out = 90 - angle_between(thigh, (0.0, sign(side), 0.0))
    yield from _over(f"{side} thigh is out", f"{side} thigh is across", out, m.HIP_OUT)
    knee = 180 - body.posture.legs[side].bend
    yield from _over(f"{side} knee bends forward", f"{side} knee is bent", knee, m.KNEE_INNER)
    shin, foot = body.frames[f"{side}_shin"], body.frames[f"{side}_foot"]
    ankle = angle_between(shin[2], foot[0])
    yield from _over(f"{side} foot is pointed", f"{side} foot is drawn up", ankle, m.ANKLE_INNER)
    if dot(foot[2], shin[2]) < -0.2:
        yield f"{side} foot is upside down", angle_between(foot[2], shin[2]) - 100


def _arm(body: Body, side: Side) -> Iterator[tuple[str, float]]:
    elbow = 180 - body.posture.arms[side].bend
    yield from _over(f"{side} elbow bends back", f"{side} elbow is bent", elbow, m.ELBOW_INNER)
    arm = within(body.frames["upper"], mul(body.frames[f"{side}_upper_arm"][2], -1.0))
    if arm[2] < 0.5 and arm[0] < 0:
        back = 90 - angle_between(arm, (-1.0, 0.0, 0.0))
        yield from _over(f"{side} arm is drawn back", "", back, (-180.0, m.SHOULDER_BACK))
    inward = 90 - angle_between(arm, (0.0, -sign(side), 0.0))
    yield from _over(f"{side} arm crosses the chest", "", inward, (-180.0, m.SHOULDER_ACROSS))


def _over(
    more: str, less: str, angle: float, limits: tuple[float, float]
) -> Iterator[tuple[str, float]]:
    if angle > limits[1] + SLACK:
        yield f"{more} too far", angle - limits[1]
    elif angle < limits[0] - SLACK:
        yield f"{less} too far", limits[0] - angle
