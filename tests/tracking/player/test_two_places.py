"""One session in two places: two tabs, two devices, and a server that goes and comes back."""

import pytest
from playwright.sync_api import expect

from exercises.vocabulary import Tag
from tests.tracking.player.story import STORY, Player, log_of, open_session, sign_in
from tests.tracking.player.test_cut_off import clock, context, play, start, uncut
from tests.waiting import wait_until
from tracking.safety.facts import Care
from tracking.safety.screening import Answers
from tracking.screening.actions import save_screening

__all__ = ["clock", "context", "start", "uncut"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_newest_tab_plays_and_the_other_one_offers_to_go_on(start, context, clock):
    old = start()
    new = Player(clock, context, old.hand, context.new_page())
    new.open()
    held = old.page.locator("#player-held")
    expect(held).to_contain_text("another tab")
    clock.run(1)
    old.press("toggle")
    new.press("toggle")
    clock.settle()
    assert old.hand.kinds() == ["begin", "pause"]
    old.page.get_by_role("button", name="Go on here").click()
    expect(old.page.locator("#player[data-ready]")).to_have_attribute("data-phase", "paused")
    expect(new.page.locator("#player-held")).to_contain_text("another tab")


@pytest.mark.parametrize("offline", [False, True])
def test_a_tab_that_stands_still_can_stop_for_pain(start, context, clock, offline):
    old = start()
    new = Player(clock, context, old.hand, context.new_page())
    new.open()
    expect(old.page.locator("#player-held")).to_be_visible()
    clock.run(1)
    context.set_offline(offline)
    old.page.keyboard.press("Escape")
    expect(old.page.locator("#stop-title")).to_be_visible()
    expect(old.page.locator("#player-held")).to_be_hidden()
    expect(new.page.locator("#player-held")).to_be_visible()
    context.set_offline(False)
    clock.settle()
    assert wait_until(lambda: old.hand.kinds() == ["begin", "stop"])
    old.click("[value=mistake]")
    expect(old.page.locator("#player[data-phase=running]")).to_be_visible()


def test_two_devices_in_turn_leave_one_log(browser, start, clock, live_server):
    phone = start()
    with browser.new_context(base_url=live_server.url, service_workers="block") as other:
        clock.rule(other)
        sign_in(other, phone.hand.user, live_server.url)
        tablet = Player(clock, other, phone.hand, other.new_page())
        for device, kind, phase in [
            (phone, "toggle", "paused"),
            (tablet, "toggle", "running"),
            (phone, "toggle", "paused"),
            (tablet, "toggle", "running"),
        ]:
            clock.run(4)
            device.open()
            device.press(kind)
            clock.settle()
            assert device.phase() == phase
        clock.contexts.remove(other)
    assert phone.hand.kinds() == ["begin", "pause", "resume", "pause", "resume"]


def tell_a_red_flag(player, clock):
    """On another device, as of now."""
    red = {"tags": frozenset({Tag.RED_FLAG}), "care": Care.EMERGENCY}
    answers = Answers(age=40, pain=1, quality=None, **red)
    save_screening(user=player.hand.user, answers=answers, raw={}, now=clock.now)


def test_a_red_flag_told_elsewhere_ends_what_plays_here(start, clock):
    player = start()
    clock.run(20)
    tell_a_red_flag(player, clock)
    clock.run(25)  # a page that nobody shares looks every twenty seconds
    ended = player.page.locator("#player[data-phase=ended]")
    expect(ended).to_be_visible()
    expect(ended.get_by_role("heading", level=1)).to_be_visible()


def test_a_red_flag_told_elsewhere_ends_what_was_begun_without_a_network(start, context, clock):
    player = start()
    context.set_offline(True)
    clock.down = True
    clock.run(60)
    assert player.phase() == "running"  # the twist, which nobody has told the site of
    tell_a_red_flag(player, clock)
    clock.run(25)
    context.set_offline(False)
    clock.down = False
    player.page.evaluate("dispatchEvent(new Event('online'))")
    expect(player.page.locator("#player[data-phase=ended]")).to_be_visible()


def test_a_server_restarted_in_the_middle_leaves_the_same_log(browser, clock, uncut, server):
    url, run = server
    site = run()
    with browser.new_context(base_url=url, service_workers="block") as context:
        clock.rule(context)
        player = open_session(clock, context, url)
        for number in range(len(STORY)):
            if number == 3:
                clock.settle()
                site.terminate()
                clock.down = True
            play(player, number)
            if number == 5:
                assert "next" not in player.hand.kinds()
                run()
                clock.down = False
                player.page.evaluate("dispatchEvent(new Event('online'))")
        assert log_of(player) == uncut
        clock.contexts.remove(context)
