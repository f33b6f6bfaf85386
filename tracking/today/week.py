"""PURE: the last seven local dates. Rest that was advised counts; nothing else is a score."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracking.safety.facts import Facts, Incident, local_date


class Mark(StrEnum):
    MOVED = "moved"
    RESTED = "rested"  # a cool-down ran, and nothing mobilising was done
    STOPPED = "stopped"  # a pain stopped it, perhaps before anything was done
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Day:
    """One date; `sessions` were logged on it."""

    on: date
    sessions: int
    mark: Mark
    is_today: bool


def last_seven_days(facts: Facts, now: datetime) -> tuple[Day, ...]:
    """Return the dates up to today, oldest first; an open session does not count yet."""
    today = local_date(now, facts.zone)
    return tuple(_day(today - timedelta(days=back), today, facts) for back in range(6, -1, -1))


def _day(on: date, today: date, facts: Facts) -> Day:
    bouts = [bout for bout in facts.bouts if bout.on == on and bout.session != facts.session]
    sessions = len({bout.session for bout in bouts})
    if any(local_date(stop.at, facts.zone) == on for stop in facts.stops):
        return Day(on, sessions, Mark.STOPPED, is_today=on == today)
    rested = any(_rests_on(incident, on, facts) for incident in facts.incidents)
    if rested and not any(bout.mobilising for bout in bouts):
        mark = Mark.RESTED
    else:
        mark = Mark.MOVED if sessions else Mark.QUIET
    return Day(on, sessions, mark, is_today=on == today)


def _rests_on(incident: Incident, on: date, facts: Facts) -> bool:
    """Whether its cool-down ran on the date, or on part of it."""
    if incident.until <= incident.tripped_at:
        return False
    last = incident.until - timedelta(microseconds=1)
    return incident.on <= on <= local_date(last, facts.zone)
