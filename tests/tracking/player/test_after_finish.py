"""After the finish: what the summary says plainly, and one more chance to answer."""

from datetime import timedelta

import pytest
from django.db.models import F

from tests.factories import make_bout, make_session
from tests.tracking.player.conftest import Hand
from tests.tracking.player.test_pages import (
    END,
    SECOND,
    THIRD,
    at,
    codes_of,
    finished,
    running,
    text_of,
)
from tracking.incidents import reevaluate
from tracking.models import Bout, Incident, Session

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
CLIENT = {"client": "page-12345678"}
RELEASE = {"release_1": "no"}


@pytest.fixture
def hand(eve, routines) -> Hand:
    return finished(eve, routines["morning-loosen"])


def save(browser, hand, **answers):
    return browser.post(at(hand, "finish"), CLIENT | RELEASE | answers)


def test_the_summary_says_that_pain_rose_and_offers_rest(browser_of, hand):
    Session.objects.update(pain_before=2)
    save(browser_of, hand, pain_after="5")
    page = text_of(browser_of.get(at(hand)))
    assert "Your pain rose from 2 to 5" in page
    assert "routine=stretch-only" in page


@pytest.mark.parametrize(("relief", "warned"), [("-2", True), ("-1", True), ("0", False)])
def test_the_summary_says_that_the_back_feels_worse_and_offers_rest(
    browser_of, hand, relief, warned
):
    Session.objects.update(pain_before=3)
    save(browser_of, hand, pain_after="2", relief=relief)
    page = text_of(browser_of.get(at(hand)))
    assert ("Your back feels worse than before" in page) is warned
    assert ("If it stays" in page) is warned


def test_the_summary_of_a_calm_session_says_nothing_of_the_kind(browser_of, hand):
    Session.objects.update(pain_before=3)
    save(browser_of, hand, pain_after="2")
    page = text_of(browser_of.get(at(hand)))
    assert "rest-title" not in page


def test_the_summary_says_which_limit_was_reached(browser_of, hand, eve, now):
    for hours in (3, 2):
        past = make_session(eve, at=now - timedelta(hours=hours))
        make_bout(past, "seated-chair-twist", released=["lumbar"])
    save(browser_of, hand, release_1="lumbar")
    assert "OVER" in codes_of(browser_of.get(at(hand)))


def test_a_limit_that_stands_since_morning_is_told_to_who_adds_to_it(browser_of, hand, eve, now):
    past = make_session(eve, at=now - timedelta(hours=3), pain_before=2, pain_after=7)
    make_bout(past, "seated-chair-twist")
    reevaluate(user=eve, since=past.on, now=now)
    Session.objects.filter(pk=hand.session.pk).update(pain_before=2)
    save(browser_of, hand, pain_after="9")
    flare = Incident.objects.get(rule="P2", scope="lumbar")
    assert flare.tripped_at < hand.session.started_at
    assert "rule P2" in text_of(browser_of.get(at(hand)))


@pytest.mark.parametrize("away", [-7200, 7200], ids=["before", "after"])
def test_a_limit_of_another_session_is_not_told_again(browser_of, hand, eve, away):
    save(browser_of, hand)
    Session.objects.update(started_at=F("started_at") - timedelta(days=1))
    Session.objects.update(ended_at=F("started_at") + timedelta(minutes=5))
    passed = hand.fresh().started_at + timedelta(seconds=away)
    Incident.objects.create(
        user=eve, rule="D2", scope="region:lumbar", on=hand.session.on, tripped_at=passed,
        until=passed + timedelta(days=3), level=1, count=3, limit=2,
    )  # fmt: skip
    assert codes_of(browser_of.get(at(hand))) == set()


# ------------------------------------------------------------------ undo


def test_undo_opens_the_finish_page_with_what_was_answered(browser_of, hand, mode):
    save(browser_of, hand, release_1="lumbar", pain_after="4", relief="1", note="Slept badly")
    assert at(hand, "finish") in text_of(browser_of.get(at(hand)))
    form = browser_of.get(at(hand, "finish"), headers=mode.headers).context["form"]
    shown = {
        name: str(form[name].value()) for name in ("release_1", "pain_after", "relief", "note")
    }
    assert shown == {"release_1": "lumbar", "pain_after": "4", "relief": "1", "note": "Slept badly"}


