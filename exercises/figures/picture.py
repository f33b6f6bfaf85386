"""One moment as a drawing: named paths in half centimetres, in the order of drawing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot

from exercises.figures.camera import Camera, Point
from exercises.figures.line import ON_TOP, line_rank
from exercises.figures.order import ranks
from exercises.figures.person import bones, parts
from exercises.figures.scenery import Prop, props, roller
from exercises.figures.solve import Moment

UNITS = 2  # a picture's units in a centimetre
MARGIN = 6.0  # cm around everything
LINES = {"tint": 0.0, "spine": 0.01}  # the line of the spine over its tint
OWN = {"breath", "tint", "spine"}  # a helper has none: they say what the person does and feels
CLOSED = {"torso", "head", "hair", "roller", "roller_end", "roller_core"}
type Box = tuple[float, float, float, float]  # left, top, right, bottom in cm


@dataclass(frozen=True, slots=True)
class Shape:
    """One path of a person or of the roller: its name, whose it is, and its points in units."""

    name: str
    person: int
    points: tuple[tuple[int, int], ...]

    @property
    def kind(self) -> str:
        """Return how its points are joined: c closed curve, o open curve."""
        return "c" if self.name in CLOSED else "o"


def shapes(moment: Moment, camera: Camera, regions: tuple[str, ...], breath: str) -> list[Shape]:
    """Return all moving shapes of a moment, farthest first."""
    found = [
        (0.0, Shape(prop.name, 0, _units(prop.points))) for prop in roller(moment.stage, camera)
    ]
    people: list[tuple[float, Shape]] = []
    thick = [
        replace(bone, name=f"{n} {bone.name}", root=f"{n} {bone.root}" if bone.root else "")
        for n, body in enumerate(moment.bodies)
        for bone in bones(body)
    ]
    order = ranks(thick, camera)
    for n, body in enumerate(moment.bodies):
        drawn = parts(body, camera, regions, breath, moment.spot)
        line = next(part.points for part in drawn if part.name == "spine")
        lines = line_rank(body, f"{n} ", line, thick, order, camera)
        for part in drawn:
            if n == 0 or part.name not in OWN:
                rank = order[f"{n} {part.bone}"] + part.nudge
                if part.name in LINES:
                    rank = lines + LINES[part.name]
                if part.name == "breath":
                    rank = ON_TOP
                people.append((rank, Shape(part.name, n, _units(part.points))))
    people.sort(key=lambda item: item[0])
    return [shape for _, shape in [*found, *people]]


def _units(points: Iterable[Point]) -> tuple[tuple[int, int], ...]:
    return tuple((round(x * UNITS), round(y * UNITS)) for x, y in points)


def scenery(moment: Moment, camera: Camera) -> list[Prop]:
    return props(moment.stage, camera)


def path(points: Iterable[tuple[float, float]], kind: str) -> str:
    """Return the `d` of a smooth curve through points; static/js/figure.js draws the same."""
    p = list(points)
    if kind == "l":
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in p)
    count = len(p)
    closed = kind == "c"

    def at(n: int) -> tuple[float, float]:
        return p[n % count] if closed else p[max(0, min(count - 1, n))]

    out = [f"M{p[0][0]:g} {p[0][1]:g}"]
    for n in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = at(n - 1), at(n), at(n + 1), at(n + 2)
        # A third of the way along the tangent: points at uneven distances make no hooks.
        third = hypot(cx - bx, cy - by) / 3
        first = third / (hypot(cx - ax, cy - ay) or 1)
        second = third / (hypot(dx - bx, dy - by) or 1)
        out.append(
            f"C{round(bx + (cx - ax) * first)} {round(by + (cy - ay) * first)} "
            f"{round(cx - (dx - bx) * second)} {round(cy - (dy - by) * second)} {cx:g} {cy:g}"
        )
    return "".join(out) + ("Z" if closed else "")


def bounds(rows: Iterable[Iterable[Point]]) -> Box:
    """Return the box around points, in their own measure."""
    points = [point for row in rows for point in row]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def joined(boxes: Iterable[Box]) -> Box:
    """Return the box around boxes."""
    rows = list(boxes)
    return (
        min(b[0] for b in rows), min(b[1] for b in rows),
        max(b[2] for b in rows), max(b[3] for b in rows),
    )  # fmt: skip
