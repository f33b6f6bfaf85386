"""A film as compact data for the browser: the fewest frames that play smoothly, as short text.

static/js/figure.js reads it. A frame is the points of every shape, in half centimetres.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from exercises.figures.film import StepFilm
from exercises.figures.picture import Box, Shape, shapes
from exercises.figures.svg import class_of, scenery_of, view_box

SHARES = [n / 12 for n in range(13)]  # where on the way of each leg a frame is computed
# Half centimetres that a frame left out may be off when played: the first with which a film is
# small enough. A long film of two people keeps its key poses and fewer moments between them.
CLOSE = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 16.0)
SMALL = 4000  # bytes, gzipped
# Points of a rounded outline may slide along it unseen; hair and breath follow the head.
EASY = {"left_foot": 4, "right_foot": 4, "head": 3, "torso": 2.5}
LOOSE = {"hair", "breath"}
# 85 characters that stand for themselves in JSON, one after the other.
DIGITS = "".join(map(chr, range(ord("*"), 127))).replace("\\", "!")  # which JSON would double
FAR = len(DIGITS) - 1
PLACES = {digit: n for n, digit in enumerate(DIGITS)}

type Frame = dict[tuple[str, int], tuple[tuple[int, int], ...]]
type Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sampled:
    """One computed moment: how far on its way, its shapes by name, and their order of drawing."""

    share: float
    frame: Frame
    order: tuple[Key, ...]


def reel(made: Sequence[StepFilm], regions: tuple[str, ...], box: Box) -> dict[str, Any]:
    """Return what the browser plays, as exact as a small film can be."""
    steps = [_sampled(film, regions) for film in made]
    told: dict[str, Any] = {}
    for close in CLOSE:
        thin = [[_thinned(leg, close) for leg in legs] for legs in steps]
        told = _told(made, thin, box)
        if len(gzip.compress(json.dumps(told).encode(), mtime=0)) < SMALL:
            break
    return told


def _told(made: Sequence[StepFilm], steps: list[list[list[Sampled]]], box: Box) -> dict[str, Any]:
    """Return shapes, steps with their legs and frames, and scenes."""
    every = [sampled for legs in steps for leg in legs for sampled in leg]
    names = _names(every)
    orders: list[str] = []
    places: dict[int, int] = {}
    for sampled in every:
        order = "".join(DIGITS[names.index(key)] for key in sampled.order)
        if order not in orders:
            orders.append(order)
        places[id(sampled)] = orders.index(order)
    scenes: list[str] = []
    told = []
    for film, legs in zip(made, steps, strict=True):
        scene = scenery_of(film.key_moments()[0], film.camera, box)
        if scene not in scenes:
            scenes.append(scene)
        told.append(_step(film, legs, scenes.index(scene), places))
    return {
        "box": view_box(box),
        "shapes": [_shape(key, every[0]) for key in names],
        "orders": orders,
        "steps": told,
        "scenes": scenes,
        "frames": packed([[sampled.frame[key] for key in names] for sampled in every]),
    }


def _step(film: StepFilm, legs: list[list[Sampled]], scene: int, places: dict[int, int]) -> Any:
    """Return one step: its seconds, whether it cycles, breath, scene, and its legs.

    A leg is [start, end, shares, orders]: tenths of a second, and hundredths of the way.
    """
    times = [(leg.start, leg.end) for leg in film.legs] or [(0.0, 0.0)]
    return {
        "s": film.step.seconds,
        "c": int(bool(film.step.pose.cycle)),
        "b": film.step.breath.value,
        "g": scene,
        "l": [
            [round(start * 10), round(end * 10), [round(one.share * 100) for one in leg],
             [places[id(one)] for one in leg]]
            for (start, end), leg in zip(times, legs, strict=True)
        ],
    }  # fmt: skip


def _shape(key: Key, sampled: Sampled) -> list[Any]:
    """Return [classes, how its points are joined, how many they are]."""
    shape = Shape(*key, sampled.frame[key])
    return [class_of(shape), shape.kind, len(shape.points)]


def _names(step: Iterable[Sampled]) -> list[Key]:
    """Return every shape that is ever drawn, in the order of its first appearance."""
    names: dict[Key, None] = {}
    for sampled in step:
        names |= dict.fromkeys(sampled.order)
    return list(names)


def _sampled(film: StepFilm, regions: tuple[str, ...]) -> list[list[Sampled]]:
    """Return for each leg of a step its moments."""
    if not film.legs:
        return [[_sample(film, 0.0, 0.0, regions)]]
    return [
        [_sample(film, leg.moment_time(share), share, regions) for share in SHARES]
        for leg in film.legs
    ]


def _sample(film: StepFilm, time: float, share: float, regions: tuple[str, ...]) -> Sampled:
    drawn = shapes(film.at(time), film.camera, regions, film.step.breath)
    frame = {(shape.name, shape.person): shape.points for shape in drawn}
    return Sampled(share, frame, tuple(frame))


def _thinned(taken: list[Sampled], close: float) -> list[Sampled]:
    """Return the moments between which all others lie on smooth curves, as the browser draws."""
    if all(one.frame == taken[0].frame for one in taken):
        return taken[:1]
    heeded = [key for key in taken[0].order if key[0] not in LOOSE]
    flat = [
        [number / EASY.get(key[0], 1) for key in heeded for p in one.frame[key] for number in p]
        for one in taken
    ]
    kept = [0, len(taken) - 1]
    while len(kept) < len(taken):
        worst, place = max((_off(flat, kept, n), n) for n in range(len(taken)) if n not in kept)
        if worst <= close:
            break
        kept = sorted([*kept, place])
    return [taken[n] for n in kept]


def _off(flat: list[list[float]], kept: list[int], n: int) -> float:
    """Return how far a moment is from what the kept ones make of it."""
    after = next(k for k, place in enumerate(kept) if place > n)
    weights = curve(kept, after - 1, n)
    rows = [(flat[place], weight) for place, weight in weights]
    off = 0.0
    for k, value in enumerate(flat[n]):
        off = max(off, abs(sum(row[k] * weight for row, weight in rows) - value))
    return off


def curve(places: Sequence[float], n: int, at: float) -> list[tuple[Any, float]]:
    """Return (place, weight) of a smooth curve through values at places, between n and n + 1.

    A cubic with the slopes of the neighbours; static/js/figure.js does the same.
    """
    a, b = places[n], places[n + 1]
    before, after = places[max(n - 1, 0)], places[min(n + 2, len(places) - 1)]
    s = (at - a) / (b - a)
    first, second = s * (1 - s) * (1 - s) * (b - a), s * s * (s - 1) * (b - a)
    rise = s * s * (3 - 2 * s)
    return [
        (a, 1 - rise), (b, rise),
        (b, first / (b - before)), (before, -first / (b - before)),
        (after, second / (after - a)), (a, -second / (after - a)),
    ]  # fmt: skip


def packed(frames: list[list[tuple[tuple[int, int], ...]]]) -> str:
    """Return all frames as text: how each point moved since the frame before.

    What is written is the difference to how the point before moved: neighbours move alike, so
    most numbers are small.
    """
    out: list[str] = []
    before: list[int] = []
    for frame in frames:
        flat = [number for points in frame for point in points for number in point]
        moved = [now - last for now, last in zip(flat, before or [0] * len(flat), strict=True)]
        out += [_digits(now - last) for now, last in zip(moved, [0, 0, *moved[:-2]], strict=True)]
        before = flat
    return "".join(out)


def _digits(number: int) -> str:
    """Return a number as one digit if it is small, else as three."""
    twice = number * 2 if number >= 0 else -number * 2 - 1
    if twice < FAR:
        return DIGITS[twice]
    return DIGITS[FAR] + DIGITS[twice // len(DIGITS)] + DIGITS[twice % len(DIGITS)]


def unpacked(text: str, told_shapes: Sequence[Sequence[Any]], frame: int) -> list[int]:
    """Return the numbers of one frame of a packed text; the inverse of `packed`."""
    count = sum(2 * shape[2] for shape in told_shapes)
    marks = iter(text)
    now = [0] * count
    for _ in range(frame + 1):
        moved = [0, 0]
        for k in range(count):
            moved.append(_number(marks) + moved[k])
            now[k] += moved[-1]
    return now


def _number(marks: Iterator[str]) -> int:
    twice = PLACES[next(marks)]
    if twice == FAR:
        twice = PLACES[next(marks)] * len(DIGITS) + PLACES[next(marks)]
    return -(twice + 1) // 2 if twice % 2 else twice // 2
