"""What the safety pages read: the answers, what they lock, and what is open now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils.functional import Promise

from accounts.models import User
from exercises.catalogue import tag_texts
from exercises.models import Exercise
from exercises.spec import TagText
from exercises.vocabulary import BLOCK_ALL, Tag
from tracking.frozen import exercise_facts
from tracking.models import Screening
from tracking.safety.assess import cautions, locks
from tracking.safety.facts import Facts, Stop
from tracking.safety.gates import not_runnable
from tracking.safety.limits import Limits
from tracking.safety.overuse import as_verdict
from tracking.safety.questions import QUESTIONS, Kind, Question
from tracking.safety.screening import CLEARS_AFTER, clears_at
from tracking.safety.verdict import Verdict
from tracking.snapshot import facts_for, open_session
from tracking.wording import screening as words
from tracking.wording.told import Told, tell
from tracking.wording.when import when


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One exercise and whether it is open now. `locks` are all reasons against it."""

    exercise: Exercise
    locks: tuple[Told, ...]
    cautions: tuple[Told, ...]
    information: bool  # not offered here to anyone

    @property
    def is_open(self) -> bool:
        return not self.locks

    @property
    def own_locks(self) -> tuple[Told, ...]:
        """The reasons that are not the same for every exercise."""
        return tuple(told for told in self.locks if not told.is_about_me)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenList:
    """The catalogue as it is open to one person now; `about_me` closes all of it."""

    open: tuple[Offer, ...]
    closed: tuple[Offer, ...]
    about_me: tuple[Told, ...]

    @property
    def closed_for(self) -> tuple[tuple[Told, list[Offer]], ...]:
        """What is closed by its first reason, so that a reason is said once."""
        found: dict[Told, list[Offer]] = {}
        for offer in self.closed:
            found.setdefault(offer.own_locks[0], []).append(offer)
        return tuple(found.items())


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with the answer given, in words."""

    question: Promise
    answer: str
    ticked: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one tag does: exercises it closes and those it asks to take care with, each with why."""

    tag: TagText
    closes: tuple[tuple[Exercise, str], ...]
    cautions: tuple[tuple[Exercise, str], ...]
    closes_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyPage:
    """Everything `/safety/` shows."""

    screening: Screening | None
    expires_at: datetime | None
    answers: tuple[Answered, ...]
    effects: tuple[Effect, ...]
    offers: OpenList
    cool_downs: tuple[Told, ...]
    stop: Stop | None
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """Why someone must not start, the gravest reason first; `kind` picks the text."""

    kind: str  # emergency, same_day, stop, under_age
    clears: str = ""  # when new answers can clear it at the earliest, in words
    can_clear: bool = False  # whether that time has come


def latest(user: User) -> Screening | None:
    """Return the screening that counts."""
    return Screening.objects.of(user).first()


def open_list(user: User, now: datetime) -> OpenList:
    """Return every current exercise, sorted into open and closed."""
    facts = facts_for(user, now, running=open_session(user), unlock=True)
    return _offers(list(Exercise.objects.current()), facts, now)


def open_exercise(user: User, slug: str, now: datetime) -> Offer:
    """Return one current exercise as it is open to the person; Http404 if there is none."""
    rows = list(Exercise.objects.current())
    row = next((row for row in rows if row.slug == slug), None)
    if row is None:
        raise Http404
    facts = facts_for(user, now, running=open_session(user), unlock=True)
    return _offer(row, facts, now, _names(rows))


def safety_page(user: User, now: datetime) -> SafetyPage:
    """Return what the page about the person's own safety shows."""
    screening, rows = latest(user), list(Exercise.objects.current())
    facts = facts_for(user, now, running=open_session(user), unlock=True)
    running = [found for found in facts.incidents if found.open_at(now)]
    days = timedelta(days=facts.limits.screening_days)
    return SafetyPage(
        screening=screening,
        expires_at=screening.answered_at + days if screening else None,
        answers=tuple(_answers(screening)) if screening else (),
        effects=tuple(_effects(facts.tags, rows)),
        offers=_offers(rows, facts, now),
        cool_downs=_tell([as_verdict(found) for found in running], facts, now, _names(rows)),
        stop=max(_resting_stops(facts, now), key=lambda stop: stop.at, default=None),
        limits=facts.limits,
    )


