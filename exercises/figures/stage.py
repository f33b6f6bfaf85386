"""What stands around a person: floor, mat, chair, roller, bed and wall, as solids in space."""

from dataclasses import dataclass, replace
from math import hypot

from exercises.figures.vectors import Vec

MAT_THICK, MAT_HALF = 1.5, 32.0
SEAT_HALF, SEAT_TOP, SEAT_THICK = 21.0, 46.0, 3.5
BACKREST_THICK, BACKREST_GAP = 2.5, 18.0  # height of the gap between seat and backrest
ROLLER_RADIUS, ROLLER_HALF = 7.5, 30.0
BED_HALF, BED_THICK = 48.0, 22.0
PILLOW_LONG, PILLOW_HALF = 36.0, 26.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The props of an exercise as its file states them: places along x, in cm.

    `mat` and `bed` run from one x to another; `chair`, `roller` and `pillow` have their middle at
    x, `wall` its face; `backrest` and `bed_height` are heights. A pillow gives way: no solid.
    """

    mat: tuple[float, ...] = ()
    chair: float | None = None
    backrest: float = 82.0
    roller: float | None = None
    bed: tuple[float, ...] = ()
    bed_height: float = 56.0
    wall: float | None = None
    pillow: float | None = None

    def with_roller(self, x: float | None) -> "Stage":
        return self if x is None else replace(self, roller=x)


@dataclass(frozen=True, slots=True)
class Box:
    """A solid with flat sides; `soft` where it gives way like a mattress."""

    name: str
    low: Vec
    high: Vec

    def distance(self, p: Vec) -> float:
        """Return how far a point is outside, or with a minus how deep inside."""
        # Asked a million times for one film, so without a loop over the axes.
        low, high = self.low, self.high
        x, y, z = (
            max(low[0] - p[0], p[0] - high[0]),
            max(low[1] - p[1], p[1] - high[1]),
            max(low[2] - p[2], p[2] - high[2]),
        )
        if x <= 0 and y <= 0 and z <= 0:
            return max(x, y, z)
        return hypot(max(x, 0.0), max(y, 0.0), max(z, 0.0))

    def top(self, x: float, y: float) -> float | None:
        """Return the height of its upper face above a place, or None beside it."""
        on = self.low[0] <= x <= self.high[0] and self.low[1] <= y <= self.high[1]
        return self.high[2] if on else None


@dataclass(frozen=True, slots=True)
class Roller:
    """A foam roller on the floor, crosswise."""

    x: float
    name: str = "roller"

    def distance(self, p: Vec) -> float:
        return hypot(p[0] - self.x, p[2] - ROLLER_RADIUS) - ROLLER_RADIUS

    def top(self, x: float, y: float) -> float | None:
        return 2 * ROLLER_RADIUS if abs(x - self.x) < 3 and abs(y) <= ROLLER_HALF else None


type Solid = Box | Roller
FAR = 1000.0


def solids(stage: Stage) -> list[Solid]:
    """Return everything that no limb may pass through, the floor first."""
    found: list[Solid] = [Box("floor", (-FAR, -FAR, -FAR), (FAR, FAR, 0.0))]
    if stage.mat:
        found.append(
            Box("mat", (stage.mat[0], -MAT_HALF, 0.0), (stage.mat[1], MAT_HALF, MAT_THICK))
        )
    if stage.chair is not None:
        x, back = stage.chair, stage.chair - SEAT_HALF
        found.append(
            Box(
                "seat",
                (back, -SEAT_HALF, SEAT_TOP - SEAT_THICK),
                (x + SEAT_HALF, SEAT_HALF, SEAT_TOP),
            )
        )
        found.append(
            Box(
                "backrest",
                (back - BACKREST_THICK, -SEAT_HALF + 1, SEAT_TOP + BACKREST_GAP),
                (back, SEAT_HALF - 1, stage.backrest),
            )
        )
    if stage.roller is not None:
        found.append(Roller(stage.roller))
    if stage.bed:
        low = stage.bed_height - BED_THICK
        found.append(
            Box("bed", (stage.bed[0], -BED_HALF, low), (stage.bed[1], BED_HALF, stage.bed_height))
        )
    if stage.wall is not None:
        near, far = sorted((stage.wall, FAR if stage.wall > 0 else -FAR))
        found.append(Box("wall", (near, -FAR, 0.0), (far, FAR, FAR)))
    return found


def named(stage: Stage, name: str) -> Solid | None:
    """Return the prop of that name, or None if the exercise does not have it."""
    return next((solid for solid in solids(stage) if solid.name == name), None)


def ground(stage: Stage, x: float, y: float) -> float:
    """Return the height of what one stands or lies on at a place: the mat, else the floor."""
    mat = named(stage, "mat")
    return (mat.top(x, y) if mat else None) or 0.0
