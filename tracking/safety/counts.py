"""The counting rules D1-D5 and W1-W4: what counts, where, over how many dates, up to what."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from exercises.vocabulary import Region, RunMode, Tier
from tracking.safety.facts import Bout, Exercise, Facts, local_date, midnight_after
from tracking.safety.limits import Limits
from tracking.safety.verdict import BACK, Code, Level, Rule, Scope, Verdict


@dataclass(frozen=True, slots=True)
class Kind:
    """What is counted: the scopes a bout counts in, and whether it counts in the scope so named.

    Both say the same; the second is asked for every bout of a week and must not build anything.
    """

    scopes: Callable[[Bout], tuple[Scope, ...]]
    counts: Callable[[Bout, str], bool]


@dataclass(frozen=True, slots=True)
class Count:
    """One counting rule; `days` is 1 (the local date) or 7 (that date and the six before)."""

    rule: Rule
    days: int
    kind: Kind
    limit: Callable[[Limits, int], int]  # given the limits and the exercise's daily cap


def _in_regions(regions: Iterable[Region]) -> tuple[Scope, ...]:
    return tuple(Scope.of_region(region) for region in dict.fromkeys(regions))


RELEASES = Kind(
    lambda bout: (BACK,) if bout.released else (),
    lambda bout, _: bool(bout.released),
)
RELEASED_REGIONS = Kind(
    lambda bout: _in_regions(bout.released),
    lambda bout, name: name in bout.released,
)
MOBILISED_REGIONS = Kind(
    lambda bout: _in_regions(bout.regions) if bout.mobilising else (),
    lambda bout, name: bout.mobilising and name in bout.regions,
)
ELEVATED = Kind(
    lambda bout: (BACK,) if bout.tier is Tier.ELEVATED else (),
    lambda bout, _: bout.tier is Tier.ELEVATED,
)
EXERCISE = Kind(
    lambda bout: () if bout.auxiliary else (Scope.of_exercise(bout.exercise),),
    lambda bout, name: bout.exercise == name and not bout.auxiliary,
)

COUNTS = (
    Count(Rule.D1, 1, RELEASES, lambda limits, _: limits.release_day_back),
    Count(Rule.D2, 1, RELEASED_REGIONS, lambda limits, _: limits.release_day_region),
    Count(Rule.D3, 1, MOBILISED_REGIONS, lambda limits, _: limits.mobilising_day_region),
    Count(Rule.D4, 1, ELEVATED, lambda limits, _: limits.elevated_day),
    Count(Rule.D5, 1, EXERCISE, lambda _, daily_cap: daily_cap),
    Count(Rule.W1, 7, RELEASES, lambda limits, _: limits.release_week_back),
    Count(Rule.W2, 7, RELEASED_REGIONS, lambda limits, _: limits.release_week_region),
    Count(Rule.W3, 7, MOBILISED_REGIONS, lambda limits, _: limits.mobilising_week_region),
    Count(Rule.W4, 7, ELEVATED, lambda limits, _: limits.elevated_week),
)
#: What cannot be known before a start: whether something releases.
RELEASE_COUNTS = tuple(count for count in COUNTS if count.kind in (RELEASES, RELEASED_REGIONS))


def counted(count: Count, scope: Scope, bouts: Iterable[Bout], on: date) -> list[Bout]:
    """The bouts that `count` holds against `scope` in its dates up to and including `on`."""
    first = on - timedelta(days=count.days - 1)
    counts, name = count.kind.counts, scope.name
    return [bout for bout in bouts if first <= bout.on <= on and counts(bout, name)]


def limits_reached(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A refusal for each limit that one more bout would pass; a pure stretch has none."""
    if not exercise.mobilising or exercise.run_mode is RunMode.INFO_ONLY:
        return
    for count, scope, rows, limit in _would_count(_next_bout(exercise, facts, now), facts):
        if len(rows) >= limit:
            until = _frees_at(count, scope, facts, now, limit)
            yield _verdict(Code.LIMIT_REACHED, Level.BLOCK, count, scope, rows, limit, until)


def limits_to_confirm(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """What one more bout might pass: releases at their limit, a stretch at its daily cap."""
    bout = _next_bout(exercise, facts, now)
    if not exercise.mobilising:
        for count, scope, rows, limit in _would_count(bout, facts):
            if len(rows) >= limit:
                yield _verdict(Code.CAP_PASSED, Level.NOTICE, count, scope, rows, limit)
        return
    bout = replace(bout, released=exercise.release_regions)
    for count, scope, rows, limit in _would_count(bout, facts, RELEASE_COUNTS):
        if len(rows) >= limit:
            yield _verdict(Code.AT_LIMIT, Level.AT_LIMIT, count, scope, rows, limit)


def _next_bout(exercise: Exercise, facts: Facts, now: datetime) -> Bout:
    return Bout(
        id="",
        session="",
        exercise=exercise.slug,
        tier=exercise.tier,
        mobilising=exercise.mobilising,
        regions=exercise.regions,
        start=now,
        end=now,
        on=local_date(now, facts.zone),
        daily_cap=exercise.daily_cap,
    )


def _would_count(
    bout: Bout, facts: Facts, counts: Iterable[Count] = COUNTS
) -> Iterator[tuple[Count, Scope, tuple[str, ...], int]]:
    """Each rule and scope that `bout` would count in, with the bouts already counted there."""
    for count in counts:
        for scope in count.kind.scopes(bout):
            rows = tuple(row.id for row in counted(count, scope, facts.bouts, bout.on))
            yield count, scope, rows, count.limit(facts.limits, bout.daily_cap)


def _frees_at(
    count: Count, scope: Scope, facts: Facts, now: datetime, limit: int
) -> datetime | None:
    """The start of the first local date with room for one more; None if the limit is nought."""
    if limit < 1:
        return None
    today = local_date(now, facts.zone)
    for ahead in range(1, count.days + 1):
        on = today + timedelta(days=ahead)
        if len(counted(count, scope, facts.bouts, on)) < limit:
            break
    return _start_of(on, facts.zone)


def _start_of(on: date, zone: ZoneInfo) -> datetime:
    return midnight_after(on - timedelta(days=1), zone)


def _verdict(
    code: Code,
    level: Level,
    count: Count,
    scope: Scope,
    rows: tuple[str, ...],
    limit: int,
    until: datetime | None = None,
) -> Verdict:
    return Verdict(
        code=code,
        rule=count.rule,
        level=level,
        scope=scope,
        until=until,
        params={"count": len(rows), "limit": limit},
        rows=rows,
    )
