"""Pain: what stops a session, what a stop locks and for how long, and what counts as a flare."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from exercises.vocabulary import Tier
from tracking.safety.facts import (
    Bout,
    Exercise,
    Facts,
    Pain,
    PainQuality,
    Screening,
    Stop,
    local_date,
    midnight_after,
)
from tracking.safety.limits import Limits
from tracking.safety.verdict import Code, Rule, Verdict

RED_QUALITIES = frozenset(PainQuality) - {PainQuality.ACHE}

#: A press on "Stop, it hurts" that nobody explains counts as a STOP after this long
#: (tracking/player/machine.py has it in its table of moves).
ANSWER_WITHIN = timedelta(minutes=10)
#: Leaving the page counts as well, unless the same tab, reloaded, is back this soon.
BACK_WITHIN = timedelta(seconds=20)


def is_red(quality: PainQuality | None) -> bool:
    return quality in RED_QUALITIES


def read_pain(raw: str) -> int | None:
    """A whole number from 0 to 10, or None for anything else (PAIN_OUT_OF_RANGE)."""
    text = raw.strip()
    plain = text.isascii() and text.isdigit() and len(text) <= 2
    return int(text) if plain and int(text) <= 10 else None


def report(bouts: Sequence[Bout], *, before: int | None = None, after: int | None = None) -> Pain:
    """The pain answers of one session, placed at its last mobilising bout (else its last bout).

    Its regions are those that the session mobilised (else all it worked). ValueError if empty.
    """
    if not bouts:
        raise ValueError("A pain report needs at least one bout.")
    weighed = [bout for bout in bouts if bout.mobilising] or list(bouts)
    last = max(weighed, key=lambda bout: (bout.start, bout.id))
    regions = dict.fromkeys(region for bout in weighed for region in bout.regions)
    return Pain(
        session=last.session,
        at=last.start,
        on=last.on,
        regions=tuple(regions),
        before=before,
        after=after,
    )


def is_flare(pain: Pain, limits: Limits) -> bool:
    """P2: high pain afterwards, or a clear rise over the session; unanswered is no flare."""
    if pain.after is None:
        return False
    risen = pain.before is not None and pain.after - pain.before >= limits.flare_rise
    return pain.after >= limits.flare_pain or risen


def answers_stop(screening: Screening, stop: Stop) -> bool:
    """Whether this screening is the re-screen after the stop; one with red pain is not."""
    return screening.answered_at > stop.at and not is_red(screening.quality)


def stop_lock(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """P1: after a STOP nothing runs until re-screened, then the gentlest comes back first."""
    for stop in facts.stops:
        if stop.rescreened_at is None:
            yield Verdict(code=Code.STOP_LOCK, rule=Rule.P1, params={"whose": stop.whose.value})
            continue
        until = stop_rest_until(stop, exercise, facts.limits)
        if until and now < until:
            yield Verdict(code=Code.STOP_REST, rule=Rule.P1, until=until)


def stop_rest_until(stop: Stop, exercise: Exercise, limits: Limits) -> datetime | None:
    """When the exercise comes back after a re-screened stop; None for a pure stretch: at once."""
    if not exercise.mobilising:
        return None
    elevated = exercise.tier is Tier.ELEVATED
    hours = limits.stop_elevated_hours if elevated else limits.stop_mobilising_hours
    return stop.at + timedelta(hours=hours)


def pain_now_high(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """Q14: pain of 6 or more before an exercise leaves only stretches for the rest of the date."""
    if not exercise.mobilising:
        return
    worst = max(pain_answers_today(facts, now), default=0)
    if worst >= facts.limits.pain_now:
        yield Verdict(
            code=Code.PAIN_NOW_HIGH,
            rule=Rule.Q14,
            until=midnight_after(local_date(now, facts.zone), facts.zone),
            params={"limit": facts.limits.pain_now},
        )


def pain_answers_today(facts: Facts, now: datetime) -> Iterable[int]:
    """Every answer of today about pain before moving: screenings, cards, sessions, this run."""
    today = local_date(now, facts.zone)
    screening = facts.screening
    if screening and local_date(screening.answered_at, facts.zone) == today:
        yield screening.pain
    yield from facts.pains_today
    yield from (p.before for p in facts.pains if p.on == today and p.before is not None)
    if facts.pain_now is not None:
        yield facts.pain_now
