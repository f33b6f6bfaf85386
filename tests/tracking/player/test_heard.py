"""What the player lets one hear and feel: the cues of cues.py, each at its time, in Chromium."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.tracking.player.by_ear import heard as by_ear
from tests.tracking.player.conftest import begin
from tests.tracking.player.listening import (
    NOTES,
    cues,
    forget,
    heard,
    hide,
    melodies,
    play,
    press,
    said,
    spoken,
)

pytestmark = pytest.mark.django_db(transaction=True)
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
    near(spoken(room), [(cue.at, cue.say) for cue in data if cue.say], 60)
    near(melodies(room), [(cue.at, NOTES[cue.tone]) for cue in data if cue.tone], 60)
    felt = [(at, value) for at, what, value in heard(room) if what == "buzz"]
    near(felt, [(cue.at, list(cue.buzz)) for cue in data if cue.buzz], 60)
    assert not any(what == "talked over" for _, what, _ in heard(room))
    assert room.evaluate("lastSaid.voice.name") == "Near"  # of this device, in the page's language


def test_a_whole_session_with_throttled_timers_loses_no_step_and_tells_no_figure_late(room, ida):
    room.add_init_script(THROTTLE)
    hand = play(room, ida, "seated-floor-twist")
    data = list(by_ear(hand.session.plan))
    room.clock.run_for(data[-1][0] * 1000 + 8_000)
    told = [(at, say) for at, say in spoken(room) if not str(say).isdigit()]
    due = [(int(at * 1000), c.say) for at, c in data if c.say and not c.say.isdigit()]
    assert [say for _, say in told] == [say for _, say in due]
    # Each item begins up to two seconds late where a throttled page waits for it.
    waited = [after - at for (at, _), (after, _) in pairwise(told)]
    wanted = [after - at for (at, _), (after, _) in pairwise(due)]
    assert max(abs(one - other) for one, other in zip(waited, wanted, strict=True)) <= 2_100
    ends = [at for at, say in spoken(room) if say == "1"]
    steps = [at for at, _ in told]
    assert all(any(600 <= step - end <= 2_000 for step in steps) for end in ends)


def test_what_a_press_does_is_told_and_nothing_late(room, ida):
    hand = play(room, ida, "childs-pose", seconds=4)
    [ready, step, following, *_] = [c.say for c in cues(hand) if c.kind in ("ready", "step")]
    assert said(room) == []  # too late to be told whole before 3, 2, 1
    press(room, "Pause")
    assert said(room) == ["Paused"]
    room.clock.run_for(60_000)
    press(room, "Go on")
    assert said(room) == ["Paused", "Going on"]
    forget(room)
    press(room, "10 s more")
    room.clock.run_for(9_000)
    assert said(room) == ["Ten seconds more."]
    room.clock.run_for(10_000)
    assert said(room)[1:] == ["3", "2", "1", step]
    forget(room)
    press(room, "Next")
    assert said(room) == [following]
    press(room, "Back")
    assert said(room) == [following, step]
    assert melodies(room)[-1][1] == NOTES["start"]
    press(room, "Stop, it hurts")
    assert said(room)[2:] == ["Stopped. What did you feel?"]
    expect(room.locator("#player-alerts")).to_have_text("Stopped. What did you feel?")
    room.clock.run_for(60_000)
    assert len(said(room)) == 3
    assert ready not in said(room)
    press(room, "An ache, a pull or pressure")
    room.clock.run_for(2_000)
    assert said(room)[3:] == [
        "Enough for now. An ache or a pull is a reason to rest, not to worry. "
        "If it stays, ask a professional."
    ]


@pytest.mark.parametrize("slept", [12, 230])
def test_a_device_that_slept_says_only_that_it_waits(room, ida, slept):
    play(room, ida, "childs-pose", seconds=12)  # in the set-up, which ends at 18 s
    room.clock.run_for(1_000)
    forget(room)
    room.clock.fast_forward(slept * 1000)
    [away] = said(room)
    assert away.startswith("You were away")
    assert melodies(room) == []


@pytest.mark.parametrize(
    ("slug", "seconds", "away"),
    [("seated-chair-twist", 47, 1), ("childs-pose", 62, 0)],
    ids=["another follows", "the last"],
)
def test_a_device_that_slept_in_a_last_step_says_once_where_it_is(room, ida, slug, seconds, away):
    hand = play(room, ida, slug, seconds=seconds)
    room.clock.run_for(1_000)
    forget(room)
    room.clock.fast_forward(40_000)
    [told] = said(room)
    assert told.startswith("You were away" if away else cues(hand)[-1].say)
    expect(room.locator("#player-says")).to_have_text(told if away else cues(hand)[-1].tell)


def test_out_of_sight_the_step_is_told_to_its_end_and_then_that_it_waits(room, ida):
    play(room, ida, "childs-pose", seconds=1)
    forget(room)
    hide(room, hidden=True)
    room.clock.run_for(60_000)
    assert said(room) == ["3", "2", "1", "It waits here. Look at the page to go on."]
    hide(room, hidden=False)
    [away] = said(room)[4:]
    assert away.startswith("You were away")


def test_the_screen_is_kept_on_taken_again_and_a_refusal_told_once(room, ida):
    play(room, ida, "childs-pose", seconds=3)
    room.evaluate("lastLock.release()")  # as a device does that puts the page away
    hide(room, hidden=True)
    hide(room, hidden=False)
    press(room, "Pause")
    locks = [what for _, what, _ in heard(room) if what in ("wake", "sleep")]
    assert locks == ["wake", "sleep", "wake", "sleep"]
    note = room.locator("#player-note")
    expect(note).to_be_empty()
    room.evaluate("window.noWake = true")
    room.clock.run_for(1_000)
    press(room, "Go on")
    expect(note).to_contain_text("may turn its screen off")
    room.clock.run_for(13_000)
    hide(room, hidden=False)
    expect(note).to_be_empty()


def test_the_buttons_of_a_headset_pause_step_and_go_on(room, ida):
    play(room, ida, "childs-pose", seconds=11)
    player = room.locator("#player")
    assert room.evaluate("navigator.mediaSession.playbackState") == "playing"
    room.evaluate("pressHeadset('play')")  # it plays already
    room.evaluate("pressHeadset('pause')")
    expect(player).to_have_attribute("data-phase", "paused")
    assert room.evaluate("navigator.mediaSession.playbackState") == "paused"
    assert heard(room)[-1][1] == "silence off"
    room.clock.run_for(1_000)
    room.evaluate("pressHeadset('play')")
    expect(player).to_have_attribute("data-phase", "running")
    room.evaluate("pressHeadset('nexttrack')")
    expect(room.locator("[data-label]")).to_have_text("Move")
    assert room.evaluate("navigator.mediaSession.playbackState") == "playing"
    press(room, "Sound voice")
    room.get_by_label("Buttons of a headset").uncheck()
    assert room.evaluate("navigator.mediaSession.playbackState") == "none"
    room.evaluate("pressHeadset('pause')")
    expect(player).to_have_attribute("data-phase", "running")


def test_the_button_of_a_headset_begins_what_waits(room, ida, routines):
    hand = begin(ida, routines["stretch-only"], now=timezone.now() - timedelta(seconds=3))
    room.goto(f"/sessions/{hand.session.pk}/")
    player = room.locator("#player")
    expect(player).to_have_attribute("data-phase", "running")
    room.context.set_offline(True)
    press(room, "Skip")
    expect(player).to_have_attribute("data-phase", "waiting")
    hide(room, hidden=True)
    room.evaluate("pressHeadset('play')")
    expect(player).to_have_attribute("data-phase", "running")
    expect(room.get_by_text("Exercise 2 of")).to_be_visible()
    room.clock.run_for(60_000)  # unseen, it waits at the end of the step, here too
    assert said(room)[-1] == "It waits here. Look at the page to go on."
    hide(room, hidden=False)
    expect(player).to_have_attribute("data-phase", "paused")
    press(room, "Skip")
    expect(player).to_have_attribute("data-phase", "waiting")
    room.evaluate("document.dispatchEvent(new CustomEvent('player:held', {detail: {by: 'tab'}}))")
    room.evaluate("pressHeadset('play')")
    expect(player).to_have_attribute("data-phase", "waiting")
