"""Facts for tests: an able, screened, practised person, changed by what a test is about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from exercises.vocabulary import Region, Tag
from tests.tracking.safety.catalogue import SHORT
from tracking.safety.assess import check_start
from tracking.safety.facts import Ack, Bout, Facts, Screening
from tracking.safety.verdict import Code

LONDON = ZoneInfo("Europe/London")
#: A Monday, 09:00 in London.
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)

_numbers = count(1)


def make_facts(*, tags: Iterable[Tag] = (), **changes: Any) -> Facts:
    """Someone of 40 who may start everything: screened, practised, warm, with a helper."""
    person = Facts(
        zone=LONDON,
        screening=make_screening(tags=tags),
        bouts=(make_bout("DK", NOW - timedelta(minutes=3), session="now"),),
        practice_dates=tuple(date(2026, 5, day) for day in range(1, 6)),
        session="now",
        acks=frozenset(Ack),
        prerequisites=frozenset(entry.slug for entry in SHORT.values()),
        partner_tags=frozenset(),
    )
    return replace(person, **changes)


def make_screening(*, tags: Iterable[Tag] = (), **changes: Any) -> Screening:
    answered = Screening(answered_at=NOW - timedelta(days=1), age=40, tags=frozenset(tags))
    return replace(answered, **changes)


def make_bout(
    name: str, start: datetime, *, session: str = "", zone: ZoneInfo = LONDON, **changes: Any
) -> Bout:
    """A finished bout of the exercise with this short name; a session of its own by default."""
    exercise = SHORT[name]
    number = f"b{next(_numbers):05}"
    bout = Bout(
        id=number,
        session=session or number,
        exercise=exercise.slug,
        tier=exercise.tier,
        mobilising=exercise.mobilising,
        regions=exercise.regions,
        start=start,
        end=start + timedelta(seconds=exercise.seconds),
        on=start.astimezone(zone).date(),
        daily_cap=exercise.daily_cap,
        stretch_seconds=exercise.stretch_seconds,
    )
    return replace(bout, **changes)


def released(name: str, start: datetime, *regions: Region) -> Bout:
    """A bout in which these regions released, by default the exercise's first."""
    return make_bout(name, start, released=regions or SHORT[name].release_regions[:1])


def codes(name: str, facts: Facts, now: datetime = NOW) -> list[Code]:
    """What stands against starting the exercise with this short name, in order."""
    return [verdict.code for verdict in check_start(SHORT[name], facts, now)]
