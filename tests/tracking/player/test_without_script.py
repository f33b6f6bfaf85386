"""Pages without a script: each form that was drawn is its own client, and pain always passes."""

import re

import pytest

from tests.factories import make_session
from tests.tracking.player.test_pages import (
    END,
    NEW,
    answer,
    at,
    card,
    finished,
    phase_of,
    press,
    running,
    text_of,
)
from tracking.models import Incident, Session

pytestmark = [pytest.mark.django_db, pytest.mark.either_engine]


@pytest.fixture
def hand(eve, routines):
    return running(eve, routines["morning-loosen"], seconds=20)


def clients_of(response) -> list[str]:
    """The client that each form of a page names."""
    return re.findall(r'name="client" value="([^"]*)"', text_of(response))


def sends(browser, hand, name: str, response, **data):
    """Send the form of a drawn page that belongs to an address."""
    forms = re.findall(r"<form.*?</form>", text_of(response), re.DOTALL)
    [form, *_] = [form for form in forms if f'action="{at(hand, name)}"' in form]
    drawn = dict(re.findall(r'type="hidden" name="(client|item)" value="([^"]*)"', form))
    return browser.post(at(hand, name), drawn | data)


def test_every_form_that_is_drawn_is_its_own_client(browser_of, hand, mode):
    pages = [browser_of.get(at(hand), headers=mode.headers) for _ in range(2)]
    found = [client for page in pages for client in clients_of(page)]
    assert len(found) == len(set(found)) > 4


def test_a_second_stop_after_a_mistake_asks_again(browser_of, hand):
    for _ in range(3):
        sends(browser_of, hand, "move", browser_of.get(at(hand)), kind="stop")
        asked = browser_of.get(at(hand))
        assert phase_of(asked) == "stopping"
        sends(browser_of, hand, "stop", asked, answer="mistake")
        assert phase_of(browser_of.get(at(hand))) == "running"


def test_a_second_stop_on_the_very_same_page_asks_again(browser_of, hand):
    """Somebody who went back in the history presses the button that was pressed before."""
    page = browser_of.get(at(hand))
    for _ in range(2):
        sends(browser_of, hand, "move", page, kind="stop")
        assert phase_of(browser_of.get(at(hand))) == "stopping"
        sends(browser_of, hand, "stop", browser_of.get(at(hand)), answer="mistake")
    assert phase_of(browser_of.get(at(hand))) == "running"


def test_a_mistake_on_a_page_that_was_answered_takes_no_new_stop_back(browser_of, hand):
    press(browser_of, hand, "stop")
    asked = browser_of.get(at(hand))
    sends(browser_of, hand, "stop", asked, answer="mistake")
    press(browser_of, hand, "stop", client="page-87654321")
    sends(browser_of, hand, "stop", asked, answer="mistake")
    assert phase_of(browser_of.get(at(hand))) == "stopping"


def test_a_page_may_borrow_a_name_without_breaking(browser_of, hand):
    hand.press("pause", 15, seq=0, client="page-12345678")
    hand.press("resume", 16, seq=10**6, client="page-12345678")
    assert press(browser_of, hand, "pause", client="page-12345678").status_code in (200, 302)
    assert press(browser_of, hand, "previous", client="page-12345678").status_code == 302


# ------------------------------------------------------------------ a session that is closed


@pytest.fixture
def closed(browser_of, eve, routines):
    hand = finished(eve, routines["morning-loosen"])
    browser_of.post(at(hand, "finish"), {"release_1": "no"})
    assert hand.fresh().status == "finished"
    return hand


def test_it_hurts_on_a_stale_finish_page_asks_and_counts(browser_of, closed, mode):
    told = press(browser_of, closed, "stop", mode)
    assert (told.headers.get("HX-Redirect") or told.headers.get("Location")) == at(closed)
    page = browser_of.get(at(closed))
    assert (page.status_code, phase_of(page)) == (200, "stopping")
    answer(browser_of, closed, "stabbing", mode)
    assert "You said: stabbing." in text_of(browser_of.get(at(closed)))
    assert Incident.objects.filter(rule="P1").count() == 1


def test_pressed_by_mistake_it_stays_as_it_was(browser_of, closed):
    press(browser_of, closed, "stop")
    answer(browser_of, closed, "mistake")
    assert "Finished" in text_of(browser_of.get(at(closed)))
    assert closed.fresh().status == "finished"


def test_the_script_is_told_that_it_is_closed_and_asks(browser_of, closed):
    sent = {"client": "a" * 32, "seq": "1", "offset_ms": str(END * 1000), "kind": "stop"}
    headers = {"Accept": "application/json"}
    told = browser_of.post(at(closed, "move"), sent, headers=headers).json()
    assert (told["closed"], told["phase"]) == (True, "stopping")


# ------------------------------------------------------------------ how strong it was


@pytest.mark.parametrize("pain", ["5", "11", ""])
@pytest.mark.parametrize("which", ["hand", "closed"])
def test_only_a_stop_asks_how_strong_it_was(request, browser_of, which, pain):
    hand = request.getfixturevalue(which)
    response = browser_of.post(at(hand, "stop"), {"pain": pain})
    assert (response.status_code, response.headers["Location"]) == (302, at(hand))
    assert hand.fresh().stop_pain is None


def test_a_stale_page_does_not_rate_a_stop_again(browser_of, hand):
    answer(browser_of, hand, "burning")
    for pain in ("8", "2"):
        browser_of.post(at(hand, "stop"), {"pain": pain})
    assert "Strength noted: 8 of 10" in text_of(browser_of.get(at(hand)))


# ------------------------------------------------------------------ starting


def test_the_name_of_somebody_elses_session_starts_ones_own(browser_of, alice):
    other = make_session(alice)
    response = browser_of.post(NEW, card(browser_of) | {"key": str(other.pk)})
    assert response.status_code == 302
    mine = Session.objects.exclude(pk=other.pk).get()
    assert response.headers["Location"].endswith(f"{mine.pk}/")


def test_the_still_of_the_step_in_hand_stands_in_for_the_moving_figure(browser_of, hand):
    page = text_of(browser_of.get(at(hand)))
    [(address, words)] = re.findall(r'<noscript><img src="([^"]+)" alt="([^"]+)"', page)
    assert words in re.findall(r"data-cue>([^<]*)<", page)
    assert browser_of.get(address).headers["Content-Type"] == "image/svg+xml"
