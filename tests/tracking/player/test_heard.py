"""What the player lets one hear and feel: the cues of cues.py, each at its time, in Chromium.

The browser's speech, sound, vibration, lock and media session are noted instead of done (ears.js).
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from exercises.models import Exercise
from tests.factories import make_screening, make_user
from tests.tracking.player.conftest import Hand, begin
from tracking.player.cues import Cue, CueKind, cues_of

pytestmark = pytest.mark.django_db(transaction=True)
EARS = Path(__file__).with_name("ears.js")
NOTES = {
    "start": (660,),
    "half": (523,),
    "count": (440,),
    "end": (440, 330),
    "switch": (523, 698),
    "finished": (523, 659, 784),
}
#: Timers of a page in the background: each waits for the next full second.
THROTTLE = """
    const soon = window.setTimeout.bind(window);
    window.setTimeout = (act, ms) => {
        const now = performance.now();
        return soon(act, Math.ceil((now + (ms || 0)) / 1000) * 1000 - now);
    };
    window.requestAnimationFrame = (act) => window.setTimeout(() => act(performance.now()), 0);
    window.cancelAnimationFrame = (timer) => window.clearTimeout(timer);
"""


@pytest.fixture
def ida(transactional_db, catalogue):
    """A screened person on a site with its catalogue."""
    user = make_user("ida@example.org")
    make_screening(user, at=timezone.now() - timedelta(days=1))
    return user


@pytest.fixture
def room(page: Page, ida, live_server) -> Page:
    """A quiet room without a network, in which what is heard is written down."""
    client = Client()
    client.force_login(ida)
    [cookie] = client.cookies.values()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.clock.install()
    page.add_init_script(path=EARS)
    page.route("**/moves/", lambda route: route.abort())
    return page


def play(page: Page, user, slug: str, *, seconds: float = 0) -> Hand:
    """Begin an exercise so many seconds ago, open it, and touch the page once."""
    started = timezone.now() - timedelta(seconds=seconds)
    hand = begin(user, Exercise.objects.get(pk=slug), now=started)
    page.goto(f"/sessions/{hand.session.pk}/")
    expect(page.locator("#player")).to_have_attribute("data-phase", "running")
    page.locator("h1").click()
    return hand


def heard(page: Page) -> list[tuple[int, str, object]]:
    """Everything so far: at which millisecond of the page, what, and its words or figures."""
    return [(at, what, more[0] if more else None) for at, what, *more in page.evaluate("heard")]


def said(page: Page) -> list[str]:
    return [str(value) for _, what, value in heard(page) if what == "say"]


def forget(page: Page) -> None:
    page.evaluate("heard.length = 0")


def melodies(page: Page) -> list[tuple[int, tuple[object, ...]]]:
    """The notes, those of one instant together."""
    played: dict[int, list[object]] = {}
    for at, what, value in heard(page):
        if what == "note":
            played.setdefault(at, []).append(value)
    return [(at, tuple(notes)) for at, notes in played.items()]


def cues(hand: Hand) -> list[Cue]:
    """What the data say of the only exercise."""
    return list(cues_of(hand.session.plan, 0))


def near(found: list[tuple[int, object]], expected: list[tuple[int, object]], ms: int) -> None:
    """Same things in the same order, each at most so late, counted from the last of them."""
    assert [what for _, what in found] == [what for _, what in expected]
    start = found[-1][0] - expected[-1][0]
    late = [at - start - due for (at, _), (due, _) in zip(found, expected, strict=True)]
    assert max(map(abs, late[1:])) <= ms, late


def test_everything_in_the_data_is_said_sounded_and_felt_at_its_time(room, ida):
    hand = play(room, ida, "childs-pose")
    data = cues(hand)
    room.clock.run_for(data[-1].at + 500)
    spoken = [(at, value) for at, what, value in heard(room) if what == "say"]
    near(spoken, [(cue.at, cue.say) for cue in data if cue.say], 60)
    near(melodies(room), [(cue.at, NOTES[cue.tone]) for cue in data if cue.tone], 60)
    felt = [(at, value) for at, what, value in heard(room) if what == "buzz"]
    near(felt, [(cue.at, list(cue.buzz)) for cue in data if cue.buzz], 60)
    assert not any(what == "talked over" for _, what, _ in heard(room))
    assert room.evaluate("lastSaid.voice.name") == "Near"


def test_with_throttled_timers_no_step_is_lost_and_no_figure_is_told_late(room, ida):
    room.add_init_script(THROTTLE)
    hand = play(room, ida, "seated-floor-twist")
    data = cues(hand)
    room.clock.run_for(data[-1].at + 2000)
    steps = [cue.say for cue in data if cue.say and cue.kind != CueKind.COUNT]
    spoken = [(at, value) for at, what, value in heard(room) if what == "say"]
    told = [(at, value) for at, value in spoken if not str(value).isdigit()]
    near(told, [(cue.at, cue.say) for cue in data if cue.say in steps], 1050)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def say_of(hand: Hand, kind: str, number: int = 0) -> str:
    """The sentence of the first, second ... cue of a kind."""
    return [cue.say for cue in cues(hand) if cue.kind == kind][number]


def test_pause_is_told_and_going_on_tells_the_step_again(room, ida):
    hand = play(room, ida, "childs-pose", seconds=3)
    room.clock.run_for(8_500)
    press(room, "Pause")
    paused = len(said(room))
    assert said(room)[-1] == "Paused"
    room.clock.run_for(30_000)
    assert len(said(room)) == paused
    press(room, "Go on")
    assert said(room)[-1].startswith("Going on")
    assert hand


def test_back_tells_the_step_from_its_beginning(room, ida):
    hand = play(room, ida, "childs-pose", seconds=11)
    room.clock.run_for(3_000)
    forget(room)
    press(room, "Back")
    assert said(room) == [say_of(hand, "step")]
    assert melodies(room)[-1][1] == NOTES["start"]


def test_next_tells_the_step_it_leads_to_and_nothing_of_what_it_passed(room, ida):
    hand = play(room, ida, "childs-pose", seconds=1)
    forget(room)
    press(room, "Next")
    assert said(room) == [say_of(hand, "step")]


def test_ten_seconds_more_move_the_countdown(room, ida):
    hand = play(room, ida, "childs-pose", seconds=4)
    room.clock.run_for(1_000)
    forget(room)
    press(room, "Ten seconds more")
    room.clock.run_for(9_000)
    assert said(room) == []
    room.clock.run_for(7_500)
    assert said(room) == ["3", "2", "1", say_of(hand, "step")]


def test_out_of_sight_the_step_is_told_to_its_end_and_then_that_it_waits(room, ida):
    play(room, ida, "childs-pose", seconds=1)
    forget(room)
    hide(room, hidden=True)
    room.clock.run_for(60_000)
    assert said(room) == ["3", "2", "1", "It waits here. Look at the page to go on."]
    hide(room, hidden=False)
    assert said(room)[4:] == [room.locator("#player-banner").inner_text()]


def test_stop_silences_everything_and_asks(room, ida):
    play(room, ida, "childs-pose", seconds=3)
    press(room, "Stop, it hurts")
    assert said(room)[-1] == "Stopped. What did you feel?"
    count = len(said(room))
    room.clock.run_for(60_000)
    assert len(said(room)) == count
    expect(room.locator("#player-alerts")).to_have_text("Stopped. What did you feel?")


def hide(page: Page, *, hidden: bool) -> None:
    """Put the page out of sight, or back."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_the_screen_is_kept_on_taken_again_and_given_back(room, ida):
    play(room, ida, "childs-pose", seconds=3)
    locks = [what for _, what, _ in heard(room) if what in ("wake", "sleep")]
    assert locks == ["wake"]
    room.evaluate("lastLock.release()")  # as a device does that puts the page away
    hide(room, hidden=True)
    hide(room, hidden=False)
    press(room, "Pause")
    locks = [what for _, what, _ in heard(room) if what in ("wake", "sleep")]
    assert locks == ["wake", "sleep", "wake", "sleep"]


