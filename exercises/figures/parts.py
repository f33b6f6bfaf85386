"""One outline of a person in the picture, and the bone whose place in depth it shares."""

from dataclasses import dataclass

from exercises.figures.camera import Point


@dataclass(frozen=True, slots=True)
class Part:
    """One outline: its name, the points it passes through, its bone, and its place on that."""

    name: str
    points: list[Point]
    bone: str
    nudge: float = 0.0
