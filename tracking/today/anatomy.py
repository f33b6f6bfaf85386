"""The spine's picture: bones laid along a curve, seen from the side, as SVG paths.

Pure geometry, computed once. Landmarks and sizes are ours, drawn to read well at a hand's width
and measured from no one. Units are those of `VIEW_BOX`; the person faces left, so their back is
to the right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, dist, pi, radians, sin

from exercises.vocabulary import Region

VIEW_BOX = "0 0 224 668"

type Point = tuple[float, float]

#: Through the middle of the vertebral bodies, from the topmost to the tip of the tail bone.
SPINE: tuple[Point, ...] = (
    *((88, 36), (81, 64), (82, 94), (96, 134), (117, 182), (129, 235), (130, 290), (119, 345)),
    *((102, 395), (91, 438), (91, 480), (102, 520), (122, 552), (141, 586), (146, 619), (137, 641)),
)
#: The back as one line: crown, neck, shoulder blades, waist, seat.
OUTLINE: tuple[Point, ...] = (
    *((52, 7), (88, 2), (115, 18), (121, 46), (116, 74), (125, 106), (151, 143), (172, 192)),
    *((184, 246), (187, 302), (181, 352), (168, 398), (159, 438), (164, 482), (183, 524)),
    *((205, 566), (209, 610), (194, 648), (166, 664)),
)


@dataclass(frozen=True, slots=True)
class Bone:
    """A vertebra; its process points back and `droop` degrees down, `gap` is the disc below."""

    region: Region
    height: float
    width: float
    gap: float
    process: float = 0
    droop: float = 0
    thickness: float = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """One region's bones as path data: processes are drawn under bodies, seams over them."""

    region: Region
    processes: tuple[str, ...]
    bodies: tuple[str, ...]
    seams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on a curve and the direction the curve runs there."""

    x: float
    y: float
    dx: float
    dy: float

    def at(self, back: float, down: float = 0) -> Point:
        """The point so far behind and below this place, along the curve's own axes."""
        return self.x + back * self.dy + down * self.dx, self.y - back * self.dx + down * self.dy


class Curve:
    """A smooth line through points, walked by distance."""

    def __init__(self, points: tuple[Point, ...], pieces: int = 16) -> None:
        self.points = tuple(_smooth(points, pieces))
        self.walked = [0.0]
        for a, b in zip(self.points, self.points[1:], strict=False):
            self.walked.append(self.walked[-1] + dist(a, b))

    def frame(self, distance: float) -> Frame:
        """The place after `distance` units."""
        last = len(self.points) - 2
        index = max(i for i, walked in enumerate(self.walked) if walked <= distance and i <= last)
        (ax, ay), (bx, by) = self.points[index], self.points[index + 1]
        length = self.walked[index + 1] - self.walked[index]
        share = (distance - self.walked[index]) / length
        x, y = _between(ax, bx, share), _between(ay, by, share)
        return Frame(x, y, (bx - ax) / length, (by - ay) / length)


@cache
def shapes() -> tuple[Shape, ...]:
    """The regions from the head down."""
    curve, distance = Curve(SPINE), 3.0
    drawn: dict[Region, tuple[list[str], list[str]]] = {}
    for bone in _vertebrae():
        place = curve.frame(distance + bone.height / 2)
        processes, bodies = drawn.setdefault(bone.region, ([], []))
        processes.append(_process(place, bone))
        bodies.append(_body(place, bone))
        distance += bone.height + bone.gap
    spine = [Shape(region, tuple(under), tuple(over)) for region, (under, over) in drawn.items()]
    return (*spine, _sacrum(curve, distance))


@cache
def outline() -> str:
    """The line of the back."""
    first, *rest = Curve(OUTLINE, pieces=6).points
    return _path("M", first, "L", *rest)


def _vertebrae() -> Iterator[Bone]:
    """Seven of the neck, twelve of the chest, five of the lower back; they grow on the way down."""
    for number in range(7):
        t = number / 6
        size = _between(9, 11, t), _between(20, 24, t), 3.6
        yield Bone(
            Region.CERVICAL, *size, _between(16, 27, t), _between(16, 30, t), _between(4.6, 6, t)
        )
    for number in range(12):
        t = number / 11
        region = Region.THORACIC if number < 10 else Region.THORACOLUMBAR
        droop = 24 + 32 * sin(pi * min(1, number / 9)) if number < 10 else 16
        size = _between(14.5, 22, t), _between(25, 36, t), _between(3.6, 5.4, t)
        yield Bone(region, *size, _between(31, 33, t), droop, _between(6.6, 9.5, t))
    for number in range(5):
        t = number / 4
        region = Region.THORACOLUMBAR if number < 2 else Region.LUMBAR
        size = _between(22.5, 22.5, t), _between(38, 41, t), _between(6.4, 8.5, t)
        yield Bone(region, *size, _between(31, 26, t), _between(9, 5, t), _between(13.5, 12, t))