def test_a_device_that_refuses_to_keep_its_screen_on_is_told_of_once(room, ida):
    room.add_init_script("window.noWake = true")
    play(room, ida, "childs-pose", seconds=3)
    note = room.locator("#player-note")
    expect(note).to_contain_text("may turn its screen off")
    room.clock.run_for(13_000)
    expect(note).to_be_empty()
    press(room, "Pause")
    press(room, "Go on")
    expect(note).to_be_empty()


def test_the_buttons_of_a_headset_pause_step_and_go_on(room, ida):
    play(room, ida, "childs-pose", seconds=11)
    player = room.locator("#player")
    assert room.evaluate("navigator.mediaSession.playbackState") == "playing"
    room.evaluate("pressHeadset('play')")  # it plays already
    room.evaluate("pressHeadset('pause')")
    expect(player).to_have_attribute("data-phase", "paused")
    assert room.evaluate("navigator.mediaSession.playbackState") == "paused"
    room.clock.run_for(1_000)
    room.evaluate("pressHeadset('play')")
    expect(player).to_have_attribute("data-phase", "running")
    room.evaluate("pressHeadset('nexttrack')")
    expect(room.locator("[data-label]")).to_have_text("Move")
    silence = [what for _, what, _ in heard(room) if what.startswith("silence")]
    assert silence[-2:] == ["silence on", "silence on"] or silence[-1] == "silence on"
