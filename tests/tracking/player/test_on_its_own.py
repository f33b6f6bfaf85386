"""The player without the site: what it keeps by itself of the rules, and what it says."""

import pytest
from playwright.sync_api import Page, expect

from tests.tracking.player.listening import forget, play, press, said
from tests.tracking.player.test_reach import complaints

pytestmark = pytest.mark.django_db(transaction=True)


def phase(page: Page, name: str) -> None:
    expect(page.locator("#player")).to_have_attribute("data-phase", name)


def test_a_red_answer_without_a_network_is_a_page_of_its_own_also_after_a_reload(room, ida):
    room.route("**/stop/", lambda route: route.abort())
    hand = play(room, ida, "childs-pose", seconds=20)
    press(room, "Stop, it hurts")
    phase(room, "stopping")
    forget(room)
    press(room, "Stabbing")
    for _ in range(2):
        phase(room, "stopped")
        heading = room.get_by_role("heading", name="Stop here, and rest.")
        expect(heading).to_be_focused()
        expect(room.get_by_text("You said: stabbing.")).to_be_visible()
        expect(room.get_by_text("Weakness or numbness in both legs")).to_be_visible()
        help_ = room.get_by_role("link", name="More signs")
        expect(help_).to_have_attribute("href", "/safety/help/")
        assert room.locator("#player button, #player summary").count() == 0
        room.clock.run_for(2_000)
        assert said(room)[-1].startswith("Stop here, and rest. You said: stabbing.")
        room.keyboard.press("Escape")
        room.keyboard.press("Space")
        phase(room, "stopped")
        room.reload()
    assert complaints(room) == []
    assert "stabbing" not in room.url
    room.unroute("**/stop/")
    room.unroute("**/moves/")
    room.reload()
    expect(room).to_have_title("Stopped for pain · Limber")
    assert hand.fresh().stop_quality == "stabbing"
