"""The health questions in a real browser: quick for the healthy, details only where needed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browsers import complaints
from tests.factories import make_incident, make_screening
from tracking.models import Screening

pytestmark = pytest.mark.django_db(transaction=True)
NO = [f"q{number}" for number in range(2, 7)]
GIVEN = {"q8": ["yes"], "q8_details": ["disc_or_leg_pain"], "q14": ["2"]}


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def screen(request, browser, live_server, client, catalogue, alice):
    """Open the page as Alice on a phone, with and without scripts."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 320, "height": 640},
        java_script_enabled=request.param,
    )
    page = context.new_page()
    sign_in(page, client, alice, live_server)
    page.goto("/safety/screening/")
    yield page
    context.close()


def choose(page: Page, name: str, value: str) -> None:
    page.check(f'input[name="{name}"][value="{value}"]')


def answer_as_healthy(page: Page) -> None:
    page.fill("[name=q1]", "40")
    for name in NO:
        choose(page, name, "no")
    for group in ("spine", "health", "joints"):
        choose(page, group, "none")
    choose(page, "q14", "0")


def test_a_healthy_person_sees_no_details_and_is_done(screen, alice):
    for hidden in ("q7", "q13", "q14_quality"):
        expect(screen.locator(f"#field-{hidden}")).to_be_hidden()
    answer_as_healthy(screen)
    screen.get_by_role("button", name="Save my answers").click()
    expect(screen.get_by_role("heading", name="Safety", exact=True)).to_be_visible()
    assert Screening.objects.get(user=alice).tags == []


def test_details_open_where_something_applies(screen, alice):
    answer_as_healthy(screen)
    choose(screen, "spine", "some")
    expect(screen.locator("#field-q7")).to_be_visible()
    expect(screen.locator("#field-q7_details")).to_be_hidden()
    choose(screen, "q7", "yes")
    screen.get_by_label("Thin bones").check()
    choose(screen, "q8", "no")
    choose(screen, "q14", "3")
    screen.get_by_label("An ache, a pull or pressure").check()
    screen.get_by_role("button", name="Save my answers").click()
    expect(screen.get_by_role("heading", name="Safety", exact=True)).to_be_visible()
    assert Screening.objects.get(user=alice).tags == ["osteoporosis"]


def test_a_red_answer_is_confirmed_and_ends_in_seek_care(screen, alice):
    answer_as_healthy(screen)
    choose(screen, "q6", "yes")
    screen.get_by_role("button", name="Save my answers").click()
    expect(screen.get_by_role("heading", name="Did you mean this?")).to_be_visible()
    assert not Screening.objects.exists()
    screen.get_by_role("button", name="Yes, that is right").click()
    expect(screen.get_by_role("heading", name="Do not start. Get help now.")).to_be_visible()
    assert Screening.objects.get(user=alice).red_care == "emergency"


def test_zero_after_a_kind_of_pain_must_be_settled(screen, alice):
    answer_as_healthy(screen)
    choose(screen, "q14", "2")
    screen.get_by_label("Stabbing").check()
    choose(screen, "q14", "0")
    expect(screen.locator("#field-q14_quality")).to_be_visible()
    screen.get_by_label("No pain right now").check()
    expect(screen.locator("#field-q14_quality")).to_be_hidden()
    screen.get_by_role("button", name="Save my answers").click()
    expect(screen.get_by_role("heading", name="Safety", exact=True)).to_be_visible()
    assert Screening.objects.get(user=alice).pain_quality == ""


PAGES = [
    ("screening", []),
    ("safety", []),
    ("open-list", []),
    ("open-exercise", ["seated-chair-twist"]),
    ("seek-care", []),
    ("help", []),
    ("rules", []),
    ("routine-list", []),
    ("routine-detail", ["desk-break"]),
]


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
def test_pages_fit_their_window_and_pass_the_accessibility_rules(
    page: Page, client, live_server, routines, alice, width, theme
):
    now = timezone.now()
    make_screening(alice, at=now - timedelta(hours=1), tags=["disc_problem"], answers=GIVEN)
    make_incident(alice, "D2", scope="lumbar", at=now - timedelta(hours=1))
    make_incident(alice, "P1", scope="back", at=now)
    sign_in(page, client, alice, live_server)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    for name, args in PAGES:
        page.goto(reverse(f"tracking:{name}", args=args))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert complaints(page) == [], name


def test_all_that_can_be_pressed_is_large_enough(page, client, live_server, alice):
    sign_in(page, client, alice, live_server)
    page.goto(reverse("tracking:screening"))
    for group in ("spine", "health", "joints"):
        choose(page, group, "some")
    choose(page, "q7", "yes")
    choose(page, "q14", "5")
    small = page.evaluate(
        """() => [...document.querySelectorAll(".screening :is(label:has(input), button)")]
          .filter((target) => target.checkVisibility())
          .filter((target) => target.getBoundingClientRect().height < 44)
          .map((target) => target.outerHTML)"""
    )
    assert small == []


def sign_in(page: Page, client, user, live_server) -> None:
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
