"""Listen to the player: what its page says and sounds is noted instead of done (ears.js)."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from exercises.models import Exercise
from tests.tracking.player.conftest import Hand, begin
from tracking.player.cues import Cue, cues_of

TOGETHER = 50  # ms
NOTES = {
    "start": (660,),
    "half": (523,),
    "count": (440,),
    "end": (440, 330),
    "switch": (523, 698),
    "finished": (523, 659, 784),
}


def play(
    page: Page,
    user: User,
    slug: str,
    *,
    seconds: float = 0,
    touch: bool = True,
    phase: str = "running",
) -> Hand:
    """Begin an exercise so many seconds ago, open it, and touch the page once."""
    started = timezone.now() - timedelta(seconds=seconds)
    hand = begin(user, Exercise.objects.get(pk=slug), now=started)
    page.goto(f"/sessions/{hand.session.pk}/")
    expect(page.locator("#player")).to_have_attribute("data-phase", phase)
    if touch:
        page.locator("h1").click()
    return hand


def heard(page: Page) -> list[tuple[int, str, object]]:
    """Everything so far: at which millisecond of the page, what, and its words or figures."""
    return [(at, what, more[0] if more else None) for at, what, *more in page.evaluate("heard")]


def said(page: Page) -> list[str]:
    return [str(value) for _, value in spoken(page)]


def spoken(page: Page) -> list[tuple[int, object]]:
    """When what was said."""
    return [(at, value) for at, what, value in heard(page) if what == "say"]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def let_finish(page: Page) -> None:
    """What is being said is over."""
    page.evaluate("speechSynthesis.speaking = false")
    page.clock.run_for(1_000)


def hide(page: Page, *, hidden: bool) -> None:
    """Put the page out of sight, or back."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def forget(page: Page) -> None:
    page.evaluate("heard.length = 0")


def melodies(page: Page) -> list[tuple[int, tuple[object, ...]]]:
    """The notes, those of one instant together; a busy page starts them some milliseconds apart."""
    played: dict[int, list[object]] = {}
    for at, what, value in heard(page):
        if what == "note":
            begun = next((one for one in played if 0 <= at - one < TOGETHER), at)
            played.setdefault(begun, []).append(value)
    return [(at, tuple(notes)) for at, notes in played.items()]


def cues(hand: Hand) -> list[Cue]:
    """What the data say of the only exercise."""
    return list(cues_of(hand.session.plan, 0))
