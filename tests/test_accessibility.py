"""Every main page on the smallest phone: nothing scrolls sideways, and axe-core finds nothing."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browsers import complaints
from tests.world import make_world

VISITOR = [
    ("tracking:home", ()),
    ("exercises:list", ()),
    ("exercises:detail", ("seated-chair-twist",)),
    ("exercises:detail", ("partner-bear-hug",)),
    ("exercises:detail", ("floor-manipulation-by-another",)),
    ("tracking:help", ()),
    ("tracking:rules", ()),
    ("account_login", ()),
    ("account_signup", ()),
    ("account_reset_password", ()),
]
PERSON = [
    ("tracking:today", ()),
    ("tracking:why", ()),
    ("exercises:detail", ("seated-chair-twist",)),
    ("tracking:routine-list", ()),
    ("tracking:routine-detail", ("partner-hug",)),
    ("tracking:safety", ()),
    ("tracking:open-list", ()),
    ("tracking:own-limits", ()),
    ("tracking:replay", ()),
    ("tracking:progress", ()),
    ("tracking:reminder-list", ()),
    ("tracking:reminder-new", ()),
    ("account", ()),
    ("account_email", ()),
]


def problems(page: Page, names: list[tuple[str, tuple[str, ...]]]) -> dict[str, list[str]]:
    """What is wrong, by address; pages without a problem are left out."""
    found = {}
    for name, args in names:
        url = reverse(name, args=args)
        page.goto(url)
        wrong = complaints(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("scrolls sideways")
        if page.locator("h1").count() != 1:
            wrong.append("has not one h1")
        if wrong:
            found[url] = wrong
    return found


@pytest.fixture
def phone(page: Page) -> Page:
    """The smallest phone there is, at night."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    return page


def test_visitors_pages(phone: Page, transactional_db, catalogue):
    assert problems(phone, VISITOR) == {}


def test_a_persons_pages(phone: Page, transactional_db, routines, live_server):
    world = make_world()
    client = Client()
    client.force_login(world.owner)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    phone.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    session = ("tracking:session-detail", (world.running.pk,))
    day = ("tracking:day", (world.closed.on,))
    assert problems(phone, [*PERSON, session, day]) == {}
