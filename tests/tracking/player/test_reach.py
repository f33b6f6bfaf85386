"""The player without a mouse, without eyes, enlarged: keys, screen reader, the panel of sound."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Consent
from tests.browsers import complaints
from tests.tracking.player.listening import (
    NOTES,
    cues,
    forget,
    hide,
    melodies,
    play,
    press,
    said,
)

pytestmark = pytest.mark.django_db(transaction=True)
SIGNS = {"←": "ArrowLeft", "→": "ArrowRight", "↑": "ArrowUp", "Space": " ", "Esc": "Escape"}


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def focused(page: Page) -> str:
    """What has the focus, in its own words."""
    return str(page.evaluate("document.activeElement.innerText.trim().replace(/\\s+/g, ' ')"))


def test_the_list_of_keys_names_every_key_and_no_other(room, ida):
    play(room, ida, "childs-pose", seconds=3)
    pause = room.get_by_role("button", name="Pause", exact=True)
    pause.focus()
    room.keyboard.press("?")
    expect(room.locator("#player-keys")).to_be_in_viewport()
    room.keyboard.press("Escape")  # closes the list, and is no stop
    expect(room.locator("#player-keys")).to_be_hidden()
    expect(pause).to_be_focused()
    expect(room.locator("#player")).to_have_attribute("data-phase", "running")
    room.keyboard.press("?")
    listed = [
        SIGNS.get(sign, sign.lower()) for sign in room.locator("#player-keys kbd").all_inner_texts()
    ]
    source = room.locator("link[href*='player/keys']").get_attribute("href")
    known = room.evaluate("async (source) => Object.keys((await import(source)).KEYS)", source)
    assert sorted(listed) == sorted(known)


def test_keys_change_the_sound_but_not_while_typing(room, ida):
    play(room, ida, "childs-pose", seconds=3)
    sound = room.locator("[popovertarget=player-sound]").first
    for key, state in (
        ("m", "silent"),
        ("M", "voice"),
        ("v", "tones"),
        ("m", "silent"),
        ("m", "tones"),
        ("v", "voice"),
    ):
        room.keyboard.press(key)
        expect(sound).to_have_accessible_name(f"Sound {state}")
        expect(room.locator("#player-says")).to_contain_text(state)
    room.keyboard.press("f")
    expect(room.locator("[data-view=fill]")).to_have_attribute("aria-pressed", "true")
    room.keyboard.press("f")
    expect(room.locator("[data-view=fill]")).to_have_attribute("aria-pressed", "false")
    sound.click()
    room.locator("#sound-voice").focus()
    for key in ("m", "k", "ArrowLeft"):
        room.keyboard.press(key)
    expect(sound).to_have_accessible_name("Sound voice")
    expect(room.locator("#sound-voice")).to_have_value("90")
    expect(room.locator("#player")).to_have_attribute("data-phase", "running")


def test_the_panel_of_sound_works_by_keyboard_and_is_remembered(room, ida):
    play(room, ida, "childs-pose", seconds=3)
    sound = room.locator("[popovertarget=player-sound]").first
    sound.focus()
    room.keyboard.press("Enter")
    panel = room.locator("#player-sound")
    expect(panel).to_be_visible()
    assert complaints(room) == []
    room.keyboard.press("Tab")
    expect(room.get_by_role("radio", name="Voice")).to_be_focused()
    room.keyboard.press("ArrowRight")
    expect(room.get_by_role("radio", name="Tones")).to_be_checked()
    expect(room.get_by_label("Volume of the voice")).to_be_disabled()
    forget(room)
    room.get_by_role("button", name="Check the sound").press("Enter")
    assert [notes for _, notes in melodies(room)] == [NOTES["switch"]]
    assert said(room) == []
    expect(room.locator("#sound-status")).to_contain_text("feel the device if it can vibrate")
    room.keyboard.press("Escape")  # closes the panel, and only that
    expect(panel).to_be_hidden()
    expect(sound).to_be_focused()
    expect(room.locator("#player")).to_have_attribute("data-phase", "running")
    room.reload()
    expect(sound).to_have_accessible_name("Sound tones")


def test_the_start_card_checks_the_sound_before_anything_begins(room, ida):
    room.goto("/sessions/new/?exercise=childs-pose")
    expect(room.get_by_text("You hardly see the screen in: Child’s pose.")).to_be_visible()
    room.locator(".start-sound summary").press("Enter")
    forget(room)
    press(room, "Check the sound")
    assert said(room) == ["This is the voice. It tells you each step."]
    assert [notes for _, notes in melodies(room)] == [NOTES["switch"]]
    expect(room.get_by_text("iPhones have no vibration in a browser")).to_be_visible()
    assert complaints(room) == []
    room.get_by_role("radio", name="Silent").check()
    forget(room)
    press(room, "Check the sound")
    assert said(room) == []
    assert melodies(room) == []


def test_a_browser_without_a_voice_says_so_once_and_its_tones_go_on(room, ida):
    room.add_init_script("speechSynthesis.getVoices = () => []; speechSynthesis.speak = () => {}")
    play(room, ida, "childs-pose", seconds=1)
    note = room.locator("#player-note")
    room.clock.run_for(8_000)
    expect(note).to_have_text("This browser has no voice in this language. The tones go on.")
    room.clock.run_for(13_000)
    expect(note).to_be_empty()
    assert NOTES["start"] in [notes for _, notes in melodies(room)]


def test_where_the_browser_holds_the_sound_back_one_press_brings_it(room, ida):
    room.add_init_script("window.locked = true")
    play(room, ida, "childs-pose", seconds=1, touch=False)
    room.clock.run_for(1_000)
    button = room.get_by_role("button", name="Press to turn the sound on")
    expect(button).to_be_visible()
    room.evaluate("window.locked = false")
    button.click()
    expect(button).to_be_hidden()


def test_a_screen_reader_is_told_each_cue_once_and_never_the_time(room, ida):
    hand = play(room, ida, "childs-pose", seconds=1)
    room.evaluate(
        """() => {
            window.told = [];
            const region = document.getElementById("player-says");
            const watch = new MutationObserver(() => told.push(region.textContent));
            watch.observe(region, { childList: true });
        }"""
    )
    room.clock.run_for(46_000)
    told = [cue.tell for cue in cues(hand) if cue.tell and cue.at <= 47_000]
    heard = [text for text in room.evaluate("told") if "No connection" not in text]
    assert heard == told[1:]
    tree = room.locator("#player").aria_snapshot()
    assert re.search(r"timer: \"?\d+", tree)
    assert room.locator("[data-time]").get_attribute("aria-live") == "off"
    assert room.locator("#player-says").get_attribute("aria-live") == "polite"
    assert room.locator("#player-alerts").get_attribute("role") == "alert"


def test_everything_is_reached_by_tab_in_the_order_in_which_it_is_seen(room, ida):
    play(room, ida, "double-knee-to-chest", seconds=3)
    room.locator("[popovertarget=player-sound]").first.focus()
    order = []
    for _ in range(12):
        order.append(focused(room))
        room.keyboard.press("Tab")
    assert order == [
        *("Sound voice", "Turn", "Full screen", "Second phone", "Keys"),
        *("Back", "Pause", "Next", "10 s more", "Skip", "Stop, it hurts", "Leave"),
    ]  # fmt: skip


def test_at_320_pixels_enlarged_and_turned_nothing_is_out_of_reach(room, ida):
    play(room, ida, "double-knee-to-chest", seconds=3)

    def reach(width: int, height: int) -> None:
        room.set_viewport_size({"width": width, "height": height})
        assert not scrolls_sideways(room)
        for name in ("Pause", "Skip", "Stop, it hurts"):
            expect(room.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=0.9)

    reach(640, 400)  # a desk of 1280 by 800 at 200 %
    reach(320, 640)
    assert complaints(room) == []
    press(room, "Turn")
    reach(390, 844)
    reach(1280, 800)
    press(room, "Turn")
    press(room, "Turn")
    expect(room.locator("html")).to_have_attribute("data-turn", "")
    room.set_viewport_size({"width": 320, "height": 640})
    room.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not scrolls_sideways(room)


LONGEST = (
    "Put the roller crosswise on the floor and lie with it under the shoulder blades, knees bent, "
    "feet flat, arms crossed or hands behind the head."
)

# What of the words and the time is covered or out of sight, scrolled to where one reads.
COVERED = """() => {
    document.querySelector(".stage-dial").scrollIntoView({ behavior: "instant" });
    return ["[data-time]", "[data-label]", "[data-cue]"].filter((name) => {
        const node = document.querySelector(name);
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()].some(({ left, right, top, bottom }) => {
            const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            return left < 0 || right > innerWidth || !node.contains(at);
        });
    });
}"""


def test_nothing_covers_the_time_and_the_longest_words(room, ida):
    play(room, ida, "double-knee-to-chest", seconds=6)
    press(room, "Pause")
    room.evaluate("text => document.querySelector('[data-cue]').textContent = text", LONGEST)

    def look(width: int, height: int, percent: int = 100) -> None:
        room.set_viewport_size({"width": width, "height": height})
        room.evaluate("n => document.documentElement.style.fontSize = `${n}%`", percent)
        assert room.evaluate(COVERED) == [], (width, height, percent)

    look(390, 844)
    look(360, 660)
    look(1280, 800)
    look(320, 256)  # a desk of 1280 by 1024 at 400 %
    look(640, 400)  # one of 1280 by 800 at 200 %
    look(390, 844, 200)
    press(room, "Turn")
    look(390, 844)
    look(1280, 800)


def test_the_light_at_the_edge_never_flickers_and_does_not_move_where_motion_is_reduced(room, ida):
    play(room, ida, "childs-pose", seconds=2)  # the count comes last of ten
    press(room, "Sound voice")
    room.get_by_label("A calm light").check()
    edge = room.locator("#player-flash")
    room.evaluate(
        """() => {
            window.lit = [];
            const edge = document.getElementById("player-flash");
            const watch = new MutationObserver(() => edge.hidden || lit.push(performance.now()));
            watch.observe(edge, { attributeFilter: ["hidden"] });
        }"""
    )
    room.clock.run_for(9_000)
    lit = room.evaluate("lit")
    assert len(lit) >= 3
    assert min(after - at for at, after in pairwise(lit)) >= 900
    room.emulate_media(reduced_motion="reduce", forced_colors="active")
    room.evaluate("document.getElementById('player-flash').hidden = false")
    assert edge.evaluate("node => getComputedStyle(node).animationName") == "none"
    assert edge.evaluate("node => getComputedStyle(node).borderTopWidth") == "12px"
    hide(room, hidden=True)


PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_lies_on_the_signs_that_are_to_be_ticked(room, ida, size):
    Consent.objects.filter(user=ida, text="emergency_signs").delete()
    room.set_viewport_size(size)
    room.goto("/sessions/new/?exercise=childs-pose")
    start = room.get_by_role("button", name="All true, start").bounding_box()
    tick = room.locator("[name=signs]").bounding_box()
    assert start["y"] >= tick["y"] + tick["height"]


def test_a_scale_of_eleven_stands_in_even_rows_on_a_phone(room, ida):
    room.set_viewport_size(PHONE)
    room.goto("/sessions/new/?exercise=childs-pose")
    boxes = [label.bounding_box() for label in room.locator(".start-ask .scale label").all()]
    rows = Counter(round(box["y"]) for box in boxes)
    assert list(rows.values()) == [6, 6]
    assert len({round(box["width"]) for box in boxes}) == 1
