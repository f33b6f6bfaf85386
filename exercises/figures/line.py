"""Where in the order of drawing the line of the spine comes: readable, and yet inside the body."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot

from exercises.figures.camera import Camera, Point
from exercises.figures.order import Bone, foot
from exercises.figures.skeleton import Body

ON_TOP = 100.0  # over everything
BOWED = 7.0  # cm
ARMS = ("upper_arm", "forearm")
ACROSS = 0.82  # cosine of 35 degrees
TINT = 3.0  # cm, half as wide as it is drawn
HIDDEN = 15.0  # cm of the line that arms may hide
FINE = 1.0  # cm
UNDER = 0.5


def line_rank(
    body: Body, name: str, line: Sequence[Point], bones: Sequence[Bone], order: Mapping[str, float],
    camera: Camera,
) -> float:  # fmt: skip
    """Return the place of the line; `name` is what the names of the person's bones begin with.

    It is what the picture is about, so it lies over all, also over an arm beside the trunk. But
    arms that cross the trunk before it hide a short piece: one sees that a hand is on the back.
    """
    points = [point for piece in pairwise(line) for point in _along(*piece)]
    arms = [
        bone
        for bone in bones
        if bone.name.endswith(ARMS) and order[bone.name] > order[f"{name}torso"]
    ]
    across = [
        order[arm.name]
        for arm in arms
        if _across(arm, line, camera) and any(_off(point, arm, camera) < TINT for point in points)
    ]
    place = min(across, default=ON_TOP) - UNDER
    over = [arm for arm in arms if order[arm.name] > place]
    if sum(any(_off(point, arm, camera) < 0 for arm in over) for point in points) * FINE > HIDDEN:
        place = ON_TOP
    return min(place, order[f"{name}head"] - UNDER) if _bows(body, camera) else place


def _bows(body: Body, camera: Camera) -> bool:
    """Whether the head comes toward the viewer, before the back: bent over, or seen from above."""
    return camera.depth(body.points["head"]) - camera.depth(body.points["c7"]) > BOWED


def _across(arm: Bone, line: Sequence[Point], camera: Camera) -> bool:
    """Whether an arm goes across the trunk in the picture and not along it."""
    (ax, ay), (bx, by) = camera.flat(arm.start), camera.flat(arm.end)
    (cx, cy), (dx, dy) = line[0], line[-1]
    cosine = abs((bx - ax) * (dx - cx) + (by - ay) * (dy - cy))
    return cosine < ACROSS * hypot(bx - ax, by - ay) * hypot(dx - cx, dy - cy)


def _along(a: Point, b: Point) -> Iterator[Point]:
    """Yield points on a piece of the line, a little apart."""
    count = round(hypot(b[0] - a[0], b[1] - a[1]) / FINE)
    for n in range(count):
        share = n / count
        yield (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _off(point: Point, arm: Bone, camera: Camera) -> float:
    """Return how far a point is beside an arm in the picture, with a minus where it is hidden."""
    return foot(point, (camera.flat(arm.start), camera.flat(arm.end)))[1] - arm.radius
