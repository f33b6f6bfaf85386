"""When a reminder is due: local times on weekdays in a zone, turned into instants. Pure.

An instant is an aware datetime in UTC; a time is local and naive; a weekday is 0 (Monday) to 6.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

#: How far the search goes: a weekday comes within seven dates, or fourteen where a zone once
#: left one out, and a local date begins up to a day before or after the UTC date.
HORIZON_DAYS = 16
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times on weekdays in a zone."""

    times: Sequence[time]
    weekdays: Collection[int]
    zone: ZoneInfo

    def next_after(self, instant: datetime) -> datetime | None:
        """The first due instant strictly after `instant`; None if there is no time or weekday."""
        start = instant.astimezone(self.zone).date() - _DAY
        days = (start + n * _DAY for n in range(HORIZON_DAYS))
        return next((due for day in days for due in self.due_on(day) if due > instant), None)

    def last_until(self, instant: datetime) -> datetime | None:
        """The last due instant at or before `instant`; None if there is no time or weekday."""
        start = instant.astimezone(self.zone).date() + _DAY
        days = (start - n * _DAY for n in range(HORIZON_DAYS))
        dues = (due for day in days for due in reversed(list(self.due_on(day))))
        return next((due for due in dues if due <= instant), None)

    def due_on(self, day: date) -> Iterator[datetime]:
        """The due instants of a local date, ascending; times that fall on one minute count once."""
        if day.weekday() not in self.weekdays or not exists(day, self.zone):
            return
        yield from sorted({instant_of(day, at, self.zone) for at in self.times})


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant at which the local clock shows this time, or has just skipped it.

    Where clocks go forward over it, that is the first valid minute; where they go back, the
    first of its two passes.
    """
    wanted = datetime.combine(day, at)
    # fold=0 reads the clock as before a change: right for the first pass, too late in a gap.
    late = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _wall(late, zone) == wanted:
        return late
    early = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        early, late = (early, middle) if _wall(middle, zone) >= wanted else (middle, late)
    # A few old changes happened between two minutes.
    return late + timedelta(seconds=-_wall(late, zone).second % 60)


def inside(at: time, start: time, end: time) -> bool:
    """Whether a time of day lies in hours that may run over midnight; equal ends mean none."""
    return at >= start or at < end if start > end else start <= at < end


def exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone had this date: some islands left one out when they moved the date line."""
    return instant_of(day, time(0), zone).astimezone(zone).date() == day


def zone_named(name: str) -> ZoneInfo:
    """Return the zone; UTC for a name that this system no longer knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def busiest(plans: Iterable[tuple[Sequence[str], Collection[int]]]) -> tuple[int, int]:
    """The weekday with most times among plans of (times, weekdays), and how many it has."""
    load = [0] * 7
    for times, weekdays in plans:
        for day in weekdays:
            load[day] += len(times)
    day = max(range(7), key=load.__getitem__)
    return day, load[day]


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows."""
    return instant.astimezone(zone).replace(tzinfo=None)
