"""Fixtures for the whole suite; tests/settings.py has started the real services before."""

import email
import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default as default_policy
from typing import Any

import hypothesis
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery.contrib.testing.worker import start_worker
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from config.celery import app
from exercises.actions import store_catalogue
from exercises.catalogue import Catalogue, read_catalogue
from exercises.models import Exercise
from tests import factories
from tests.browsers import FRUGAL, MissingBrowser, close, launch, limit_calls
from tests.kept import keep, put_back
from tests.restarting import sites
from tests.waiting import free_port
from tracking.models import Routine
from tracking.routines.actions import store_built_in
from tracking.routines.builtin import read_routines

# Head and body of an answer are written apart: on a connection that is kept, the body would wait
# 40 ms until the browser has thanked for the head.
WSGIRequestHandler.disable_nagle_algorithm = True

hypothesis.settings.register_profile("default", deadline=None, max_examples=60)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=5000)
hypothesis.settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--database-only`, with which the suite runs a second time on the other engine."""
    parser.addoption("--database-only", action="store_true", help="run what touches a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs the same on any engine; begin with what waits, and most with what most.

    Whatever only computes comes last, so that no core is idle while the last windows wait.
    """
    items.sort(key=lambda item: (not is_main_job(item), "browser" not in fixtures_of(item)))
    if config.getoption("database_only"):
        left_out = [item for item in items if not touches_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if touches_database(item)]


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives to the end: thousands of tests and all modules."""
    gc.freeze()


def fixtures_of(item: pytest.Item) -> set[str]:
    """Names of all that a test is given."""
    return set(getattr(item, "fixturenames", ()))


def is_main_job(item: pytest.Item) -> bool:
    """Whether it is the job of Limber from sign-up to the mails, which waits most of all."""
    return item.path.parent.name == "browser"


def touches_database(item: pytest.Item) -> bool:
    """Whether a test is given a database, by mark or by fixture."""
    fixtures = fixtures_of(item)
    # How pages look and feel does not depend on the engine; the main job does it on both.
    looks = "browser" in fixtures and not is_main_job(item)
    if looks or item.get_closest_marker("either_engine"):
        return False
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"})


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits, sessions and heartbeats of one test must not reach the next."""
    cache.clear()


@dataclass(frozen=True)
class Mode:
    """How a browser asks: for a whole page, or by htmx for a part."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def htmx(self) -> bool:
        """Whether the answer is a part."""
        return self.name == "htmx"


@pytest.fixture(params=["page", "htmx"])
def mode(request: pytest.FixtureRequest) -> Mode:
    """Run the test both ways: `client.post(url, data, headers=mode.headers)`."""
    return Mode(request.param, {"HX-Request": "true"} if request.param == "htmx" else {})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """End what a thread of a test left connected: PostgreSQL drops no database that is in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def read_files() -> Catalogue:
    """Read the catalogue's files once."""
    return read_catalogue()


@pytest.fixture(scope="session")
def content(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, read_files: Catalogue
) -> None:
    """Load the catalogue and the built-in routines once, and keep them aside."""
    with django_db_blocker.unblock():
        store_catalogue(catalogue=read_files, now=factories.NOW)
        store_built_in(routines=read_routines(), now=factories.NOW)
        keep(Routine)
        keep(Exercise)


@pytest.fixture
def catalogue(content: None, db: None) -> dict[str, Exercise]:
    """Fill in the whole catalogue; exercises by slug."""
    put_back(Exercise)
    return {row.slug: row for row in Exercise.objects.all()}


@pytest.fixture
def routines(catalogue: dict[str, Exercise]) -> dict[str, Routine]:
    """Fill in the built-in routines as well; routines by slug, in their order."""
    put_back(Routine)
    return {row.slug: row for row in Routine.objects.built_in()}


@pytest.fixture
def alice(db: None) -> User:
    """A person in London who has agreed to every text; `client.force_login(alice)`."""
    return factories.make_user("alice@example.org")


@pytest.fixture
def bob(db: None) -> User:
    """Somebody else."""
    return factories.make_user("bob@example.org")


@pytest.fixture
def celery_worker(transactional_db: None) -> Iterator[None]:
    """Run a real worker on the real broker in this process; needs real commits."""
    app.control.purge()
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    with start_worker(app, pool="threads", concurrency=2, perform_ping_check=False):
        yield
    # The worker takes the root logger over, and later tests would find no warning in their log.
    root.setLevel(level)
    root.handlers[:] = handlers


@dataclass
class SmtpSink:
    """An SMTP server that keeps what it is sent; `refuse` makes it answer so instead."""

    host: str = "127.0.0.1"
    port: int = 0
    refuse: str = ""
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the message, or answer with `refuse`."""
        if self.refuse:
            return self.refuse
        message = email.message_from_bytes(envelope.content or b"", policy=default_policy)
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def smtp_sink(settings) -> Iterator[SmtpSink]:
    """Send the site's mail over a real socket to a server that keeps it."""
    sink = SmtpSink(port=free_port())
    controller = Controller(sink, hostname=sink.host, port=sink.port)
    controller.start()
    options = {"host": sink.host, "port": sink.port, "timeout": 5}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    yield sink
    controller.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one real Chromium for the run."""
    limit_calls()
    with sync_playwright() as playwright:
        try:
            chromium = launch(playwright, *FRUGAL)
        except MissingBrowser as missing:
            pytest.fail(str(missing), pytrace=False)
        yield chromium
        chromium.close()


class Watch:
    """What a page did that it must not: console errors, failures, requests to other hosts."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.problems: list[str] = []
        self.expected: set[int] = set()
        self.base_url = base_url
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.problems.append(f"exception: {error}"))
        page.on("request", self.on_request)
        page.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        """Note errors and warnings; a failed request is noted by its status instead."""
        told = ("Failed to load resource", "registration blocked by Playwright")
        statuses = [f"Response Status Error Code {status} " for status in self.expected]  # of htmx
        expected = any(words in message.text for words in (*told, *statuses))
        if message.type in {"error", "warning"} and not expected:
            self.problems.append(f"console: {message.text}")

    def on_request(self, request: Request) -> None:
        """Note any request to another host."""
        if not request.url.startswith((self.base_url, "data:", "blob:")):
            self.problems.append(f"foreign request: {request.url}")

    def on_response(self, response: Response) -> None:
        """Note failures other than the expected ones (`watch.expected.add(422)`)."""
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.status}: {response.url}")


@contextmanager
def open_page(
    browser: Browser,
    url: str,
    *,
    zone: str = "Europe/Berlin",
    worker: bool = False,
    motion: bool = True,
) -> Iterator[Page]:
    """Open a fresh private phone-sized window; `page.watch` holds its problems.

    `worker` lets the site install its service worker; without `motion` figures stand still, which
    spares four fifths of the work of a playing page.

    Addresses are relative (`page.goto("/today/")`). It fails at its end if the page complained.
    """
    context = browser.new_context(
        base_url=url,
        viewport={"width": 390, "height": 844},
        locale="en-GB",
        timezone_id=zone,
        service_workers="allow" if worker else "block",
        reduced_motion="no-preference" if motion else "reduce",
    )
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.watch = Watch(opened, url)  # type: ignore[attr-defined]
    try:
        yield opened
    finally:
        close(context)
    assert opened.watch.problems == []  # type: ignore[attr-defined]


@pytest.fixture
def server(live_server) -> Iterator[Any]:
    """Address of a site that can be ended and started again, and what starts it."""
    with sites() as site:
        yield site


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """Open a window on the live site."""
    with open_page(browser, live_server.url) as opened:
        yield opened
