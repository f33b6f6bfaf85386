"""Start a session: the whole plan is checked, frozen and begun in one transaction."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts import consent
from accounts.models import User
from exercises.vocabulary import Tag
from tracking import snapshot
from tracking.models import Move, PainAnswer, Session
from tracking.player import queries
from tracking.player.actions.presses import SERVER
from tracking.player.actions.record import close_overdue
from tracking.player.machine import Kind
from tracking.player.preparation import unanswered
from tracking.player.queries import Ready, Subject
from tracking.safety.facts import Ack, local_date
from tracking.safety.verdict import Verdict


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
    """Start the subject, unless a rule, a missing tick or an open session stands against it.

    How much it hurts counts for this date, also if nothing is started.
    """
    try:
        with transaction.atomic():
            started = _start(user, subject, answers, now)
            if started.session is None:
                keep_pain(user=user, pain=answers.pain_now, now=now)
            return started
    except IntegrityError:
        # Somebody was faster: the same tap twice, another device, or the account is gone.
        same = Session.objects.of(user).filter(pk=answers.key).first()
        running = None if same else snapshot.open_session(user)
        if running:
            keep_pain(user=user, pain=answers.pain_now, now=now)
        return Started(session=same, open_session=running)


def keep_pain(*, user: User, pain: int | None, now: datetime) -> None:
    """Keep an answer about pain before moving that no session will keep."""
    PainAnswer.objects.keep(user, on=local_date(now, user.zone), pain=pain)


def _start(user: User, subject: Subject, answers: StartAnswers, now: datetime) -> Started:
    if same := Session.objects.filter(pk=answers.key).first():
        if same.user_id == user.pk:
            return Started(session=same)
        answers = replace(answers, key=uuid4())  # a name that is taken says nothing about by whom
    if running := snapshot.open_session(user):
        if queries.is_still_open(running, now):
            return Started(open_session=running)
        close_overdue(running.pk, now)
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
    if answers.shown is not None and answers.shown != ready.slugs:
        return Started(ready=ready, changed=True)
    if answers.signs_read:
        consent.record(user, consent.Text.EMERGENCY_SIGNS, now)
    return Started(ready=ready, session=_create(user, ready, answers, now))


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
