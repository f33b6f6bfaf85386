"""The people and logs that are measured; imported once Django is set up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.models import User
from exercises.models import Exercise
from tests import factories
from tests.bench.load import CONNECTIONS, Ask
from tests.world import start
from tracking.models import Bout, Reminder, Session

CSRF = "b" * 32
# As many presses as a real session has; then the next one is played.
MOVES, PLAYERS = 40, 60
HISTORY = 1000
TEN_YEARS, VETERAN_BOUTS = 3650, 20_000


def cookies(user: User) -> dict[str, str]:
    """Return the headers of a signed-in browser."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    return {"Cookie": cookie, "Accept-Encoding": "gzip", "X-CSRFToken": CSRF}


def make_reader() -> User:
    """Return a person with a long history."""
    user, now = factories.make_user(zone="UTC"), timezone.now()
    factories.make_screening(user, at=now - timedelta(days=2))
    factories.make_reminder(user, at=now + timedelta(hours=3))
    for number in range(HISTORY):
        at = now - timedelta(hours=9 * number + 30)
        session = factories.make_session(user, at=at, pain_before=3, pain_after=2)
        factories.make_bout(session, "seated-chair-twist", at=at)
        factories.make_bout(session, "childs-pose", at=at + timedelta(minutes=2))
    return user


def make_veteran() -> User:
    """Return a person who has done four exercises in two sessions a day, for ten years."""
    user, now = factories.make_user(zone="UTC"), timezone.now()
    factories.make_screening(user, at=now - timedelta(days=2))
    model = factories.make_session(user, at=now - timedelta(days=4000))
    bout = factories.make_bout(model, "seated-chair-twist", released=["lumbar"])
    sessions, bouts = [], []
    for number in range(VETERAN_BOUTS):
        at = now - timedelta(days=1 + number * TEN_YEARS // VETERAN_BOUTS, minutes=number % 600)
        if number % 2 == 0:
            sessions.append(copy_of(model, on=at.date(), started_at=at, pain_before=2))
        bouts.append(copy_of(bout, session=sessions[-1], on=at.date(), started_at=at, ended_at=at))
    Session.objects.bulk_create(sessions, batch_size=2000)
    Bout.objects.bulk_create(bouts, batch_size=2000)
    return user


def copy_of[Row: Model](row: Row, **fields: Any) -> Row:
    """Return an unsaved row like this one, but for its key and these fields."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{name: getattr(row, name) for name in names} | fields)


def make_players() -> list[tuple[dict[str, str], UUID]]:
    """Return people who have just begun a session: their headers and the session's key."""
    players, now = [], timezone.now()
    for _number in range(PLAYERS):
        user = factories.make_user()
        factories.make_screening(user, at=now - timedelta(days=2))
        players.append((cookies(user), start(user, "stretch-only", now).pk))
    return players


def presses(players: list[tuple[dict[str, str], UUID]], connection: int) -> Iterator[Ask]:
    """Yield pause, resume, pause ... of this connection's share of the players."""
    for headers, pk in players[connection::CONNECTIONS]:
        form = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        for seq in range(1, MOVES + 1):
            kind = "pause" if seq % 2 else "resume"
            press = {"kind": kind, "item": 0, "client": f"bench-client-{connection}", "seq": seq}
            yield Ask(f"/sessions/{pk}/moves/", headers | form, urlencode(press))


def make_reminders(count: int, *, due: datetime) -> None:
    """Store reminders of many people, ten each, next due at one instant."""
    now = timezone.now()
    people = User.objects.bulk_create(
        User(email=f"many{due.timestamp():.0f}-{number}@example.org", password="!")
        for number in range(max(1, count // 10))
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    Reminder.objects.bulk_create(
        (
            Reminder(
                user=people[number % len(people)],
                times=["07:30"],
                weekdays=list(range(7)),
                zone="Europe/London",
                created_at=now,
                next_due_at=due,
            )
            for number in range(count)
        ),
        batch_size=2000,
    )


def exercises() -> int:
    """How many entries the catalogue holds; none means that nothing can be measured."""
    return Exercise.objects.current().count()