def test_answers_given_once_more_take_the_place_of_the_first(browser_of, hand):
    save(browser_of, hand, release_1="lumbar", pain_after="4")
    again = {"client": "page-87654321", "again": "True", "release_1": "no", "pain_after": "1"}
    assert browser_of.post(at(hand, "finish"), again).status_code == 302
    assert (hand.fresh().pain_after, hand.fresh().status) == (1, "finished")
    assert [b.released for b in Bout.objects.order_by("position")] == ["", "no", ""]


def test_the_first_answers_that_arrive_again_do_not_undo_the_second(browser_of, hand):
    save(browser_of, hand, pain_after="4")
    again = {"client": "page-87654321", "again": "True", "release_1": "no", "pain_after": "1"}
    browser_of.post(at(hand, "finish"), again)
    save(browser_of, hand, pain_after="4")
    assert hand.fresh().pain_after == 1


def test_another_page_that_still_asks_changes_nothing(browser_of, hand):
    save(browser_of, hand, pain_after="4")
    browser_of.post(at(hand, "finish"), {"client": "page-other-1", **RELEASE, "pain_after": "9"})
    assert hand.fresh().pain_after == 4


def test_later_the_log_is_where_answers_are_corrected(browser_of, hand):
    save(browser_of, hand, pain_after="4")
    Session.objects.update(received_at=hand.session.started_at - timedelta(minutes=11))
    response = browser_of.get(at(hand, "finish"))
    assert (response.status_code, response.headers["Location"]) == (302, at(hand))


def test_a_stop_cannot_be_undone(browser_of, hand):
    save(browser_of, hand)
    Session.objects.update(status="stopped")
    assert browser_of.get(at(hand, "finish")).status_code == 302


# ------------------------------------------------------------------ by the script


def sent(seq: int, offset: float, **more: str) -> dict[str, str]:
    return {"client": "a" * 32, "seq": str(seq), "follows": str(seq - 1),
            "offset_ms": str(int(offset * 1000)), **more}  # fmt: skip


def test_what_overtakes_is_told_to_come_again(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=END + 30)
    json = {"Accept": "application/json"}
    begin = sent(1, THIRD, kind="begin", item="2")
    response = browser_of.post(at(hand, "move"), begin, headers=json)
    assert (response.status_code, response.json()["code"]) == (409, "EARLIER_MISSING")
    browser_of.post(at(hand, "move"), sent(0, SECOND, kind="begin", item="1"), headers=json)
    assert browser_of.post(at(hand, "move"), begin, headers=json).json()["item"] == 3


def test_the_script_sends_the_answers_as_a_press_of_its_own(browser_of, hand):
    answers = sent(0, END + 3, **RELEASE, pain_after="3")
    for _ in range(2):
        response = browser_of.post(
            at(hand, "finish"), answers, headers={"Accept": "application/json"}
        )
        assert (response.status_code, response.json()["closed"]) == (200, True)
    assert (hand.fresh().pain_after, Bout.objects.count()) == (3, 3)


def test_answers_that_lack_one_are_told_which(browser_of, hand):
    response = browser_of.post(
        at(hand, "finish"), sent(0, END + 3), headers={"Accept": "application/json"}
    )
    assert (response.status_code, list(response.json()["errors"])) == (422, ["release_1"])
    assert hand.fresh().status == "open"


def test_ten_seconds_more_without_a_script(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=12)
    press = CLIENT | {"kind": "extend", "item": "0"}
    assert browser_of.post(at(hand, "move"), press, headers=mode.headers).status_code in (200, 302)
    assert hand.kinds() == ["begin", "extend"]
    assert browser_of.get(at(hand)).context["screen"].remaining > 8


def test_a_hold_is_extended_no_further_than_it_should_be(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=30)
    response = browser_of.post(at(hand, "move"), CLIENT | {"kind": "extend", "item": "0"})
    assert (response.status_code, codes_of(response)) == (422, {"HOLD_OUT_OF_RANGE"})
    assert hand.kinds() == ["begin"]
