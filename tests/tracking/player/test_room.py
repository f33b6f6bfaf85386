"""What lies where in the player: nothing covers or moves what is read or pressed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from exercises.models import Exercise
from tests.tracking.player.conftest import begin
from tests.tracking.player.listening import play, press

pytestmark = pytest.mark.django_db(transaction=True)

#: Width, height, and letters in percent: phones, a tablet, a desk, also at 200 and 400 %; enlarged.
SIZES = [
    (390, 844, 100),
    (360, 660, 100),
    (320, 568, 100),
    (844, 390, 100),
    (768, 1024, 100),
    (1280, 800, 100),
    (640, 400, 100),
    (320, 256, 100),
    (390, 844, 200),
    (320, 568, 200),
    (1280, 800, 200),
]
OFFLINE = "No connection. What you press is kept here and sent as soon as there is one."
READ = (
    ".stage-name, .stage-side, [data-time], [data-label], [data-breathing], [data-cue], [data-next]"
)
PRESSED = ".control, .stop-button, .tool:not([data-dismiss]), .player-leave summary"
LONG = """() => {
    const name = "Standing forward bend with a gentle turn to each side";
    document.querySelector("#player h1").textContent = name;
}"""

# Where each thing stands on the page, by its words or its class.
STANDS = """(chosen) => [...document.querySelectorAll(chosen)]
    .filter((node) => !node.closest("[popover]") && node.checkVisibility() && node.innerText !== "")
    .map((node) => {
        const { left, top, right, bottom } = node.getBoundingClientRect();
        const name = node.innerText.trim() || node.className;
        return [name, left, top + scrollY, right, bottom + scrollY].map((n) => n.toFixed?.(0) ?? n);
    })"""

SAY = """(text) => {
    const banner = document.getElementById("player-banner");
    banner.textContent = text;
    banner.hidden = !text;
}"""


def look(page: Page, width: int, height: int, percent: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    size = "" if percent == 100 else f"{1.0625 * percent}%"  # as base.css sets it
    page.evaluate("size => document.documentElement.style.fontSize = size", size)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")


def stands(page: Page, chosen: str) -> dict[str, tuple[float, ...]]:
    """Left, top, right and bottom of each."""
    found: Any = page.evaluate(STANDS, chosen)
    return {name: tuple(map(float, box)) for name, *box in found}


def overlaps(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return (
        one[0] < other[2] - 1
        and other[0] < one[2] - 1
        and one[1] < other[3] - 1
        and other[1] < one[3] - 1
    )


@pytest.mark.parametrize(
    ("slug", "turned"),
    [
        ("double-knee-to-chest", False),
        ("double-knee-to-chest", True),
        ("seated-chair-twist", False),
    ],
    ids=["lying", "turned", "upright"],
)
def test_what_is_said_moves_nothing_and_lies_on_nothing_that_is_read_or_pressed(
    room, ida, slug, turned
):
    play(room, ida, slug, seconds=6)
    press(room, "Pause")
    if turned:
        press(room, "Turn")
    room.evaluate(LONG)
    for size in SIZES[: 6 if turned else 8]:
        look(room, *size)
        room.evaluate(SAY, "")
        before = stands(room, f"{READ}, {PRESSED}, .player-place, .player-left")
        room.evaluate(SAY, OFFLINE)
        assert stands(room, f"{READ}, {PRESSED}, .player-place, .player-left") == before, size
        [notice] = stands(room, ".player-told").values()
        scrolled = {"Go on", "Stop, it hurts"} if size[1] < 600 else set()  # they stay in sight
        lain_on = {name for name, box in before.items() if overlaps(notice, box)} - scrolled
        assert lain_on == set(), size


@pytest.mark.parametrize("size", SIZES[8:], ids=str)
def test_with_letters_twice_as_large_what_is_said_moves_nothing(room, ida, size):
    play(room, ida, "double-knee-to-chest", seconds=6)
    press(room, "Pause")
    look(room, *size)
    before = stands(room, f"{READ}, {PRESSED}")
    room.evaluate(SAY, OFFLINE)
    assert stands(room, f"{READ}, {PRESSED}") == before
    notice = room.locator(".player-told:visible")
    notice.scroll_into_view_if_needed()
    expect(notice).to_be_in_viewport(ratio=0.9)


# What of it is not seen at once: out of sight, or covered. Of words only the first line counts.
UNSEEN = """(names) => names.filter((name) => {
    const node = document.querySelector(name);
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, top, height } = range.getClientRects()[0];
    const at = document.elementFromPoint(left + 4, top + height / 2);
    const below = document.elementFromPoint(left + 4, top + height - 4);
    return ![at, below].every((one) => one && (node.contains(one) || one.contains(node)));
})"""


@pytest.mark.parametrize("size", SIZES[8:], ids=str)
def test_with_letters_twice_as_large_time_words_pause_and_stop_are_seen_first(room, ida, size):
    play(room, ida, "double-knee-to-chest", seconds=12)
    press(room, "Pause")
    room.evaluate(LONG)
    look(room, *size)
    names = ["[data-time]", "[data-label]", "[data-cue]", "[data-word]", ".stage .stop-button"]
    assert room.evaluate(UNSEEN, names) == []
    word = room.locator(".stage [data-word]")
    assert word.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 20


def wait_after_mobilising(page: Page, user: User) -> None:
    """Open a session that waits after the item that asks for releases."""
    started = timezone.now() - timedelta(seconds=49 + 120)
    hand = begin(user, Exercise.objects.get(pk="seated-chair-twist"), now=started)
    hand.press("begin", 49, item=1)
    page.goto(f"/sessions/{hand.session.pk}/")
    expect(page.get_by_text("Did a joint release?").first).to_be_visible()


PASSED_OVER = """() => document.querySelector(".player-body").insertAdjacentHTML("beforebegin", `
    <div class="notice is-rest"><p class="notice-title">Seated chair twist was passed over</p>
    <p>Stretch first: 0 of 30 seconds of stretching are done.</p></div>`)"""

# Of what is pressed: what another thing takes the press of, scrolled to where one presses.
TAKEN = """() => [...document.querySelectorAll("#player :is(button, summary)")]
    .filter((node) => node.checkVisibility() && node.closest(".between, .player-leave"))
    .filter((node) => {
        node.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = node.getBoundingClientRect();
        const at = (y) => document.elementFromPoint(left + width / 2, y);
        return ![top + 4, top + height / 2, top + height - 4].every((y) => node.contains(at(y)));
    })
    .map((node) => node.innerText)"""


@pytest.mark.parametrize("passed_over", [False, True])
def test_between_two_items_nothing_lies_on_what_is_read_or_pressed(room, ida, passed_over):
    wait_after_mobilising(room, ida)
    room.evaluate(LONG)
    if passed_over:
        room.evaluate(PASSED_OVER)
    parts = ".between-release > :not(input), .between-next > :not(img), .between-act > :not(input)"
    for size in SIZES:
        look(room, *size)
        assert room.evaluate(TAKEN) == [], size
        look(room, *size)
        standing = stands(room, f"#player > .notice, {parts}, .player-leave")
        for name, box in standing.items():
            on = {other for other in standing if overlaps(box, standing[other])} - {name}
            assert on == set(), (size, name)


def test_between_two_items_begin_is_seen_at_once_and_clear_of_the_stop(room, ida):
    wait_after_mobilising(room, ida)
    room.evaluate(LONG)
    for size in [(360, 616), (360, 640), (390, 664), (390, 844), (768, 1024), (1280, 800)]:
        look(room, *size, 100)
        box = room.get_by_role("button", name="Begin").bounding_box()
        stop = room.locator(".between form:last-child").bounding_box()
        assert box["y"] + box["height"] <= stop["y"], size


def test_between_two_items_stop_is_in_sight_of_the_whole_page(room, ida):
    wait_after_mobilising(room, ida)
    room.evaluate(PASSED_OVER)
    for size in SIZES:
        look(room, *size)
        expect(room.locator(".between .stop-button")).to_be_in_viewport(ratio=0.9)


def test_the_place_in_the_session_never_lies_under_the_tools(room, ida):
    for slug in (
        "double-knee-to-chest",
        "seated-chair-twist",
    ):  # lying down, there is one tool more
        hand = play(room, ida, slug, seconds=6)
        for size in SIZES:
            look(room, *size)
            tools = stands(room, ".tool:not([data-dismiss])")
            for name, box in stands(room, ".player-place, .player-left").items():
                on = {tool for tool in tools if overlaps(box, tools[tool])}
                assert on == set(), (slug, size, name)
        hand.session.delete()


def test_on_a_phone_who_stands_is_drawn_beside_the_dial_and_large(room, ida):
    play(room, ida, "seated-chair-twist", seconds=6)
    room.evaluate(LONG)
    for size in [(360, 660, 100), (390, 844, 100), (412, 915, 100)]:
        look(room, *size)
        figure = room.locator(".figure-stage").bounding_box()
        dial = room.locator(".stage-dial").bounding_box()
        assert figure["x"] + figure["width"] <= dial["x"]
        assert figure["height"] >= 0.2 * size[1], size


def test_the_offer_of_sound_can_be_taken_away_and_moves_nothing(room, ida):
    room.add_init_script("window.locked = true")
    play(room, ida, "childs-pose", seconds=1, touch=False)
    room.set_viewport_size({"width": 390, "height": 844})
    button = room.get_by_role("button", name="Press to turn the sound on")
    expect(button).to_be_visible()
    before = stands(room, f"{READ}, {PRESSED}")
    room.get_by_role("button", name="Close this notice").click()
    expect(button).to_be_hidden()
    after = stands(room, f"{READ}, {PRESSED}")
    assert {name: box for name, box in after.items() if not name.isdigit()} == {
        name: box for name, box in before.items() if not name.isdigit()
    }


def test_on_a_phone_on_its_side_no_button_is_cut_by_the_row_that_stays(room, ida):
    play(room, ida, "seated-chair-twist", seconds=20)
    press(room, "Pause")
    room.evaluate(LONG)
    look(room, 844, 390, 100)
    shown = stands(room, ".control:not(.is-main) > span")
    top = min(box[1] for box in stands(room, ".control.is-main, .stage .stop-button").values())
    assert max(box[3] for box in shown.values()) <= top
