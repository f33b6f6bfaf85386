"""PURE: what to offer next, from the same verdicts that decide a start."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracking.routines.builtin import STRETCHES
from tracking.safety.regions import RegionState, Status
from tracking.safety.verdict import Code, Verdict

#: The routine offered from a local hour on.
BY_HOUR = ((17, "evening-unwind"), (11, "desk-break"), (0, "morning-loosen"))


class Kind(StrEnum):
    """What stands first on the page."""

    ADULTS_ONLY = "adults_only"
    SEEK_CARE = "seek_care"
    ANSWER_AGAIN = "answer_again"  # after a stop for pain
    SCREENING = "screening"
    STRETCH = "stretch"  # something rests, so only stretches are offered
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class Step:
    """The next step; `slug` names a built-in routine where one may start."""

    kind: Kind
    slug: str = ""
    reason: str = ""  # why the safety questions are asked: none, expired, news, cool_down


FIRST = {
    Code.AGE_UNDER_18: Kind.ADULTS_ONLY,
    Code.RED_FLAG: Kind.SEEK_CARE,
    Code.STOP_LOCK: Kind.ANSWER_AGAIN,
    Code.SCREENING_REQUIRED: Kind.SCREENING,
}


def next_step(states: Iterable[RegionState], *, hour: int) -> Step:
    """Return what to offer at a local hour (0-23)."""
    states = tuple(states)
    for state in states:
        if state.verdict and state.verdict.code in FIRST:
            return _answer_first(state.verdict)
    if any(state.status not in (Status.READY, Status.NOT_OFFERED) for state in states):
        return Step(Kind.STRETCH, STRETCHES)
    return Step(Kind.ROUTINE, next(slug for start, slug in BY_HOUR if hour >= start))


def _answer_first(verdict: Verdict) -> Step:
    return Step(FIRST[verdict.code], reason=str(verdict.params.get("reason", "")))
