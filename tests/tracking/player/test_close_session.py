"""How a session ends: finished, given up, or not kept."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.tracking.player.conftest import begin
from tests.tracking.player.test_start_session import practised
from tracking.models import Bout, Incident, Move, Session
from tracking.player.actions import (
    FinishAnswers,
    Refusal,
    close_abandoned,
    discard_session,
    finish_session,
)
from tracking.player.tasks import close_abandoned as task
from tracking.safety.gates import PARTNER_TICKS

pytestmark = pytest.mark.django_db
SECOND, THIRD, END = 60, 160, 224


@pytest.fixture
def hand(ann, routines):
    return begin(ann, routines["morning-loosen"])


@pytest.fixture
def done(hand):
    """A session whose last item has just ended."""
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    return hand


def finish(hand, seconds=END + 20, **answers):
    return finish_session(
        user=hand.user, pk=hand.session.pk, answers=FinishAnswers(**answers), now=hand.now(seconds)
    )


def test_a_finished_session_leaves_its_bouts(done):
    finish(done, releases={1: "lumbar"}, pain_after=2, relief=1, effort=3, note="Good.")
    session = done.fresh()
    assert (session.status, session.pain_after, session.relief) == ("finished", 2, 1)
    assert (session.effort, session.note) == (3, "Good.")
    assert session.seconds == 50 + 90 + 54
    assert session.ended_at == NOW + timedelta(seconds=END)
    stretch, twist, pose = session.bouts.order_by("position")
    assert (stretch.exercise_id, stretch.stretch_seconds, stretch.released) == (
        "double-knee-to-chest",
        42,
        "",
    )
    assert (twist.released, twist.release_regions, twist.sides_done) == ("yes", ["lumbar"], 2)
    assert twist.started_at == NOW + timedelta(seconds=SECOND + 10)
    assert [bout.auxiliary for bout in (stretch, twist, pose)] == [True, False, True]


@pytest.mark.parametrize(
    ("answer", "released", "regions"),
    [
        pytest.param("no", "no", [], id="no"),
        pytest.param("unsure", "unsure", ["lumbar"], id="not-sure-is-the-first-region"),
        pytest.param("thoracolumbar", "yes", ["thoracolumbar"], id="a-region"),
    ],
)
def test_release_answers(done, answer, released, regions):
    finish(done, releases={1: answer})
    bout = Bout.objects.get(exercise="seated-floor-twist")
    assert (bout.released, bout.release_regions) == (released, regions)


def test_the_release_question_cannot_be_left_out(done):
    assert finish(done).refusal is Refusal.RELEASE_ANSWER_REQUIRED
    assert done.fresh().status == "open"
    assert not Bout.objects.exists()


def test_finishing_twice_changes_nothing(done):
    finish(done, releases={1: "lumbar"}, note="first")
    finish(done, releases={1: "no"}, note="second")
    assert done.fresh().note == "first"
    assert Bout.objects.count() == 3


def test_a_session_that_goes_on_cannot_be_finished(hand):
    assert finish(hand, 30).refusal is Refusal.NOT_ENDED


def test_a_session_without_a_bout_cannot_be_finished(hand):
    hand.press("end", 5)
    assert finish(hand, 6).refusal is Refusal.NOTHING_DONE


def test_ended_early_is_partial(hand):
    hand.press("end", 30)
    finish(hand, 40)
    session = hand.fresh()
    assert (session.status, session.seconds) == ("partial", 20)


def test_a_skipped_item_makes_it_partial(hand):
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    hand.press("skip", THIRD + 30, item=2)
    finish(hand, releases={1: "no"})
    assert hand.fresh().status == "partial"


def test_a_limit_passed_is_found_with_the_log_that_passed_it(ann, catalogue):
    for hour in (0, 4, 8):
        hand = begin(ann, catalogue["seated-chair-twist"], now=NOW + timedelta(hours=hour))
        first, second, _ = (item["seconds"] for item in hand.session.plan["items"])
        hand.press("begin", first, item=1)
        hand.press("begin", first + second, item=2)
        outcome = finish(hand, 600, releases={1: "lumbar"})
        assert outcome.refusal is None
    rules = set(Incident.objects.values_list("rule", "scope", "level"))
    assert rules == {("D2", "lumbar", 1)}


def test_the_partner_is_asked_about_too(ann, catalogue):
    practised(ann)
    hand = begin(
        ann,
        catalogue["partner-bear-hug"],
        acks=frozenset(PARTNER_TICKS),
        partner_tags=frozenset(),
    )
    at = 0
    for number, item in enumerate(hand.session.plan["items"]):
        if number:
            hand.press("begin", at, item=number)
        at += item["seconds"]
    mobilised = {n: "no" for n, item in enumerate(hand.session.plan["items"]) if item["mobilising"]}
    assert finish(hand, at, releases=mobilised).refusal is Refusal.PARTNER_PAIN_REQUIRED
    finish(hand, at, releases=mobilised, partner_pain="burning")
    session = hand.fresh()
    assert (session.status, session.stop_whose, session.stop_quality) == (
        "stopped",
        "partner",
        "burning",
    )
    assert Incident.objects.filter(user=ann, rule="P1").exists()


def test_a_session_closes_itself_six_hours_after_its_last_press(done):
    last = done.now(THIRD)
    assert close_abandoned(now=last + timedelta(hours=6) - timedelta(seconds=1)) == 0
    assert done.fresh().status == "open"
    assert close_abandoned(now=last + timedelta(hours=6)) == 1
    session = done.fresh()
    assert (session.status, session.ended_at) == ("partial", NOW + timedelta(seconds=END))
    twist = Bout.objects.get(exercise="seated-floor-twist")
    assert (twist.released, twist.release_regions) == ("unsure", ["lumbar"])


def test_what_was_said_on_the_way_counts_when_nobody_comes_back(done):
    done.press("release", THIRD + 1, item=1, region="")
    close_abandoned(now=done.now(7 * 3600))
    assert Bout.objects.get(exercise="seated-floor-twist").released == "no"


def test_closing_the_abandoned_goes_in_bounded_batches(ann, bob, routines):
    begin(ann, routines["stretch-only"])
    from_bob = begin(ann, routines["stretch-only"], now=NOW + timedelta(hours=7))
    assert Session.objects.open().count() == 1
    assert close_abandoned(now=from_bob.now(7 * 3600), limit=0) == 0
    assert close_abandoned(now=from_bob.now(7 * 3600), limit=1) == 1


def test_the_task_is_a_thin_edge(hand):
    Move.objects.update(received_at=NOW - timedelta(days=400))
    assert task() == 1
    assert hand.fresh().status == "partial"


def test_a_session_goes_without_a_trace_before_anything_mobilising(hand):
    assert discard_session(user=hand.user, pk=hand.session.pk, now=hand.now(SECOND + 5)) is None
    assert not Session.objects.exists()


def test_later_it_does_not(done):
    refusal = discard_session(user=done.user, pk=done.session.pk, now=done.now(THIRD + 5))
    assert refusal is Refusal.DISCARD_TOO_LATE
    assert done.fresh().status == "open"


def test_an_ache_before_anything_was_done_leaves_nothing_to_keep(hand):
    hand.press("stop", 5)
    hand.press("ache", 8)
    assert discard_session(user=hand.user, pk=hand.session.pk, now=hand.now(9)) is None


def test_a_session_that_hurt_is_kept(hand):
    hand.press("stop", 20)
    assert (
        discard_session(user=hand.user, pk=hand.session.pk, now=hand.now(25))
        is Refusal.DISCARD_TOO_LATE
    )
