"""What stands before some exercises only: who may never run them, unlocks, ticks, stretch first."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from exercises.vocabulary import Companion, RunMode, Tier
from tracking.safety.facts import Ack, Exercise, Facts
from tracking.safety.limits import STRETCH_SECONDS
from tracking.safety.verdict import Code, Rule, Verdict

SPOTTER_TICKS = (Ack.HELPER_PRESENT, Ack.SIGNAL_AGREED, Ack.FLOOR_CLEAR, Ack.CAN_CALL_HELP)
PARTNER_TICKS = (
    Ack.RISKS_READ,
    Ack.PARTNER_READ_RISKS,
    Ack.PARTNER_TALLER_STRONGER,
    Ack.SIGNAL_AGREED,
    Ack.STEADY_NEVER_JERK,
    Ack.FLOOR_CLEAR,
)

_ELEVATED_AGES = range(18, 65)
_HELD_SHARE = 0.75  # of an item's time: a step may end early (A19), a bout may not be rushed


def why_not_runnable(exercise: Exercise, *, partner_methods: bool) -> Code | None:
    """The code that keeps an exercise an information page here, whoever asks."""
    if exercise.tier is Tier.PROFESSIONAL_ONLY:
        return Code.PROFESSIONAL_ONLY
    switched_off = exercise.companion is Companion.ACTIVE_PARTNER and not partner_methods
    if exercise.run_mode is RunMode.INFO_ONLY or exercise.retired or switched_off:
        return Code.NOT_RUNNABLE
    return None


def never(code: Code) -> Verdict:
    """The verdict of a code of `why_not_runnable`."""
    return Verdict(code=code, rule=Rule.A15 if code is Code.PROFESSIONAL_ONLY else Rule.A13)


def ticks(exercise: Exercise) -> tuple[Ack, ...]:
    """The ticks that a run of this exercise needs, in the order shown."""
    if exercise.run_mode is not RunMode.GATED:
        return ()
    return PARTNER_TICKS if exercise.companion is Companion.ACTIVE_PARTNER else SPOTTER_TICKS


def not_runnable(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A15, A13: professionals only, retired, or switched off on this instance."""
    code = why_not_runnable(exercise, partner_methods=facts.partner_methods)
    if code:
        yield never(code)


def is_practice(items: Iterable[tuple[float, float]]) -> bool:
    """A24: whether a session in the player counts; (seconds held, seconds meant) of every item."""
    items = list(items)
    return bool(items) and all(held >= meant * _HELD_SHARE for held, meant in items)


def elevated_unlock(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A24: experience with the gentle work, no open cool-down, and age 18 to 64."""
    if exercise.tier is not Tier.ELEVATED:
        return
    sessions, dates = len(facts.practice_dates), len(set(facts.practice_dates))
    limits = facts.limits
    if sessions < limits.unlock_sessions or dates < limits.unlock_dates:
        yield _locked(
            "sessions",
            sessions=sessions,
            of_sessions=limits.unlock_sessions,
            dates=dates,
            of_dates=limits.unlock_dates,
        )
    ends = [incident.until for incident in facts.incidents if incident.open_at(now)]
    if ends:
        yield _locked("cool_down", until=max(ends))
    if facts.screening and facts.screening.age not in _ELEVATED_AGES:
        yield _locked("age")


def _locked(reason: str, *, until: datetime | None = None, **figures: int) -> Verdict:
    return Verdict(
        code=Code.ELEVATED_LOCKED,
        rule=Rule.A24,
        until=until,
        params={"reason": reason, **figures},
    )


def prerequisite(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A23: some exercises are only for people who already do something like them."""
    if exercise.prerequisite and exercise.slug not in facts.prerequisites:
        yield Verdict(
            code=Code.PREREQUISITE_NOT_MET,
            rule=Rule.A23,
            params={"easier": next(iter(exercise.easier), "")},
        )


def acknowledgement(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A12, A13: the helper's ticks of this run, and the partner's own answers."""
    missing = tuple(tick.value for tick in ticks(exercise) if tick not in facts.acks)
    partner = exercise.companion is Companion.ACTIVE_PARTNER
    rule = Rule.A13 if partner else Rule.A12
    if missing:
        yield Verdict(code=Code.ELEVATED_NO_ACK, rule=rule, params={"missing": missing})
    if partner and ticks(exercise) and facts.partner_tags is None:
        yield Verdict(code=Code.PARTNER_NOT_SCREENED, rule=rule)


def stretch_first(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A3: half a minute of stretching in this session or shortly before its first mobilising."""
    if not exercise.mobilising:
        return
    own = [b for b in facts.bouts if facts.session is not None and b.session == facts.session]
    if any(bout.mobilising for bout in own):
        return
    since = now - timedelta(minutes=facts.limits.stretch_within_minutes)
    warm = [b for b in facts.bouts if not b.mobilising and (b in own or b.end >= since)]
    seconds = sum(bout.stretch_seconds for bout in warm)
    if seconds < STRETCH_SECONDS:
        yield Verdict(
            code=Code.STRETCH_FIRST,
            rule=Rule.A3,
            params={"seconds": seconds, "needed": STRETCH_SECONDS},
        )