def care_needed(user: User, now: datetime) -> Care | None:
    """Return why the person must not start at all, None if nothing of the kind is known."""
    facts = facts_for(user, now, running=None)
    screening = facts.screening
    if screening and Tag.RED_FLAG in screening.tags:
        kind = screening.care.value if screening.care else "emergency"
        at = clears_at(screening)
        clears = when(at, zone=facts.zone) if at else ""
        return Care(kind=kind, clears=clears, can_clear=at is not None and at <= now)
    if any(stop.rescreened_at is None for stop in facts.stops):
        return Care(kind="stop")
    if screening and Tag.AGE_UNDER_18 in screening.tags:
        return Care(kind="under_age")
    return None


def sign_that_stays(row: Screening, previous: Screening | None, zone: ZoneInfo) -> str | None:
    """When new answers can clear a warning sign that these have left in force; None if none is.

    A warning sign told just now speaks for itself.
    """
    carried = previous is not None and previous.red_since is not None
    if not carried or row.red_since is None or row.red_since == row.answered_at:
        return None
    return when(row.red_since + CLEARS_AFTER, zone=zone)


def _offers(rows: list[Exercise], facts: Facts, now: datetime) -> OpenList:
    names = _names(rows)
    offers = [_offer(row, facts, now, names) for row in rows]
    told = (told for offer in offers for told in offer.locks if told.is_about_me)
    return OpenList(
        open=tuple(offer for offer in offers if offer.is_open),
        closed=tuple(offer for offer in offers if not offer.is_open),
        about_me=tuple(dict.fromkeys(told)),
    )


def _offer(row: Exercise, facts: Facts, now: datetime, names: Mapping[str, str]) -> Offer:
    exercise = exercise_facts(row)
    off = tuple(not_runnable(exercise, facts, now))
    return Offer(
        exercise=row,
        locks=_tell(off or locks(exercise, facts, now), facts, now, names),
        cautions=_tell(cautions(exercise, facts, now), facts, now, names),
        information=bool(off),
    )


def _tell(
    verdicts: Iterable[Verdict], facts: Facts, now: datetime, names: Mapping[str, str]
) -> tuple[Told, ...]:
    return tell(verdicts, zone=facts.zone, now=now, names=names)


def _names(rows: Iterable[Exercise]) -> dict[str, str]:
    return {row.slug: row.name for row in rows}


def _resting_stops(facts: Facts, now: datetime) -> Iterable[Stop]:
    """STOPs that still close something."""
    rest = timedelta(hours=facts.limits.stop_elevated_hours)
    return [s for s in facts.stops if s.rescreened_at is None or now < s.at + rest]


def _effects(tags: frozenset[Tag], rows: list[Exercise]) -> Iterable[Effect]:
    texts = tag_texts()
    for tag in (tag for tag in Tag if tag in tags):
        lists = [(row, row.spec.contraindications) for row in rows if row.spec.is_runnable]
        yield Effect(
            tag=texts[tag],
            closes=tuple((row, c.block[tag]) for row, c in lists if tag in c.block),
            cautions=tuple(
                (row, c.caution[tag]) for row, c in lists if tag in c.caution and tag not in c.block
            ),
            closes_all=tag in BLOCK_ALL,
        )


def _answers(screening: Screening) -> Iterable[Answered]:
    """The stored answers in words; an answer to a question that is no longer asked is left out."""
    for question in QUESTIONS:
        given = screening.answers.get(question.id)
        if given:
            ticked = screening.answers.get(f"{question.id}_details", [])
            yield Answered(
                question=words.QUESTIONS[question.id],
                answer=_answer_word(question, given[0]),
                ticked=_ticked(question, ticked, screening),
            )


def _answer_word(question: Question, answer: str) -> str:
    return str(words.CHOICES[answer]) if question.kind is Kind.CHOICE else answer


def _ticked(question: Question, ticked: list[str], screening: Screening) -> tuple[Promise, ...]:
    if question.kind is Kind.PAIN:
        qualities = {q.value: label for q, label in words.QUALITIES.items()}
        return tuple(label for q, label in qualities.items() if q == screening.pain_quality)
    return tuple(words.OPTIONS[o.id] for o in question.options if o.id in ticked)
