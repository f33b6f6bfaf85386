"""A4: a region that released rests until the refractory time has passed since that bout began."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from exercises.vocabulary import Region
from tracking.safety.facts import Bout, Exercise, Facts
from tracking.safety.limits import Limits
from tracking.safety.verdict import Code, Rule, Scope, Verdict


def last_release(region: Region, bouts: Iterable[Bout]) -> Bout | None:
    """The latest bout in which the region released."""
    releases = (bout for bout in bouts if region in bout.released)
    return max(releases, key=lambda bout: (bout.start, bout.id), default=None)


def resting(regions: Iterable[Region], facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A refusal for each of the regions that is still resting at `now`."""
    for region in regions:
        bout = last_release(region, facts.bouts)
        if bout and now < bout.start + facts.limits.refractory:
            yield Verdict(
                code=Code.REFRACTORY,
                rule=Rule.A4,
                scope=Scope.of_region(region),
                until=bout.start + facts.limits.refractory,
                params={"minutes": facts.limits.refractory_minutes},
                rows=(bout.id,),
            )


def refractory(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """The start check: a mobilising exercise waits for every region it works."""
    if exercise.mobilising:
        yield from resting(exercise.regions, facts, now)


def repeated(bout: Bout, earlier: Iterable[Bout], limits: Limits) -> Bout | None:
    """F1: the latest earlier bout whose release this mobilising bout did not wait for."""
    if not bout.mobilising:
        return None
    hits = (
        other
        for other in earlier
        if other.order < bout.order
        and set(other.released) & set(bout.regions)
        and other.start <= bout.start < other.start + limits.refractory
    )
    return max(hits, key=lambda other: (other.start, other.id), default=None)
