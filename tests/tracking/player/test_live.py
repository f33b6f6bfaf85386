"""Where a session stands, for a device that asks every two seconds."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.tracking.player.conftest import Hand
from tests.tracking.player.test_pages import SECOND, running
from tracking.player import live
from tracking.player.actions import FinishAnswers, discard_session, finish_session
from tracking.player.queries import look_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """What is to happen once a transaction is committed happens at the end of the block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def ask(client: Client, hand: Hand):
    return client.get(f"/sessions/{hand.session.pk}/now/")


def test_what_a_press_changed_is_told_without_a_query_but_the_sign_in(
    browser_of, eve, routines, commits, django_assert_num_queries
):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    ask(browser_of, hand)
    with commits():
        hand.press("pause", 20)
    with django_assert_num_queries(1):
        told = ask(browser_of, hand).json()
    assert (told["phase"], told["item"], told["position"]) == ("paused", 0, 20_000)
    assert (told["rev"], told["holder"], told["shared"], told["closed"]) == (2, "", False, False)


def test_a_cache_that_knows_nothing_is_filled_by_the_fold(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    hand.press("pause", 15)
    first = ask(browser_of, hand).json()
    assert first["phase"] == "paused"
    again = ask(browser_of, hand).json()
    assert {**again, "at": 0, "elapsed": 0} == {**first, "at": 0, "elapsed": 0}


def test_a_stranger_is_told_nothing_and_holds_nothing(browser_of, eve, alice, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    ask(browser_of, hand)
    stranger = Client()
    stranger.force_login(alice)
    assert ask(stranger, hand).status_code == 404
    as_data = {"Accept": "application/json"}
    gone = stranger.get(f"/sessions/{hand.session.pk}/now/", headers=as_data)
    assert (gone.status_code, gone.json()) == (404, {"gone": True})
    taken = stranger.post(f"/sessions/{hand.session.pk}/hold/", {"client": "a" * 32})
    assert taken.status_code == 404
    assert ask(browser_of, hand).json()["holder"] == ""


def test_the_newest_device_holds(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    for device in ("first-one", "second-one"):
        taken = browser_of.post(f"/sessions/{hand.session.pk}/hold/", {"client": device})
        assert taken.json()["holder"] == device
    assert ask(browser_of, hand).json()["holder"] == "second-one"


def test_a_device_without_a_proper_name_does_not_hold(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    wrong = browser_of.post(f"/sessions/{hand.session.pk}/hold/", {"client": "?"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["client"])
    assert ask(browser_of, hand).json()["holder"] == ""


@pytest.mark.parametrize("pressed", [(), ("pause",), ("extend",), ("stop",)], ids=str)
def test_the_clock_leads_the_answer_as_it_leads_the_fold(eve, routines, commits, pressed):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    start = hand.session.started_at
    with commits():
        for kind in ("resume", *pressed):
            hand.press(kind, 20)
    kept = live.standing_of(look_at(hand.fresh(), start + timedelta(seconds=20)))
    for seconds in (20, 21, 59, SECOND, 61, 69, 70, 71, 300, 619, 620, 621):
        now = start + timedelta(seconds=seconds)
        folded = live.standing_of(look_at(hand.fresh(), now))
        assert live.told(live.advanced(kept, now), now) == live.told(folded, now), seconds


def test_a_slow_writer_does_not_hide_a_newer_answer(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    now = timezone.now()
    older = live.standing_of(look_at(hand.fresh(), now))
    hand.press("stop", 20)
    ask(browser_of, hand)
    live.put(hand.session.pk, older)
    assert ask(browser_of, hand).json()["phase"] == "stopping"


def test_a_closed_session_says_so_also_when_an_old_answer_comes_late(
    browser_of, eve, catalogue, commits
):
    hand = running(eve, catalogue["childs-pose"], seconds=100)
    older = live.standing_of(look_at(hand.fresh(), timezone.now()))
    ask(browser_of, hand)
    with commits():
        finish_session(user=eve, pk=hand.session.pk, answers=FinishAnswers(), now=timezone.now())
    live.put(hand.session.pk, older)
    assert ask(browser_of, hand).json()["closed"] is True


def test_a_discarded_session_is_not_found(browser_of, eve, catalogue, commits):
    hand = running(eve, catalogue["childs-pose"], seconds=5)
    ask(browser_of, hand)
    with commits():
        assert discard_session(user=eve, pk=hand.session.pk, now=timezone.now()) is None
    assert ask(browser_of, hand).status_code == 404


def test_without_a_cache_the_fold_answers(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    ask(browser_of, hand)
    hand.press("pause", 20)
    cache.clear()
    browser_of.force_login(eve)
    assert ask(browser_of, hand).json()["phase"] == "paused"
