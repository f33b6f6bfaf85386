"""A second phone follows a session by a code: what it sees, what it can stop, and when it ends."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_session
from tests.tracking.player.conftest import start
from tests.tracking.player.test_pages import running
from tracking.models import Move, Session
from tracking.partner import codes
from tracking.player.actions import discard_session
from tracking.player.timeline import starts_ms

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]
TICKS = frozenset({"helper_present", "signal_agreed", "floor_clear", "can_call_help"})


@pytest.fixture
def hand(eve, routines):
    """A running session whose owner has made a code."""
    hand = running(eve, routines["morning-loosen"], seconds=20)
    codes.open_for(hand.session.pk)
    return hand


@pytest.fixture
def code(hand) -> str:
    return codes.code_of(hand.session.pk) or ""


@pytest.fixture
def phone() -> Client:
    """A phone on which nobody is signed in; no token against forgery goes along with a press."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What waits for the end of a transaction happens at the end of the block."""
    return django_capture_on_commit_callbacks


def ticket_of(page) -> str:
    found = re.search(r'data-key="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def banner(page) -> str:
    found = re.search(r'id="player-banner"[^>]*>([^<]*)<', page.content.decode())
    assert found
    return found[1]


def panel(hand) -> str:
    return f"/sessions/{hand.session.pk}/partner/"


def test_the_owner_makes_a_code_once_and_ends_it(browser_of, eve, routines, mode):
    hand = running(eve, routines["morning-loosen"], seconds=20)
    page = browser_of.get(panel(hand), headers=mode.headers).content.decode()
    assert "Make a code" in page
    assert codes.code_of(hand.session.pk) is None  # looking makes none
    for _ in range(2):
        made = browser_of.post(panel(hand), {"code": "make"}, headers=mode.headers, follow=True)
        code = codes.code_of(hand.session.pk)
        assert code
        assert codes.shown(code) in made.content.decode()
        assert f"{settings.BASE_URL}/with/{code}/" in made.content.decode()
    assert "<svg" in made.content.decode()
    assert "style=" not in made.content.decode()
    browser_of.post(panel(hand), {"code": "end"}, headers=mode.headers)
    assert codes.code_of(hand.session.pk) is None
    assert codes.find(code) is None


def test_a_stranger_makes_no_code(hand, alice):
    stranger = Client()
    stranger.force_login(alice)
    codes.end(hand.session.pk)
    assert stranger.post(panel(hand), {"code": "make"}).status_code == 404
    assert codes.code_of(hand.session.pk) is None


def test_the_partner_sees_the_step_and_nothing_about_the_owner(phone, hand, code, eve):
    eve.name = "Eve Example"
    eve.save()
    page = phone.get(f"/with/{code}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert hand.session.plan["items"][0]["name"] in text
    for secret in (eve.email, str(eve.pk), str(hand.session.pk), hand.session.title, "Eve"):
        assert secret not in text, secret
    told = phone.get(f"/with/{code}/now/").json()
    names = {"rev", "phase", "item", "position", "extra", "at", "back", "closed", "elapsed"}
    assert set(told) == names | {"silent"}


def test_the_page_says_which_step_comes_between_two_items(phone, hand, code):
    hand.press("skip", 20, confirmed=True)
    text = phone.get(f"/with/{code}/").content.decode()
    assert 'data-phase="waiting"' in text
    assert hand.session.plan["items"][1]["name"] in text
    assert "Did a joint release" not in text


def test_the_page_leaves_no_trace(phone, code):
    page = phone.get(f"/with/{code}/")
    phone.post(f"/with/{code}/stop/", {"key": ticket_of(page)})
    phone.get(f"/with/{code}/now/")
    assert not phone.cookies
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_poll_asks_the_cache_alone(phone, code, django_assert_num_queries):
    phone.get(f"/with/{code}/")
    with django_assert_num_queries(0):
        assert phone.get(f"/with/{code}/now/").json()["phase"] == "running"


def test_the_partner_is_told_how_long_the_owners_phone_is_silent(phone, browser_of, hand, code):
    assert phone.get(f"/with/{code}/now/").json()["silent"] is None
    assert "The other phone does not answer" in banner(phone.get(f"/with/{code}/"))
    assert browser_of.get(f"/sessions/{hand.session.pk}/now/").json()["shared"]
    assert phone.get(f"/with/{code}/now/").json()["silent"] in range(1000)
    assert banner(phone.get(f"/with/{code}/")) == ""


@pytest.mark.parametrize("sent", [{"client": "helper-12345678"}, {"client": "?"}, {}], ids=str)
def test_the_partners_stop_asks_the_owner(phone, browser_of, hand, code, sent, committed):
    with committed(execute=True):
        stopped = phone.post(f"/with/{code}/stop/", sent)
    assert stopped.url.startswith(f"/with/{code}/?key=")
    assert hand.kinds() == ["begin", "stop"]
    move = Move.objects.get(kind="stop")
    assert move.client.startswith("helper-")
    page = browser_of.get(f"/sessions/{hand.session.pk}/").content.decode()
    assert 'data-phase="stopping"' in page
    assert "Who felt it?" in page
    assert 'data-phase="stopping"' in phone.get(stopped.url).content.decode()


def test_the_same_stop_sent_twice_counts_once_and_a_second_one_counts(phone, hand, code):
    sent = {"client": "helper-12345678", "seq": "1"}
    for _ in range(2):
        answer = phone.post(f"/with/{code}/stop/", sent, headers={"accept": "application/json"})
        assert answer.json()["phase"] == "stopping"
    assert hand.kinds() == ["begin", "stop"]
    hand.press("mistake", 25)
    phone.post(f"/with/{code}/stop/", {**sent, "seq": "2"})
    assert hand.kinds().count("stop") == 2


def test_both_may_stop_at_once(phone, hand, code, browser_of):
    hand.press("stop", 20)
    phone.post(f"/with/{code}/stop/", {"client": "helper-12345678", "seq": "1"})
    page = browser_of.get(f"/sessions/{hand.session.pk}/").content.decode()
    assert 'data-phase="stopping"' in page


def test_a_code_is_read_however_it_is_typed(phone, code):
    typed = f"{code[:4]}-{code[4:]}".lower()
    assert phone.get(f"/with/{typed}/").status_code == 200
    led = phone.get("/with/", {"code": f" {typed} "})
    assert led.url == f"/with/{code}/"


def test_wrong_ended_and_dead_codes_are_answered_alike(phone, hand, code, eve, committed):
    codes.end(hand.session.pk)
    answers = [phone.get(f"/with/{code}/"), phone.get("/with/BBBBBBBB/")]
    dead = codes.open_for(hand.session.pk)
    with committed(execute=True):
        discard_session(user=eve, pk=hand.session.pk, now=hand.now(30))
    answers.append(phone.get(f"/with/{dead}/"))
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1
    for last in ("now/", "stop/"):
        ask = phone.post if last == "stop/" else phone.get
        as_data = {"Accept": "application/json"}
        assert ask(f"/with/{dead}/{last}", headers=as_data).json() == {"gone": True}
        assert {ask(f"/with/{one}/{last}").status_code for one in (dead, "BBBBBBBB")} == {404}


def test_who_has_followed_a_session_sees_a_calm_end_however_it_ended(phone, hand, code):
    key = ticket_of(phone.get(f"/with/{code}/"))
    hand.press("stop", 20)
    hand.press("pain", 21, quality="burning", whose="own")
    codes.end(hand.session.pk)
    for page in (
        phone.get(f"/with/{code}/", {"key": key}),
        phone.post(f"/with/{code}/stop/", {"key": key}),
    ):
        assert page.status_code == 404
        assert "That was it. Thank you." in page.text
        assert "Follow" not in page.text
    assert "That was it" not in phone.get(f"/with/{code}/").text


def test_a_code_outlives_no_session_even_if_nobody_told_the_cache(phone, hand, code):
    hand.session.delete()
    assert phone.get(f"/with/{code}/").status_code == 404


def test_guesses_are_counted_but_a_page_that_was_opened_still_stops(hand, code):
    guesser, opened = Client(REMOTE_ADDR="192.0.2.7"), Client(REMOTE_ADDR="192.0.2.7")
    key = ticket_of(opened.get(f"/with/{code}/"))
    for number in range(20):
        assert guesser.get(f"/with/BBBBBBB{number % 10}/").status_code == 404
    assert guesser.get("/with/CCCCCCCC/").status_code == 429
    assert guesser.get(f"/with/{code}/").status_code == 429  # says nothing about a right one
    assert guesser.post(f"/with/{code}/stop/", {"key": "made up"}).status_code == 429
    assert hand.kinds() == ["begin"]
    assert opened.get(f"/with/{code}/now/", {"key": key}).status_code == 200
    assert opened.post(f"/with/{code}/stop/", {"key": key}).status_code == 302
    assert hand.kinds() == ["begin", "stop"]
    assert Client(REMOTE_ADDR="192.0.2.8").get(f"/with/{code}/").status_code == 200


def test_codes_are_long_unlike_and_unambiguous():
    made = {codes.open_for(number) for number in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[BCDFGHJKMNPQRSTVWXZ3-9]{8}", code) for code in made)


def test_the_helper_is_asked_on_both_phones_and_told_the_steps_by_name(
    phone, browser_of, eve, catalogue, now
):
    for days in (10, 9, 9, 8, 8):
        make_session(eve, at=now - timedelta(days=days))
    item = start(eve, catalogue["bed-edge-extension"], now=now, acks=TICKS).session.plan["items"][1]
    held = [bool(segment["ask"]) for segment in item["segments"]].index(True)
    Session.objects.get(status="open").delete()
    seconds = 80 + starts_ms(item)[held] / 1000 + 2
    hand = running(eve, catalogue["bed-edge-extension"], seconds=seconds, acks=TICKS)
    hand.press("begin", 80, item=1)
    code = codes.open_for(hand.session.pk)
    page = phone.get(f"/with/{code}/")
    assert "What the person you help is told:" in page.content.decode()
    cues, steps = page.context["data"]["cues"], page.context["data"]["steps"]
    told = {cue["say"] for cue in cues if cue["kind"] in ("step", "still_there")}
    assert told == {f"{step['label']}." for step in steps[1:]}
    asks = re.compile(r'<p class="stage-ask" data-ask>Is your helper still there\?</p>')
    assert asks.search(phone.get(f"/with/{code}/").content.decode())
    assert asks.search(browser_of.get(f"/sessions/{hand.session.pk}/").content.decode())
