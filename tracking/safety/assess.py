"""May this exercise start now? The one place that decides, in one stated order."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from tracking.safety.counts import limits_reached, limits_to_confirm
from tracking.safety.facts import Exercise, Facts
from tracking.safety.gates import (
    acknowledgement,
    elevated_unlock,
    not_runnable,
    prerequisite,
    stretch_first,
)
from tracking.safety.overuse import cooling_down
from tracking.safety.pain import pain_now_high, stop_lock
from tracking.safety.refractory import refractory
from tracking.safety.screening import barred, contraindicated, screening_required
from tracking.safety.verdict import Code, Level, Rule, Verdict

type StartRule = Callable[[Exercise, Facts, datetime], Iterator[Verdict]]

#: The order in which refusals are told; the first one is the answer, all are listed.
RULES: tuple[StartRule, ...] = (
    barred,
    stop_lock,
    screening_required,
    not_runnable,
    contraindicated,
    cooling_down,
    refractory,
    limits_reached,
    pain_now_high,
    elevated_unlock,
    prerequisite,
    acknowledgement,
    stretch_first,
)

#: Refusals that the start card itself can answer: ticks, the partner's answers, a stretch put
#: in front. They never make an exercise look locked on a page.
ANSWERED_AT_START = frozenset(
    {
        Code.PREREQUISITE_NOT_MET,
        Code.ELEVATED_NO_ACK,
        Code.PARTNER_NOT_SCREENED,
        Code.STRETCH_FIRST,
    }
)


def check_start(exercise: Exercise, facts: Facts, now: datetime) -> tuple[Verdict, ...]:
    """Every reason against starting the exercise now; empty means allowed."""
    now = now.astimezone(UTC)  # see facts: hours are never added to a local time
    return tuple(verdict for rule in RULES for verdict in rule(exercise, facts, now))


def locks(exercise: Exercise, facts: Facts, now: datetime) -> tuple[Verdict, ...]:
    """The reasons to show on a page: those that the start card cannot answer."""
    return tuple(v for v in check_start(exercise, facts, now) if v.code not in ANSWERED_AT_START)


def locks_of_all(exercises: Iterable[Exercise], facts: Facts, now: datetime) -> tuple[Verdict, ...]:
    """The locks of several exercises as one list: in the stated order, each reason once."""
    now, exercises = now.astimezone(UTC), tuple(exercises)
    told = (v for rule in RULES for exercise in exercises for v in rule(exercise, facts, now))
    return tuple(dict.fromkeys(v for v in told if v.code not in ANSWERED_AT_START))


def cautions(exercise: Exercise, facts: Facts, now: datetime) -> tuple[Verdict, ...]:
    """What to show and have ticked once before an allowed start; never a refusal."""
    tags = sorted((exercise.caution - exercise.block) & facts.tags)
    told = [
        Verdict(code=Code.CAUTION, rule=Rule.A1, level=Level.NOTICE, params={"tag": tag.value})
        for tag in tags
    ]
    return (*told, *limits_to_confirm(exercise, facts, now))
