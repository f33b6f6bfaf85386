"""Nothing starts a locked exercise: every address is tried, with all that its forms could say.

The walk posts to each address of the site, for several things to run, the whole of a start card
that was fetched before the lock came (a stale page) together with a press that begins the next
item. The same walk by someone without a lock does begin things, so it can find a hole.
"""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import uuid4

import html5lib
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import get_commands
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exercises.models import Exercise
from exercises.vocabulary import BLOCK_ALL, Tag
from tests.factories import make_bout, make_incident, make_screening, make_session, make_user
from tests.test_every_url import ALL, HTMX, undone
from tests.world import make_closed, start
from tracking.frozen import exercise_facts
from tracking.models import Bout, Move, Routine, Session
from tracking.safety.assess import RULES, locks
from tracking.snapshot import facts_for

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
SUBJECTS = [
    "exercise=seated-chair-twist",
    "exercise=bed-edge-extension",
    "exercise=floor-manipulation-by-another",
    "routine=morning-loosen",
]
#: What does nothing but end the walk: it signs out, erases, or leaves the site.
LEFT_OUT = {"account_logout", "account_delete", "account_sign_out_elsewhere"}
NEXT = {"kind": "begin", "item": "1", "client": "another-device", "seq": "9", "confirmed": "1"}


def practised(user: User) -> None:
    now = timezone.now()
    make_screening(user, at=now - timedelta(days=30))
    for days in range(3, 8):
        make_session(user, at=now - timedelta(days=days))


def stopped(user: User) -> None:
    make_incident(user, "P1", scope="back", at=timezone.now() - timedelta(hours=1))


def cooling_down(user: User) -> None:
    make_incident(user, "D1", scope="back", at=timezone.now() - timedelta(hours=1))


def resting(user: User) -> None:
    at = timezone.now() - timedelta(minutes=20)
    regions = ["thoracic", "thoracolumbar", "lumbar", "sacroiliac"]
    make_bout(make_session(user, at=at), "seated-chair-twist", released=regions)


def unwell(user: User) -> None:
    tags = sorted(set(Tag) - BLOCK_ALL)
    make_screening(user, at=timezone.now() - timedelta(minutes=1), tags=tags)


def flagged(user: User) -> None:
    now = timezone.now()
    make_screening(user, at=now, tags=[Tag.RED_FLAG], red_care="emergency", red_since=now)


LOCKS = [stopped, cooling_down, resting, unwell, flagged]


def locked(user: User) -> set[str]:
    """What the one deciding function refuses, whatever is ticked."""
    now = timezone.now()
    facts = facts_for(user, now, running=None, unlock=True)
    rows = Exercise.objects.all()
    return {row.slug for row in rows if locks(exercise_facts(row), facts, now)}


def begun(user: User) -> set[tuple[Any, str]]:
    """Every exercise begun live, as (session, slug)."""
    moves = Move.objects.filter(user=user, kind="begin").select_related("session")
    return {(m.session_id, m.session.plan["items"][m.data["item"]]["slug"]) for m in moves}


def planned(user: User, known: list[Any]) -> set[str]:
    """Every exercise in the plan of a session that was started meanwhile."""
    live = Session.objects.of(user).filter(origin=Session.Origin.LIVE).exclude(pk__in=known)
    return {item["slug"] for session in live for item in session.plan["items"]}


