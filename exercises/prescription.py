"""How long and how often: the figures of a catalogue entry, each with its source."""

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Where a statement comes from: the article says it, or Limber chose it and says why."""

    TEXT = "text"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Span:
    """A figure with bounds: seconds of a hold, or bouts a day. No bounds: the article sets none."""

    source: Source
    min: int | None = None
    max: int | None = None
    product_default: int | None = None
    reason: str = ""
    note: str = ""

    @property
    def default(self) -> int | None:
        """The figure used unless the person chooses another one within the bounds."""
        return self.min if self.product_default is None else self.product_default


@dataclass(frozen=True, slots=True)
class Figure:
    """A single figure with its source."""

    value: int
    source: Source
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Minutes offered from the given run on, the first run being 1."""

    from_run: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """Length of a continuous movement: what the article asks, and what is offered instead."""

    value: int
    source: Source
    product_default: Figure
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Prescription:
    """How long and how often. Counts are bouts a local date; repetitions are per side and bout."""

    as_needed: bool
    daily_cap: Figure
    hold_s: Span | None = None
    reps: Figure | None = None
    times_per_day: Span | None = None
    min_minutes: Minutes | None = None
