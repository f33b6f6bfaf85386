"""A24: which sessions count as practice for elevated exercises."""

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection

from tests.factories import NOW, make_session
from tests.tracking.player.conftest import begin
from tests.tracking.player.test_close_session import END, SECOND, THIRD, finish
from tests.tracking.progress.test_at_once import enter
from tracking import migrations
from tracking.models import Session
from tracking.player.actions import close_abandoned
from tracking.safety.gates import is_practice
from tracking.snapshot import facts_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand(ann, routines):
    return begin(ann, routines["morning-loosen"])


def rush(hand, item: int, begun: float) -> float:
    """Press `next` through an item as fast as the player lets one; return when it was over."""
    if item:
        hand.press("begin", begun, item=item)
    seconds = begun
    for segment in hand.session.plan["items"][item]["segments"]:
        seconds += 3.1 if segment["phase"] == "move" else 0.2
        hand.press("next", seconds, item=item)
    return seconds


def counted(user) -> tuple[date, ...]:
    return facts_for(user, NOW, running=None, unlock=True).practice_dates


def counts(user) -> bool:
    return counted(user) == (NOW.date(),)


def test_a_session_done_to_its_end_in_the_player_counts(hand):
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    finish(hand, releases={1: "no"})
    assert hand.fresh().practice
    assert counts(hand.user)


def test_a_session_rushed_through_does_not_count(ann, routines):
    hand, seconds = begin(ann, routines["stretch-only"]), 0.0
    for item in range(3):
        seconds = rush(hand, item, seconds) + 1
    finish(hand, seconds + 5)
    session = hand.fresh()
    assert (session.status, session.bouts.filter(completed=True).count()) == ("finished", 3)
    assert not session.practice
    assert not counts(hand.user)


def test_one_item_rushed_through_is_enough_not_to_count(hand):
    hand.press("begin", SECOND, item=1)
    end = rush(hand, 2, THIRD)
    finish(hand, end + 5, releases={1: "no"})
    assert hand.fresh().status == "finished"
    assert not counts(hand.user)


def test_a_step_left_a_little_early_still_counts(hand):
    hand.press("next", 14, item=0)  # two seconds of the set-up
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    finish(hand, releases={1: "no"})
    assert counts(hand.user)


def test_a_pause_is_not_time_held(hand):
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    hand.press("pause", THIRD + 12, item=2)
    hand.press("resume", THIRD + 112, item=2)
    for number in range(12):
        hand.press("next", THIRD + 113 + 3.5 * number, item=2)
    finish(hand, THIRD + 200, releases={1: "no"})
    assert hand.fresh().status == "finished"
    assert not counts(hand.user)


def test_a_skipped_item_and_an_early_end_do_not_count(hand):
    hand.press("skip", 40, item=0)
    hand.press("end", 45, item=1, confirmed=True)
    finish(hand, 60)
    assert not counts(hand.user)


def test_a_session_that_closed_by_itself_does_not_count(hand):
    close_abandoned(now=hand.now(END) + timedelta(hours=7))
    assert hand.fresh().status == "partial"
    assert not counts(hand.user)


def test_a_session_entered_by_hand_does_not_count(ann, routines):
    assert Session.objects.get(pk=enter(ann, uuid4())).status == "finished"
    assert counted(ann) == ()


def test_a_session_that_became_a_stop_counts_no_more(hand):
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    finish(hand, releases={1: "no"})
    hand.press("pain", END + 60, quality="burning", whose="own")
    assert hand.fresh().status == "stopped"
    assert not counts(hand.user)


@pytest.mark.parametrize(
    ("items", "counts"),
    [
        pytest.param([(75, 100)], True, id="three-quarters"),
        pytest.param([(74.9, 100)], False, id="less"),
        pytest.param([(100, 100), (0, 20)], False, id="one-not-done"),
        pytest.param([(130, 100), (20, 20)], True, id="a-repeated-step"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_every_item_must_be_held_for_three_quarters_of_its_time(items, counts):
    assert is_practice(items) is counts


def test_other_closed_sessions_do_not_count(ann):
    for status in ("partial", "stopped"):
        make_session(ann, status=status, practice=True)
    assert counted(ann) == ()


def test_sessions_from_before_the_column_are_judged_by_their_bouts(ann, routines):
    whole, rushed = (begin_and_finish(ann, routines, rushed=rushed) for rushed in (False, True))
    entered = enter(ann, uuid4())
    Session.objects.update(practice=False)
    (migration,) = Path(migrations.__path__[0]).glob("*_sessions_that_are_practice.py")
    module = import_module(f"tracking.migrations.{migration.stem}")
    module.note_practice(apps, connection.schema_editor())
    told = dict(Session.objects.values_list("pk", "practice"))
    assert told == {whole: True, rushed: False, entered: False}


def begin_and_finish(user, routines, *, rushed: bool) -> UUID:
    now = NOW + timedelta(hours=1 if rushed else 0)
    hand, seconds = begin(user, routines["stretch-only"], now=now), 0.0
    for number, item in enumerate(hand.session.plan["items"]):
        if rushed:
            seconds = rush(hand, number, seconds) + 1
            continue
        if number:
            hand.press("begin", seconds, item=number)
        seconds += item["seconds"] + 1
    finish(hand, seconds + 5)
    session = hand.fresh()
    assert (session.status, session.practice) == ("finished", not rushed)
    return session.pk
