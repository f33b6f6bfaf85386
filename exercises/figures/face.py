"""Head and neck in the picture: a soft outline, hair, a nose and ears that tell where it faces."""

from collections.abc import Iterator
from math import cos, pi, sin

from exercises.figures import measures as m
from exercises.figures.breath import Spot, marks
from exercises.figures.camera import Camera, Point
from exercises.figures.outline import Round, around, ball, chain, direction, ellipsoid
from exercises.figures.parts import Part
from exercises.figures.skeleton import Body
from exercises.figures.vectors import Vec, add, along, dot, mix, mul, unit

HEAD_POINTS, HAIR_POINTS = 10, 8
SKULL, SKULL_AXES = (-0.6, 0.0, 1.4), (9.3, 7.7, 9.9)
JAW, JAW_AXES = (3.4, 0.0, -6.0), (5.2, 4.8, 5.2)
NOSE = ((8.3, 0.0, 2.4), (9.6, 0.0, 0.6), (11.4, 0.0, -2.4), (8.6, 0.0, -3.6))
EAR = ((1.0, 7.7, 1.2), (-1.4, 8.0, 1.0), (-1.2, 7.9, -1.6), (0.6, 7.7, -2.4))
# Hair covers the skull behind and above a plane: its normal in the head, and how far out it is.
HAIR_NORMAL: Vec = unit((-0.62, 0.0, 0.78))
HAIR_CUT = 0.18
RINGS, SPOTS = 4, 32


def head_parts(body: Body, camera: Camera, breath: str, spot: Spot) -> Iterator[Part]:
    """Yield neck, head, hair, nose, ears and breath."""
    at, size, frame = body.points, body.size, body.frames["head"]

    def on(place: Vec) -> Vec:
        return add(at["head"], along(frame, place), size)

    def flat(places: tuple[Vec, ...]) -> list[Point]:
        return [camera.flat(on(place)) for place in places]

    skull, jaw = (
        ellipsoid(camera, on(place), [mul(frame[n], axes[n] * size) for n in range(3)])
        for place, axes in ((SKULL, SKULL_AXES), (JAW, JAW_AXES))
    )
    yield Part("neck", _neck(body, camera), "torso", 0.1)
    yield Part(
        "head",
        around([skull, jaw], 0.0, 2 * pi * (HEAD_POINTS - 1) / HEAD_POINTS, HEAD_POINTS),
        "head",
    )
    yield Part("hair", _hair(body, camera), "head", 0.1)
    near = 0.2 if dot(frame[0], camera.toward) > -0.3 else -0.2
    yield Part("nose", flat(NOSE), "head", near)
    for name, sign in (("ear_left", 1.0), ("ear_right", -1.0)):
        seen = 0.25 if sign * dot(frame[1], camera.toward) > 0.06 else -0.25
        yield Part(name, flat(tuple((x, y * sign, z) for x, y, z in EAR)), "head", seen)
    yield Part(
        "breath",
        marks(camera.flat(at["head"]), camera.flat(add(at["head"], frame[0])), breath, spot),
        "head",
        0.3,
    )


def _neck(body: Body, camera: Camera) -> list[Point]:
    at, size = body.points, body.size
    return chain(
        [
            ball(camera, add(at["c7"], body.frames["upper"][2], -3.0), (m.R_NECK + 0.6) * size),
            ball(camera, mix(at["c7"], at["atlas"], 0.6), (m.R_NECK - 0.2) * size),
            ball(camera, at["head"], (m.R_NECK - 0.4) * size),
        ]
    )


def _hair(body: Body, camera: Camera) -> list[Point]:
    """Return the outline of the hair that is seen; a single point where none is."""
    frame, size = body.frames["head"], body.size
    seen: list[Round] = []
    for way in _hair_ways():
        toward = dot(along(frame, _normal(way)), camera.toward)
        place = (SKULL[0] + 9.5 * way[0], 7.9 * way[1], SKULL[2] + 10.1 * way[2])
        if toward > 0:
            spot = add(body.points["head"], along(frame, place), size)
            seen.append(Round(camera.flat(spot), ()))
    if not seen:  # all of it is behind: a point on the rim where it will appear
        skull = ellipsoid(
            camera, body.points["head"], [mul(frame[n], SKULL_AXES[n] * size) for n in range(3)]
        )
        rim = camera.flat(along(frame, HAIR_NORMAL))
        return [skull.edge(direction((0.0, 0.0), rim))] * HAIR_POINTS
    return around(seen, 0.0, 2 * pi * (HAIR_POINTS - 1) / HAIR_POINTS, HAIR_POINTS)


def _normal(way: Vec) -> Vec:
    a, b, c = SKULL_AXES
    return (way[0] / a, way[1] / b, way[2] / c)


def _hair_ways() -> Iterator[Vec]:
    """Yield directions on the skull inside the hair line, ring by ring from the crown."""
    side: Vec = (0.0, 1.0, 0.0)
    third: Vec = (HAIR_NORMAL[2], 0.0, -HAIR_NORMAL[0])
    for ring in range(RINGS + 1):
        out = HAIR_CUT + (1 - HAIR_CUT) * (1 - ring / RINGS)
        wide = (1 - out * out) ** 0.5
        for n in range(SPOTS if ring else 1):
            angle = 2 * pi * n / SPOTS
            way = add(mul(HAIR_NORMAL, out), side, wide * cos(angle))
            yield add(way, third, wide * sin(angle))
