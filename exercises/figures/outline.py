"""Outlines in the picture: of limbs along a chain of rounds, of hulls, and of a bent trunk."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, exp, hypot, pi, sin

from exercises.figures.camera import Camera, Point
from exercises.figures.vectors import Vec

SOFT = 0.25  # cm
NEAR = 1.5  # cm; twice this and a line begins deep within
INSIDE = 0.4  # how far along its first part the inner line of a limb begins


@dataclass(frozen=True, slots=True)
class Round:
    """A cross-section in the picture: its centre and the half axes of an ellipsoid, projected."""

    centre: Point
    axes: tuple[Point, ...]

    def reach(self, direction: Point) -> float:
        """Return how far it extends from its centre in a direction of length one."""
        return hypot(*(ax * direction[0] + ay * direction[1] for ax, ay in self.axes))

    def edge(self, direction: Point) -> Point:
        """Return its outermost point in a direction of length one."""
        x = y = 0.0
        size = self.reach(direction) or 1.0
        for ax, ay in self.axes:
            part = (ax * direction[0] + ay * direction[1]) / size
            x, y = x + ax * part, y + ay * part
        return (self.centre[0] + x, self.centre[1] + y)


def ball(camera: Camera, centre: Vec, radius: float) -> Round:
    return Round(camera.flat(centre), ((radius, 0.0), (0.0, radius)))


def ellipsoid(camera: Camera, centre: Vec, axes: Sequence[Vec]) -> Round:
    return Round(camera.flat(centre), tuple(camera.flat(axis) for axis in axes))


def direction(a: Point, b: Point, otherwise: Point = (0.0, 1.0)) -> Point:
    """Return the direction from a to b, or `otherwise` where they are too close to tell."""
    x, y = b[0] - a[0], b[1] - a[1]
    size = hypot(x, y)
    return (x / size, y / size) if size > 0.8 else otherwise


def chain(rounds: Sequence[Round], root: Point | None = None, full: bool = False) -> list[Point]:
    """Return the outline along a chain of rounds: down one side, round its end, up the other.

    With a `root`, the middle of what it grows from, the side toward it begins farther out: the
    line of an arm begins at the shoulder outside and at the arm pit inside. `full` gives its end
    a round cap, as where a joint is seen.
    """
    left, right = [], []
    centres = [item.centre for item in rounds]
    whole = direction(centres[0], centres[-1])
    last = whole
    for n, item in enumerate(rounds):
        last = direction(centres[max(n - 1, 0)], centres[min(n + 1, len(rounds) - 1)], whole)
        normal = (-last[1], last[0])
        wide = item.reach(normal)
        left.append((item.centre[0] + normal[0] * wide, item.centre[1] + normal[1] * wide))
        right.append((item.centre[0] - normal[0] * wide, item.centre[1] - normal[1] * wide))
    if root:
        inward = direction(centres[0], root)
        facing = -whole[1] * inward[0] + whole[0] * inward[1]
        left[0] = _between(left[0], left[1], INSIDE * (1 + facing) / 2)
        right[0] = _between(right[0], right[1], INSIDE * (1 - facing) / 2)
    half = 0.7071
    sides = [(last[0] - last[1], last[1] + last[0]), (last[0] + last[1], last[1] - last[0])]
    ends = [rounds[-1].edge((x * half, y * half)) for x, y in sides]
    middle = rounds[-1].edge(last)
    cap = [ends[0], middle, ends[1]] if full else [middle]
    return [*left, *cap, *reversed(right)]


def _between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def around(rounds: Sequence[Round], start: float, stop: float, count: int) -> list[Point]:
    """Return the outermost points of a hull of rounds in `count` directions from start to stop.

    Where two rounds are equally far out the point lies between: it must not jump from one to the
    other while the body turns.
    """
    points = []
    for n in range(count):
        angle = start + (stop - start) * n / (count - 1)
        way = (cos(angle), sin(angle))
        out = [one.centre[0] * way[0] + one.centre[1] * way[1] + one.reach(way) for one in rounds]
        most = max(out)
        x = y = total = 0.0
        for one, far in zip(rounds, out, strict=True):
            if most - far < 6 * SOFT:
                weight = exp((far - most) / SOFT)
                edge = one.edge(way)
                x, y, total = x + edge[0] * weight, y + edge[1] * weight, total + weight
        points.append((x / total, y / total))
    return points


def rooted(limb: list[Point], trunk: Sequence[Point]) -> list[Point]:
    """Return a limb whose two lines begin on the trunk: an end outside is drawn in to its outline.

    Else the line of the trunk would end in a step beside that of the limb. An end just within is
    drawn out to it for the same reason, one deep within is a fold and stays.
    """
    outline = _finer(trunk)
    return [_drawn_in(limb[0], outline), *limb[1:-1], _drawn_in(limb[-1], outline)]


def _finer(outline: Sequence[Point]) -> list[Point]:
    """Return a closed outline with the points between, as it is drawn: a curve, not chords."""
    found: list[Point] = []
    for n, (x, y) in enumerate(outline):
        (ax, ay), (cx, cy), (dx, dy) = (outline[(n + k) % len(outline)] for k in (-1, 1, 2))
        between = ((9 * (x + cx) - ax - dx) / 16, (9 * (y + cy) - ay - dy) / 16)
        found += [(x, y), between]
    return found


def _drawn_in(point: Point, outline: Sequence[Point]) -> Point:
    inside, nearest, least = False, point, 1e9
    x, y = point
    for (ax, ay), (bx, by) in pairwise([*outline, outline[0]]):
        ex, ey = bx - ax, by - ay
        if (ay > y) is not (by > y) and x < ax + ex * (y - ay) / ey:
            inside = not inside
        share = ((x - ax) * ex + (y - ay) * ey) / (ex * ex + ey * ey or 1.0)
        on = _between((ax, ay), (bx, by), max(0.0, min(1.0, share)))
        if hypot(on[0] - x, on[1] - y) < least:
            nearest, least = on, hypot(on[0] - x, on[1] - y)
    fold = min(1.0, max(0.0, least / NEAR - 1.0)) if inside else 0.0
    return _between(nearest, point, fold)


def angle_of(a: Point, b: Point) -> float:
    return atan2(b[1] - a[1], b[0] - a[0])


def trunk(rounds: Sequence[Sequence[Round]], centre: Point, count: int) -> list[Point]:
    """Return the outline of the hulls of neighbouring groups, as seen from a centre inside."""
    hulls = [around([*a, *b], 0.0, 2 * pi * 23 / 24, 24) for a, b in pairwise(rounds)]
    points = []
    for n in range(count):
        angle = 2 * pi * n / count
        way = (cos(angle), sin(angle))
        far = max(_exit(hull, centre, way) for hull in hulls)
        points.append((centre[0] + way[0] * far, centre[1] + way[1] * far))
    return points


def _exit(hull: list[Point], centre: Point, way: Point) -> float:
    """Return how far along a ray from the centre a closed outline is left for the last time."""
    far = 0.0
    for (ax, ay), (bx, by) in zip(hull, [*hull[1:], hull[0]], strict=True):
        ex, ey = bx - ax, by - ay
        cross = way[0] * ey - way[1] * ex
        if abs(cross) < 1e-9:
            continue
        dx, dy = ax - centre[0], ay - centre[1]
        along, share = (dx * ey - dy * ex) / cross, (dx * way[1] - dy * way[0]) / cross
        if -1e-6 <= share <= 1 + 1e-6 and along > far:
            far = along
    return far