def browser(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def card(client: Client, query: str) -> dict[str, Any]:
    """Everything that the start card could send, with every box ticked and no pain."""
    page = client.get(f"{reverse('tracking:session-new')}?{query}").content.decode()
    root = html5lib.parse(page, namespaceHTMLElements=False)
    sent: dict[str, Any] = {"all_true": "1", "pain_now": "0", "partner_q1": "40"}
    for field in root.iter("input"):
        name, kind = field.get("name"), field.get("type")
        if name and kind == "radio" and name.startswith("partner_"):
            sent[name] = "no"
        elif name and (kind == "hidden" or (kind == "checkbox" and "details" not in name)):
            sent[name] = field.get("value") or "on"
    return sent | {"key": str(uuid4())}


def addresses(running: Session | None, closed: Session) -> Iterator[str]:
    """Every address of the site, for every exercise, routine and session it could name."""
    words: dict[str, list[Any]] = {
        "pk": [one.pk for one in (running, closed) if one],
        "on": [closed.on, timezone.localdate()],
        "slug": ["seated-chair-twist", "bed-edge-extension", "morning-loosen"],
        "code": ["nothing"],
        "token": ["nothing"],
        "name": ["nothing"],
        "step": [1],
        "key": [1],
    }
    for name, entry in ALL.items():
        if name not in LEFT_OUT:
            wanted = list(entry.pattern.converters)
            assert len(wanted) <= 1 or set(wanted) <= set(words), name
            values = words[wanted[0]] if wanted else [None]
            for value in values:
                others = {word: words[word][0] for word in wanted[1:]}
                filled = others | ({wanted[0]: value} if wanted else {})
                yield reverse(name, kwargs=filled)


class Writes:
    """Notes whether anything of the log was written: else there is nothing to look for."""

    log = re.compile(r"^\W*(?!SELECT).*\btracking_(session|move|bout)\b", re.IGNORECASE | re.DOTALL)

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.seen = self.seen or bool(self.log.match(sql))
        return execute(sql, *rest)


def walk(client: Client, user: User, cards: dict[str, Any], running: Session | None) -> set[str]:
    """Post everything everywhere; return the exercises that were begun or planned by it."""
    closed = Session.objects.of(user).get(routine__slug="stretch-only")
    before, found = begun(user), set()
    known = list(Session.objects.of(user).values_list("pk", flat=True))
    modes = cycle([{}, HTMX])
    for address in addresses(running, closed):
        session_changed = False
        for query, sent in cards.items():
            writes = Writes()
            with undone(), connection.execute_wrapper(writes):
                answer = client.post(f"{address}?{query}", sent | NEXT, headers=next(modes))
                session_changed |= settings.SESSION_COOKIE_NAME in answer.cookies
                if writes.seen:
                    found |= {slug for _, slug in begun(user) - before} | planned(user, known)
                    professional = Bout.objects.filter(exercise__tier="professional_only")
                    assert not professional.exists(), address
        if session_changed:
            client.force_login(user)
        next(modes)  # so that the next address is asked the other way round
    return found


@pytest.fixture
def owner(routines: dict[str, Routine]) -> User:
    owner = make_user()
    practised(owner)
    make_closed(owner, "stretch-only", timezone.now() - timedelta(days=9))
    return owner


def open_session(owner: User) -> Session:
    """A routine that waits before its mobilising item, its stretch long done."""
    return start(owner, "morning-loosen", timezone.now() - timedelta(minutes=2))


@pytest.fixture
def cards(owner: User) -> dict[str, Any]:
    client = browser(owner)
    return {query: card(client, query) for query in SUBJECTS}


def test_the_walk_begins_what_is_open(owner, cards):
    assert walk(browser(owner), owner, cards, None) >= {"seated-chair-twist", "childs-pose"}


def test_the_walk_begins_the_next_item_of_an_open_session(owner, cards):
    running = open_session(owner)
    one = {"": cards["routine=morning-loosen"]}
    assert walk(browser(owner), owner, one, running) == {"seated-floor-twist"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.__name__)
def test_no_address_starts_what_is_locked(owner, cards, lock):
    lock(owner)
    closed = locked(owner)
    assert {"seated-chair-twist", "bed-edge-extension"} <= closed
    assert walk(browser(owner), owner, cards, None) & closed == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.__name__)
def test_no_address_begins_a_locked_item_of_an_open_session(owner, cards, lock):
    running = open_session(owner)
    lock(owner)
    one = {"": cards["routine=morning-loosen"]}
    assert walk(browser(owner), owner, one, running) & locked(owner) == set()


