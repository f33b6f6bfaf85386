"""Pressing buttons: on the real database, with copies, late ones and other devices."""

from datetime import timedelta

import pytest
from django.http import Http404

from exercises.vocabulary import Tag
from tests.factories import NOW, make_bout, make_screening, make_session
from tests.tracking.player.conftest import begin
from tracking.models import Move, Session
from tracking.player.actions import FinishAnswers, Refusal, discard_session, finish_session
from tracking.player.bouts import Ask
from tracking.player.machine import Phase
from tracking.safety.verdict import Code

pytestmark = pytest.mark.django_db

# morning-loosen: knees to chest 60 s with its lead-in, floor twist 100 s, child's pose 64 s.
SECOND, THIRD, END = 60, 160, 224


@pytest.fixture
def hand(ann, routines):
    return begin(ann, routines["morning-loosen"])


def test_a_press_is_stored_and_moves_the_state(hand):
    outcome = hand.press("pause", 15)
    assert (outcome.state.phase, outcome.state.position_ms) == (Phase.PAUSED, 15_000)
    assert hand.kinds() == ["begin", "pause"]


def test_a_replay_changes_nothing(hand):
    first = hand.press("pause", 15, seq=7)
    again = hand.press("pause", 15, seq=7)
    assert again.state == first.state
    assert hand.kinds() == ["begin", "pause"]


def test_two_clients_may_use_the_same_number(hand):
    hand.press("pause", 15, seq=1)
    hand.press("resume", 20, seq=1, client="tablet-45")
    assert hand.kinds() == ["begin", "pause", "resume"]


def test_a_late_press_takes_its_place_in_time(hand):
    hand.press("resume", 30, offset_ms=30_000)
    outcome = hand.press("pause", 31, offset_ms=15_000)
    assert outcome.state.phase is Phase.RUNNING
    assert outcome.state.position_ms == 16_000


def test_a_clock_ahead_by_two_minutes_is_set_back(hand):
    outcome = hand.press("pause", 10, offset_ms=130_000)
    assert (outcome.refusal, outcome.state.position_ms) == (None, 10_000)


def test_a_clock_further_ahead_is_refused(hand):
    outcome = hand.press("pause", 10, offset_ms=130_001)
    assert outcome.refusal is Refusal.TIME_IN_FUTURE
    assert hand.kinds() == ["begin"]


def test_a_press_for_pain_is_taken_whatever_the_clock_says(hand):
    assert hand.press("stop", 10, offset_ms=9_000_000).state.phase is Phase.STOPPING


def test_next_too_early_in_a_move_step_is_told_and_harmless(hand):
    hand.press("next", 1)  # out of the lead-in, into the set-up
    hand.press("next", 2)  # into the move step
    outcome = hand.press("next", 4.9)
    assert outcome.refusal is Refusal.STEP_TOO_FAST
    assert hand.press("next", 5).refusal is None


def test_the_next_item_begins_when_asked(hand):
    assert hand.press("begin", SECOND, item=1).state.phase is Phase.RUNNING


def test_an_item_begins_when_the_server_says(hand):
    """A client whose clock lags must not begin before the last item has ended."""
    outcome = hand.press("begin", SECOND + 1, item=1, offset_ms=(SECOND - 1) * 1000)
    assert (outcome.state.phase, outcome.state.item) == (Phase.RUNNING, 1)


def test_an_item_that_rests_is_passed_over_and_told(ann, hand):
    earlier = make_session(ann, at=NOW - timedelta(minutes=20))
    make_bout(earlier, "seated-chair-twist", released=["lumbar"])
    outcome = hand.press("begin", SECOND, item=1)
    assert (outcome.state.phase, outcome.state.item) == (Phase.WAITING, 2)
    refused = outcome.state.runs[1].refused
    assert refused["verdicts"][0]["code"] == Code.REFRACTORY
    assert refused["verdicts"][0]["until"] == (NOW + timedelta(minutes=40)).isoformat()
    assert hand.kinds() == ["begin", "refuse"]


