"""A person's own, stricter limits: which figures count on which local date.

What is stricter counts at once and for the whole date; what is looser counts from the next date
on, so that nothing already found is lifted by it (docs/decisions/0080).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from tracking.safety.limits import Limits

#: The limits that mean something to a person. None depends on the order of another.
PERSONAL = (
    "release_day_back",
    "release_day_region",
    "release_week_back",
    "release_week_region",
    "mobilising_day_region",
    "elevated_day",
    "elevated_week",
    "refractory_minutes",
    "pain_now",
)

_FIELDS = {item.name: item for item in fields(Limits) if item.name in PERSONAL}

type Figures = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """What was set on one local date: `that_day` counts on it, `after` from the next one on."""

    on: date
    that_day: Figures
    after: Figures

    def as_json(self) -> dict[str, Any]:
        return {"on": self.on.isoformat(), "that_day": {**self.that_day}, "after": {**self.after}}


def read_changes(rows: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The changes that `as_json` wrote, oldest first."""
    return tuple(
        Change(date.fromisoformat(row["on"]), row["that_day"], row["after"]) for row in rows
    )


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """The limits of one person: those of the instance, tightened by `changes` (oldest first)."""

    instance: Limits
    changes: tuple[Change, ...] = ()

    def on(self, day: date) -> Limits:
        """The figures in force on a local date; never looser than the instance's."""
        for change in reversed(self.changes):
            if change.on <= day:
                chosen = change.that_day if change.on == day else change.after
                return replace(self.instance, **_strictest(chosen, _of(self.instance)))
        return self.instance

    @property
    def chosen(self) -> Limits:
        """The figures as last set, whether or not the looser of them count already."""
        return self.on(date.max)

    def change(self, figures: Figures, on: date) -> tuple[Change, ...]:
        """The changes after `figures` were set on a date; the instance's own are left out."""
        # A move to another zone can lead back to the date before.
        on = max([on, *(change.on for change in self.changes[-1:])])
        before = self.on(on)
        kept = {
            name: value
            for name, value in figures.items()
            if name in _FIELDS and _is_stricter(name, value, getattr(self.instance, name))
        }
        today = Change(on=on, that_day=_strictest(kept, _of(before)), after=kept)
        return (*(change for change in self.changes if change.on < on), today)


def own_range(name: str, instance: Limits) -> tuple[int, int]:
    """The least and the most that a person may set: from the instance's figure to the strictest."""
    item, figure = _FIELDS[name], getattr(instance, name)
    ceiling = item.metadata["stricter"] is min
    return (item.metadata["low"], figure) if ceiling else (figure, item.metadata["high"])


def _of(limits: Limits) -> Figures:
    return {name: getattr(limits, name) for name in _FIELDS}


def _strictest(one: Figures, other: Figures) -> dict[str, int]:
    """The stricter figure of each limit in `other`."""
    return {
        name: _FIELDS[name].metadata["stricter"](one.get(name, figure), figure)
        for name, figure in other.items()
    }


def _is_stricter(name: str, value: int, than: int) -> bool:
    return value != than and _FIELDS[name].metadata["stricter"](value, than) == value
