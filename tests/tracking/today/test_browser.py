"""The front page and today in a real browser: live map, keyboard, narrow windows, both themes."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browsers import complaints
from tests.factories import make_bout, make_incident, make_screening, make_session


@pytest.fixture
def anna(transactional_db, catalogue, alice: User, page: Page, live_server) -> User:
    """A screened person who is signed in in the browser."""
    make_screening(alice, at=timezone.now() - timedelta(hours=1))
    client = Client()
    client.force_login(alice)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return alice


def release(user: User, region: str) -> None:
    session = make_session(user, at=timezone.now() - timedelta(minutes=1))
    make_bout(session, released=(region,))


def announce(page: Page) -> None:
    """What a fragment does with the header `HX-Trigger: session-changed`."""
    page.evaluate("htmx.trigger(document.body, 'session-changed')")


def test_the_spine_map_follows_the_log_without_a_reload(page: Page, anna: User):
    page.goto(reverse("tracking:today"))
    lower_back = page.locator("#spine-lumbar")
    expect(lower_back).to_contain_text("Ready")
    page.evaluate("window.isSamePage = true")
    lower_back.focus()
    release(anna, "lumbar")
    announce(page)
    expect(lower_back).to_contain_text("Resting until")
    expect(page.locator("#spine-thoracic")).to_contain_text("Ready")
    expect(lower_back).to_be_focused()
    assert page.evaluate("window.isSamePage")


def test_the_spine_map_catches_up_when_the_page_is_looked_at_again(page: Page, anna: User):
    page.goto(reverse("tracking:today"))
    release(anna, "thoracic")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#spine-thoracic")).to_contain_text("Resting until")


def test_whoever_was_signed_out_meanwhile_is_led_to_the_sign_in_page(page: Page, anna: User):
    page.goto(reverse("tracking:today"))
    page.context.clear_cookies()
    announce(page)
    page.wait_for_url(f"**{reverse('account_login')}**")


def test_a_request_that_fails_says_so_until_the_next_one(page: Page, anna: User):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(reverse("exercises:list"))
    failure = page.get_by_text("That did not work.")
    expect(failure).to_be_hidden()
    page.watch.expected.add(500)
    page.route("**/exercises/?*", lambda route: route.fulfill(status=500))
    page.get_by_label("Risk", exact=True).select_option("low")
    expect(failure).to_be_visible()
    page.unroute("**/exercises/?*")
    page.get_by_label("Risk", exact=True).select_option("stretch")
    expect(failure).to_be_hidden()


def test_the_first_press_of_tab_offers_to_skip_the_navigation(page: Page, anna: User):
    page.goto(reverse("tracking:today"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    ("width", "theme"),
    [
        pytest.param(320, "light", id="smallest-phone"),
        pytest.param(640, "dark", id="200-percent-zoom"),
        pytest.param(1280, "light", id="desktop"),
    ],
)
def test_pages_fit_their_window_and_pass_the_accessibility_rules(
    page: Page, anna: User, width, theme
):
    release(anna, "lumbar")
    make_incident(anna, "D2", scope="lumbar", at=timezone.now() - timedelta(hours=1))
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 400 if width == 640 else 800})
    for name in ("today", "why"):
        page.goto(reverse(f"tracking:{name}"))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert complaints(page) == []
    page.context.clear_cookies()
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints(page) == []


def test_targets_are_large_enough_for_a_thumb(page: Page, anna: User):
    page.goto(reverse("tracking:today"))
    small = page.evaluate(
        """() => [...document.querySelectorAll("a.btn, button, nav a, .spine a, .week a")]
          .filter((target) => target.checkVisibility())
          .filter((target) => target.getBoundingClientRect().height < 44)
          .map((target) => target.outerHTML)"""
    )
    assert small == []


def test_the_map_stands_still_where_motion_is_unwanted(page: Page, anna: User):
    page.emulate_media(reduced_motion="reduce")
    page.goto(reverse("tracking:today"))
    duration = page.locator(".bones").first.evaluate(
        "(bones) => parseFloat(getComputedStyle(bones).transitionDuration)"
    )
    assert duration < 0.001


def test_on_paper_there_is_no_navigation(page: Page, anna: User):
    page.goto(reverse("tracking:today"))
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".spine-picture")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
