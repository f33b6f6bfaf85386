"""Whatever is sent to the player's addresses: never a 500, and nothing of others."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from exercises.models import Exercise
from tests.factories import make_screening, make_session
from tests.tracking.player.conftest import begin
from tests.tracking.player.test_pages import NEW, SECOND, at, card, codes_of, finished, running
from tests.tracking.player.test_start_session import practised
from tracking.models import Session
from tracking.player.actions import StartAnswers, close_abandoned, start_session
from tracking.player.queries import Subject
from tracking.safety.gates import PARTNER_TICKS
from tracking.safety.verdict import Code

pytestmark = pytest.mark.django_db

ODD = [
    "",
    "\0",
    "a\0b",
    "-1",
    "1e9",
    "NaN",
    "9" * 30,
    "9" * 5000,
    "٣",
    "null",
    "[]",
    "\ud7ff",
    "💥",
]
NAMES = {
    "move": ("kind", "item", "client", "seq", "offset_ms", "region", "confirmed"),
    "stop": ("answer", "whose", "returns", "client", "seq", "offset_ms", "pain"),
    "finish": ("release_1", "pain_after", "relief", "effort", "note", "partner_pain"),
    "discard": ("anything",),
}
RIGHT = {
    "move": {"kind": "pause", "item": "0", "client": "page-12345678"},
    "stop": {"answer": "mistake", "client": "page-12345678"},
    "finish": {"release_1": "no"},
    "discard": {},
}
ACCEPTS = ["text/html", "application/json", ";;;", "*/*;q=x", ""]


OPEN = ["running", "ended"]
#: What is over takes hardly anything: what an engine makes of odd values is asked of the others.
OVER = ["closed", "stopped", "entered"]
over_on_either = [pytest.param(state, marks=pytest.mark.either_engine) for state in OVER]
#: Where a press or an answer comes to nothing, its odd values reach no engine.
IDLE = [("ended", "move"), ("ended", "stop"), ("running", "finish")]
TAKEN = [(state, name) for state in OPEN for name in NAMES if (state, name) not in IDLE]
IDLE += [(state, name) for state in OVER for name in NAMES]


@pytest.fixture
def hand(request, eve, routines):
    """A session in one of the states in which a request may find it."""
    if request.param in ("ended", "closed"):
        hand = finished(eve, routines["morning-loosen"])
    else:
        hand = running(eve, routines["morning-loosen"], seconds=SECOND + 30)
    if request.param == "closed":
        close_abandoned(now=hand.now(7 * 3600))
    if request.param == "stopped":
        hand.press("pain", 20, quality="burning")
    if request.param == "entered":
        close_abandoned(now=hand.now(7 * 3600))
        Session.objects.update(origin="entered")
        hand.session.moves.all().delete()
    return hand


def send(browser_of, hand, name, number, place):
    """Send one odd value in one field, now as a page and now by htmx."""
    field, value = NAMES[name][number], ODD[place % len(ODD)]
    accept = ACCEPTS[number % len(ACCEPTS)]
    headers = {"Accept": accept} | ({"HX-Request": "true"} if place % 6 else {})
    response = browser_of.post(at(hand, name), RIGHT[name] | {field: value}, headers=headers)
    assert response.status_code in (200, 302, 404, 422), (field, value[:9], accept)


@pytest.mark.parametrize(("hand", "name"), TAKEN, indirect=["hand"])
def test_odd_values_in_any_field_give_no_500(browser_of, hand, name):
    for number in range(len(NAMES[name])):
        for place in range(len(ODD)):
            send(browser_of, hand, name, number, place)
    assert browser_of.get(at(hand)).status_code in (200, 404)


@pytest.mark.either_engine
@pytest.mark.parametrize(("hand", "name"), IDLE, indirect=["hand"])
def test_odd_values_that_come_to_nothing_give_no_500(browser_of, hand, name):
    """Hardly anything is taken, so each field has its turn with some of the values only."""
    for number in range(len(NAMES[name])):
        for place in range(number, number + 4):
            send(browser_of, hand, name, number, place * 3)
    assert browser_of.get(at(hand)).status_code in (200, 404)


@pytest.mark.parametrize("hand", [*OPEN, *over_on_either], indirect=True)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(json.dumps({"kind": ["pause"], "item": {}}), "application/json", id="json"),
        pytest.param(b"\xff\xfe\x00%zz&&==", "application/x-www-form-urlencoded", id="bytes"),
        pytest.param(b"--x\r\nbroken", "multipart/form-data; boundary=x", id="multipart"),
        pytest.param(b"", "multipart/form-data", id="no-boundary"),
        pytest.param(b"a" * 100, "", id="no-type"),
    ],
)
def test_odd_bodies_give_no_500(browser_of, hand, name, body, kind):
    response = browser_of.post(at(hand, name), body, content_type=kind)
    assert response.status_code in (200, 302, 400, 404, 422)


@pytest.mark.parametrize("field", ["key", "shown", "pain_now", "all_true", "minutes", "partner_q1"])
@pytest.mark.parametrize(
    "slug", ["foam-roller-back", pytest.param("partner-bear-hug", marks=pytest.mark.either_engine)]
)
def test_odd_start_cards_give_no_500(browser_of, eve, now, field, slug):
    for days in (10, 9, 9, 8, 8):
        make_session(eve, at=now - timedelta(days=days))
    address = f"/sessions/new/?exercise={slug}"
    sent = card(browser_of, NEW)
    for value in ODD:
        response = browser_of.post(address, sent | {"key": str(uuid4()), field: value})
        assert response.status_code in (302, 422), (field, value[:9])
        Session.objects.open().delete()


@pytest.mark.parametrize(
    "query", ["routine=%00", "exercise=a%00b", "routine=%ED%A0%80", "exercise"]
)
def test_odd_addresses_give_no_500(browser_of, query):
    assert browser_of.get(f"/sessions/new/?{query}").status_code in (302, 404)


# ------------------------------------------------------------------ what changes on the way


def test_an_account_that_is_gone_starts_nothing(eve, routines):
    """The start card was sent just when another device deleted the account."""
    subject, now = Subject(routine=routines["stretch-only"]), timezone.now()
    eve.__class__.objects.get(pk=eve.pk).delete()
    told = start_session(user=eve, subject=subject, answers=StartAnswers(), now=now)
    assert (told.session, Session.objects.count()) == (None, 0)


def test_presses_after_the_account_is_gone_find_the_sign_in(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    eve.__class__.objects.get(pk=eve.pk).delete()
    for name, sent in RIGHT.items():
        response = browser_of.post(at(hand, name), sent)
        assert response.headers["Location"].startswith("/account/login/"), name


def test_partner_methods_switched_off_on_the_way_pass_the_method_over(ann, catalogue, settings):
    practised(ann)
    hug = catalogue["partner-bear-hug"]
    hand = begin(ann, hug, acks=frozenset(PARTNER_TICKS), partner_tags=frozenset())
    settings.PARTNER_METHODS = False
    at_s, number = 0, 0
    for number, item in enumerate(hand.session.plan["items"]):
        if item["slug"] == hug.slug:
            break
        at_s += item["seconds"]
        hand.press("begin", at_s, item=number + 1)
    refused = hand.press("begin", at_s + 1, item=number).state.runs[number].refused
    assert refused["verdicts"][0]["code"] == Code.NOT_RUNNABLE


def test_an_exercise_retired_on_the_way_is_still_logged(browser_of, eve, routines):
    hand = finished(eve, routines["morning-loosen"])
    Exercise.objects.update(retired_at=timezone.now())
    assert browser_of.get(at(hand)).status_code == 200
    browser_of.post(at(hand, "finish"), {"release_1": "no"})
    assert hand.fresh().bouts.count() == 3
    assert browser_of.get(at(hand)).status_code == 200


def test_a_session_over_midnight_puts_each_bout_on_its_date(ann, routines):
    late = begin(ann, routines["morning-loosen"]).session.started_at.replace(hour=22, minute=58)
    Session.objects.all().delete()  # 23:58 in London
    hand = begin(ann, routines["morning-loosen"], now=late)
    hand.press("begin", SECOND, item=1)
    hand.press("begin", 160, item=2)
    close_abandoned(now=hand.now(7 * 3600))
    dates = [str(bout.on) for bout in hand.fresh().bouts.order_by("position")]
    assert dates == ["2026-06-01", "2026-06-01", "2026-06-02"]


def test_a_discarded_session_answers_nothing_any_more(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    assert browser_of.post(at(hand, "discard")).status_code == 302
    for name, sent in RIGHT.items():
        assert browser_of.post(at(hand, name), sent).status_code == 404


def test_sessions_of_others_and_of_nobody_do_not_exist(browser_of, alice, now, routines):
    make_screening(alice, at=now - timedelta(days=1))
    hand = running(alice, routines["stretch-only"], seconds=20)
    for name, sent in RIGHT.items():
        assert browser_of.post(at(hand, name), sent).status_code == 404
        address = at(hand, name).replace(str(hand.session.pk), str(uuid4()))
        assert browser_of.post(address, sent).status_code == 404


def test_a_card_of_another_day_starts_by_the_rules_of_today(browser_of, eve):
    sent = card(browser_of)
    eve.screenings.update(answered_at=timezone.now() - timedelta(days=91))
    refused = browser_of.post(NEW, sent)
    assert (refused.status_code, codes_of(refused)) == (422, {"SCREENING_REQUIRED"})