def test_a_release_in_this_session_rests_its_region_too(ann, routines):
    hand = begin(ann, routines["evening-unwind"], now=NOW)
    # childs-pose 64 s, rocking 56 s, twist 86 s, knees to chest 60 s: no second mobilising item,
    # so the same twist is asked for as if it came again.
    hand.press("begin", 64, item=1)
    hand.press("begin", 120, item=2)
    hand.press("release", 206, item=2, region="lumbar")
    hand.session.refresh_from_db()
    plan = hand.session.plan
    plan["items"][3] = plan["items"][2]
    Session.objects.filter(pk=hand.session.pk).update(plan=plan)
    outcome = hand.press("begin", 210, item=3)
    assert outcome.state.runs[3].refused["verdicts"][0]["code"] == Code.REFRACTORY


def test_mobilising_without_the_stretch_is_asked_about_and_not_lost(hand):
    hand.press("skip", 5, item=0)
    outcome = hand.press("begin", 6, item=1)
    assert outcome.ask is Ask.STRETCH_FIRST
    assert (outcome.state.phase, outcome.state.item) == (Phase.WAITING, 1)
    assert hand.kinds() == ["begin", "skip"]


def test_mobilising_without_the_stretch_is_passed_over_if_one_says_so(hand):
    hand.press("skip", 5, item=0)
    outcome = hand.press("begin", 6, item=1, confirmed=True)
    assert outcome.state.runs[1].refused["verdicts"][0]["code"] == Code.STRETCH_FIRST


def test_one_tap_repeats_the_stretch_and_opens_what_comes_after(hand):
    hand.press("skip", 20, item=0)
    again = hand.press("repeat", 30, item=1)
    assert (again.state.phase, again.state.item) == (Phase.RUNNING, 0)
    outcome = hand.press("begin", 30 + SECOND, item=1)
    assert (outcome.ask, outcome.state.phase) == (None, Phase.RUNNING)
    assert hand.kinds() == ["begin", "skip", "repeat", "begin"]


def test_a_stretch_in_two_goes_is_one_bout(hand):
    hand.press("skip", 20, item=0)
    hand.press("repeat", 30, item=1)
    hand.press("end", 30 + SECOND, item=1)
    refusal = finish_session(
        user=hand.user, pk=hand.session.pk, answers=FinishAnswers(), now=hand.now(95)
    ).refusal
    [bout] = hand.session.bouts.all()
    assert refusal is None
    assert (bout.position, bout.seconds, bout.completed) == (1, 10 + 50, True)
    assert bout.started_at == hand.now(10)


def test_no_stretch_is_repeated_once_mobilising_work_has_begun(hand):
    hand.press("begin", SECOND, item=1)
    outcome = hand.press("repeat", THIRD, item=2)
    assert (outcome.state.phase, outcome.state.item) == (Phase.WAITING, 2)
    assert hand.kinds() == ["begin", "begin"]


def test_what_rests_besides_is_passed_over_unasked(ann, hand):
    earlier = make_session(ann, at=NOW - timedelta(minutes=20))
    make_bout(earlier, "seated-chair-twist", released=["lumbar"])
    hand.press("skip", 5, item=0)
    outcome = hand.press("begin", 6, item=1)
    assert (outcome.ask, outcome.state.item) == (None, 2)


def test_a_stretch_that_has_closed_meanwhile_is_not_repeated(ann, hand):
    hand.press("skip", 5, item=0)
    make_screening(ann, at=NOW + timedelta(seconds=6), tags=[Tag.RED_FLAG])
    outcome = hand.press("repeat", 8, item=1)
    assert outcome.state.item == 2
    assert outcome.state.runs[1].refused["verdicts"][0]["code"] == Code.RED_FLAG


def test_a_second_begin_does_not_ask_the_rules_again(hand):
    hand.press("begin", SECOND, item=1)
    outcome = hand.press("begin", SECOND + 1, item=1)
    assert (outcome.state.item, outcome.state.phase) == (1, Phase.RUNNING)


