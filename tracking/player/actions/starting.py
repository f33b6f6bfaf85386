"""Start a session: the whole plan is checked, frozen and begun in one transaction."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts import consent
from accounts.models import User
from exercises.vocabulary import Tag
from tracking.models import Move, Session
from tracking.player import queries
from tracking.player.actions.record import close_if_due
from tracking.player.bouts import elapsed_ms
from tracking.player.machine import Kind, fold
from tracking.player.preparation import Preparation, unanswered
from tracking.player.queries import Ready, Subject
from tracking.safety.facts import Ack, local_date
from tracking.safety.verdict import Verdict

SERVER = "server"  # the client of moves that the server makes itself


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAnswers:
    """The start card. `key` names the session to be, so that a second tap makes no second one.

    `shown` are the exercises that the card listed; None if there was no card. `partner_tags` are
    used for the check and not kept.
    """

    key: UUID = field(default_factory=uuid4)
    shown: tuple[str, ...] | None = None
    pain_now: int | None = None
    minutes: int | None = None
    acks: frozenset[Ack] = frozenset()
    prerequisites: frozenset[str] = frozenset()
    partner_tags: frozenset[Tag] | None = None
    signs_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What came of it: `session` if it runs (or ran already), else why not."""

    session: Session | None = None
    open_session: Session | None = None  # another one that is open
    ready: Ready | None = None
    missing: tuple[Verdict, ...] = ()  # what the card still has to answer
    changed: bool = False  # the plan is no longer the one that was shown


def start_session(*, user: User, subject: Subject, answers: StartAnswers, now: datetime) -> Started:
    """Start the subject, unless a rule, a missing tick or an open session stands against it."""
    try:
        with transaction.atomic():
            return _start(user, subject, answers, now)
    except IntegrityError:
        # Somebody was faster: the same tap twice, or another device.
        same = Session.objects.of(user).filter(pk=answers.key).first()
        return Started(session=same, open_session=Session.objects.of(user).open().first())


def _start(user: User, subject: Subject, answers: StartAnswers, now: datetime) -> Started:
    if same := Session.objects.of(user).filter(pk=answers.key).first():
        return Started(session=same)
    if (running := queries.open_session_of(user)) and not _is_over(running, now):
        return Started(open_session=running)
    facts = replace(
        queries.facts_before(user, now),
        pain_now=answers.pain_now,
        acks=answers.acks,
        prerequisites=answers.prerequisites,
        partner_tags=answers.partner_tags,
    )
    ready = queries.prepare(user=user, subject=subject, facts=facts, now=now)
    rows = ready.preparation.rows
    if not ready.preparation.can_start:
        return Started(ready=ready)
    if missing := unanswered(rows, facts, now):
        return Started(ready=ready, missing=missing)
    if answers.shown is not None and answers.shown != slugs(ready.preparation):
        return Started(ready=ready, changed=True)
    if answers.signs_read:
        consent.record(user, consent.Text.EMERGENCY_SIGNS, now)
    return Started(ready=ready, session=_create(user, ready, answers, now))


def slugs(preparation: Preparation) -> tuple[str, ...]:
    """The exercises of a preparation in order, as the start card lists them."""
    return tuple(row.exercise.slug for row in preparation.rows)


def _is_over(session: Session, now: datetime) -> bool:
    """Close a session that should have closed by itself; return whether it is closed."""
    moves = list(session.moves.all())
    state = fold(session.plan, moves, elapsed_ms(session.started_at, now))
    return close_if_due(session=session, state=state, moves=moves, now=now)


def _create(user: User, ready: Ready, answers: StartAnswers, now: datetime) -> Session:
    """Store the session and begin its first item, which the whole check has just allowed."""
    session = Session.objects.create(
        pk=answers.key,
        user=user,
        routine=ready.subject.routine,
        title=ready.subject.title,
        zone=user.zone.key,
        on=local_date(now, user.zone),
        started_at=now,
        received_at=now,
        plan=queries.plan_of(ready, answers.minutes),
        acknowledgements=_acknowledgements(ready, answers, now),
        pain_before=answers.pain_now,
    )
    Move.objects.create(
        user=user,
        session=session,
        client=SERVER,
        seq=0,
        kind=Kind.BEGIN.value,
        offset_ms=0,
        data={"item": 0},
        received_at=now,
    )
    return session


def _acknowledgements(ready: Ready, answers: StartAnswers, now: datetime) -> dict[str, Any]:
    """What was ticked and when; each `begin` reads it again."""
    preparation = ready.preparation
    return {
        "at": now.isoformat(),
        "all_true": True,
        "acks": sorted(answers.acks),
        "prerequisites": sorted(answers.prerequisites),
        "cautions": [[slug, v.code, v.params.get("tag")] for slug, v in preparation.cautions],
        "partner": answers.partner_tags is not None,
    }
