"""Which figures count on which local date: the instance's then, and a person's own, stricter ones.

Of a person's own what is stricter counts at once and for the whole date; what is looser counts from
the next date on, so that nothing already found is lifted by it. The instance's figures are those of
a date's beginning, so that a log is judged alike now and later (docs/decisions/0080).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from tracking.safety.limits import Limits, strictest

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

_ALL = {item.name for item in fields(Limits)}
_FIELDS = {item.name: item for item in fields(Limits) if item.name in PERSONAL}

DAY = timedelta(days=1)
FIRST_ZONE = timedelta(hours=14)  # where a date begins first: UTC+14

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
class Former:
    """Figures that the instance had up to and with a local date."""

    last: date
    limits: Limits


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """The limits of one person: those of the instance, tightened by `changes`; oldest first."""

    instance: Limits
    changes: tuple[Change, ...] = ()
    former: tuple[Former, ...] = ()

    def on(self, day: date) -> Limits:
        """The figures by which a local date is judged; never looser than the instance's then."""
        return self._tightened(self._instance_on(day), day)

    def at_start(self, day: date) -> Limits:
        """The figures that a start on a local date must keep, those of the next date included."""
        judged = self.on(day)
        if self._instance_on(day) is self.instance:
            return judged
        return strictest(judged, self._tightened(self.instance, day))

    def _instance_on(self, day: date) -> Limits:
        return next((former.limits for former in self.former if day <= former.last), self.instance)

    def _tightened(self, instance: Limits, day: date) -> Limits:
        for change in reversed(self.changes):
            if change.on <= day:
                chosen = change.that_day if change.on == day else change.after
                return replace(instance, **_strictest(chosen, _of(instance)))
        return instance

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


def note_figures(
    history: Sequence[Mapping[str, Any]], limits: Limits, now: datetime
) -> list[Mapping[str, Any]]:
    """The history of an instance whose figures are now these; the first ones count for all before.

    New ones count from the first date that has begun nowhere on earth, so that no date has two.
    """
    figures = asdict(limits)
    since = date.min if not history else (now.astimezone(UTC) + FIRST_ZONE).date() + DAY
    kept = [entry for entry in history if entry["since"] < since.isoformat()]
    if kept and kept[-1]["figures"] == figures:
        return kept
    return [*kept, {"since": since.isoformat(), "figures": figures}]


def read_former(history: Sequence[Mapping[str, Any]]) -> tuple[Former, ...]:
    """The figures that a history of `note_figures` says were in force before its last ones."""
    return tuple(
        Former(
            date.fromisoformat(after["since"]) - DAY,
            Limits(**{name: entry["figures"][name] for name in entry["figures"] if name in _ALL}),
        )
        for entry, after in pairwise(history)
    )


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
