"""Overuse: folds the log, in order, into passed limits, their cool-downs, and remarks.

Order is (local date, start, id), so a verdict rests only on what stands before it and a date can
be judged again without judging the dates before (docs/decisions/0010).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tracking.safety.facts import Bout, Exercise, Facts, Incident, Pain
from tracking.safety.history import History
from tracking.safety.limits import Limits
from tracking.safety.own_limits import OwnLimits
from tracking.safety.trips import judge
from tracking.safety.verdict import Code, Level, Rule, Verdict

_INCIDENT_CODES = {Code.OVER, Code.FLARE, Code.TREND}

#: Dates before `since` whose bouts, pains and incidents `evaluate` must be given: the furthest
#: look back is H1 at its loosest (21 dates); levels need 14 and open cool-downs at most 16.
LOOKBACK_DAYS = 21


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a log comes to. `notices` are remarks and limits reached; `incidents` limits passed."""

    notices: tuple[Verdict, ...]
    incidents: tuple[Incident, ...]


def evaluate(
    bouts: Iterable[Bout],
    pains: Iterable[Pain],
    limits: Limits | OwnLimits,
    *,
    since: date | None = None,
    earlier: Iterable[Incident] = (),
) -> Evaluation:
    """Judge every date, or those from `since` on, given the stored incidents of dates before it.

    After a change, `since` is the earliest local date on which a log came, went or changed. Each
    date is judged by the figures in force on it.
    """
    history = History(i for i in earlier if since is not None and i.on < since)
    notices: dict[object, Verdict] = {}
    events: list[Bout | Pain] = [*bouts, *pains]
    for event in sorted(events, key=lambda event: event.order):
        if since is None or event.on >= since:
            figures = limits.on(event.on)
            for found in judge(event, history, figures):
                if found.code in _INCIDENT_CODES:
                    history.record(_incident(found, event, history, figures))
                else:
                    notices[_notice_key(found)] = found
        history.add(event)
    incidents = tuple(history.incidents(since))
    over = {(i.rule, i.scope, i.on) for i in incidents}
    kept = (n for n in notices.values() if (n.rule, n.scope, n.on) not in over)
    return Evaluation(tuple(kept), incidents)


def cooling_down(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """The start check: an open cool-down closes every mobilising exercise in its scope."""
    if not exercise.mobilising:
        return
    for incident in facts.incidents:
        if incident.open_at(now) and incident.scope.covers(exercise.slug, exercise.regions):
            yield Verdict(
                code=Code.COOLING_DOWN,
                rule=incident.rule,
                scope=incident.scope,
                on=incident.on,
                until=incident.until,
                params={"level": incident.level},
                rows=incident.rows,
            )


def as_verdict(incident: Incident) -> Verdict:
    """The incident as something to say."""
    trend = incident.rule is Rule.P3
    code = Code.TREND if trend else Code.OVER if incident.level else Code.FLARE
    return Verdict(
        code=code,
        rule=incident.rule,
        level=Level.OVER if incident.level else Level.NOTICE,
        scope=incident.scope,
        on=incident.on,
        until=None if trend else incident.until,
        params={"count": incident.count, "limit": incident.limit, "level": incident.level},
        rows=incident.rows,
    )


def _incident(found: Verdict, event: Bout | Pain, history: History, limits: Limits) -> Incident:
    """The incident that a finding makes of this event; an over brings its own cool-down."""
    assert found.scope is not None
    assert found.on is not None
    at = event.start if isinstance(event, Bout) else event.at
    level = history.level(found.on) if found.code is Code.OVER else 0
    until = at + limits.cool_down(level) if level else found.until
    return Incident(
        rule=found.rule,
        scope=found.scope,
        on=found.on,
        tripped_at=at,
        until=until or at,
        level=level,
        count=int(str(found.params["count"])),
        limit=int(str(found.params["limit"])),
        rows=found.rows,
    )


def _notice_key(notice: Verdict) -> object:
    """A later finding of a rule, scope and date replaces the earlier; F1 stands per session."""
    once = notice.rows if notice.code is Code.REPEATED_TOO_SOON else ()
    return notice.rule, notice.scope, notice.on, once
