"""Pain told before moving counts for its local date, whether or not the session starts or stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import NOW, make_screening, make_session
from tests.tracking.player.conftest import begin, start
from tests.tracking.player.test_pages import NEW, card, codes_of
from tracking.models import PainAnswer, Session
from tracking.player.actions import close_abandoned, discard_session
from tracking.safety.gates import SPOTTER_TICKS
from tracking.safety.verdict import Code

pytestmark = pytest.mark.django_db
TWIST = "seated-chair-twist"


def refusals(started) -> set[Code]:
    return {verdict.code for verdict in started.ready.preparation.refusals}


def opens(user, what, *, later: timedelta = timedelta(minutes=1)) -> bool:
    """Whether it starts a little later with no pain told; nothing is kept of the try."""
    started = start(user, what, now=NOW + later, pain_now=0)
    if started.session:
        started.session.delete()
    return started.session is not None


def test_pain_six_on_a_refused_card_closes_the_date(ann, catalogue):
    assert refusals(start(ann, catalogue[TWIST], pain_now=6)) == {Code.PAIN_NOW_HIGH}
    assert not opens(ann, catalogue[TWIST])
    assert opens(ann, catalogue["childs-pose"])
    assert opens(ann, catalogue[TWIST], later=timedelta(hours=24))


def test_pain_five_closes_nothing(ann, catalogue):
    start(ann, catalogue["bed-edge-extension"], pain_now=5)
    assert opens(ann, catalogue[TWIST])


def test_the_worst_answer_of_the_date_stays(ann, catalogue):
    for pain in (3, 8, 1, None):
        start(ann, catalogue["floor-manipulation-by-another"], pain_now=pain)
    assert list(PainAnswer.objects.values_list("user", "on", "pain")) == [(ann.pk, NOW.date(), 8)]


def test_pain_told_while_another_session_is_open_counts(ann, catalogue):
    hand = begin(ann, catalogue["childs-pose"])
    assert start(ann, catalogue[TWIST], pain_now=7, now=hand.now(5)).open_session
    discard_session(user=ann, pk=hand.session.pk, now=hand.now(10))
    assert not opens(ann, catalogue[TWIST])


def test_pain_of_a_discarded_session_counts(ann, catalogue):
    hand = begin(ann, catalogue["childs-pose"], pain_now=7)
    assert discard_session(user=ann, pk=hand.session.pk, now=hand.now(20)) is None
    assert not opens(ann, catalogue[TWIST])


def test_pain_of_a_session_in_which_nothing_was_done_counts(ann, catalogue):
    hand = begin(ann, catalogue["childs-pose"], pain_now=7, now=NOW)
    hand.press("skip", 2)
    close_abandoned(now=hand.now(7 * 3600))
    assert Session.objects.get().status == "partial"
    assert not opens(ann, catalogue[TWIST], later=timedelta(hours=8))


def test_a_lower_answer_in_a_second_screening_does_not_reopen_the_date(alice, catalogue):
    make_screening(alice, at=NOW - timedelta(hours=2), pain_now=7)
    make_screening(alice, at=NOW - timedelta(hours=1), pain_now=0)
    assert not opens(alice, catalogue[TWIST])
    assert opens(alice, catalogue[TWIST], later=timedelta(hours=24))


def test_the_date_is_that_of_the_person(ann, catalogue):
    ann.time_zone = "Pacific/Auckland"
    ann.save()
    evening = timedelta(hours=3)  # 23:00 there
    start(ann, catalogue[TWIST], pain_now=6, now=NOW + evening)
    assert not opens(ann, catalogue[TWIST], later=evening + timedelta(minutes=59))
    assert opens(ann, catalogue[TWIST], later=evening + timedelta(minutes=61))


def test_what_others_told_does_not_matter(ann, bob, catalogue):
    make_screening(bob, at=NOW - timedelta(hours=1), pain_now=9)
    make_session(bob, pain_before=9)
    PainAnswer.objects.keep(bob, on=NOW.date(), pain=9)
    assert opens(ann, catalogue[TWIST])


# ------------------------------------------------------------------ on the page


def test_a_card_that_is_not_complete_keeps_the_pain_and_what_was_typed(browser_of, eve, mode):
    now = timezone.now()
    for days in (10, 9, 9, 8, 8):
        make_session(eve, at=now - timedelta(days=days))
    address = "/sessions/new/?routine=spotted-bed-edge"
    ticks = {f"ack_{tick.value}": "on" for tick in SPOTTER_TICKS[:3]}
    sent = card(browser_of, address) | ticks | {"pain_now": "5"}
    refused = browser_of.post(address, sent, headers=mode.headers)
    assert refused.status_code == 422
    form = refused.context["form"]
    assert form["pain_now"].value() == "5"
    assert [form[name].value() for name in ticks] == [True] * 3
    assert list(form.errors) == [f"ack_{SPOTTER_TICKS[3].value}"]
    assert PainAnswer.objects.get().pain == 5


def test_high_pain_on_an_incomplete_card_counts_and_shows_at_once(browser_of, mode):
    sent = card(browser_of) | {"pain_now": "7"}
    del sent["all_true"]
    refused = browser_of.post(NEW, sent, headers=mode.headers)
    assert (refused.status_code, codes_of(refused)) == (422, {"PLAN_CHANGED", "PAIN_NOW_HIGH"})
    assert refused.context["form"]["pain_now"].value() == "7"
    assert codes_of(browser_of.get(f"/sessions/new/?exercise={TWIST}")) == {"PAIN_NOW_HIGH"}


def test_pain_out_of_range_is_kept_nowhere(browser_of):
    browser_of.post(NEW, card(browser_of) | {"pain_now": "11"})
    assert not PainAnswer.objects.exists()
