"""Which exercises a person asked to see: pure, over typed entries (a few dozen at most)."""

from collections.abc import Callable
from dataclasses import dataclass

from exercises.spec import ExerciseSpec
from exercises.vocabulary import Companion, Equipment, Position, Region, Tier


@dataclass(frozen=True, slots=True)
class Criteria:
    """What was asked for; None asks for nothing. `at_hand` is all the equipment there is."""

    region: Region | None = None
    tier: Tier | None = None
    position: Position | None = None
    companion: Companion | None = None
    at_hand: frozenset[Equipment] | None = None


def matches(spec: ExerciseSpec, criteria: Criteria) -> bool:
    """Whether an entry answers everything that was asked for."""
    return all(test(spec, criteria) for test in TESTS)


def _region(spec: ExerciseSpec, asked: Criteria) -> bool:
    return asked.region is None or asked.region in spec.regions


def _tier(spec: ExerciseSpec, asked: Criteria) -> bool:
    return asked.tier is None or asked.tier is spec.tier


def _position(spec: ExerciseSpec, asked: Criteria) -> bool:
    return asked.position is None or asked.position in spec.positions


def _companion(spec: ExerciseSpec, asked: Criteria) -> bool:
    return asked.companion is None or asked.companion is spec.companion.kind


def _equipment(spec: ExerciseSpec, asked: Criteria) -> bool:
    """Whether it can be done with what is at hand; an information page cannot be done at all."""
    return asked.at_hand is None or (spec.is_runnable and asked.at_hand.issuperset(spec.equipment))


TESTS: tuple[Callable[[ExerciseSpec, Criteria], bool], ...] = (
    _region,
    _tier,
    _position,
    _companion,
    _equipment,
)
