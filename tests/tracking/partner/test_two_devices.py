"""Two real browsers on one session: what one presses is soon seen by the other."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.conftest import open_page
from tests.factories import make_screening, make_user
from tests.tracking.player.test_in_browser import complaints, press, run, show, sign_in
from tests.waiting import wait_until
from tracking.models import Move
from tracking.partner import codes

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 5000  # the devices ask every second and a half; a slow machine is given more


@pytest.fixture
def ida(transactional_db, catalogue):
    """A screened person on a site with its catalogue."""
    user = make_user("ida@example.org")
    make_screening(user, at=timezone.now() - timedelta(days=1))
    return user


@pytest.fixture
def devices(browser, live_server):
    """Open as many windows as wanted, each a browser of its own; in all some person or nobody."""
    with ExitStack() as opened:

        def open_one(user=None) -> Page:
            page = opened.enter_context(open_page(browser, live_server.url))
            if user:
                sign_in(page, user, live_server.url)
            return page

        yield open_one


def phase(page: Page, name: str, of: str = "#player") -> None:
    expect(page.locator(of)).to_have_attribute("data-phase", name, timeout=SOON)


def label(page: Page) -> str:
    return page.locator("[data-label]").inner_text()


def test_both_phones_show_the_same_step_and_either_stops_both(devices, ida):
    hand = run(ida, "childs-pose", seconds=30)
    mine, other = devices(ida), devices()
    show(mine, hand)
    press(mine, "Second phone")
    press(mine, "Make a code")
    expect(mine.locator("#panel .qr")).to_be_visible()
    expect(mine.get_by_text("Scan this with the other phone")).to_be_focused()
    assert complaints(mine) == []
    press(mine, "Close")
    code = codes.code_of(hand.session.pk)
    other.goto("/with/")
    other.get_by_label("Code").fill(f" {code[:4].lower()} {code[4:]}")
    press(other, "Follow")
    phase(other, "running", "#partner")
    expect(other.locator("[data-label]")).to_have_text(label(mine))
    expect(other.locator("[data-figure-stage] .figure")).to_be_visible()
    expect(other.get_by_role("navigation")).to_have_count(0)
    assert complaints(other) == []
    expect(other.locator("#player-banner")).to_be_hidden()
    press(mine, "Pause")
    phase(other, "paused", "#partner")
    assert other.locator("[data-time]").inner_text() == mine.locator("[data-time]").inner_text()
    press(mine, "Go on")
    phase(other, "running", "#partner")
    press(other, "Stop")
    phase(other, "stopping", "#partner")
    expect(other.locator("[data-stopped-title]")).to_be_visible()
    expect(other.locator("#player-banner")).to_have_text("Both phones have stopped.", timeout=SOON)
    phase(mine, "stopping")
    expect(mine.get_by_text("Who felt it?")).to_be_visible()
    expect(mine.locator("#stop-title")).to_be_focused()
    assert complaints(other) == []
    press(mine, "Nothing: pressed by mistake, go on")
    phase(other, "running", "#partner")
    expect(other.locator("#partner-says")).to_have_text("Going on")
    press(mine, "Stop, it hurts")
    phase(other, "stopping", "#partner")
    assert Move.objects.filter(kind="stop").count() == 2
    press(mine, "Burning")
    expect(other.get_by_text("That was it. Thank you.")).to_be_visible(timeout=SOON)
    expect(other.get_by_role("navigation", name="Main")).to_have_count(0)
    expect(other.get_by_role("link", name="When to seek care").first).to_be_visible()
    assert "burning" not in other.content().lower()
    other.watch.expected.add(404)
    other.watch.problems[:] = [one for one in other.watch.problems if not one.startswith("404")]
    assert other.context.cookies() == []


def test_without_a_network_the_partners_stop_waits_and_says_so(devices, ida):
    hand = run(ida, "childs-pose", seconds=30)
    code = codes.open_for(hand.session.pk)
    other = devices()
    other.set_viewport_size({"width": 320, "height": 568})
    other.goto(f"/with/{code}/")
    banner = other.locator("#player-banner")
    expect(banner).to_contain_text("The other phone does not answer")
    other.context.set_offline(True)
    press(other, "Stop")
    phase(other, "stopping", "#partner")
    expect(banner).to_contain_text("There is no connection yet: say stop aloud")
    expect(banner).to_be_in_viewport(ratio=0.99)
    assert "stop" not in hand.kinds()
    other.context.set_offline(False)
    assert wait_until(lambda: "stop" in hand.kinds())
    expect(banner).to_contain_text("The other phone has not answered yet: say stop aloud.")


def test_the_newest_device_goes_on_and_the_other_one_says_so(devices, ida):
    hand = run(ida, "childs-pose", seconds=30)
    first, second = devices(ida), devices(ida)
    with first.expect_response("**/hold/"):
        show(first, hand)
    show(second, hand)
    expect(first.get_by_text("This session goes on on another device.")).to_be_visible(timeout=SOON)
    expect(first.get_by_role("button", name="Stop, it hurts").last).to_be_visible()
    beside = first.locator("main > :not(#player-held)").filter(visible=True)
    expect(beside).to_have_count(0)
    press(second, "Pause")
    phase(second, "paused")
    press(first, "Go on here")
    phase(first, "paused")
    expect(second.get_by_text("This session goes on on another device.")).to_be_visible(
        timeout=SOON
    )


def test_a_pause_of_another_device_is_seen(devices, ida):
    hand = run(ida, "childs-pose", seconds=30)
    mine = devices(ida)
    show(mine, hand)
    phase(mine, "running")
    hand.press("pause", 31)
    phase(mine, "paused")
    hand.press("next", 40)
    expect(mine.locator("[data-label]")).to_have_text("Come back", timeout=SOON)
