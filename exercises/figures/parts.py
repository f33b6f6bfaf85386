"""One outline of a person in the picture."""

from dataclasses import dataclass

from exercises.figures.camera import Point


@dataclass(frozen=True, slots=True)
class Part:
    """One outline: its name, the points it passes through, and how near it is."""

    name: str
    points: list[Point]
    depth: float
