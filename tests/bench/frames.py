"""What a moving figure costs a slow phone: main-thread work a frame, layout shift, bytes."""

import gzip
import json

from playwright.sync_api import CDPSession, Page, sync_playwright

from exercises.figures.album import album_of
from exercises.models import Exercise
from tests.bench.figures import figure
from tests.browsers import launch

SLOWER = 4  # times
WATCHED_S = 6
# Of what is around and below a figure; that fonts arrive late is another matter.
SHIFTS = """() => new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
        const ours = entry.sources.some(({ node }) => node?.parentElement?.closest("main"));
        if (ours) window.shifted = (window.shifted || 0) + entry.value;
    }
}).observe({ type: "layout-shift", buffered: true })"""
FRAMES = """() => {
    window.frames_drawn = 0;
    const count = () => { window.frames_drawn += 1; requestAnimationFrame(count); };
    requestAnimationFrame(count);
}"""


def largest() -> tuple[str, int]:
    """The exercise whose reel has the most bytes as it is sent, and how many."""
    packed = {}
    for exercise in Exercise.objects.runnable():
        album = album_of(exercise.spec)
        if album is not None:
            texts = (json.dumps(side, separators=(",", ":")).encode() for side in album.sides)
            packed[exercise.slug] = max(len(gzip.compress(text)) for text in texts)
    slug = max(packed, key=lambda name: packed[name])
    return slug, packed[slug]


def busy(session: CDPSession) -> float:
    """Seconds of main-thread tasks since the page began."""
    told = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in told if one["name"] == "TaskDuration")


def watch(page: Page, url: str) -> tuple[float, float]:
    """Milliseconds of main-thread work a frame while the film plays, and the layout shift."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url)
    page.evaluate(SHIFTS)
    page.locator("[data-figure-toggle]").scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    page.evaluate(FRAMES)
    before = busy(session)
    page.wait_for_timeout(WATCHED_S * 1000)
    frames, spent = page.evaluate("window.frames_drawn"), busy(session) - before
    return spent / frames * 1000, page.evaluate("window.shifted || 0")


def moving(port: int) -> None:
    """Measure the page of the exercise with the largest figure."""
    slug, size = largest()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        spent, shifted = watch(page, f"http://127.0.0.1:{port}/exercises/{slug}/")
        browser.close()
    figure("figure_largest", size, "B")
    figure("figure_frame_of_a_slow_phone", spent, "ms")
    figure("figure_layout_shift", shifted, "1")