def test_leaving_one_side_undone_is_asked_once(hand):
    hand.press("begin", SECOND, item=1)
    left_done = SECOND + 61  # lead-in 10, set-up 10, two repetitions of 20 on the left
    asked = hand.press("skip", left_done, item=1)
    assert (asked.ask, asked.state.phase) == (Ask.OTHER_SIDE, Phase.RUNNING)
    gone = hand.press("skip", left_done + 1, item=1, confirmed=True)
    assert (gone.ask, gone.state.item) == (None, 2)


def test_skipping_a_bend_forward_that_is_owed_is_asked_once(ann, routines):
    hand = begin(ann, routines["mid-back-opener"])  # ends with child's pose as counter
    hand.press("begin", 64, item=1)
    hand.press("begin", 112, item=2)
    hand.press("begin", 171, item=3)
    assert hand.press("skip", 172, item=3).ask is Ask.COUNTER
    assert hand.press("end", 173, item=3).ask is Ask.COUNTER
    assert hand.press("end", 174, item=3, confirmed=True).state.phase is Phase.ENDED


def test_after_the_last_item_the_session_has_ended(hand):
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    assert hand.press("pause", END, item=2).state.phase is Phase.ENDED


def test_nothing_moves_a_closed_session(hand):
    hand.press("pain", 20, quality="burning")
    outcome = hand.press("begin", 70, item=1)
    assert outcome.refusal is Refusal.SESSION_CLOSED
    assert "begin" not in hand.kinds()[1:]


def test_six_hours_without_a_press_close_it(hand):
    outcome = hand.press("pause", 6 * 3600)
    assert outcome.refusal is Refusal.SESSION_CLOSED
    assert hand.fresh().status == "partial"


def test_another_device_that_wakes_up_late_does_not_undo_what_was_begun(hand):
    hand.press("begin", SECOND, item=1, client="tablet-45")
    outcome = hand.press("pause", SECOND + 30, offset_ms=20_000)
    assert (outcome.state.item, outcome.state.phase) == (1, Phase.RUNNING)
    assert "pause" not in hand.kinds()


def test_pain_on_another_device_does(hand):
    hand.press("begin", SECOND, item=1, client="tablet-45")
    outcome = hand.press("stop", SECOND + 30, offset_ms=20_000)
    assert outcome.state.phase is Phase.STOPPING


def test_a_begin_pressed_too_early_is_not_kept(hand):
    """Unchecked in the log, it would count as soon as a skip dated before it arrives."""
    hand.press("begin", 40, item=1)
    assert hand.kinds() == ["begin"]
    outcome = hand.press("skip", 45, offset_ms=12_000)
    assert (outcome.state.item, outcome.state.phase) == (1, Phase.WAITING)
    assert hand.press("begin", 46, item=1).ask is Ask.STRETCH_FIRST


@pytest.mark.parametrize("kind", ["pause", "skip", "end"])
def test_a_backdated_press_does_not_erase_work_that_was_begun(hand, kind):
    hand.press("begin", SECOND, item=1)
    lead_in = (SECOND + 5) * 1000
    outcome = hand.press(kind, SECOND + 50, item=1, offset_ms=lead_in, confirmed=True)
    assert outcome.state.runs[1].work_from_ms is not None
    now = hand.now(SECOND + 51)
    refusal = discard_session(user=hand.user, pk=hand.session.pk, now=now)
    assert refusal is Refusal.DISCARD_TOO_LATE


def test_a_backdated_press_does_not_erase_a_release_that_was_told(hand):
    hand.press("begin", SECOND, item=1)
    hand.press("release", SECOND + 50, item=1, region="lumbar")
    lead_in = (SECOND + 5) * 1000
    outcome = hand.press("skip", SECOND + 60, item=1, offset_ms=lead_in, confirmed=True)
    assert outcome.state.runs[1].released == "lumbar"


def test_a_stranger_finds_nothing(hand, bob):
    hand.user = bob
    with pytest.raises(Http404):
        hand.press("pause", 10)
    assert Move.objects.count() == 1
