"""Screening: what the answers mean, how a red flag is cleared, and when to ask again.

The questions themselves stand in `questions`, their sentences in tracking/wording.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from exercises.vocabulary import BLOCK_ALL, Tag
from tracking.safety.facts import Care, Exercise, Facts, PainQuality, Screening
from tracking.safety.pain import is_red
from tracking.safety.verdict import Code, Rule, Verdict

#: A red flag can be cleared no sooner than this after the answer that raised it.
CLEARS_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A complete, valid set of answers, already turned into tags and care."""

    age: int
    tags: frozenset[Tag]
    care: Care | None
    pain: int
    quality: PainQuality | None
    clinician_seen: bool = False

    @property
    def stops(self) -> bool:
        """Whether the pain now is one that starts the STOP flow."""
        return is_red(self.quality)


def conclude(answers: Answers, *, previous: Screening | None, at: datetime) -> Screening:
    """The screening that counts from now on; an uncleared red flag is carried over.

    It is cleared by a full set of answers without a red one, given by someone whom a clinician
    has seen about it, at least 24 hours after the red answer.
    """
    tags, care = answers.tags, answers.care
    red_since = at if care else None
    if previous and previous.red_since and not _clears(answers, previous.red_since, at):
        care = Care.EMERGENCY if Care.EMERGENCY in (care, previous.care) else Care.SAME_DAY
        red_since = red_since or previous.red_since
        tags |= {Tag.RED_FLAG}
    return Screening(
        answered_at=at,
        age=answers.age,
        tags=tags,
        care=care,
        red_since=red_since,
        pain=answers.pain,
        quality=answers.quality,
    )


def clears_at(screening: Screening) -> datetime | None:
    """The first instant at which new answers can clear its red flag."""
    return screening.red_since + CLEARS_AFTER if screening.red_since else None


def _clears(answers: Answers, red_since: datetime, at: datetime) -> bool:
    return answers.clinician_seen and at - red_since >= CLEARS_AFTER


def barred(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A1: under 18, or with a red flag, nothing runs."""
    screening = facts.screening
    if screening is None:
        return
    if Tag.AGE_UNDER_18 in screening.tags:
        yield Verdict(code=Code.AGE_UNDER_18, rule=Rule.A1)
    if Tag.RED_FLAG in screening.tags:
        care = screening.care or Care.EMERGENCY
        yield Verdict(
            code=Code.RED_FLAG,
            rule=Rule.A1,
            until=clears_at(screening),
            params={"care": care.value},
        )


def screening_required(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A1: answers are missing, too old, said to be out of date, or older than a long cool-down."""
    reason = _why_ask_again(facts, now)
    if reason:
        yield Verdict(
            code=Code.SCREENING_REQUIRED,
            rule=Rule.A1,
            params={"reason": reason, "days": facts.limits.screening_days},
        )


def _why_ask_again(facts: Facts, now: datetime) -> str | None:
    screening = facts.screening
    if screening is None:
        return "none"
    if now - screening.answered_at > timedelta(days=facts.limits.screening_days):
        return "expired"
    if screening.voided_at is not None:
        return "news"
    # Asked when the cool-down ends: until then stretches stay open without a new question.
    ended = (i.until for i in facts.incidents if i.level == 3 and i.until <= now)
    if any(screening.answered_at < end for end in ended):
        return "cool_down"
    return None


def contraindicated(exercise: Exercise, facts: Facts, now: datetime) -> Iterator[Verdict]:
    """A1: one refusal for each health answer that this exercise excludes; partners count too."""
    for tag in sorted(exercise.block & facts.tags):
        yield Verdict(code=Code.CONTRAINDICATED, rule=Rule.A1, params={"tag": tag.value})
    against = (exercise.partner_block | BLOCK_ALL) & (facts.partner_tags or frozenset())
    for tag in sorted(against if exercise.partner_block else ()):
        yield Verdict(code=Code.PARTNER_CONTRAINDICATED, rule=Rule.A13, params={"tag": tag.value})
