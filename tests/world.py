"""A small lived-in site for the tests that watch the whole."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from tests import factories
from tracking.models import Reminder, Routine, Session
from tracking.player.actions import (
    FinishAnswers,
    Press,
    StartAnswers,
    apply_move,
    finish_session,
    start_session,
)
from tracking.player.machine import Kind
from tracking.player.queries import Subject


@dataclass(frozen=True)
class World:
    """What there is to look at; `running` is the owner's open session."""

    owner: User
    stranger: User
    closed: Session
    running: Session
    reminder: Reminder


def make_world() -> World:
    """Return a site with two people, a log, an open session, an alert and a reminder.

    It needs the built-in routines (fixture `routines`).
    """
    now = timezone.now()
    owner, stranger = factories.make_user(), factories.make_user()
    for person in (owner, stranger):
        factories.make_screening(person, at=now - timedelta(days=3))
    closed = make_closed(owner, "stretch-only", now - timedelta(days=1))
    factories.make_incident(owner, at=now - timedelta(days=2))
    reminder = factories.make_reminder(owner, at=now + timedelta(hours=2))
    return World(owner, stranger, closed, start(owner, "stretch-only", now), reminder)


def start(owner: User, slug: str, now: datetime) -> Session:
    """Return a session of a built-in routine that the person has just begun."""
    subject = Subject(routine=Routine.objects.built_in().get(slug=slug))
    answers = StartAnswers(pain_now=2, signs_read=True)
    started = start_session(user=owner, subject=subject, answers=answers, now=now)
    assert started.session is not None, started
    return started.session


def make_closed(
    owner: User, slug: str, now: datetime, *, releases: dict[int, str] | None = None
) -> Session:
    """Return a session of a built-in routine that was done to its end."""
    answers = FinishAnswers(pain_after=1, releases=releases or {})
    session = start(owner, slug, now)
    for number, item in enumerate(session.plan["items"]):
        if number:
            press = Press(kind=Kind.BEGIN, client="world", seq=number, data={"item": number})
            apply_move(user=owner, pk=session.pk, press=press, now=now)
        now += timedelta(seconds=item["seconds"] + 5)
    finish_session(user=owner, pk=session.pk, answers=answers, now=now)
    session.refresh_from_db()
    assert session.status == Session.Status.FINISHED
    return session
