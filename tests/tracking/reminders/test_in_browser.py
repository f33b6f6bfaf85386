"""Reminders in a real browser, from the form to the mail that a real worker sent."""

import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from config.devmail import mails_in
from tests.factories import make_reminder, make_user
from tests.waiting import wait_until
from tracking.models import Reminder

pytestmark = pytest.mark.django_db(transaction=True)
LIST = reverse("tracking:reminder-list")
FILES = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def user(page: Page, live_server) -> User:
    """A person who is signed in in the browser."""
    person, client = make_user(zone="Europe/Berlin"), Client()
    client.force_login(person)
    cookie = client.cookies[site.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return person


@pytest.fixture
def folder(settings, tmp_path, live_server) -> Path:
    """Mail is kept in files, as without EMAIL_URL, and its links lead to this server."""
    settings.BASE_URL, settings.MAIL_FOLDER = live_server.url, tmp_path
    settings.MAILERS = {"default": {"BACKEND": FILES, "OPTIONS": {"file_path": tmp_path}}}
    return tmp_path


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def test_the_suggested_slot_becomes_a_reminder(page: Page, user: User):
    page.goto(LIST)
    page.get_by_role("link", name="Set it up").click()
    expect(page.get_by_label("Time 1")).to_have_value("08:00")
    page.get_by_label("Sunday").uncheck()
    press(page, "Save")
    expect(page).to_have_url(re.compile(f"{LIST}$"))
    expect(page.locator(".reminder")).to_contain_text("Monday to Saturday")
    assert Reminder.objects.get(user=user).times == ["08:00"]


def test_switching_keeps_the_page_and_the_focus(page: Page, user: User):
    make_reminder(user)
    page.goto(LIST)
    page.evaluate("window.isSamePage = true")
    press(page, "Switch off")
    switched = page.get_by_role("button", name="Switch on")
    expect(switched).to_be_focused()
    press(page, "Switch on")
    expect(page.get_by_role("button", name="Switch off")).to_be_focused()
    page.locator("summary", has_text="Delete").click()
    press(page, "Yes, delete it")
    expect(page.get_by_text("You have no reminder yet.")).to_be_visible()
    assert page.evaluate("window.isSamePage")


def test_a_test_mail_is_read_here_and_its_links_work(
    page: Page, user: User, folder: Path, celery_worker
):
    make_reminder(user)
    page.goto(LIST)
    press(page, "Send a test now")
    expect(page.get_by_text("The test is on its way to you.")).to_be_visible()
    assert wait_until(lambda: any(map(mails_in, folder.glob("*.log"))))
    open_newest_mail(page)
    page.frame_locator("iframe").get_by_role("link", name="Start now").click()
    expect(page).to_have_url(re.compile(r"/today/$"))
    open_newest_mail(page)
    page.frame_locator("iframe").get_by_role("link", name="Stop these mails").click()
    press(page, "Stop all reminder mails")
    expect(page.get_by_role("heading", name="No more reminder mails")).to_be_visible()
    user.refresh_from_db()
    assert not user.reminder_mail


def open_newest_mail(page: Page) -> None:
    """Open the first mail of /dev/mail/."""
    page.goto("/dev/mail/")
    page.get_by_role("link", name="A few minutes for yourself").first.click()