def test_a_replayed_start_starts_nothing_again(owner):
    client = browser(owner)
    query = "exercise=seated-chair-twist"
    address, sent = f"{reverse('tracking:session-new')}?{query}", card(client, query)
    assert client.post(address, sent).status_code == 302
    first = Session.objects.get(user=owner, status=Session.Status.OPEN)
    Session.objects.filter(pk=first.pk).update(status=Session.Status.PARTIAL)
    stopped(owner)
    before = begun(owner)
    client.post(address, sent)
    assert begun(owner) == before
    assert not Session.objects.of(owner).open().exists()


def test_of_two_tabs_the_second_is_checked_anew(owner):
    """Both cards were open; what was done by the first closes the second."""
    client, query = browser(owner), "exercise=seated-chair-twist"
    address = f"{reverse('tracking:session-new')}?{query}"
    first, second = card(client, query), card(client, query)
    client.post(address, first)
    session = Session.objects.of(owner).open().get()
    make_bout(session, "seated-chair-twist", released=["lumbar"])
    Session.objects.filter(pk=session.pk).update(status=Session.Status.FINISHED)
    answer = client.post(address, second)
    assert answer.status_code == 422
    assert "REFRACTORY" in answer.text
    assert not Session.objects.of(owner).open().exists()


# ---------------------------------------------------------------------------- other doors


def test_the_administration_starts_nothing(owner, client):
    owner.is_staff = owner.is_superuser = True
    owner.save()
    running = start(owner, "morning-loosen", timezone.now())
    staff, before = browser(owner), begun(owner)
    rows: dict[type[models.Model], Any] = {Session: running.pk, Move: running.moves.get().pk}
    mine = [model for model in admin.site._registry if model._meta.app_label == "tracking"]
    assert Session in mine
    for model in mine:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert staff.post(reverse(f"{name}_add"), NEXT).status_code == 403
        if model in rows:
            for page in ("change", "delete"):
                address = reverse(f"{name}_{page}", args=[rows[model]])
                assert staff.post(address, NEXT).status_code == 403
    assert begun(owner) == before


def called(path: Any) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if type(node) is ast.Call)
    return {ast.unparse(function) for function in calls}


def modules() -> Iterator[tuple[str, Any]]:
    for package in ("accounts", "config", "exercises", "tracking"):
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            yield str(path.relative_to(settings.BASE_DIR)), path


MAKERS = {
    f"{prefix}{model}{maker}"
    for prefix in ("", "models.")
    for model in ("Session", "Move")
    for maker in ("", ".objects.create", ".objects.bulk_create", ".objects.get_or_create")
}


def test_sessions_and_moves_are_made_in_four_places_only():
    """The start, the press, the log entered afterwards; a snapshot reads moves without storing."""
    makers = {name for name, path in modules() if called(path) & MAKERS}
    assert makers == {
        "tracking/player/actions/starting.py",
        "tracking/player/actions/presses.py",
        "tracking/progress/actions.py",
        "tracking/snapshot.py",
    }


def test_no_rule_is_asked_alone_to_say_yes():
    """Outside the safety core only its whole answer counts; one rule alone may only say no."""
    alone = {rule.__name__ for rule in RULES} - {"not_runnable"}
    asked = {
        name: called(path) & alone
        for name, path in modules()
        if not name.startswith("tracking/safety/")
    }
    assert {name: found for name, found in asked.items() if found} == {}


def test_commands_that_can_start_are_the_known_ones():
    """The demo lives through the player's own actions; no other command comes near them."""
    ours = {name for name, app in get_commands().items() if app in ("tracking", "exercises")}
    near = {
        name
        for name in ours
        for _, path in modules()
        if path.stem == name and "start_session" in path.read_text()
    }
    assert near == {"demo"}
