"""Stop, it hurts: one press halts, one question decides, and pain wins over everything else."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.tracking.player.conftest import begin, start
from tracking.models import Bout, Incident, MailDecision, Screening
from tracking.player.actions import close_abandoned, rate_stop
from tracking.player.machine import Phase
from tracking.safety.facts import PainQuality
from tracking.safety.pain import RED_QUALITIES
from tracking.safety.verdict import Code

pytestmark = pytest.mark.django_db


@pytest.fixture
def hand(ann, routines):
    return begin(ann, routines["morning-loosen"])


def test_a_press_halts_at_once_and_keeps_the_session_open(hand):
    outcome = hand.press("stop", 20)
    assert outcome.state.phase is Phase.STOPPING
    assert hand.fresh().status == "open"


def test_pressed_by_mistake_goes_on(hand):
    hand.press("stop", 20)
    outcome = hand.press("mistake", 50)
    assert (outcome.state.phase, outcome.state.position_ms) == (Phase.RUNNING, 20_000)
    assert not Incident.objects.exists()


def test_an_ache_ends_without_a_lock(hand):
    hand.press("stop", 20)
    outcome = hand.press("ache", 30)
    assert outcome.state.phase is Phase.ENDED
    assert hand.fresh().status == "open"  # the finish page still asks its questions
    assert not Incident.objects.exists()


@pytest.mark.parametrize("quality", sorted(RED_QUALITIES))
def test_every_red_quality_is_a_stop(hand, quality: PainQuality):
    hand.press("stop", 20)
    hand.press("pain", 30, quality=quality.value, whose="own")
    session = hand.fresh()
    assert (session.status, session.stop_quality, session.stop_whose) == (
        "stopped",
        quality,
        "own",
    )
    assert session.stopped_at == NOW + timedelta(seconds=20)
    assert session.stop_step == "double-knee-to-chest/move"
    stop = Incident.objects.get(rule="P1")
    assert (stop.session, stop.tripped_at) == (session, session.stopped_at)
    assert Screening.objects.of(hand.user).first().voided_by == "stop"


def test_a_stop_keeps_what_was_done_until_then(hand):
    hand.press("stop", 20)
    hand.press("pain", 30, quality="burning")
    bout = Bout.objects.get()
    assert (bout.seconds, bout.completed) == (10, False)


def test_after_a_stop_nothing_starts(hand, ann, routines):
    hand.press("pain", 20, quality="stabbing")
    told = start(ann, routines["stretch-only"], now=hand.now(60))
    assert told.ready.preparation.refusals[0].code is Code.STOP_LOCK


def test_the_stop_mail_is_decided_with_the_stop(hand):
    hand.press("pain", 20, quality="stabbing")
    assert MailDecision.objects.get(stream="stop").outcome == "sent"


def test_no_answer_within_ten_minutes_is_a_stop(hand):
    hand.press("stop", 20)
    assert close_abandoned(now=hand.now(619)) == 0
    assert close_abandoned(now=hand.now(620)) == 1
    session = hand.fresh()
    assert (session.status, session.stop_quality) == ("stopped", "")
    assert Incident.objects.filter(rule="P1").count() == 1


def test_leaving_the_page_is_a_stop(hand):
    hand.press("stop", 20)
    hand.press("left", 25)
    assert hand.fresh().status == "stopped"


def test_a_reload_within_seconds_shows_the_question_again(hand):
    hand.press("stop", 20)
    hand.press("left", 25, returns=True)
    assert hand.press("returned", 30).state.phase is Phase.STOPPING
    assert close_abandoned(now=hand.now(60)) == 0
    assert hand.fresh().status == "open"


def test_a_page_that_is_not_back_in_time_has_been_left(hand):
    hand.press("stop", 20)
    hand.press("left", 25, returns=True)
    assert close_abandoned(now=hand.now(44)) == 0
    assert close_abandoned(now=hand.now(45)) == 1
    hand.press("returned", 46, offset_ms=30_000)
    assert hand.fresh().status == "stopped"


def test_the_return_may_overtake_the_leaving(hand):
    hand.press("stop", 20)
    hand.press("returned", 30, offset_ms=25_001)
    assert hand.press("left", 31, offset_ms=25_000, returns=True).state.phase is Phase.STOPPING
    assert close_abandoned(now=hand.now(100)) == 0


def test_leaving_without_an_open_question_is_nothing(hand):
    assert hand.press("left", 25).state.phase is Phase.RUNNING


def test_an_answer_that_comes_too_late_does_not_undo_the_stop(hand):
    hand.press("stop", 20)
    hand.press("mistake", 621)
    assert hand.fresh().status == "stopped"


def test_copies_of_an_answer_change_nothing(hand):
    hand.press("stop", 20, seq=1)
    for _ in range(3):
        hand.press("pain", 30, seq=2, quality="burning")
        hand.press("stop", 20, seq=1)
    assert Incident.objects.filter(rule="P1").count() == 1
    assert MailDecision.objects.filter(stream="stop").count() == 1


def test_the_first_answer_counts_but_pain_wins(hand):
    hand.press("stop", 20)
    hand.press("mistake", 30)
    hand.press("pain", 31, quality="burning", client="tablet-45")
    assert hand.fresh().status == "stopped"


def test_pain_told_after_the_session_closed_turns_it_into_a_stop(hand):
    close_abandoned(now=hand.now(7 * 3600))
    assert hand.fresh().status == "partial"
    hand.press("pain", 7 * 3600 + 60, offset_ms=30_000, quality="shooting")
    session = hand.fresh()
    assert (session.status, session.stop_quality) == ("stopped", "shooting")
    assert session.stopped_at == NOW + timedelta(seconds=30)
    assert Incident.objects.filter(rule="P1").exists()


def test_a_mistake_told_after_the_session_closed_changes_nothing(hand):
    close_abandoned(now=hand.now(7 * 3600))
    hand.press("mistake", 7 * 3600 + 60)
    assert hand.fresh().status == "partial"


def test_a_stop_without_a_word_gets_its_word_later(hand):
    hand.press("stop", 20)
    close_abandoned(now=hand.now(700))
    hand.press("pain", 720, offset_ms=40_000, quality="weakness")
    assert hand.fresh().stop_quality == "weakness"
    assert Incident.objects.filter(rule="P1").count() == 1


def test_an_unanswered_mobilising_bout_counts_as_not_sure(hand):
    hand.press("begin", 60, item=1)
    hand.press("pain", 100, item=1, quality="burning")
    twist = Bout.objects.get(exercise="seated-floor-twist")
    assert (twist.released, twist.release_regions) == ("unsure", ["lumbar"])


def test_how_strong_it_was_counts_as_pain_afterwards(ann, routines):
    hand = begin(ann, routines["morning-loosen"], pain_now=1)
    hand.press("begin", 60, item=1)
    hand.press("pain", 100, item=1, quality="stabbing")
    rate_stop(user=ann, pk=hand.session.pk, pain=5, now=hand.now(130))
    session = hand.fresh()
    assert (session.stop_pain, session.pain_after) == (5, 5)
    assert Incident.objects.filter(rule="P2").exists()  # a flare: from 1 to 5


def test_only_a_stop_is_rated(hand):
    rate_stop(user=hand.user, pk=hand.session.pk, pain=5, now=hand.now(30))
    assert hand.fresh().stop_pain is None


def test_a_partners_pain_is_not_ones_own(hand):
    hand.press("pain", 20, quality="burning", whose="partner")
    rate_stop(user=hand.user, pk=hand.session.pk, pain=8, now=hand.now(30))
    session = hand.fresh()
    assert (session.stop_whose, session.stop_pain, session.pain_after) == ("partner", 8, None)
