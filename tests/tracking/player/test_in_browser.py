"""The player in a real browser: presses at once, a network that fails, a page nobody watches."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from exercises.models import Exercise
from tests.browsers import complaints
from tests.factories import make_screening, make_user
from tests.tracking.player.conftest import Hand, begin
from tests.tracking.player.story import leaps
from tests.tracking.player.test_pages import finished
from tests.waiting import wait_until
from tracking.models import Move, Session
from tracking.player.actions import FinishAnswers, close_abandoned, finish_session
from tracking.player.screen import long_clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ida(transactional_db, catalogue):
    """A screened person on a site with its catalogue."""
    user = make_user("ida@example.org")
    make_screening(user, at=timezone.now() - timedelta(days=1))
    return user


@pytest.fixture
def window(page: Page, ida, live_server) -> Page:
    """A phone in which she is signed in; its clock can be put forward by `pass_time`."""
    sign_in(page, ida, live_server.url)
    page.clock.install()
    return page


def pass_time(page: Page, seconds: float) -> None:
    """Let time pass for the page and for the sessions of the site alike."""
    for leap in leaps(seconds, 3500):  # its clock goes on meanwhile
        gone = timedelta(milliseconds=leap)
        Session.objects.update(started_at=F("started_at") - gone)
        Move.objects.update(received_at=F("received_at") - gone)
        page.clock.fast_forward(leap)


def sign_in(page: Page, user, url: str) -> None:
    client = Client()
    client.force_login(user)
    [cookie] = client.cookies.values()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def run(user, slug: str, *, seconds: float) -> Hand:
    """A session of one exercise, begun so many seconds ago."""
    started = timezone.now() - timedelta(seconds=seconds)
    return begin(user, Exercise.objects.get(pk=slug), now=started)


def show(page: Page, hand: Hand) -> None:
    page.goto(f"/sessions/{hand.session.pk}/")


def phase(page: Page, name: str) -> None:
    expect(page.locator("#player")).to_have_attribute("data-phase", name)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def kinds(hand: Hand) -> list[str]:
    return [kind for kind in hand.kinds() if kind != "begin"]


def is_stopped(hand: Hand) -> bool:
    """Let the job look; a second copy of what the page said when it went may have closed it."""
    close_abandoned(now=timezone.now())
    return hand.fresh().status == "stopped"


def wrong_with(page: Page) -> list[str]:
    """Return what axe finds wrong, and whether the page scrolls sideways."""
    found = complaints(page)
    width = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    root = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    page.set_viewport_size(width)
    return found + (["scrolls sideways"] if root[0] > root[1] else [])


def test_a_whole_run_by_the_next_button(window):
    window.goto("/sessions/new/?exercise=childs-pose")
    assert wrong_with(window) == []
    press(window, "All true, start")
    phase(window, "running")
    label = window.locator("[data-label]")
    expect(label).to_have_text("Get ready")
    assert wrong_with(window) == []
    for following in ("Set up", "Move"):
        press(window, "Next")
        expect(label).to_have_text(following)
        pass_time(window, 1)
    expect(window.locator("[data-breathing]")).to_have_text("Breathe out")
    press(window, "Next")  # a move step takes three seconds, so this changes nothing
    expect(window.locator("#player-banner")).to_contain_text("Slowly")
    expect(label).to_have_text("Move")
    for following in ("Hold", "Come back"):
        pass_time(window, 3)
        press(window, "Next")
        expect(label).to_have_text(following)
    pass_time(window, 3)
    press(window, "Next")
    phase(window, "ended")
    assert wrong_with(window) == []
    window.locator("[name=note]").fill("Easy.")
    press(window, "Save and close")
    expect(window.get_by_text("Finished. That is enough for now.")).to_be_visible()
    assert wrong_with(window) == []
    assert Session.objects.get().note == "Easy."


def test_a_missing_answer_is_told_where_one_looks_and_marked(window, ida, routines):
    show(window, finished(ida, routines["morning-loosen"]))
    press(window, "Save and close")
    expect(window.get_by_role("alert").filter(has_text="Not closed yet")).to_be_focused()
    expect(window.locator("fieldset.has-errors")).to_contain_text("Please answer this one")
    window.watch.expected.add(422)
    window.watch.problems[:] = [one for one in window.watch.problems if not one.startswith("422")]
    assert wrong_with(window) == []


def test_an_item_runs_out_by_the_clock(window, ida):
    hand = run(ida, "childs-pose", seconds=18)  # its movement has just begun
    show(window, hand)
    phase(window, "running")
    press(window, "Next")
    expect(window.locator("#player-banner")).to_contain_text("Slowly")
    pass_time(window, 60)
    phase(window, "ended")
    expect(window.locator("#player-banner")).to_be_hidden()
    assert kinds(hand) == []


def test_keys_pause_step_and_stop_but_not_while_typing(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    phase(window, "running")
    window.keyboard.press("k")
    phase(window, "paused")
    pass_time(window, 1)
    window.keyboard.press("Space")
    phase(window, "running")
    pass_time(window, 3)
    window.keyboard.press("ArrowLeft")
    expect(window.locator("[data-label]")).to_have_text("Hold")
    window.keyboard.press("?")
    expect(window.locator("#player-keys")).to_be_visible()
    window.keyboard.press("?")
    expect(window.locator("#player-keys")).to_be_hidden()
    window.keyboard.press("Escape")
    phase(window, "stopping")
    assert wrong_with(window) == []
    expect(window.locator("#stop-title")).to_be_focused()
    press(window, "Nothing: pressed by mistake, go on")
    phase(window, "running")
    expect(window.get_by_role("button", name="Pause", exact=True)).to_be_focused()
    assert wait_until(lambda: "mistake" in kinds(hand))
    # Pain overtakes what still waits to be sent, so the order on the way may differ.
    assert sorted(kinds(hand)) == ["mistake", "pause", "previous", "resume", "stop"]


def test_a_reload_resumes_at_the_same_step(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    press(window, "Pause")
    phase(window, "paused")
    before = window.locator("[data-time]").inner_text()
    assert wait_until(lambda: kinds(hand) == ["pause"])
    window.reload()
    phase(window, "paused")
    assert window.locator("[data-time]").inner_text() == before


def test_a_press_on_another_device_shows_here(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    phase(window, "running")
    hand.press("pause", 31)
    press(window, "Back")
    phase(window, "paused")


def test_without_a_network_presses_wait_and_arrive_in_order(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    phase(window, "running")
    window.context.set_offline(True)
    press(window, "Pause")
    phase(window, "paused")
    expect(window.locator("#player-banner")).to_contain_text("No connection")
    pass_time(window, 1)
    press(window, "Go on")
    press(window, "Stop, it hurts")
    phase(window, "stopping")
    assert kinds(hand) == []
    window.context.set_offline(False)
    pass_time(window, 20)
    assert wait_until(lambda: kinds(hand) == ["pause", "resume", "stop"])
    press(window, "Burning")
    expect(window.locator("[data-code=STOP]")).to_contain_text("You said: burning.")
    assert wrong_with(window) == []
    assert hand.fresh().status == "stopped"


def test_what_waits_survives_a_reload(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    phase(window, "running")
    window.route("**/moves/", lambda route: route.abort())
    press(window, "Pause")
    expect(window.locator("#player-banner")).to_contain_text("No connection")
    window.unroute("**/moves/")
    window.reload()
    assert wait_until(lambda: kinds(hand) == ["pause"])
    phase(window, "paused")


def test_leaving_the_page_with_the_question_open_is_a_stop(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    press(window, "Stop, it hurts")
    phase(window, "stopping")
    window.goto("/safety/help/")
    assert wait_until(lambda: "left" in kinds(hand))
    pass_time(window, 20)  # the tab might only have been reloaded
    assert wait_until(lambda: is_stopped(hand))


def test_a_reload_with_the_question_open_asks_again(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    press(window, "Stop, it hurts")
    for _ in range(2):
        window.reload()
        phase(window, "stopping")
    assert wait_until(lambda: kinds(hand) == ["stop", *["left", "returned"] * 2])
    pass_time(window, 30)
    assert close_abandoned(now=timezone.now()) == 0
    press(window, "Nothing: pressed by mistake, go on")
    phase(window, "running")


def test_leaving_after_a_reload_is_a_stop(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    press(window, "Stop, it hurts")
    assert wait_until(lambda: kinds(hand) == ["stop"])
    window.reload()
    phase(window, "stopping")
    assert wait_until(lambda: kinds(hand) == ["stop", "left", "returned"])
    window.goto("/safety/help/")
    assert wait_until(lambda: kinds(hand) == ["stop", "left", "returned", "left"])
    pass_time(window, 20)
    assert wait_until(lambda: is_stopped(hand))


def test_a_second_stop_after_a_mistake_asks_again(window, ida):
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    for _ in range(2):
        press(window, "Stop, it hurts")
        phase(window, "stopping")
        press(window, "Nothing: pressed by mistake, go on")
        phase(window, "running")
        expect(window.locator("#player-says")).to_contain_text("Going on")
        pass_time(window, 1)
    assert wait_until(lambda: kinds(hand) == ["stop", "mistake"] * 2)


def test_it_hurts_on_a_page_whose_session_was_closed_elsewhere_asks(window, ida):
    hand = run(ida, "childs-pose", seconds=90)
    show(window, hand)
    phase(window, "ended")
    finish_session(user=ida, pk=hand.session.pk, answers=FinishAnswers(), now=timezone.now())
    press(window, "It hurts now")
    expect(window.locator("#stop-title")).to_be_visible()
    assert wait_until(lambda: kinds(hand) == ["stop"])
    press(window, "Stabbing")
    expect(window.locator("[data-code=STOP]")).to_contain_text("You said: stabbing.")
    assert hand.fresh().status == "stopped"


def test_a_page_nobody_watched_waits_at_the_end_of_the_step(window, ida):
    hand = run(ida, "childs-pose", seconds=12)  # in the set-up, which ends at 18 s
    show(window, hand)
    phase(window, "running")
    hide(window, hidden=True)
    pass_time(window, 30)
    hide(window, hidden=False)
    phase(window, "paused")
    expect(window.locator("#player-banner")).to_contain_text("You were away")
    assert wait_until(lambda: kinds(hand) == ["pause"])
    assert Move.objects.get(kind="pause").offset_ms in range(17_900, 18_100)


def test_a_device_that_slept_with_the_page_in_front_waits_at_the_end_of_the_step(window, ida):
    hand = run(ida, "seated-chair-twist", seconds=12)  # in the set-up, which ends at 15 s
    show(window, hand)
    phase(window, "running")
    window.clock.run_for(1_000)
    Session.objects.update(started_at=F("started_at") - timedelta(seconds=230))
    window.clock.fast_forward(230_000)  # in one leap: nobody saw what lies between
    phase(window, "paused")
    expect(window.locator("#player-banner")).to_contain_text("You were away")
    expect(window.get_by_text("Exercise 1 of 3")).to_be_visible()
    assert wait_until(lambda: kinds(hand) == ["pause"])
    assert Move.objects.get(kind="pause").offset_ms in range(14_900, 15_100)


@pytest.mark.parametrize(
    ("slug", "seconds", "then"),
    [("seated-chair-twist", 47, "waiting"), ("childs-pose", 62, "ended")],
    ids=["another follows", "the last"],
)
def test_a_device_that_slept_in_the_last_step_waits_after_it(window, ida, slug, seconds, then):
    hand = run(ida, slug, seconds=seconds)
    show(window, hand)
    phase(window, "running")
    window.clock.run_for(1_000)
    Session.objects.update(started_at=F("started_at") - timedelta(seconds=40))
    window.clock.fast_forward(40_000)
    phase(window, then)
    away = window.locator("#player-banner").filter(has_text="You were away")
    expect(away).to_have_count(int(then == "waiting"))
    assert kinds(hand) == []  # nothing was begun


def test_a_clock_that_the_site_sets_right_is_no_sleep(window, ida):
    hand = run(ida, "childs-pose", seconds=12)  # in the set-up, which ends at 18 s
    show(window, hand)
    phase(window, "running")
    window.clock.run_for(1_000)
    Session.objects.update(started_at=F("started_at") - timedelta(seconds=15))
    hand.press("pause", 12)
    hand.press("resume", 12.5)
    window.clock.run_for(2_000)
    expect(window.locator("[data-label]")).not_to_have_text("Get ready")
    phase(window, "running")
    expect(window.locator("#player-banner")).to_be_hidden()
    assert kinds(hand) == ["pause", "resume"]


def hide(page: Page, *, hidden: bool) -> None:
    """Put the page out of sight, or back."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_the_next_item_begins_by_itself_after_a_stretch(window, ida):
    hand = run(ida, "seated-chair-twist", seconds=47)  # the stretch before it lasts 49 s
    show(window, hand)
    expect(window.get_by_text("Exercise 1 of 3")).to_be_visible()
    expect(window.get_by_text("Exercise 2 of 3")).to_be_visible()
    phase(window, "running")


