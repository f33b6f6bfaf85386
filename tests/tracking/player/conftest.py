"""A screened person and a hand on the player's buttons."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from tests.factories import NOW, make_screening, make_user, midday_zone
from tracking.models import Move, Routine, Session
from tracking.player import actions
from tracking.player.actions import Outcome, Press, StartAnswers, Started, start_session
from tracking.player.machine import Kind
from tracking.player.queries import Subject

EARS = Path(__file__).with_name("ears.js")


@pytest.fixture
def ann(alice: User) -> User:
    """Return a person without health problems who has just answered the questions."""
    make_screening(alice, at=NOW - timedelta(days=1))
    return alice


@pytest.fixture
def now() -> datetime:
    """Return the time of the real clock."""
    return timezone.now()


@pytest.fixture
def eve(bob: User, now: datetime, routines) -> User:
    """A person screened a day ago by the real clock, which is the one that views read.

    It is around noon where she is, so that hours ago were today.
    """
    User.objects.filter(pk=bob.pk).update(time_zone=midday_zone())
    bob.refresh_from_db()
    make_screening(bob, at=now - timedelta(days=1))
    return bob


@pytest.fixture
def browser_of(client: Client, eve: User) -> Client:
    """Return the browser in which she is signed in."""
    client.force_login(eve)
    return client


@pytest.fixture
def ida(transactional_db, catalogue) -> User:
    """A screened person on a site that a real browser visits."""
    user = make_user("ida@example.org")
    make_screening(user, at=timezone.now() - timedelta(days=1))
    return user


@pytest.fixture
def room(page: Page, ida, live_server) -> Page:
    """Her browser: what is heard is noted instead (listening.py), and no move reaches the site."""
    client = Client()
    client.force_login(ida)
    [cookie] = client.cookies.values()
    url = live_server.url
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
    page.clock.install()
    page.add_init_script(path=EARS)
    page.route("**/moves/", lambda route: route.abort())
    return page


@dataclass
class Hand:
    """Someone who presses buttons; seconds are since the session's start."""

    user: User
    session: Session
    client: str = "phone-123"
    numbers: Iterator[int] = field(default_factory=count)

    def now(self, seconds: float) -> datetime:
        return self.session.started_at + timedelta(seconds=seconds)

    def press(self, kind: str, seconds: float, *, item: int = 0, **extra: Any) -> Outcome:
        """Press once; `confirmed`, `seq`, `client`, `offset_ms` and `region` may be given."""
        known = {name: extra.pop(name) for name in ("confirmed", "seq", "client") if name in extra}
        offset = extra.pop("offset_ms", int(seconds * 1000))
        press = Press(
            **{"client": self.client, "seq": next(self.numbers), **known},
            kind=Kind(kind),
            offset_ms=offset,
            data={"item": item, **extra},
        )
        act = actions.apply_move
        if kind in ("mistake", "ache", "pain", "left", "returned"):
            act = actions.stop_session
        return act(user=self.user, pk=self.session.pk, press=press, now=self.now(seconds))

    def kinds(self) -> list[str]:
        """Every stored move's kind, by time."""
        return list(self.session.moves.order_by("offset_ms", "id").values_list("kind", flat=True))

    def fresh(self) -> Session:
        return Session.objects.get(pk=self.session.pk)


def start(user: User, what: Any, *, now: datetime = NOW, **answers: Any) -> Started:
    """Start a routine or an exercise without a card."""
    subject = Subject(routine=what) if isinstance(what, Routine) else Subject(exercise=what)
    return start_session(user=user, subject=subject, answers=StartAnswers(**answers), now=now)


def begin(user: User, what: Any, *, now: datetime = NOW, **answers: Any) -> Hand:
    """Start and return the hand on its buttons."""
    started = start(user, what, now=now, **answers)
    assert started.session is not None, started
    return Hand(user, started.session)


def moves_of(session: Session) -> int:
    return Move.objects.filter(session=session).count()
