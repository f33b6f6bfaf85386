"""PURE: how much time a person wants between exercises and between sides."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

SHORTEST, LONGEST = 3, 20  # seconds of each pause


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds to get ready before an item, more of them in a new posture, and between two sides.

    The defaults are those of the catalogue's figures: nothing but ten seconds to get ready.
    """

    ready: int = 10
    posture: int = 0
    switch: int = 0


USUAL = Tempo(ready=10, posture=5, switch=5)  # of a person who has not chosen


def read_tempo(chosen: Mapping[str, Any]) -> Tempo:
    """Return the tempo that a person has chosen, as it is stored."""
    names = (one.name for one in fields(Tempo))
    return Tempo(**{name: chosen.get(name, getattr(USUAL, name)) for name in names})
