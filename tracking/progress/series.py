"""Numbers of the progress pages: pure, from one row a local date to weeks, grids and points."""

from calendar import Calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

RANGES = (7, 30, 90, 365)


@dataclass(frozen=True)
class Day:
    """One local date of the log; pains are the day's means of 0-10 answers, None if unanswered.

    `pain_pair` leaves out sessions in which only one of the two questions was answered.
    """

    on: date
    sessions: int = 0
    partial: int = 0
    stopped: int = 0
    seconds: int = 0
    pain_before: float | None = None
    pain_after: float | None = None
    pain_pair: tuple[float, float] | None = None
    releases: int = 0
    rested: bool = False  # nothing done while a cool-down or STOP advised rest

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded half up; a session of a few seconds still counts as one."""
        return max(1, (self.seconds + 30) // 60) if self.seconds else 0

    @property
    def level(self) -> int:
        """How much was done, in four steps for the heatmap: 0, under 5, under 15, more minutes."""
        if not self.sessions:
            return 0
        return 1 if self.seconds < 300 else 2 if self.seconds < 900 else 3

    @property
    def state(self) -> str:
        """The day's symbol: stopped wins over partial, done over rest."""
        if self.stopped:
            return "stopped"
        if self.sessions:
            return "partial" if self.partial == self.sessions else "done"
        return "rested" if self.rested else "none"


@dataclass(frozen=True)
class Week:
    """Monday to Sunday."""

    start: date
    sessions: int
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded half up."""
        return (self.seconds + 30) // 60


def joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return the spans (first and last date) as few that do not meet, ascending."""
    apart: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if apart and first <= apart[-1][1] + timedelta(days=1):
            apart[-1] = apart[-1][0], max(last, apart[-1][1])
        else:
            apart.append((first, last))
    return apart


def fill(days: Iterable[Day], first: date, last: date) -> list[Day]:
    """Return one Day for every date of the range, empty ones included."""
    known = {day.on: day for day in days}
    length = (last - first).days + 1
    dates = (first + timedelta(days=n) for n in range(length))
    return [known.get(on, Day(on)) for on in dates]


def weeks(days: Sequence[Day]) -> list[Week]:
    """Sum days (one a date, ascending) to calendar weeks; the first and last may be cut short."""
    sums: dict[date, list[int]] = {}
    for day in days:
        week = sums.setdefault(day.on - timedelta(days=day.on.weekday()), [0, 0])
        week[0] += day.sessions
        week[1] += day.seconds
    return [Week(start, sessions, seconds) for start, (sessions, seconds) in sums.items()]


def heatmap(days: Sequence[Day]) -> list[list[Day | None]]:
    """Return columns of seven, Monday first, with None where the range does not reach."""
    if not days:
        return []
    cells: list[Day | None] = [None] * days[0].on.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def month_grid(days: Iterable[Day], month: date) -> list[list[Day | None]]:
    """Return the month's weeks of seven days, None for dates of its neighbours."""
    known = {day.on: day for day in days}
    return [
        [known.get(on, Day(on)) if on.month == month.month else None for on in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


@dataclass(frozen=True)
class PainSummary:
    """Mean pain over the days of a range with a pair; `relief` is before minus after."""

    days: int
    before: float
    after: float

    @property
    def relief(self) -> float:
        """How much lower pain was afterwards, in points of the 0-10 scale."""
        return round(self.before - self.after, 1)


def pain_summary(days: Iterable[Day]) -> PainSummary | None:
    """Return the means over days with both answers in one session; None when there is none."""
    pairs = [day.pain_pair for day in days if day.pain_pair]
    if not pairs:
        return None
    before, after = fmean(pair[0] for pair in pairs), fmean(pair[1] for pair in pairs)
    return PainSummary(len(pairs), round(before, 1), round(after, 1))
