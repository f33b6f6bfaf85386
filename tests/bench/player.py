"""What the player is like on a slow phone: when it takes presses, and how exact a hold is."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import factories
from tests.bench import people
from tests.bench.figures import figure
from tests.browsers import launch
from tests.world import start
from tracking.models import Session

SLOWER = 4  # times
#: Slow 4G as Lighthouse has it: 150 ms there and back, 1.6 Mbit/s down, 0.75 up.
SLOW_4G = {"latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 96_000}
HOLD_MS = 60_000
ROUTINE = "morning-loosen"
#: The instant at which the page takes presses, since its address was asked for.
MARK = """new MutationObserver((_, watch) => {
    if (!document.querySelector("#player[data-ready]")) return;
    window.ready = performance.now();
    watch.disconnect();
}).observe(document, { subtree: true, childList: true, attributes: true });"""
#: The wall time between two steps of an item, as its page tells them.
STEPS = """() => document.addEventListener("player:show", ({ detail }) => {
    (window.steps ||= {})[detail.step] ??= Date.now();
})"""


def player(port: int) -> None:
    """Measure the page of a session in a real browser."""
    url = f"http://127.0.0.1:{port}"
    first, seen, held = (begun(url) for _ in range(3))
    lengthen(held.session)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        hold(browser, url, held)
        interactive(browser, url, first, name="first")
        interactive(browser, url, seen, name="after_start_card")
        browser.close()


@dataclass(frozen=True, slots=True)
class Begun:
    """A session of somebody new, and what a browser must know to be theirs."""

    session: Session
    cookies: list[SetCookieParam]

    @property
    def address(self) -> str:
        return f"/sessions/{self.session.pk}/"


def begun(url: str) -> Begun:
    """Start a session of somebody new."""
    now, user = timezone.now(), factories.make_user(zone="UTC")
    factories.make_screening(user, at=now - timedelta(days=1))
    pairs = [pair.split("=", 1) for pair in people.cookies(user)["Cookie"].split("; ")]
    cookies: list[SetCookieParam] = [{"name": n, "value": v, "url": url} for n, v in pairs]
    return Begun(start(user, ROUTINE, now), cookies)


def slow(context: BrowserContext) -> None:
    """Make the context's first page one of a slow phone with a slow network."""
    phone = context.new_cdp_session(context.pages[0])
    phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", {"offline": False} | SLOW_4G)


def interactive(browser: Browser, url: str, begun: Begun, *, name: str) -> None:
    """How long after its address is asked for the player takes presses, on a slow phone."""
    with browser.new_context(base_url=url, viewport={"width": 390, "height": 844}) as context:
        context.add_cookies(begun.cookies)
        context.add_init_script(MARK)
        page = context.new_page()
        if name != "first":  # whoever presses Start has seen the card
            page.goto(f"/sessions/new/?routine={ROUTINE}")
            page.wait_for_timeout(3000)
        slow(context)
        page.goto(begun.address)
        page.wait_for_function("() => window.ready")
        figure(f"player_interactive_{name}", page.evaluate("window.ready"), "ms")


def hold(browser: Browser, url: str, begun: Begun) -> None:
    """How far a hold of 60 seconds is from 60 seconds of wall time, with slow timers."""
    with browser.new_context(base_url=url) as context:
        context.add_cookies(begun.cookies)
        page = context.new_page()
        page.goto(begun.address)
        page.evaluate(STEPS)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
        page.wait_for_function("() => window.steps?.[2]", timeout=2 * HOLD_MS)
        took = page.evaluate("window.steps[2] - window.steps[1]")
        figure("player_hold_of_60_s_is_off_by", abs(took - HOLD_MS), "ms")


def lengthen(session: Session) -> None:
    """Make its first item a short lead-in and one hold of a minute."""
    item = session.plan["items"][0]
    ready, *_, back = item["segments"]
    held = next(segment for segment in item["segments"] if segment["phase"] == "hold")
    item["segments"] = [ready | {"seconds": 10}, held | {"seconds": HOLD_MS // 1000}, back]
    item["seconds"] = sum(segment["seconds"] for segment in item["segments"])
    session.save()
