"""The sign of breath: a small wave before a mouth, put where nothing else is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, hypot, radians, sin

from exercises.figures.camera import Point

ROUND = 4.5  # cm around the middle of the sign that are to be free
TURNS = (0.0, 25.0, -25.0, 50.0, -50.0, 75.0, -75.0)
FARS = (17.0, 21.0, 26.0)
ASIDE = 50.0  # degrees from where the face looks
# Points of the sign: cm along the breath from its middle, and aside.
WAVE = ((-5.2, 0.0), (-3.2, 1.7), (-1.1, -1.7), (1.1, 1.7), (3.2, -1.7), (5.2, 0.0))
SWELL = 0.14  # how much higher a wave is a cm farther on
FARTHER = 6.0  # degrees aside that are as bad as one cm farther from the face

type Thick = tuple[Point, Point, float]  # a thick line in the picture


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the sign is: degrees aside from where the face looks, and cm from the head's middle."""

    turn: float = 0.0
    far: float = 17.0

    def toward(self, other: "Spot", share: float) -> "Spot":
        """Return the spot `share` of the way to another, so that a sign never jumps."""
        return Spot(
            self.turn + (other.turn - self.turn) * share,
            self.far + (other.far - self.far) * share,
        )


BEFORE = Spot()


@dataclass(frozen=True, slots=True)
class Sight:
    """One moment in the picture: head, a point before the face, and all that hides a sign.

    On the body of a helper, `others`, a sign is seen too, but less well than beside it.
    """

    head: Point
    ahead: Point
    hiding: Sequence[Thick]
    others: Sequence[Thick] = ()


def marks(head: Point, ahead: Point, breath: str, spot: Spot) -> list[Point]:
    """Return a small wave at a spot, higher at the end to which the breath goes.

    Angles that pointed the way of the breath were taken for the way of the movement.
    """
    way = {"in": -1.0, "out": 1.0}.get(breath, 0.0)
    x, y = _toward(head, ahead, spot.turn)
    points: list[Point] = []
    for forth, aside in WAVE:
        out, off = spot.far + 2 + forth, aside * (1 + way * forth * SWELL)
        points.append((head[0] + x * out - y * off, head[1] + y * out + x * off))
    return points


def free_spot(sight: Sight) -> Spot:
    """Return the free spot that is most before the face, else the one that is freest.

    Before it lies on a helper it goes aside, but not so far that the helper seems to breathe.
    """
    spots = [Spot(turn, far) for far, turn in product(FARS, TURNS)]
    spots.sort(key=lambda spot: abs(spot.turn) + FARTHER * (spot.far - FARS[0]))
    room = {spot: _room(sight, spot, sight.hiding) for spot in spots}
    free = [spot for spot in spots if room[spot] >= 0]
    for spot in free:
        if abs(spot.turn) <= ASIDE and _room(sight, spot, sight.others) >= 0:
            return spot
    return free[0] if free else max(spots, key=lambda spot: room[spot])


def _room(sight: Sight, spot: Spot, hiding: Sequence[Thick]) -> float:
    """Return how far the sign stays from what would hide it; below zero it is hidden."""
    x, y = _toward(sight.head, sight.ahead, spot.turn)
    middle = (sight.head[0] + x * (spot.far + 2), sight.head[1] + y * (spot.far + 2))
    return min(_gaps(middle, hiding), default=FARS[0]) - ROUND


def _gaps(point: Point, hiding: Sequence[Thick]) -> Iterator[float]:
    for (ax, ay), (bx, by), radius in hiding:
        ex, ey = bx - ax, by - ay
        share = ((point[0] - ax) * ex + (point[1] - ay) * ey) / (ex * ex + ey * ey or 1.0)
        share = max(0.0, min(1.0, share))
        yield hypot(ax + ex * share - point[0], ay + ey * share - point[1]) - radius


def _toward(head: Point, ahead: Point, turn: float) -> Point:
    """Return the direction of length one in which the sign is, seen from the head."""
    # A face that looks at the viewer breathes to the side of the picture, off face and shoulder.
    x, y = ahead[0] - head[0], ahead[1] - head[1]
    aslant = max(0.0, 0.7 - hypot(x, y))
    x, y = x + aslant, y * (1 - aslant / 0.7)
    size, angle = hypot(x, y) or 1.0, radians(turn)
    x, y = x / size, y / size
    return (x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
