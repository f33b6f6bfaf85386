"""The account pages in a real browser: what scripts add, and that the policy blocks nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Invitation, User
from tests.accounts.flows import PASSWORD, newest_code
from tests.browsers import complaints
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
#: What follows sign-in is another part's page; here it only matters that it is reached.
TODAY = re.compile(r"/today/$")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def enter(page: Page, email: str, *, to: str) -> None:
    """Sign in on the page that `to` asks for."""
    page.goto(to)
    page.get_by_label("E-mail address").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Sign in")
    expect(page).to_have_url(re.compile(re.escape(to) + "$"))


def test_a_person_signs_up_with_the_browsers_zone(page):
    page.goto("/account/signup/")
    expect(page.locator("[data-time-zone-name]")).to_have_text("Europe/Berlin")
    assert complaints(page) == []
    page.get_by_label("E-mail address").fill("ada@example.org")
    password = page.locator("[name=password1]")
    password.fill(PASSWORD)
    press(page, "Show password")
    expect(password).to_have_attribute("type", "text")
    page.get_by_label("I am 18 or older").check()
    page.watch.expected.add(422)
    press(page, "Create account")
    expect(page.get_by_role("alert")).to_contain_text("Without this Limber cannot keep a log")
    assert complaints(page) == []
    expect(page.get_by_label("E-mail address")).to_have_value("ada@example.org")
    expect(password).to_have_value("")
    password.fill(PASSWORD)
    page.get_by_label("Keep my health data").check()
    press(page, "Create account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Type the code")
    assert complaints(page) == []
    page.get_by_label("Code").fill(newest_code())
    press(page, "Go on")
    expect(page).to_have_url(TODAY)
    assert User.objects.get().time_zone == "Europe/Berlin"


def test_who_types_before_the_scripts_have_come_goes_on_typing(page):
    held = []
    page.route("**/js/account*.js", lambda route: held.append(route))
    page.goto("/account/signup/", wait_until="commit")
    password = page.locator("[name=password1]")
    password.press_sequentially("a quiet ")
    [script] = held
    script.continue_()
    expect(page.get_by_role("button", name="Show password")).to_be_visible()
    page.keyboard.type("back")
    expect(password).to_have_value("a quiet back")


def test_another_zone_is_offered_once_and_kept_if_wanted(page):
    ada = make_user("ada@example.org", zone="Asia/Tokyo")
    enter(page, ada.email, to="/account/")
    hint = page.locator("[data-zone-hint]")
    expect(hint).to_contain_text("Europe/Berlin")
    assert complaints(page) == []
    press(page, "Keep it")
    expect(hint).to_be_hidden()
    page.reload()
    expect(hint).to_be_hidden()
    page.evaluate("localStorage.clear()")
    page.reload()
    press(page, "Change it")
    expect(page.get_by_text("Your time zone is changed.")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Stockholm"], ids=["same", "same-clock"])
def test_a_zone_with_the_same_clock_is_not_asked_about(page, zone):
    make_user("ada@example.org", zone=zone)
    enter(page, "ada@example.org", to="/account/")
    expect(page.locator("[data-zone-hint]")).to_be_hidden()


def test_the_administration_works_under_the_policy(page, settings):
    User.objects.create_superuser("root@example.org", PASSWORD)
    enter(page, "root@example.org", to="/admin/")
    for path in ("accounts/user/", "accounts/invitation/", "tracking/session/"):
        page.goto(f"/admin/{path}")
    page.goto("/admin/accounts/invitation/add/")
    # The calendar's script fills the field, so it ran.
    page.locator(".datetime a", has_text="Today").first.click()
    expect(page.locator("#id_expires_at_0")).to_have_value(re.compile(r"^\d{4}-\d\d-\d\d$"))
    page.locator("#id_expires_at_0").fill("2099-01-01")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    page.goto(f"/admin/accounts/invitation/{Invitation.objects.get().pk}/change/")
    expect(page.get_by_text("/account/invite/")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Toggle theme")).first.click()
