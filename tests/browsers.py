"""The real Chromium that tests and screenshots use."""

import asyncio
import os
import shutil
import threading
from collections.abc import Awaitable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.core.signals import request_finished, request_started
from playwright._impl._sync_base import SyncBase
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.waiting import wait_until

LONGEST_CALL = 60  # seconds
# The headless shell first: it opens no window of its own, so a page costs a third of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

# No process ahead of the next page: an eighth less for each window. What is measured (tests/bench)
# and what is looked at goes without.
FRUGAL = ("--renderer-process-limit=1",)

in_hand: set[int] = set()  # threads of the live server that answer now


class MissingBrowser(Exception):
    """There is no Chromium on this machine."""


def find_chromium() -> str:
    """Return $CHROMIUM, else the browser on PATH."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None or not os.access(found, os.X_OK):
        raise MissingBrowser(
            "The browser tests need a Chromium: put chromium or google-chrome on PATH or name "
            "one in $CHROMIUM. As root, `make test` installs it."
        )
    return found


def launch(playwright: Playwright, *options: str) -> Browser:
    """Return a running browser, with options of its command line."""
    # Chromium's own sandbox cannot be set up by root, which is who runs in most containers.
    arguments = [*options, "--no-sandbox"] if os.getuid() == 0 else list(options)
    return playwright.chromium.launch(executable_path=find_chromium(), args=arguments)


def limit_calls() -> None:
    """Let no call to a browser last for ever; closing a page and running a script know no end."""
    wait = SyncBase._sync

    async def in_time[T](call: Awaitable[T]) -> T:
        async with asyncio.timeout(LONGEST_CALL):
            return await call

    SyncBase._sync = lambda self, call: wait(self, in_time(call))  # type: ignore[method-assign]


def complaints(page: Page) -> list[str]:
    """What the rules of axe-core find wrong with a page, each with its first place."""
    problems = page.watch.problems  # type: ignore[attr-defined]
    before = list(problems)
    # Without preloading: it would fetch each imported style sheet from the wrong folder.
    options = {"resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    problems[:] = before  # axe measures with inline styles, which the policy refuses
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def begins(**_known: Any) -> None:
    """Note that a thread of the live server answers."""
    if threading.current_thread() is not threading.main_thread():
        in_hand.add(threading.get_ident())


def ends(**_known: Any) -> None:
    """Note that it has answered, and has left its database in order."""
    in_hand.discard(threading.get_ident())


def close(context: BrowserContext) -> None:
    """Close windows; then let the site end what they have asked it, while it has a database."""
    context.close()
    assert wait_until(lambda: not in_hand)


request_started.connect(begins)
request_finished.connect(ends)
