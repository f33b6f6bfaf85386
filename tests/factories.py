"""Makers of stored things for tests: plain functions, the facts that matter are arguments."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress

from accounts.consent import VERSIONS
from accounts.models import Consent, User
from exercises.models import Exercise
from tracking.models import Bout, Incident, Reminder, Routine, Screening, Session

#: A Monday morning in London; tests that need no other clock use it.
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
_numbers = count(1)


def midday_zone() -> str:
    """Return a zone in which it is around noon, so that today has a past and a future."""
    ahead = 13 - datetime.now(UTC).hour
    # The sign of these names is turned round: Etc/GMT-3 is three hours ahead.
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def make_user(
    email: str = "",
    *,
    zone: str = "Europe/London",
    verified: bool = True,
    consented: bool = True,
    password: str = PASSWORD,
    **fields: Any,
) -> User:
    """Return a person with a confirmed address who has agreed to every text.

    Their pauses are round figures: ten seconds before each exercise and nothing else.
    """
    fields = {"tempo": {"ready": 10, "posture": 0, "switch": 0}} | fields
    email = email or f"person{next(_numbers)}@example.org"
    user = User.objects.create_user(email, password, time_zone=zone, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    if consented:
        Consent.objects.bulk_create(
            Consent(user=user, text=text, version=version, given_at=NOW)
            for text, version in VERSIONS.items()
        )
    return user


def make_screening(
    user: User, *, at: datetime = NOW, tags: Sequence[str] = (), **fields: Any
) -> Screening:
    """Return a full screening of a person of 40 without pain, with these tags."""
    defaults: dict[str, Any] = {"age": 40, "pain_now": 0, "answers": {}, "questions_version": "1"}
    return Screening.objects.create(
        user=user, answered_at=at, tags=list(tags), **(defaults | fields)
    )


def make_session(user: User, **fields: Any) -> Session:
    """Return a stored session, made as by `new_session`."""
    session = new_session(user, **fields)
    session.save(force_insert=True)
    return session


def new_session(
    user: User,
    *,
    at: datetime = NOW,
    minutes: int = 4,
    status: str = Session.Status.FINISHED,
    **fields: Any,
) -> Session:
    """Return a session that began at `at`; an open one has no end. It is not stored."""
    zone = fields.pop("zone", user.time_zone)
    end = None if status == Session.Status.OPEN else at + timedelta(minutes=minutes)
    defaults: dict[str, Any] = {
        "title": "Morning loosen",
        "on": at.astimezone(User(time_zone=zone).zone).date(),
        "ended_at": end,
        "received_at": end or at,
        "seconds": minutes * 60 if end else 0,
        "practice": status == Session.Status.FINISHED,
    }
    return Session(user=user, zone=zone, started_at=at, status=status, **(defaults | fields))


def make_bout(session: Session, exercise: str = "seated-chair-twist", **fields: Any) -> Bout:
    """Return a stored bout of a loaded exercise, behind those that its session has."""
    fields = {"position": session.bouts.count() + 1} | fields
    bout = new_bout(session, Exercise.objects.get(pk=exercise), **fields)
    bout.save(force_insert=True)
    return bout


def new_bout(
    session: Session,
    known: Exercise,
    *,
    at: datetime | None = None,
    seconds: int = 60,
    released: Sequence[str] | None = None,
    **fields: Any,
) -> Bout:
    """Return a bout; `released` names its regions, () means "no". It is not stored."""
    start = at or session.started_at
    answer = "" if not known.mobilising or released is None else "yes" if released else "no"
    defaults: dict[str, Any] = {
        "position": 1,
        "on": start.astimezone(User(time_zone=session.zone).zone).date(),
        "ended_at": start + timedelta(seconds=seconds),
        "tier": known.tier,
        "mobilising": known.mobilising,
        "regions": known.data["regions"],
        "daily_cap": known.data["prescription"]["daily_cap"]["value"],
        "stretch_seconds": 0 if known.mobilising else seconds,
        "released": answer,
        "release_regions": list(released or ()),
    }
    return Bout(
        user=session.user,
        session=session,
        exercise=known,
        started_at=start,
        seconds=seconds,
        **(defaults | fields),
    )


def make_log(user: User, releases: Iterable[tuple[datetime, Sequence[str]]]) -> None:
    """Store a session of one bout for each start and what it released, in two statements."""
    known = Exercise.objects.get(pk="seated-chair-twist")
    bouts = [new_bout(new_session(user, at=at), known, released=places) for at, places in releases]
    Session.objects.bulk_create(bout.session for bout in bouts)
    Bout.objects.bulk_create(bouts)


def make_incident(
    user: User,
    rule: str = "D2",
    *,
    scope: str = "lumbar",
    at: datetime = NOW,
    hours: int = 24,
    **fields: Any,
) -> Incident:
    """Return a passed limit whose cool-down began at `at`; rule P1 makes a STOP."""
    defaults: dict[str, Any] = {
        "on": at.astimezone(user.zone).date(),
        "until": at + timedelta(hours=hours),
        "level": 0 if rule == "P1" else 1,
        "count": 3,
        "limit": 2,
    }
    return Incident.objects.create(
        user=user, rule=rule, scope=scope, tripped_at=at, **(defaults | fields)
    )


def make_reminder(user: User, *, at: datetime | None = None, **fields: Any) -> Reminder:
    """Return a reminder for every day at 07:30, next due at `at`."""
    defaults: dict[str, Any] = {
        "times": ["07:30"],
        "weekdays": list(range(7)),
        "zone": user.time_zone,
        "created_at": NOW,
    }
    return Reminder.objects.create(user=user, next_due_at=at, **(defaults | fields))


def make_routine(
    slug: str = "", *, owner: User | None = None, items: Sequence[str] = (), **fields: Any
) -> Routine:
    """Return a routine of these exercises; built in if it has no owner."""
    slug = slug or f"routine-{next(_numbers)}"
    defaults: dict[str, Any] = {"name": slug.replace("-", " ").capitalize(), "purpose": "A test."}
    return Routine.objects.create(
        slug=slug, owner=owner, items=[{"slug": item} for item in items], **(defaults | fields)
    )
