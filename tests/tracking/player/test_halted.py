"""Answers with which nothing may run end what runs, on whatever device they are given."""

import re
from uuid import uuid4

import pytest

from exercises.models import Exercise
from exercises.vocabulary import Tag
from tests.factories import make_session
from tests.tracking.player.conftest import begin
from tracking.models import MailDecision
from tracking.player.actions import FinishAnswers, close_abandoned, finish_session
from tracking.player.machine import Phase
from tracking.player.queries import Subject, plan_as_written
from tracking.progress.actions import LogAnswers, edit_session, enter_session
from tracking.safety.facts import Care, PainQuality
from tracking.safety.screening import Answers
from tracking.safety.verdict import Code
from tracking.screening.actions import save_screening

pytestmark = pytest.mark.django_db
SECOND = 60  # of morning-loosen
WELL = {"age": 40, "tags": frozenset[Tag](), "care": None, "pain": 1, "quality": None}
UNWELL = {
    "red-flag": {"tags": frozenset({Tag.RED_FLAG}), "care": Care.EMERGENCY},
    "child": {"tags": frozenset({Tag.AGE_UNDER_18}), "age": 17},
    "stop": {"pain": 5, "quality": PainQuality.STABBING},
}


@pytest.fixture
def hand(ann, routines):
    hand = begin(ann, routines["morning-loosen"])
    hand.press("begin", SECOND, item=1)
    return hand


def tell(hand, seconds, **answers):
    save_screening(user=hand.user, answers=Answers(**WELL | answers), raw={}, now=hand.now(seconds))


@pytest.mark.parametrize("answers", UNWELL.values(), ids=UNWELL)
def test_what_runs_ends_with_answers_that_let_nothing_run(hand, answers):
    tell(hand, SECOND + 40, **answers)
    for kind in ("resume", "extend", "previous", "next", "begin"):
        state = hand.press(kind, SECOND + 45, item=1).state
        assert (state.phase, state.early) == (Phase.ENDED, True), kind
    assert state.runs[1].worked_ms == 30_000  # what was done until then counts


def test_its_finish_page_still_takes_the_answers(hand):
    tell(hand, SECOND + 40, **UNWELL["red-flag"])
    answers = FinishAnswers(releases={1: "no"}, pain_after=3)
    session = hand.session
    finish_session(user=hand.user, pk=session.pk, answers=answers, now=hand.now(SECOND + 90))
    assert (hand.fresh().status, hand.fresh().pain_after) == ("partial", 3)
    assert hand.fresh().bouts.get(exercise="seated-floor-twist").seconds == 30


def test_what_waits_begins_no_more(ann, routines):
    hand = begin(ann, routines["morning-loosen"])
    tell(hand, SECOND + 5, **UNWELL["stop"])
    assert hand.press("begin", SECOND + 8, item=1).state.phase is Phase.ENDED


def test_an_open_stop_question_keeps_its_answer(hand):
    hand.press("stop", SECOND + 30)
    tell(hand, SECOND + 40, **UNWELL["red-flag"])
    state = hand.press("pain", SECOND + 50, quality="burning").state
    assert (state.phase, hand.fresh().stop_quality) == (Phase.STOPPED, "burning")


def test_answers_that_lock_some_exercises_leave_what_runs(hand):
    tell(hand, SECOND + 40, tags=frozenset({Tag.DISC_PROBLEM}))
    assert hand.press("pause", SECOND + 45).state.phase is Phase.PAUSED


def test_a_session_that_was_silent_for_hours_closes_by_its_own_rule(hand):
    tell(hand, 7 * 3600, **UNWELL["red-flag"])
    assert hand.fresh().status == "partial"
    assert "end" not in hand.kinds()
    assert close_abandoned(now=hand.now(8 * 3600)) == 0


# --------------------------------------------------------------- a STOP that comes from elsewhere


def test_a_stop_in_the_answers_is_mailed_once_and_noted(hand, ann):
    tell(hand, SECOND + 40, **UNWELL["stop"])
    tell(hand, SECOND + 50, **WELL)
    [decision] = MailDecision.objects.of(ann).filter(stream="stop")
    assert (decision.outcome, decision.mail.recipient) == ("sent", ann.email)
    text = decision.mail.text + decision.mail.html
    assert not re.search("stabbing|pain of|5 of 10", text)


def entered(hand, key=None):
    """A log of two days ago in which a burning pain came."""
    subject = Subject(exercise=Exercise.objects.get(pk="childs-pose"))
    answers = LogAnswers(
        finish=FinishAnswers(),
        quality=PainQuality.BURNING,
        started_at=hand.now(-2 * 24 * 3600),
        key=key or uuid4(),
    )
    plan = plan_as_written(subject)
    assert not isinstance(plan, Code)
    now = hand.now(SECOND + 40)
    return enter_session(user=hand.user, subject=subject, plan=plan, answers=answers, now=now)


def test_what_runs_ends_when_a_stop_is_entered_afterwards(hand):
    entered(hand)
    assert hand.press("extend", SECOND + 45, item=1).state.phase is Phase.ENDED


def test_a_second_tap_on_that_form_ends_nothing_more(hand, ann, routines):
    key = uuid4()
    entered(hand, key)
    finish_session(
        user=ann, pk=hand.session.pk, answers=FinishAnswers(releases={1: "no"}), now=hand.now(110)
    )
    tell(hand, SECOND + 60, **WELL)
    again = begin(ann, routines["stretch-only"], now=hand.now(SECOND + 70))
    entered(hand, key)
    assert again.press("pause", 5).state.phase is Phase.PAUSED


def test_what_runs_ends_when_a_log_is_corrected_into_a_stop_and_only_then(hand, ann):
    past = make_session(ann, at=hand.now(-3600))
    change = {"user": ann, "pk": past.pk, "now": hand.now(SECOND + 40)}
    edit_session(answers=LogAnswers(finish=FinishAnswers()), **change)
    assert hand.press("pause", SECOND + 42).state.phase is Phase.PAUSED
    burnt = LogAnswers(finish=FinishAnswers(), quality=PainQuality.BURNING)
    edit_session(answers=burnt, **change)
    assert hand.press("resume", SECOND + 45).state.phase is Phase.ENDED
