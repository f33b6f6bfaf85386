"""The player's pages in a browser without scripts and with htmx: same addresses, same state."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Consent
from exercises.vocabulary import Tag
from tests.factories import make_bout, make_incident, make_screening, make_session
from tests.tracking.player.conftest import Hand, begin
from tracking.models import Bout, Incident, Move, Session
from tracking.safety.gates import PARTNER_TICKS, SPOTTER_TICKS

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
SECOND, THIRD, END = 60, 160, 224  # of morning-loosen


def running(user, routine, *, seconds: float, **answers) -> Hand:
    """A session that was started so many seconds ago."""
    return begin(user, routine, now=timezone.now() - timedelta(seconds=seconds), **answers)


def finished(user, routine) -> Hand:
    """A whole run of morning-loosen that has just ended."""
    hand = running(user, routine, seconds=END + 5)
    hand.press("begin", SECOND, item=1)
    hand.press("begin", THIRD, item=2)
    return hand


def at(hand: Hand, name: str = "detail") -> str:
    return reverse(f"tracking:session-{name}", args=[hand.session.pk])


def text_of(response) -> str:
    return response.content.decode()


def phase_of(response) -> str:
    found = re.search(r'data-phase="(\w+)"', text_of(response))
    return found[1] if found else ""


def codes_of(response) -> set[str]:
    return set(re.findall(r'data-code="(\w+)"', text_of(response)))


def hidden(response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text_of(response))
    return found[1] if found else ""


NEW = "/sessions/new/?routine=morning-loosen"


def card(client, address: str = NEW) -> dict[str, str]:
    """What the start card sends when nothing but its button is pressed."""
    response = client.get(address)
    return {"all_true": "1", "key": hidden(response, "key"), "shown": hidden(response, "shown")}


def press(browser, hand: Hand, kind: str, mode=None, **data):
    sent = {"client": "page-12345678", "kind": kind, "item": "0"} | data
    return browser.post(at(hand, "move"), sent, headers=mode.headers if mode else {})


# ------------------------------------------------------------------ the start card


def test_the_start_card_says_what_will_run(browser_of):
    page = text_of(browser_of.get(NEW))
    for words in ("Morning loosen", "Double knee-to-chest", "Child’s pose", "4 minutes"):
        assert words in page
    assert "All true, start" in page
    assert not Session.objects.exists()


def test_the_card_names_the_place_and_asks_for_a_sturdy_chair(browser_of):
    page = text_of(browser_of.get("/sessions/new/?exercise=seated-chair-twist"))
    assert "My place: " in page
    assert "Sturdy, without wheels" in page


def test_one_button_starts(browser_of, mode):
    response = browser_of.post(NEW, card(browser_of), headers=mode.headers)
    session = Session.objects.get()
    address = reverse("tracking:session-detail", args=[session.pk])
    assert (response.headers.get("HX-Redirect") or response.headers.get("Location")) == address
    assert phase_of(browser_of.get(address)) == "running"


def test_a_double_tap_starts_once(browser_of):
    sent = card(browser_of)
    first, second = browser_of.post(NEW, sent), browser_of.post(NEW, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Session.objects.count() == 1


def test_without_the_button_nothing_starts(browser_of, mode):
    sent = card(browser_of) | {"pain_now": "3"}
    del sent["all_true"]
    response = browser_of.post(NEW, sent, headers=mode.headers)
    assert response.status_code == 422
    assert response.context["form"]["pain_now"].value() == "3"
    assert not Session.objects.exists()


@pytest.mark.either_engine
@pytest.mark.parametrize("pain", ["11", "-1", "3.5", "much", "٣"])
def test_pain_out_of_range_is_refused_with_its_field(browser_of, pain):
    response = browser_of.post(NEW, card(browser_of) | {"pain_now": pain})
    assert response.status_code == 422
    assert response.context["form"].errors.as_data()["pain_now"][0].code == "PAIN_OUT_OF_RANGE"
    assert not Session.objects.exists()


def test_high_pain_shows_the_changed_plan_before_it_starts(browser_of):
    sent = card(browser_of) | {"pain_now": "7"}
    response = browser_of.post(NEW, sent)
    assert response.status_code == 422
    assert codes_of(response) == {"PLAN_CHANGED", "PAIN_NOW_HIGH"}
    again = sent | {"shown": hidden(response, "shown")}
    assert browser_of.post(NEW, again).status_code == 302
    assert Session.objects.get().pain_before == 7


def test_the_emergency_signs_are_accepted_once(browser_of, eve):
    Consent.objects.filter(user=eve, text=Consent.Text.EMERGENCY_SIGNS).delete()
    sent = card(browser_of)
    refused = browser_of.post(NEW, sent)
    assert (refused.status_code, "signs" in refused.context["form"].errors) == (422, True)
    browser_of.post(NEW, sent | {"signs": "on"})
    assert Consent.objects.filter(user=eve, text=Consent.Text.EMERGENCY_SIGNS).exists()
    assert "signs" not in browser_of.get(NEW + "&again=1").context.get("form", ())


def test_an_open_session_is_offered_instead(browser_of, eve, routines, mode):
    hand = running(eve, routines["stretch-only"], seconds=30)
    shown = browser_of.get(NEW, headers=mode.headers)
    assert codes_of(shown) == {"SESSION_OPEN"}
    assert at(hand) in text_of(shown)
    refused = browser_of.post(NEW, {"all_true": "1", "key": str(uuid4())}, headers=mode.headers)
    assert (refused.status_code, codes_of(refused)) == (422, {"SESSION_OPEN"})
    assert Session.objects.count() == 1


def test_a_locked_start_says_why_and_until_when(browser_of, eve, now):
    past = make_session(eve, at=now - timedelta(minutes=10))
    make_bout(past, "seated-chair-twist", released=["lumbar"])
    address = "/sessions/new/?exercise=seated-chair-twist"
    shown = browser_of.get(address)
    assert codes_of(shown) == {"REFRACTORY"}
    assert "Opens again at" in text_of(shown)
    refused = browser_of.post(address, {"all_true": "1", "key": str(uuid4())})
    assert (refused.status_code, codes_of(refused)) == (422, {"REFRACTORY"})


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_professional_only_entry_has_no_start(browser_of, method):
    address = "/sessions/new/?exercise=floor-manipulation-by-another"
    sent = {"all_true": "1", "key": str(uuid4())} if method == "post" else None
    response = getattr(browser_of, method)(address, sent)
    assert response.status_code == 403
    assert "PROFESSIONAL_ONLY" in codes_of(response)
    assert "All true" not in text_of(response)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "query", ["routine=nothing", "exercise=nothing", "exercise=../../etc/passwd"]
)
def test_what_does_not_exist_is_404(browser_of, query):
    assert browser_of.get(f"/sessions/new/?{query}").status_code == 404


def test_without_a_subject_one_chooses_a_routine(browser_of):
    assert browser_of.get("/sessions/new/").headers["Location"] == reverse("tracking:routine-list")


def practised(user, now):
    for days in (10, 9, 9, 8, 8):
        make_session(user, at=now - timedelta(days=days))


def test_a_spotted_exercise_needs_every_tick(browser_of, eve, now):
    practised(eve, now)
    address = "/sessions/new/?exercise=bed-edge-extension"
    sent = card(browser_of, address)
    some = {f"ack_{tick.value}": "on" for tick in SPOTTER_TICKS[:3]}
    refused = browser_of.post(address, sent | some)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [f"ack_{SPOTTER_TICKS[3].value}"]
    every = {f"ack_{tick.value}": "on" for tick in SPOTTER_TICKS}
    assert browser_of.post(address, sent | every).status_code == 302


@pytest.mark.parametrize(
    "slug", ["bed-edge-extension", "partner-rear-lift", "standing-extension-hand-press"]
)
def test_the_card_shows_every_field_it_asks_for(browser_of, eve, now, slug):
    practised(eve, now)
    response = browser_of.get(f"/sessions/new/?exercise={slug}")
    names = set(re.findall(r'name="([\w-]+)"', text_of(response)))
    assert set(response.context["form"].fields) <= names


PARTNER = {f"partner_{q}": "no" for q in ("q7", "q8", "q9", "q10", "q11", "q13")} | {
    "partner_q1": "40"
}


def partner_card(client, exercise: str) -> tuple[str, dict[str, str]]:
    address = f"/sessions/new/?exercise={exercise}"
    ticks = {f"ack_{tick.value}": "on" for tick in PARTNER_TICKS}
    return address, card(client, address) | ticks | PARTNER


def test_a_partner_answers_on_the_same_screen_and_is_not_kept(browser_of, eve, now):
    practised(eve, now)
    address, sent = partner_card(browser_of, "partner-bear-hug")
    sent |= {"partner_q11": "yes", "partner_q11_details": "eyes"}
    assert browser_of.post(address, sent).status_code == 302
    assert "eye" not in str(Session.objects.open().get().acknowledgements)


@pytest.mark.either_engine
@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"partner_q8": ""}, "partner_q8", id="unanswered"),
        pytest.param({"partner_q8": "yes"}, "partner_q8_details", id="yes-without-which"),
        pytest.param({"partner_q1": "17"}, "partner_q1", id="minor"),
        pytest.param({"partner_q1": ""}, "partner_q1", id="no-age"),
        pytest.param({"partner_q1": "old"}, "partner_q1", id="age-in-words"),
    ],
)
def test_a_partners_answer_is_asked_for_at_its_field(browser_of, eve, now, change, field):
    practised(eve, now)
    address, sent = partner_card(browser_of, "partner-bear-hug")
    refused = browser_of.post(address, sent | change)
    assert (refused.status_code, field in refused.context["form"].errors) == (422, True)
    assert not Session.objects.open().exists()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"partner_q8": "yes", "partner_q8_details": "disc_or_leg_pain"}, id="disc"),
        pytest.param({"partner_q1": "65"}, id="over-65"),
        pytest.param({"partner_q10": "yes", "partner_q10_details": "heart"}, id="heart"),
        pytest.param({"partner_q10": "not_sure"}, id="not-sure-about-the-heart"),
    ],
)
def test_a_partner_who_must_not_lift_closes_it(browser_of, eve, now, change):
    practised(eve, now)
    address, sent = partner_card(browser_of, "partner-rear-lift")
    refused = browser_of.post(address, sent | change)
    assert (refused.status_code, codes_of(refused)) == (422, {"PARTNER_CONTRAINDICATED"})
    assert browser_of.post(address, sent).status_code == 302


def test_a_caution_is_told_with_its_reason(client, alice, catalogue, now):
    make_screening(alice, at=now - timedelta(days=1), tags=[Tag.DIZZINESS])
    client.force_login(alice)
    page = text_of(client.get("/sessions/new/?exercise=childs-pose"))
    assert "Your head is low, and getting up can make you light-headed." in page


@pytest.mark.either_engine
@pytest.mark.parametrize("minutes", ["10", "16", "-2", "long"])
def test_rolling_for_longer_than_offered_is_refused(browser_of, minutes):
    address = "/sessions/new/?exercise=foam-roller-back"
    sent = card(browser_of, address)
    refused = browser_of.post(address, sent | {"minutes": minutes})
    [error] = refused.context["form"].errors.as_data()["minutes"]
    assert (refused.status_code, error.code) == (422, "DURATION_OUT_OF_RANGE")
    assert browser_of.post(address, sent | {"minutes": "2"}).status_code == 302


def test_something_new_leads_to_the_questions(browser_of):
    assert reverse("tracking:screening-news") in text_of(browser_of.get(NEW))


# ------------------------------------------------------------------ the player


def test_the_player_shows_where_the_session_is(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    page = text_of(browser_of.get(at(hand)))
    for words in ("Double knee-to-chest stretch", "Exercise 1 of 3", "Stop, it hurts"):
        assert words in page
    assert "Breathe out" in page


def test_sides_are_told_in_words(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=SECOND + 30)
    hand.press("begin", SECOND, item=1)
    assert ">Left side</p>" in text_of(browser_of.get(at(hand)))


def test_every_press_works_as_a_page_and_with_htmx(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=12)
    for kind, phase in (("pause", "paused"), ("resume", "running"), ("previous", "running")):
        response = press(browser_of, hand, kind, mode, client=f"page-{kind}123")
        if mode.htmx:
            assert phase_of(response) == phase
            assert "<html" not in text_of(response)
        else:
            assert response.headers["Location"] == at(hand)
        assert phase_of(browser_of.get(at(hand))) == phase


def test_the_same_form_sent_twice_counts_once(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=12)
    press(browser_of, hand, "pause", mode)
    press(browser_of, hand, "pause", mode)
    assert hand.kinds() == ["begin", "pause"]


def test_another_device_sees_the_same_step(eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=25)
    hand.press("pause", 20)
    pages = []
    for _ in range(2):
        device = Client()
        device.force_login(eve)
        pages.append(text_of(device.get(at(hand))))
    steps = {re.search(r"data-count>([^<]*)<", page)[1] for page in pages}
    assert steps == {"Step 2 of 4"}


def test_a_reload_changes_nothing(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=25)
    browser_of.get(at(hand))
    browser_of.get(at(hand))
    assert hand.kinds() == ["begin"]


def test_between_two_items_the_release_is_offered(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=THIRD + 3)
    hand.press("begin", SECOND, item=1)
    page = text_of(browser_of.get(at(hand), headers=mode.headers))
    assert "Did a joint release?" in page
    press(browser_of, hand, "release", mode, item="1", region="lumbar")
    assert Move.objects.get(kind="release").data == {"item": 1, "region": "lumbar"}


def test_an_item_that_rests_is_told_with_its_code(browser_of, eve, routines, now, mode):
    hand = running(eve, routines["morning-loosen"], seconds=SECOND + 3)
    past = make_session(eve, at=now - timedelta(minutes=10))
    make_bout(past, "seated-chair-twist", released=["lumbar"])
    press(browser_of, hand, "begin", mode, item="1")
    page = browser_of.get(at(hand))
    assert codes_of(page) == {"REFRACTORY"}
    assert "Seated floor twist, one leg bent was passed over" in text_of(page)
    assert "Child’s pose" in text_of(page)


def test_a_stretch_too_short_is_asked_about_and_mended_with_one_tap(
    browser_of, eve, routines, mode
):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    hand.press("skip", 5)
    asked = press(browser_of, hand, "begin", mode, item="1")
    assert codes_of(asked) == {"STRETCH_FIRST"}
    assert "data-between>" in text_of(asked)  # nothing begins by itself
    press(browser_of, hand, "repeat", mode, item="1", confirmed="1", client=hidden(asked, "client"))
    page = browser_of.get(at(hand))
    assert (phase_of(page), codes_of(page)) == ("running", set())
    assert "Exercise 1 of 3" in text_of(page)


def test_leaving_a_side_undone_is_asked_on_the_page(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=SECOND + 65)
    hand.press("begin", SECOND, item=1)
    asked = press(browser_of, hand, "skip", mode, item="1")
    assert codes_of(asked) == {"FINISH_OTHER_SIDE"}
    assert "rules/#a9" in text_of(asked)
    press(browser_of, hand, "skip", mode, item="1", confirmed="1", client="page-87654321")
    assert phase_of(browser_of.get(at(hand))) == "waiting"


def test_too_fast_is_told_and_harmless(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=18.5)
    response = press(browser_of, hand, "next")
    assert (response.status_code, codes_of(response)) == (422, {"STEP_TOO_FAST"})
    assert "rules/#a2" in text_of(response)
    assert hand.kinds() == ["begin"]


@pytest.mark.either_engine
@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"kind": "fly"}, "kind", id="unknown-kind"),
        pytest.param({"kind": "refuse"}, "kind", id="only-the-server-refuses"),
        pytest.param({"kind": "pain"}, "kind", id="pain-has-its-own-address"),
        pytest.param({"item": ""}, "item", id="no-item"),
        pytest.param({"item": "-1"}, "item", id="negative-item"),
        pytest.param({"client": ""}, "client", id="no-client"),
        pytest.param({"client": "x" * 37}, "client", id="long-client"),
        pytest.param({"client": "<script>!"}, "client", id="odd-client"),
        pytest.param({"seq": "-1"}, "seq", id="negative-number"),
        pytest.param({"offset_ms": "-5"}, "offset_ms", id="negative-time"),
        pytest.param({"offset_ms": str(2**31)}, "offset_ms", id="endless-time"),
        pytest.param({"offset_ms": "soon"}, "offset_ms", id="no-time"),
        pytest.param({"kind": "release", "region": "knee"}, "region", id="unknown-region"),
    ],
)
def test_a_malformed_press_is_refused_with_its_field(browser_of, eve, routines, change, field):
    hand = running(eve, routines["morning-loosen"], seconds=12)
    sent = {"client": "page-12345678", "kind": "pause", "item": "0"} | change
    response = browser_of.post(at(hand, "move"), sent)
    assert response.status_code == 422
    assert field in response.context["malformed"].errors
    told = browser_of.post(at(hand, "move"), sent, headers={"Accept": "application/json"})
    assert (told.status_code, list(told.json()["errors"])) == (422, [field])
    assert hand.kinds() == ["begin"]


def test_a_press_from_the_future_is_refused(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=12)
    response = press(browser_of, hand, "pause", offset_ms="200000")
    assert (response.status_code, codes_of(response)) == (422, {"TIME_IN_FUTURE"})


def test_the_script_is_told_where_the_session_stands(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    sent = {"client": "a" * 32, "seq": "1", "offset_ms": "15000", "kind": "pause", "item": "0"}
    headers = {"Accept": "application/json"}
    for _ in range(2):  # a replay hears the same
        told = browser_of.post(at(hand, "move"), sent, headers=headers).json()
        assert (told["phase"], told["item"], told["position"]) == ("paused", 0, 15_000)
        assert (told["closed"], told["code"], told["message"]) == (False, "", "")
        assert 20_000 <= told["elapsed"] < 60_000
    assert hand.kinds() == ["begin", "pause"]


def test_a_stranger_finds_no_session_anywhere(client, alice, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    client.force_login(alice)
    assert client.get(at(hand)).status_code == 404
    for name in ("move", "finish", "stop", "discard"):
        sent = {"client": "page-12345678", "kind": "pause", "item": "0", "answer": "burning"}
        assert client.post(at(hand, name), sent).status_code == 404
    assert hand.kinds() == ["begin"]
    assert hand.fresh().status == "open"


# ------------------------------------------------------------------ stop


def test_a_press_on_stop_asks_one_question(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    press(browser_of, hand, "stop", mode)
    page = browser_of.get(at(hand))
    assert phase_of(page) == "stopping"
    assert "Without an answer by" in text_of(page)


def answer(client, hand, word, mode=None, **data):
    sent = {"client": "page-12345678", "answer": word} | data
    return client.post(at(hand, "stop"), sent, headers=mode.headers if mode else {})


def test_red_pain_shows_the_stop_page(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    press(browser_of, hand, "stop", mode)
    response = answer(browser_of, hand, "burning", mode)
    assert (response.headers.get("HX-Redirect") or response.headers.get("Location")) == at(hand)
    page = text_of(browser_of.get(at(hand)))
    assert "You said: burning." in page
    assert "Numbness between the legs" in page
    assert reverse("tracking:screening") in page
    assert "Nothing starts until you answer the health questions again." in page
    assert Incident.objects.filter(user=eve, rule="P1").count() == 1


def test_repeated_answers_change_nothing(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    press(browser_of, hand, "stop", mode)
    answer(browser_of, hand, "burning", mode)
    answer(browser_of, hand, "mistake", mode)
    assert hand.fresh().status == "stopped"
    assert Incident.objects.filter(rule="P1").count() == 1


def test_a_mistake_goes_on(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    press(browser_of, hand, "stop", mode)
    answer(browser_of, hand, "mistake", mode)
    assert phase_of(browser_of.get(at(hand))) == "running"


def test_an_ache_leads_to_the_finish_page(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=30)
    press(browser_of, hand, "stop", mode)
    answer(browser_of, hand, "ache", mode)
    page = browser_of.get(at(hand))
    assert phase_of(page) == "ended"
    assert "Enough for now" in text_of(page)


def test_an_unknown_answer_is_refused(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    response = answer(browser_of, hand, "fine")
    assert (response.status_code, "answer" in response.context["malformed"].errors) == (422, True)
    assert hand.kinds() == ["begin"]


def test_an_unanswered_stop_looks_stopped_before_the_task_has_run(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=700)
    hand.press("stop", 20)
    page = text_of(browser_of.get(at(hand)))
    assert "Pain without an answer counts as a stop." in page
    assert hand.fresh().status == "open"  # a GET writes nothing


@pytest.mark.parametrize("pain", ["", "11", "a lot"])
def test_how_strong_it_was_must_be_a_number(browser_of, eve, routines, pain):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    hand.press("pain", 15, quality="burning")
    response = browser_of.post(at(hand, "stop"), {"pain": pain})
    assert response.status_code == 422
    assert hand.fresh().stop_pain is None


def test_how_strong_it_was_is_kept(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    hand.press("pain", 15, quality="burning")
    assert browser_of.post(at(hand, "stop"), {"pain": "6"}).status_code == 302
    assert hand.fresh().stop_pain == 6
    assert "Strength noted: 6 of 10" in text_of(browser_of.get(at(hand)))


# ------------------------------------------------------------------ the end


@pytest.mark.parametrize(("effort", "said"), [("5", False), ("6", True)])
def test_effort_above_five_says_go_smaller(browser_of, eve, routines, effort, said):
    hand = finished(eve, routines["morning-loosen"])
    browser_of.post(at(hand, "finish"), {"release_1": "no", "effort": effort})
    assert ("Go smaller next time" in text_of(browser_of.get(at(hand)))) is said


def test_finishing_writes_the_log_and_shows_it(browser_of, eve, routines, mode):
    hand = finished(eve, routines["morning-loosen"])
    assert phase_of(browser_of.get(at(hand))) == "ended"
    sent = {"release_1": "lumbar", "pain_after": "2", "relief": "1", "effort": "7", "note": "Ok."}
    response = browser_of.post(at(hand, "finish"), sent, headers=mode.headers)
    assert (response.headers.get("HX-Redirect") or response.headers.get("Location")) == at(hand)
    page = text_of(browser_of.get(at(hand)))
    for words in ("Finished", "A joint released: Lower back", "Go smaller next time", "Ok."):
        assert words in page
    assert Bout.objects.filter(user=eve).count() == 3


def test_a_missing_release_answer_keeps_what_was_typed(browser_of, eve, routines, mode):
    hand = finished(eve, routines["morning-loosen"])
    sent = {"note": "Do not lose me", "pain_after": "4"}
    response = browser_of.post(at(hand, "finish"), sent, headers=mode.headers)
    assert response.status_code == 422
    [error] = response.context["form"].errors.as_data()["release_1"]
    assert error.code == "RELEASE_ANSWER_REQUIRED"
    assert "Do not lose me" in text_of(response)
    assert hand.fresh().status == "open"


@pytest.mark.either_engine
@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        pytest.param({"release_1": "thoracic"}, "release_1", "invalid_choice", id="not-its-region"),
        pytest.param({"pain_after": "12"}, "pain_after", "PAIN_OUT_OF_RANGE", id="pain"),
        pytest.param({"effort": "x"}, "effort", "EFFORT_OUT_OF_RANGE", id="effort"),
        pytest.param({"relief": "9"}, "relief", "invalid_choice", id="relief"),
        pytest.param({"note": "x" * 2001}, "note", "max_length", id="note"),
    ],
)
def test_bad_answers_are_refused_with_their_field(browser_of, eve, routines, change, field, code):
    hand = finished(eve, routines["morning-loosen"])
    response = browser_of.post(at(hand, "finish"), {"release_1": "no"} | change)
    assert response.status_code == 422
    assert response.context["form"].errors.as_data()[field][0].code == code
    assert not Bout.objects.exists()


def test_none_released_answers_every_question(browser_of, eve, routines):
    hand = running(eve, routines["mid-back-opener"], seconds=240)
    for number, seconds in enumerate((64, 112, 171), start=1):
        hand.press("begin", seconds, item=number)
    assert "None released" in text_of(browser_of.get(at(hand)))
    assert browser_of.post(at(hand, "finish"), {"none_released": "on"}).status_code == 302
    answers = Bout.objects.filter(mobilising=True).values_list("released", flat=True)
    assert list(answers) == ["no", "no"]


def test_what_was_said_on_the_way_is_filled_in(browser_of, eve, routines):
    hand = finished(eve, routines["morning-loosen"])
    hand.press("release", END + 1, item=1, region="thoracolumbar")
    field = browser_of.get(at(hand)).context["form"]["release_1"]
    assert field.initial == "thoracolumbar"


def test_finishing_twice_shows_the_log(browser_of, eve, routines, mode):
    hand = finished(eve, routines["morning-loosen"])
    for note in ("first", "second"):
        sent = {"release_1": "no", "note": note}
        response = browser_of.post(at(hand, "finish"), sent, headers=mode.headers)
        assert response.status_code in (200, 302)
    assert hand.fresh().note == "first"


def test_a_running_session_cannot_be_finished(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=30)
    response = browser_of.post(at(hand, "finish"), {})
    assert (response.status_code, codes_of(response)) == (422, {"NOT_ENDED"})


def test_a_session_without_a_bout_is_discarded(browser_of, eve, routines):
    hand = running(eve, routines["morning-loosen"], seconds=6)
    press(browser_of, hand, "end")
    page = browser_of.get(at(hand))
    assert "Nothing was done" in text_of(page)
    refused = browser_of.post(at(hand, "finish"), {})
    assert (refused.status_code, codes_of(refused)) == (422, {"NOTHING_DONE"})
    response = browser_of.post(at(hand, "discard"))
    assert response.headers["Location"] == reverse("tracking:today")
    assert not Session.objects.exists()


def test_after_mobilising_work_nothing_is_discarded(browser_of, eve, routines, mode):
    hand = finished(eve, routines["morning-loosen"])
    refused = browser_of.post(at(hand, "discard"), headers=mode.headers)
    assert (refused.status_code, codes_of(refused)) == (422, {"DISCARD_TOO_LATE"})
    assert hand.fresh().status == "open"


def test_a_closed_session_answers_late_presses_with_its_page(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=30)
    hand.press("pain", 20, quality="burning")
    for name, sent in (
        ("move", {"kind": "pause", "item": "0", "client": "page-12345678"}),
        ("finish", {}),
        ("discard", {}),
    ):
        response = browser_of.post(at(hand, name), sent, headers=mode.headers)
        assert (response.headers.get("HX-Redirect") or response.headers.get("Location")) == at(hand)
    assert hand.fresh().status == "stopped"


def test_a_cool_down_shows_on_the_card(browser_of, eve, now):
    make_incident(eve, "D1", scope="back", at=now - timedelta(hours=2))
    shown = browser_of.get(NEW)
    assert codes_of(shown) == {"COOLING_DOWN"}
    assert "Seated floor twist, one leg bent is left out." in text_of(shown)


def test_no_id_stands_twice_on_the_start_card(browser_of, eve, now):
    for address in (NEW, "/sessions/new/?exercise=partner-bear-hug"):
        ids = re.findall(r'\sid="([^"]+)"', browser_of.get(address).text)
        assert sorted(ids) == sorted(set(ids)), address


def between_arch_and_counter(eve, catalogue, *, arch) -> Hand:
    """The wait before the counter-movement, after the arch was worked on or skipped."""
    hand = running(eve, catalogue["chair-back-thoracic-extension"], seconds=400)
    first, second, *_ = hand.session.plan["items"]
    hand.press("begin", first["seconds"] + 1, item=1) if arch else None
    at_s = first["seconds"] + 2 + (second["seconds"] if arch else 0)
    if not arch:
        hand.press("skip", at_s, item=1)
    return hand


@pytest.mark.parametrize(
    ("arch", "said"),
    [pytest.param(True, True, id="done"), pytest.param(False, False, id="skipped")],
)
def test_a_bend_the_other_way_is_asked_for_only_after_an_arch(
    browser_of, eve, catalogue, arch, said
):
    hand = between_arch_and_counter(eve, catalogue, arch=arch)
    page = browser_of.get(at(hand))
    assert phase_of(page) == "waiting"
    assert ('<p class="eyebrow">Now bend the other way</p>' in text_of(page)) is said


def test_a_refused_start_offers_stretches_while_they_are_open(browser_of, eve, now):
    make_incident(eve, "D1", scope="back", at=now)
    page = text_of(browser_of.get("/sessions/new/?exercise=seated-chair-twist"))
    assert "/sessions/new/?routine=stretch-only" in page
    assert reverse("tracking:help") in page


def test_a_refused_start_offers_no_stretches_that_are_closed(browser_of, eve, now):
    make_screening(eve, at=now, tags=[Tag.RED_FLAG], red_care="emergency", red_since=now)
    page = text_of(browser_of.get("/sessions/new/?exercise=seated-chair-twist"))
    assert "stretch-only" not in page
    assert page.index(reverse("tracking:seek-care")) < page.index("Back to today")


def test_a_routine_of_which_nothing_is_left_shows_each_answer_with_its_rule(browser_of, eve, now):
    make_screening(eve, at=now, tags=[Tag.OSTEOPOROSIS, Tag.RECENT_FRACTURE])
    page = text_of(browser_of.get("/sessions/new/?routine=desk-break"))
    assert "There is nothing in this routine yet." not in page
    assert "Known low bone density" in page
    assert page.count("Opens if your health answers change.") == page.count("Why: rule A1") == 2


def test_a_routine_with_too_little_left_shows_what_is_missing_and_why(browser_of, eve, now):
    make_screening(eve, at=now, tags=[Tag.RECENT_SURGERY])
    page = text_of(browser_of.get("/sessions/new/?routine=spotted-bed-edge"))
    assert "too little of this is left" in page
    assert "Child’s pose is left out because of your health answers (Recent operation)." in page


def test_what_is_to_be_ticked_comes_before_the_sound_check_and_under_no_bar(browser_of, eve):
    Consent.objects.filter(user=eve, text="emergency_signs").delete()
    page = text_of(browser_of.get(NEW))
    assert page.index('name="signs"') < page.index("Sound check")
    assert '<div class="start-act is-last">' in page


def test_the_bar_stays_in_reach_where_nothing_is_to_be_ticked(browser_of):
    assert '<div class="start-act">' in text_of(browser_of.get(NEW))


def test_the_stop_page_tells_what_is_closed_before_it_asks_how_strong_it_was(
    browser_of, eve, routines
):
    hand = running(eve, routines["morning-loosen"], seconds=30)
    press(browser_of, hand, "stop")
    browser_of.post(at(hand, "stop"), {"client": "page-12345678", "answer": "stabbing"})
    page = text_of(browser_of.get(at(hand)))
    assert page.index("Answer the questions again") < page.index("How strong was it?")
