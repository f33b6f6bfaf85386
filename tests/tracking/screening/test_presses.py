"""The health questions take few presses, by thumb and by keyboard.

By the keystroke-level model (0.3 s a key, 1.2 s a tap, 1.35 s to make up one's mind, 1 s a turn of
the page) nothing to report takes 24 s and two conditions 38 s, either way; reading comes on top.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.tracking.screening.test_browser import NO, sign_in
from tracking.models import Screening

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = "Save my answers"
SIGNS = dict.fromkeys(NO, "no")
NOTHING = SIGNS | dict.fromkeys(("spine", "health", "joints"), "none") | {"q14": "0"}
TWO = {
    **SIGNS,
    **{"spine": "some", "q7": "no", "q8": "yes", "q8_details": "disc_or_leg_pain"},
    **{
        "health": "some",
        "q9": "no",
        "q10": "yes",
        "q10_details": "heart",
        "q11": "no",
        "q12": "no",
    },
    **{"joints": "none", "q14": "2", "q14_quality": "ache"},
}


class Keyboard:
    """Someone who uses nothing but keys; counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def has(self, script: str, wanted: str) -> bool:
        return self.page.evaluate(f"document.activeElement.{script}") == wanted

    def go_to(self, script: str, wanted: str, *, by: str = "Tab") -> int:
        """Press until the element in focus has what is wanted; return how often."""
        for times in range(20):
            if self.has(script, wanted):
                return times
            self.press(by)
        raise AssertionError(f"{by} does not lead to {wanted}")

    def choose(self, name: str, value: str) -> None:
        self.go_to("name", name)
        tick = self.has("type", "checkbox")
        moved = self.go_to("value", value, by="Tab" if tick else "ArrowDown")
        if tick or not moved:  # an arrow chooses what it moves to
            self.press("Space")


@pytest.mark.parametrize(
    ("answers", "most"),
    [pytest.param(NOTHING, 25, id="nothing"), pytest.param(TWO, 49, id="two-conditions")],
)
def test_the_keyboard_needs_few_presses(page, client, live_server, alice, answers, most):
    sign_in(page, client, alice, live_server)
    page.goto(reverse("tracking:screening"))
    keys = Keyboard(page)
    keys.press("Tab")
    keys.press("Enter")  # past the navigation
    keys.go_to("name", "q1")
    for digit in "40":
        keys.press(digit)
    for name, value in answers.items():
        keys.choose(name, value)
    keys.go_to("textContent", SAVE)
    keys.press("Enter")
    saved(page, alice, keys.pressed, most)


@pytest.mark.parametrize(
    ("answers", "most"),
    [pytest.param(NOTHING, 13, id="nothing"), pytest.param(TWO, 22, id="two-conditions")],
)
def test_the_thumb_needs_few_taps(page, client, live_server, alice, answers, most):
    sign_in(page, client, alice, live_server)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(reverse("tracking:screening"))
    page.locator("[name=q1]").click()
    page.keyboard.type("40")
    for name, value in answers.items():
        page.locator(f"label:has([name={name}][value='{value}'])").click()
    page.get_by_role("button", name=SAVE).click()
    saved(page, alice, 1 + 2 + len(answers) + 1, most)


def saved(page: Page, user, presses: int, most: int) -> None:
    expect(page.get_by_role("heading", name="Safety", exact=True)).to_be_visible()
    assert Screening.objects.filter(user=user).count() == 1
    assert presses <= most