def test_after_mobilising_work_the_page_asks_and_can_wait(window, ida):
    hand = run(ida, "seated-chair-twist", seconds=49 + 92)  # coming back for the last time
    hand.press("begin", 49, item=1)
    show(window, hand)
    expect(window.get_by_text("Exercise 2 of 3")).to_be_visible()
    press(window, "Next")
    phase(window, "waiting")
    last = hand.session.plan["items"][2]
    expect(window.locator("[data-left]")).to_have_text(long_clock(last["seconds"]))
    expect(window.locator("[data-auto-words]")).to_contain_text("Begins by itself in")
    press(window, "Wait")
    expect(window.locator("[data-auto-words]")).to_be_hidden()
    assert wrong_with(window) == []
    press(window, "Stop, it hurts")
    press(window, "Nothing: pressed by mistake, go on")
    expect(window.get_by_role("button", name="Begin", exact=True)).to_be_focused()
    press(window, "Yes: Lower back")
    expect(window.get_by_role("button", name="Yes: Lower back")).to_have_attribute(
        "aria-pressed", "true"
    )
    press(window, "Begin")
    phase(window, "running")


def test_reduced_motion_keeps_the_breath_still(window, ida):
    window.emulate_media(reduced_motion="reduce")
    hand = run(ida, "childs-pose", seconds=30)
    show(window, hand)
    pace = window.locator(".stage-breath").evaluate(
        "node => getComputedStyle(node).animationDuration"
    )
    assert float(pace.rstrip("s")) < 0.01