def _body(place: Frame, bone: Bone) -> str:
    """A block with slightly hollow sides."""
    w, h, waist, at = bone.width / 2, bone.height / 2, bone.width * 0.43, place.at
    top, bottom = (at(0, -h * 0.72), at(w, -h)), (at(0, h * 0.72), at(-w, h))
    sides = ("Q", at(waist), at(w, h), "Q", *bottom, "Q", at(-waist), at(-w, -h))
    return _path("M", at(-w, -h), "Q", *top, *sides, "Z")


def _process(place: Frame, bone: Bone) -> str:
    """The spur behind a body, thick at its root and rounded at its tip."""
    turn, k, length = radians(bone.droop), bone.thickness / 2, bone.process
    tip = 1.35 if bone.thickness > 11 else 1.0
    root, top = bone.width / 2 - 2, -bone.height * 0.18

    def at(out: float, across: float) -> Point:
        back, down = out * cos(turn) - across * sin(turn), out * sin(turn) + across * cos(turn)
        return place.at(root + back, top + down)

    first = place.at(root, top - k)
    upper = (at(length * 0.3, -k * 0.72), at(length * 0.55, -k * 0.5))
    end = (at(length * 0.85, -k * 0.9 * tip), at(length, -k * 0.7 * tip))
    round_ = (at(length + k * 1.2, k * 0.1), at(length - 1, k * 0.95 * tip))
    lower = (at(length * 0.7, k * 0.6), at(length * 0.42, k * 0.7))
    back = (at(length * 0.2, k * 1.3), place.at(root, top + k * 1.5))
    return _path("M", first, "Q", *upper, "Q", *end, "Q", *round_, "Q", *lower, "Q", *back, "Z")


def _sacrum(curve: Curve, start: float) -> Shape:
    """One fused bone with four seams, and the three small ones of the tail."""

    def at(down: float, back: float) -> Point:
        return curve.frame(start + down).at(back)

    front = ("Q", at(10, -18.5), at(20, -15.5), "Q", at(30, -14.5), at(37, -11.5))
    tip = ("Q", at(50, -10.5), at(58, -8), "Q", at(66, -7), at(72, -5.5), "L", at(72, 5.5))
    crest = ("Q", at(62, 8), at(52, 14), "Q", at(44, 9.5), at(36, 19), "Q", at(28, 13), at(18, 25))
    top = ("Q", at(9, 31), at(0, 19), "Q", at(0, 0), at(0, -20), "Z")
    seams = ((20, 14.5), (37, 11), (51, 8.4), (62, 6.6))
    tail, down = [], 75.0
    for width, height in ((9.5, 8.5), (7.5, 7.5), (5, 6.5)):
        bone = Bone(Region.SACROILIAC, height, width, 2)
        tail.append(_body(curve.frame(start + down + height / 2), bone))
        down += height + bone.gap
    return Shape(
        Region.SACROILIAC,
        processes=(),
        bodies=(_path("M", at(0, -20), *front, *tip, *crest, *top), *tail),
        seams=tuple(_path("M", at(d, -w), "Q", at(d + 1.5, 0), at(d, w * 0.8)) for d, w in seams),
    )


def _between(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


def _smooth(points: tuple[Point, ...], pieces: int) -> Iterator[Point]:
    """A Catmull-Rom spline through the points, `pieces` steps between two of them."""
    padded = (points[0], *points, points[-1])
    for p, q, r, s in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(pieces):
            t = step / pieces
            x, y = (
                b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
                for a, b, c, d in zip(p, q, r, s, strict=True)
            )
            yield x, y
    yield points[-1]


def _path(*parts: str | Point) -> str:
    """Path data with one decimal, enough for a line 1.4 units wide."""
    return "".join(part if isinstance(part, str) else _pair(part) for part in parts).strip()


def _pair(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f} "
