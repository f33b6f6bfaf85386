"""The props in the picture: floor line, mat, pillow, chair, roller, bed and wall as flat shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import pi

from exercises.figures import stage as s
from exercises.figures.camera import Camera, Point
from exercises.figures.outline import around, ball
from exercises.figures.stage import Box, Stage, named
from exercises.figures.vectors import Vec

LEG = 2.0  # half the thickness of a chair's leg


@dataclass(frozen=True, slots=True)
class Prop:
    """One shape of a prop; closed unless it is a line."""

    name: str
    points: list[Point]
    line: bool = False


def props(stage: Stage, camera: Camera) -> list[Prop]:
    """Return what stands behind the people, the farthest first; a roller moves and is apart."""
    found = [*_wall(stage, camera), *_mat(stage, camera), *_pillow(stage, camera)]
    found += [*_bed(stage, camera), *_chair(stage, camera)]
    return found


def roller(stage: Stage, camera: Camera) -> list[Prop]:
    """Return the roller: its body and the end that is seen."""
    if stage.roller is None:
        return []
    near = -1.0 if camera.toward[1] < 0 else 1.0
    ends = [
        ball(camera, (stage.roller, y * s.ROLLER_HALF, s.ROLLER_RADIUS), s.ROLLER_RADIUS)
        for y in (-near, near)
    ]
    return [
        Prop("roller", around(ends, 0.0, 2 * pi * 15 / 16, 16)),
        Prop("roller_end", around(ends[1:], 0.0, 2 * pi * 9 / 10, 10)),
        Prop(
            "roller_core",
            around(
                [ball(camera, (stage.roller, near * s.ROLLER_HALF, s.ROLLER_RADIUS), 2.4)],
                0.0,
                2 * pi * 7 / 8,
                8,
            ),
        ),
    ]


def _box(name: str, box: Box, camera: Camera) -> Prop:
    """Return the outline of a box: the hull of its corners."""
    (ax, ay, az), (bx, by, bz) = box.low, box.high
    corners = [camera.flat((x, y, z)) for x, y, z in product((ax, bx), (ay, by), (az, bz))]
    return Prop(name, _hull([(p[0], p[1]) for p in corners]))


def _face(name: str, corners: list[Vec], camera: Camera) -> Prop:
    return Prop(name, [camera.flat(corner) for corner in corners])


def _top(name: str, box: Box, camera: Camera) -> Prop:
    (ax, ay, _), (bx, by, z) = box.low, box.high
    return _face(name, [(ax, ay, z), (bx, ay, z), (bx, by, z), (ax, by, z)], camera)


def _mat(stage: Stage, camera: Camera) -> Iterator[Prop]:
    mat = named(stage, "mat")
    if isinstance(mat, Box):
        yield _box("mat_side", mat, camera)
        yield _top("mat", mat, camera)


def _pillow(stage: Stage, camera: Camera) -> Iterator[Prop]:
    """Yield a pillow as it lies flat: a rectangle with its sides drawn in."""
    if stage.pillow is not None:
        long, half, x, z = s.PILLOW_LONG / 2, s.PILLOW_HALF, stage.pillow, s.MAT_THICK
        ways = ((-1, -1), (0, -0.93), (1, -1), (0.9, 0), (1, 1), (0, 0.93), (-1, 1), (-0.9, 0))
        yield _face("pillow", [(x + a * long, b * half, z) for a, b in ways], camera)


def _bed(stage: Stage, camera: Camera) -> Iterator[Prop]:
    bed = named(stage, "bed")
    if isinstance(bed, Box):
        near = bed.low[1] if camera.toward[1] < 0 else bed.high[1]
        for x in (bed.low[0] + 5, bed.high[0] - 5):
            yield Prop(
                "post", [camera.flat((x, near, bed.low[2])), camera.flat((x, near, 0.0))], True
            )
        yield _box("bed_side", bed, camera)
        yield _top("bed", bed, camera)


def _chair(stage: Stage, camera: Camera) -> Iterator[Prop]:
    seat, back = named(stage, "seat"), named(stage, "backrest")
    if not isinstance(seat, Box) or not isinstance(back, Box):
        return
    inside = s.SEAT_HALF - LEG
    legs = sorted(
        product((seat.low[0] + LEG, seat.high[0] - LEG), (-inside, inside)),
        key=lambda xy: camera.depth((xy[0], xy[1], 0.0)),
    )
    middle = (back.low[0] + back.high[0]) / 2
    for x, y in legs[:2]:
        yield Prop("post", [camera.flat((x, y, seat.low[2])), camera.flat((x, y, 0.0))], True)
    for y in (-inside, inside):
        rail = [camera.flat((middle, y, back.high[2] - 2)), camera.flat((middle, y, seat.low[2]))]
        yield Prop("post", rail, True)
    yield _box("chair", back, camera)
    yield _box("seat_side", seat, camera)
    yield _top("seat", seat, camera)
    for x, y in legs[2:]:
        yield Prop("post", [camera.flat((x, y, seat.low[2])), camera.flat((x, y, 0.0))], True)


def _wall(stage: Stage, camera: Camera) -> Iterator[Prop]:
    if stage.wall is not None:
        x, wide, high = stage.wall, 40.0, 190.0
        corners: list[Vec] = [(x, -wide, 0.0), (x, wide, 0.0), (x, wide, high), (x, -wide, high)]
        yield _face("wall", corners, camera)


def _hull(points: list[Point]) -> list[Point]:
    """Return the convex hull of points, in order."""
    points = sorted(set(points))

    def half(row: list[Point]) -> list[Point]:
        out: list[Point] = []
        for p in row:
            while len(out) > 1 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(points) + half(points[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
