"""The player without the site: what it keeps by itself of the rules, and what it says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.factories import make_screening
from tests.tracking.player.conftest import begin
from tests.tracking.player.listening import NOTES, forget, let_finish, melodies, play, press, said
from tests.tracking.player.test_in_browser import pass_time, sign_in
from tests.tracking.player.test_reach import complaints
from tests.waiting import wait_until

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
        expect(room.locator("#player-banner")).to_contain_text("Your answers are kept here")
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


def test_a_red_answer_after_the_sign_in_has_ended_keeps_the_signs_in_sight(room, ida):
    room.watch.expected.add(403)  # the cookie of the form went too
    hand = play(room, ida, "childs-pose", seconds=20)
    press(room, "Stop, it hurts")
    room.context.clear_cookies()
    room.unroute("**/moves/")
    press(room, "Stabbing")
    expect(room.get_by_text("You said: stabbing.")).to_be_visible()
    room.clock.run_for(2_000)
    link = room.get_by_role("link", name="Sign in to send your answer")
    expect(link).to_be_visible()
    expect(room.get_by_text("Weakness or numbness in both legs")).to_be_visible()
    assert hand.kinds() == ["begin"]
    sign_in(room, ida, room.url)
    link.click()
    expect(room.locator("html")).to_have_attribute("data-unsent", "0")
    let_finish(room)
    expect(room).to_have_title("Stopped for pain · Limber")


def test_a_red_answer_is_heard_to_its_end_before_the_sites_page_takes_its_place(room, ida):
    room.unroute("**/moves/")
    hand = play(room, ida, "childs-pose", seconds=20)
    press(room, "Stop, it hurts")
    forget(room)
    press(room, "Stabbing")
    expect(room.locator("html")).to_have_attribute("data-unsent", "0")
    assert hand.fresh().stop_quality == "stabbing"
    room.clock.run_for(5_000)
    assert said(room) == [
        "Stop here, and rest. You said: stabbing. "
        "That asks for a professional, not for one more try."
    ]
    let_finish(room)
    expect(room).to_have_title("Stopped for pain · Limber")


SHORT = "The stretch was too short for what comes now. Stretch once more first?"


def skip_the_stretch(room: Page) -> None:
    press(room, "Skip")
    expect(room.get_by_text("Exercise 2 of 3")).to_be_visible()


def test_without_a_network_the_page_itself_asks_for_the_stretch(room, ida):
    hand = play(room, ida, "seated-chair-twist", seconds=3)
    room.context.set_offline(True)
    skip_the_stretch(room)
    expect(room.get_by_role("alert").filter(has_text=SHORT)).to_be_visible()
    expect(room.get_by_role("button", name="Begin", exact=True)).to_have_count(0)
    assert said(room)[-1].startswith(SHORT)
    press(room, "Yes, stretch first")
    phase(room, "running")
    expect(room.get_by_text("Exercise 1 of 3")).to_be_visible()
    pass_time(room, 50)
    expect(room.get_by_text("Exercise 2 of 3")).to_be_visible()
    phase(room, "running")  # the stretch was held, so it begins by itself
    assert hand.kinds() == ["begin"]
    room.unroute("**/moves/")
    room.context.set_offline(False)
    assert wait_until(lambda: hand.kinds() == ["begin", "skip", "repeat", "begin"])
    phase(room, "running")


def test_without_a_network_what_lacks_its_stretch_can_be_passed_over(room, ida):
    play(room, ida, "seated-chair-twist", seconds=3)
    room.context.set_offline(True)
    skip_the_stretch(room)
    press(room, "No, pass this one over")
    expect(room.get_by_text("Exercise 3 of 3")).to_be_visible()
    press(room, "Begin")
    phase(room, "running")


def test_with_the_network_the_way_on_is_back(room, ida):
    hand = play(room, ida, "seated-chair-twist", seconds=3)
    room.context.set_offline(True)
    skip_the_stretch(room)
    expect(room.get_by_text(SHORT)).to_be_visible()
    room.unroute("**/moves/")
    room.context.set_offline(False)
    expect(room.get_by_role("button", name="Begin", exact=True)).to_be_visible()
    assert wait_until(lambda: hand.kinds() == ["begin", "skip"])
    expect(room.locator("[data-auto-words]")).to_be_visible()


def test_after_a_reload_nothing_begins_by_itself_once_the_network_is_back(room, ida):
    hand = play(room, ida, "seated-chair-twist", seconds=3)
    hand.press("skip", 4)
    room.reload()
    expect(room.get_by_role("button", name="Begin", exact=True)).to_be_visible()
    room.context.set_offline(True)
    press(room, "Begin")
    expect(room.get_by_text(SHORT)).to_be_visible()
    room.context.set_offline(False)
    expect(room.get_by_role("button", name="Begin", exact=True)).to_be_visible()
    expect(room.locator("[data-auto-words]")).to_be_hidden()


def test_a_question_of_the_site_is_said_before_anything_is_announced(room, ida):
    hand = play(room, ida, "seated-chair-twist", seconds=3)
    room.unroute("**/moves/")
    forget(room)
    skip_the_stretch(room)
    assert wait_until(lambda: said(room) == ["Skipped."]), said(room)
    press(room, "Begin")
    expect(room.get_by_text(SHORT)).to_be_visible()
    assert wait_until(lambda: len(said(room)) > 1)
    heard = [one for one in said(room) if one != "One moment."]  # of a slow site
    assert heard[1:] == [f"{SHORT} It waits here. Look at the page to go on."]
    assert melodies(room)[-1][1] == NOTES["end"]
    press(room, "No, pass this one over")
    expect(room.get_by_text("was passed over")).to_be_visible()
    words = "was passed over; Stretch first: 0 of 30 seconds"
    assert wait_until(lambda: words in said(room)[-1])
    assert hand.kinds() == ["begin", "skip", "refuse"]


def test_after_a_skip_one_hears_what_comes_and_that_it_begins_by_itself(room, ida, routines):
    hand = begin(ida, routines["stretch-only"], now=timezone.now() - timedelta(seconds=3))
    room.goto(f"/sessions/{hand.session.pk}/")
    phase(room, "running")
    room.context.set_offline(True)
    forget(room)
    press(room, "Skip")
    following = hand.session.plan["items"][1]["name"]
    assert said(room)[-1] == f"Skipped. Next: {following}. It begins by itself."
    room.clock.run_for(21_000)
    phase(room, "running")


def test_after_the_last_step_was_left_one_hears_what_comes(room, ida, routines):
    hand = begin(ida, routines["stretch-only"], now=timezone.now() - timedelta(seconds=12))
    room.goto(f"/sessions/{hand.session.pk}/")
    press(room, "Pause")
    while room.locator("#player").get_attribute("data-phase") == "paused":
        forget(room)
        press(room, "Next")
        room.clock.run_for(300)
    following = hand.session.plan["items"][1]["name"]
    assert said(room) == [f"Next: {following}. It begins by itself."]
    assert melodies(room)[-1][1] == NOTES["end"]


def test_who_waits_between_two_exercises_is_at_begin(room, ida, routines):
    hand = begin(ida, routines["stretch-only"], now=timezone.now() - timedelta(seconds=3))
    room.goto(f"/sessions/{hand.session.pk}/")
    press(room, "Skip")
    room.get_by_role("button", name="Wait").press("Enter")
    expect(room.get_by_role("button", name="Begin")).to_be_focused()
    expect(room.locator("#player-says")).to_have_text("It waits until you begin.")
    room.clock.run_for(30_000)
    phase(room, "waiting")


def test_who_is_held_up_in_the_middle_is_told_to_come_back_slowly(room, ida):
    hand = play(room, ida, "seated-chair-twist", seconds=47)
    expect(room.get_by_text("Exercise 2 of 3")).to_be_visible()
    phase(room, "running")
    make_screening(ida, at=timezone.now(), tags=["recent_fracture"])
    pass_time(room, 15)
    forget(room)
    room.unroute("**/moves/")
    pass_time(room, 15)
    expect(room.get_by_text("was passed over")).to_be_visible()
    assert "refuse" in hand.kinds()
    assert wait_until(lambda: said(room)[-1:] and said(room)[-1].startswith("Come back slowly"))
    assert "Skipped." not in said(room)


def test_a_site_that_fails_is_not_called_a_missing_network_and_covers_nothing(room, ida):
    room.watch.expected.add(503)
    room.route("**/moves/", lambda route: route.fulfill(status=503))
    hand = play(room, ida, "seated-chair-twist", seconds=3)
    banner = room.locator("#player-banner")
    press(room, "Skip")
    expect(room.get_by_text("Exercise 2 of 3")).to_be_visible()
    expect(banner).to_contain_text("Limber does not answer")
    press(room, "Begin")
    press(room, "No, pass this one over")
    expect(room.get_by_text("Exercise 3 of 3")).to_be_visible()
    expect(room.locator("#failed-request")).to_be_hidden()
    room.unroute("**/moves/")
    room.clock.fast_forward(20_000)
    expect(banner).to_have_text("Limber answers again.")
    assert wait_until(lambda: hand.kinds() == ["begin", "skip", "skip"])


def test_a_proxy_that_knows_no_site_takes_nothing_away(room, ida):
    room.watch.expected.add(404)
    lost = {"status": 404, "content_type": "text/plain", "body": "404 page not found"}
    room.route("**/moves/", lambda route: route.fulfill(**lost))
    hand = play(room, ida, "childs-pose", seconds=12)
    press(room, "Stop, it hurts")
    expect(room.locator("#player-banner")).to_contain_text("Limber does not answer")
    phase(room, "stopping")
    room.unroute("**/moves/")
    room.clock.fast_forward(20_000)
    assert wait_until(lambda: hand.kinds() == ["begin", "stop"])


def test_a_begin_that_the_site_fails_to_answer_is_asked_again(room, ida):
    room.watch.expected.add(503)
    hand = play(room, ida, "seated-chair-twist", seconds=3)
    room.unroute("**/moves/")
    skip_the_stretch(room)
    assert wait_until(lambda: hand.kinds() == ["begin", "skip"])
    room.route("**/moves/", lambda route: route.fulfill(status=503))
    press(room, "Begin")
    expect(room.get_by_text(SHORT)).to_be_visible()
    expect(room.locator("#failed-request")).to_be_hidden()
    room.unroute("**/moves/")
    with room.expect_response("**/moves/"):
        room.clock.run_for(5_000)
    expect(room.get_by_text(SHORT)).to_be_visible()


def test_where_a_rule_may_ask_before_a_skip_the_item_stands_still_until_it_has(room, ida):
    room.watch.expected.add(503)
    on_the_way: list[Route] = []
    room.unroute("**/moves/")
    room.route("**/moves/", lambda route: asks(route) and on_the_way.append(route))
    hand = play(room, ida, "standing-forward-bend-twist", seconds=36)
    with room.expect_request(lambda request: "hx-request" in request.headers):
        press(room, "Skip")
    phase(room, "paused")
    expect(room.locator("#player-banner")).to_have_text("One moment.")
    assert said(room)[-1] == "One moment."
    room.get_by_role("button", name="Stop, it hurts").click(trial=True)
    on_the_way.pop().continue_()
    question = room.get_by_text("One side is not done yet")
    expect(question).to_be_visible()
    expect(room.locator("#player-banner")).to_be_hidden()
    room.get_by_text("Yes, go on with it").click()
    phase(room, "running")
    expect(question).to_be_hidden()
    with room.expect_request(lambda request: "hx-request" in request.headers):
        press(room, "Skip")
    expect(room.locator("#player-banner")).to_have_text("One moment.")
    on_the_way.pop().fulfill(status=503)
    phase(room, "ended")  # kept and sent like any other press
    assert wait_until(lambda: hand.kinds() == ["begin", "pause", "resume", "pause", "skip"])


def test_an_answer_older_than_the_last_press_is_not_drawn(room, ida):
    on_the_way: list[Route] = []
    room.unroute("**/moves/")
    room.route("**/moves/", lambda route: asks(route) and on_the_way.append(route))
    hand = play(room, ida, "standing-forward-bend-twist", seconds=12)
    with room.expect_request(lambda request: "hx-request" in request.headers):
        press(room, "Skip")
    phase(room, "paused")
    room.clock.run_for(500)
    [skip] = on_the_way
    answer = skip.fetch()  # the site has it
    assert hand.kinds() == ["begin", "pause", "skip"]
    room.clock.run_for(3_000)
    press(room, "Stop, it hurts")
    expect(room.locator("html")).to_have_attribute("data-unsent", "0")
    assert hand.kinds()[-1] == "stop"
    skip.fulfill(response=answer)
    for _ in range(4):
        room.clock.run_for(500)
        phase(room, "stopping")
    press(room, "Nothing: pressed by mistake, go on")
    phase(room, "ended")  # as the site has it


def test_a_begin_that_is_asked_about_says_so_and_does_not_count_on(room, ida):
    on_the_way: list[Route] = []
    hand = play(room, ida, "seated-chair-twist", seconds=3)
    room.unroute("**/moves/")
    skip_the_stretch(room)
    assert wait_until(lambda: hand.kinds() == ["begin", "skip"])
    room.route("**/moves/", lambda route: asks(route) and on_the_way.append(route))
    with room.expect_request(lambda request: "hx-request" in request.headers):
        press(room, "Begin")
    expect(room.locator("[data-auto-words]")).to_be_hidden()
    room.clock.run_for(500)
    expect(room.locator("#player-banner")).to_have_text("One moment.")
    on_the_way.pop().continue_()
    expect(room.get_by_text(SHORT)).to_be_visible()
    expect(room.locator("#player-banner")).to_be_hidden()


def asks(route: Route) -> bool:
    """Whether a press went by itself as a page; what is sent behind goes on."""
    if route.request.headers.get("hx-request"):
        return True
    route.continue_()
    return False


def test_a_network_that_goes_is_told_before_anything_is_pressed(room, ida):
    play(room, ida, "childs-pose", seconds=20)
    banner = room.locator("#player-banner")
    room.context.set_offline(True)
    expect(banner).to_contain_text("No connection")
    room.context.set_offline(False)
    expect(banner).to_have_text("Connected again.")


def test_who_leaves_can_always_keep_what_was_done(room, ida):
    play(room, ida, "seated-chair-twist", seconds=3)
    room.get_by_text("Leave", exact=True).click()
    end = room.get_by_role("button", name="End it here")
    expect(end).to_be_visible()
    room.context.set_offline(True)
    room.clock.run_for(20_000)
    end.click()
    expect(room.get_by_role("button", name="Save and close")).to_be_visible()
    expect(end).to_be_hidden()


def test_a_browser_that_keeps_nothing_is_not_said_to_keep_it(room, ida):
    room.add_init_script("IDBObjectStore.prototype.put = () => { throw new Error('full') }")
    play(room, ida, "childs-pose", seconds=3)
    press(room, "Pause")
    expect(room.locator("#player-banner")).to_contain_text("this browser keeps nothing")
    press(room, "Go on")
    expect(room.locator("#player-banner")).to_contain_text("this browser keeps nothing")


def test_without_a_network_nothing_is_discarded_not_even_later(room, ida):
    hand = play(room, ida, "childs-pose", seconds=3)
    room.context.set_offline(True)
    press(room, "Pause")
    room.get_by_text("Leave", exact=True).click()
    room.get_by_text("Discard it", exact=True).click()
    press(room, "Yes, discard it")
    expect(room.locator("#player-banner")).to_contain_text("This needs a connection")
    room.unroute("**/moves/")
    room.context.set_offline(False)
    assert wait_until(lambda: hand.kinds() == ["begin", "pause"])
    expect(room.locator("html")).to_have_attribute("data-unsent", "0")
    phase(room, "paused")
    press(room, "Yes, discard it")
    room.wait_for_url("**/today/")


def test_what_runs_goes_on_when_the_sign_in_has_ended_and_says_so(room, ida):
    room.watch.expected.add(403)  # the cookie of the form went too
    play(room, ida, "childs-pose", seconds=20)
    room.context.clear_cookies()
    room.unroute("**/moves/")
    press(room, "10 s more")
    expect(room.locator("#player-banner")).to_contain_text("You are signed out")
    phase(room, "running")
    press(room, "Pause")
    room.wait_for_url("**/account/login/**")


def test_answers_that_wait_are_shown_after_a_reload_and_not_asked_again(room, ida):
    room.route("**/finish/", lambda route: route.abort())
    hand = play(room, ida, "childs-pose", seconds=90, phase="ended")
    room.locator("[name=pain_after][value='8']").check()
    room.locator("[name=note]").fill("Easy.")
    press(room, "Save and close")
    for _ in range(2):
        expect(room.locator("#player-banner")).to_contain_text("Your answers are kept here")
        expect(room.get_by_role("button", name="Save and close")).to_be_disabled()
        expect(room.locator("[name=pain_after][value='8']")).to_be_checked()
        expect(room.locator("[name=note]")).to_have_value("Easy.")
        room.reload()
    room.unroute("**/finish/")
    room.unroute("**/moves/")
    room.reload()
    assert wait_until(lambda: hand.fresh().pain_after == 8)
