"""A list of exercises to be judged as a routine, and what is said about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from exercises.vocabulary import Side
from tracking.safety.facts import Exercise
from tracking.safety.gates import why_not_runnable
from tracking.safety.limits import STRETCH_SECONDS
from tracking.safety.verdict import Param

#: Added for every item when a routine's length is judged.
BETWEEN_SECONDS = 10
BOTH = frozenset(Side)

type Catalogue = Mapping[str, Exercise]


class FindingCode(StrEnum):
    EMPTY = "EMPTY"
    UNKNOWN_EXERCISE = "UNKNOWN_EXERCISE"
    NOT_RUNNABLE = "NOT_RUNNABLE"
    STRETCH_FIRST = "STRETCH_FIRST"
    COUNTER_MISSING = "COUNTER_MISSING"
    ENDS_MOBILISING = "ENDS_MOBILISING"
    ONE_SIDED = "ONE_SIDED"
    ELEVATED_NO_ACK = "ELEVATED_NO_ACK"
    ELEVATED_LIMIT = "ELEVATED_LIMIT"
    REGION_OVERLOAD = "REGION_OVERLOAD"
    HOLD_OUT_OF_RANGE = "HOLD_OUT_OF_RANGE"
    TOO_LONG = "TOO_LONG"


class FixKind(StrEnum):
    INSERT = "insert"  # put one of `slugs` at `item`, moving that item down
    REMOVE = "remove"
    SET_HOLD = "set_hold"  # to `seconds`
    BOTH_SIDES = "both_sides"
    REQUIRE_ACK = "require_ack"  # set the routine's flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A change that removes the finding; `item` counts from 1."""

    kind: FixKind
    item: int
    slugs: tuple[str, ...] = ()
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row of a routine. `hold` in seconds, None for the catalogue's own."""

    slug: str
    hold: int | None = None
    sides: frozenset[Side] = BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is judged: the rows, the routine's flag, and what this instance offers."""

    items: tuple[Item, ...]
    catalogue: Catalogue = field(repr=False)
    requires_spotter_ack: bool = False
    partner_methods: bool = True

    def known(self) -> Iterator[tuple[int, Item, Exercise]]:
        """Rows with their number, from 1; unknown slugs are left out."""
        for number, item in enumerate(self.items, start=1):
            if item.slug in self.catalogue:
                yield number, item, self.catalogue[item.slug]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that keeps the list from being a routine. `item` counts from 1; 0 = the list."""

    code: FindingCode
    item: int
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    fix: Fix | None = None


def duration(items: Sequence[Item], catalogue: Catalogue) -> int:
    """Seconds for composition: the catalogue's bouts and ten seconds an item."""
    known = (catalogue[item.slug] for item in items if item.slug in catalogue)
    return sum(exercise.seconds + BETWEEN_SECONDS for exercise in known)


def stretches(catalogue: Catalogue) -> tuple[str, ...]:
    """Slugs that can stand in front of mobilising work alone, in catalogue order."""
    return tuple(
        slug
        for slug, exercise in catalogue.items()
        if not exercise.mobilising
        and exercise.stretch_seconds >= STRETCH_SECONDS
        and why_not_runnable(exercise, partner_methods=True) is None
    )
