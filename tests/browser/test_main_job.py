"""The whole main job in a real browser, from sign-up to reading both mails.

It runs on both databases, with a real broker, a real worker, and a mail server over a socket.
"""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from accounts.models import User
from tests.conftest import open_page
from tests.factories import midday_zone
from tests.waiting import wait_until
from tracking.models import Reminder, Session
from tracking.reminders.tasks import dispatch_due

PASSWORD = "a quiet back in the morning"
ADDRESS = "ada@example.org"
# The answers that name a region.
RELEASED = "[name^=release_]:not([value='']):not([value=no]):not([value=unsure])"


@pytest.fixture
def ada(browser, live_server, transactional_db, routines, celery_worker, smtp_sink, settings):
    """A newcomer's window on a site whose workers run and whose mail is really sent."""
    settings.BASE_URL = live_server.url
    with open_page(browser, live_server.url, zone=midday_zone(), motion=False) as page:
        yield page


def press(page: Page, name: str) -> None:
    """Press the one button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def mail(smtp_sink, words: str) -> str:
    """Return the text of the newest mail whose subject holds the words; wait for it."""

    def found():
        return [m for m in smtp_sink.messages if words.lower() in str(m["Subject"]).lower()]

    assert wait_until(found), [str(message["Subject"]) for message in smtp_sink.messages]
    return found()[-1].get_body(("plain",)).get_content()


def sign_up(page: Page, smtp_sink) -> None:
    """Make an account and confirm the address with the code of the mail."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("start|account|sign up", re.IGNORECASE)).first.click()
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.locator("[name=password1]").fill(PASSWORD)
    page.get_by_label("I am 18 or older").check()
    page.get_by_label("Keep my health data").check()
    press(page, "Create account")
    expect(page.get_by_label("Code")).to_be_visible()
    code = re.search(r"^ +([A-Z]{4}-[A-Z]{4})\s*$", mail(smtp_sink, "code"), re.MULTILINE)
    assert code
    page.get_by_label("Code").fill(code[1])
    press(page, "Go on")
    expect(page).to_have_url(re.compile(r"/today/$"))


def answer_screening(page: Page) -> None:
    """Answer the health questions as someone without any of it."""
    page.goto("/safety/screening/")
    page.locator("[name=q1]").fill("44")
    for name in ("q2", "q3", "q4", "q5", "q6"):
        page.locator(f"[name={name}][value=no]").check()
    for choice in page.get_by_label("None of these apply to me", exact=True).all():
        choice.check()
    page.locator("[name=q14][value='0']").check()
    press(page, "Save my answers")
    expect(page).not_to_have_url(re.compile("/screening/"))


def do_routine(page: Page) -> Session:
    """Run a routine by its Next button and answer the finish page; a joint released."""
    page.goto("/routines/")
    page.get_by_role("link", name="Mid-back opener").first.click()
    page.get_by_role("link", name="Start").first.click()
    page.locator("[name=signs]").check()
    page.locator("[name=pain_now][value='2']").check()
    press(page, "All true, start")
    expect(page.locator("#player")).to_be_visible()
    play(page)
    answer_finish(page)
    return Session.objects.get()


def play(page: Page) -> None:
    """Press Next and Begin until the finish page is there.

    The first stretch is held to its end: without it what mobilises is passed over.
    """
    player = page.locator("#player")
    for _press in range(200):
        if player.get_attribute("data-phase") == "ended":
            return
        held = page.locator("[data-label]").filter(has_text="Hold")
        if held.is_visible() and "1 of 4" in page.locator(".player-place").inner_text():
            expect(held).to_be_hidden(timeout=60_000)
        begin = page.get_by_role("button", name="Begin", exact=True)
        following = page.get_by_role("button", name="Next", exact=True)
        # An item may end by itself between the look and the press: then look again.
        with suppress(PlaywrightTimeout):
            (begin if begin.is_visible() else following).click(timeout=3_000)
        page.wait_for_timeout(600)
    raise AssertionError("The routine did not end.")


def answer_finish(page: Page) -> None:
    """Say where it released, how much it hurts, and save."""
    expect(page.get_by_role("button", name="Save and close")).to_be_visible()
    groups = page.locator(".finish-releases fieldset").all()
    assert groups, page.locator("main").inner_text()
    for group in groups:
        group.locator(RELEASED).first.check()
    page.locator("[name=pain_after][value='1']").check()
    press(page, "Save and close")
    expect(page.get_by_text("Finished. That is enough for now.")).to_be_visible()


def log_releases(page: Page) -> None:
    """Log two sessions done without the player, in which everything released."""
    on = timezone.localdate(timezone=User.objects.get().zone)
    for hour in ("01:15", "03:15"):
        page.goto(f"/progress/{on}/add/?routine=mid-back-opener")
        page.locator("[name=started]").fill(hour)
        for name in sorted({box.get_attribute("name") for box in page.locator(RELEASED).all()}):
            page.locator(RELEASED.replace("^=release_", f"={name}")).first.check()
        press(page, "Log it")
        expect(page.get_by_text("Logged.")).to_be_visible()


def set_reminder(page: Page) -> Reminder:
    """Set a reminder for this evening."""
    page.goto("/reminders/new/")
    page.locator("[name=time_1]").fill("20:30")
    page.get_by_label("Only if not done").uncheck()
    press(page, "Save")
    expect(page.get_by_role("heading", name=re.compile("20:30"))).to_be_visible()
    return Reminder.objects.get()


def test_from_sign_up_to_both_mails(ada, smtp_sink, live_server):
    sign_up(ada, smtp_sink)
    answer_screening(ada)
    session = do_routine(ada)
    assert session.status == Session.Status.FINISHED
    ada.goto("/progress/")
    expect(ada.get_by_text("Mid-back opener").first).to_be_visible()

    reminder = set_reminder(ada)
    # The evening comes early: what is due is a row, whatever the clock.
    Reminder.objects.filter(pk=reminder.pk).update(
        next_due_at=timezone.now() - timedelta(minutes=1)
    )
    dispatch_due.delay()
    reminded = mail(smtp_sink, "a few minutes for yourself")
    links = re.findall(rf"{live_server.url}/\S+", reminded)
    assert len(links) == 3, reminded
    ada.goto(links[0])
    expect(ada.get_by_role("heading", level=1)).to_be_visible()
    expect(ada).not_to_have_url(re.compile("/account/login/"))

    log_releases(ada)
    alert = mail(smtp_sink, "time for a rest")
    assert not re.search("lumbar|thoracic|lower back|middle back|upper back", alert.lower())
    ada.goto("/today/")
    expect(ada.get_by_text("Cooling down").first).to_be_visible()
