"""A session played in a browser on a clock that stands still unless told, here and on the site.

Both clocks move together, so that two runs of the same story leave the same log to the
millisecond, whatever happened to the network meanwhile.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from accounts.models import User
from exercises.models import Exercise
from tests.factories import make_screening, make_user
from tests.tracking.player.conftest import Hand, begin
from tests.waiting import wait_until

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
LEAP = 4000  # milliseconds: no frame noted for five seconds is taken for a device that slept
LAST_FRAMES = 100  # milliseconds that are drawn frame by frame after a leap
#: Counts what the scripts of a page ask the site for and have no answer to.
COUNT_ASKED = """
    window.asked = 0;
    const { fetch, XMLHttpRequest: { prototype: asking } } = window, { send } = asking;
    window.fetch = (...what) => (asked += 1, fetch(...what).finally(() => (asked -= 1)));
    asking.send = function (...what) {
        asked += 1;
        this.addEventListener("loadend", () => (asked -= 1));
        return send.apply(this, what);
    };
"""
IDLE = """() => !window.asked
    && (!navigator.onLine || !Number(document.documentElement.dataset.unsent))"""
#: What the page has pressed is on the disk: a crash after that loses nothing.
KEPT = """async (session) => {
  const kept = document.querySelector("link[href*='player/store']");
  if (!kept) return true;
  const presses = await (await import(kept.href)).waiting();
  const ours = presses.filter((press) => press.session === session);
  return ours.length >= Number(document.documentElement.dataset.unsent);
}"""


def leaps(seconds: float, longest: int = LEAP) -> Iterator[int]:
    """The milliseconds of so long a time, in leaps that a page does not take for a sleep."""
    left = int(seconds * 1000)
    while left > 0:
        yield min(left, longest)
        left -= longest


class Clock:
    """The one clock of the site and of every page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.contexts, self.down = START, list[BrowserContext](), False
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def rule(self, context: BrowserContext) -> None:
        """Let the pages of a context live by this clock."""
        context.clock.install(time=self.now)
        # How long the page took to load is measured by the browser's own clock.
        context.add_init_script("performance.getEntriesByType = () => []")
        context.clock.pause_at(self.now + timedelta(seconds=1))
        self.now += timedelta(seconds=1)
        context.add_init_script(COUNT_ASKED)
        self.contexts.append(context)

    def run(self, seconds: float) -> None:
        """Let time pass, first on the site: no page is ever ahead of it. Nothing is on its way."""
        self.settle()
        for leap in leaps(seconds - LAST_FRAMES / 1000):
            self.now += timedelta(milliseconds=leap)
            for context in self.contexts:
                context.clock.fast_forward(leap)
        self.now += timedelta(milliseconds=LAST_FRAMES)
        for context in self.contexts:
            context.clock.run_for(LAST_FRAMES)

    def settle(self) -> None:
        """Wait until nothing is on its way; without a network or a server nothing is."""
        if self.down:
            return
        for page in [page for context in self.contexts for page in context.pages]:
            if not page.evaluate(IDLE):
                page.wait_for_function(IDLE)


@dataclass
class Player:
    """One open page of a session."""

    clock: Clock
    context: BrowserContext
    hand: Hand
    page: Page

    def open(self) -> None:
        self.page.goto(f"/sessions/{self.hand.session.pk}/", wait_until="commit")
        self.page.wait_for_selector("#player[data-ready], .summary", state="attached")

    def kill(self) -> None:
        """End the page as a crash does, and open it again."""
        self.page.wait_for_function(KEPT, arg=str(self.hand.session.pk))
        self.page.close(run_before_unload=False)
        self.page = self.context.new_page()
        self.open()

    def press(self, kind: str) -> None:
        """Press as keys and headsets do."""
        script = "kind => document.dispatchEvent(new CustomEvent('player:press', {detail: {kind}}))"
        self.page.evaluate(script, kind)

    def click(self, selector: str) -> None:
        self.page.eval_on_selector(selector, "node => node.click()")

    def phase(self) -> str | None:
        return self.page.get_attribute("#player", "data-phase")

    def finish(self) -> None:
        self.click(".finish [name=release_1][value=lumbar]")
        self.click(".finish [name=pain_after][value='2']")
        self.page.eval_on_selector(".finish [name=note]", "node => { node.value = 'Easy.' }")
        self.click(".finish .form-actions button")


Step = tuple[str, Callable[[Player], None]]


def _run(seconds: float) -> Callable[[Player], None]:
    return lambda player: player.clock.run(seconds)


#: A stretch of 49 seconds, a twist of 94 that can release, a stretch of 49 to answer it.
STORY: tuple[Step, ...] = (
    ("the next item begins by itself", _run(50)),
    ("pause", lambda player: player.press("toggle")),
    ("go on", lambda player: (player.clock.run(5), player.press("toggle"))[-1]),
    ("next", lambda player: (player.clock.run(5), player.press("next"))[-1]),
    ("back", lambda player: (player.clock.run(4), player.press("previous"))[-1]),
    ("the item ends", _run(100)),
    ("it released", lambda player: player.click("[name=region][value=lumbar]")),
    ("begin", lambda player: (player.clock.run(3), player.click("[data-begin] [value=begin]"))[-1]),
    ("the session ends", _run(60)),
    ("finish", Player.finish),
)


def open_session(clock: Clock, context: BrowserContext, url: str) -> Player:
    """Start a session of somebody new and open it."""
    user = make_user()
    make_screening(user, at=clock.now - timedelta(days=1))
    hand = begin(user, Exercise.objects.get(pk="seated-chair-twist"), now=clock.now)
    page = context.pages[0] if context.pages else context.new_page()
    player = Player(clock, context, hand, page)
    sign_in(context, user, url)
    player.open()
    return player


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    [cookie] = client.cookies.values()
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def log_of(player: Player) -> dict[str, Any]:
    """What is left of a session once it is closed, by time since its start."""
    hand = player.hand
    assert wait_until(lambda: hand.fresh().status != "open"), (player.phase(), hand.kinds())
    # Chromium may never answer who closes or leaves a page that is on its way to another one.
    player.page.wait_for_selector(".summary", state="attached")
    session = hand.fresh()
    gone = lambda at: (at - session.started_at).total_seconds()  # noqa: E731
    return {
        "moves": [
            (m.kind, m.offset_ms, m.data.get("item"))
            for m in session.moves.order_by("offset_ms", "id")
        ],
        "bouts": [
            (
                b.exercise_id,
                gone(b.started_at),
                gone(b.ended_at),
                b.seconds,
                b.completed,
                b.release_regions,
            )
            for b in session.bouts.order_by("position")
        ],
        "session": (session.status, session.seconds, session.pain_after, session.note),
    }
