"""The moving figure in a real browser: its controls, reduced motion, and a clock it follows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.exercises.figures.bodies import SPECS

pytestmark = pytest.mark.django_db(transaction=True)
TWIST = "/exercises/seated-chair-twist/"
STAGE = """(url) => {
    const box = document.createElement("div");
    box.dataset.figureStage = "";
    document.querySelector("main").append(box);
    const source = document.querySelector("[rel=modulepreload][href*=figure]").href;
    window.tell = (told) => import(source.replace("figure.js", "follow.js")).then(({ follow }) =>
        follow(box, { url, step: 1, phase: "move", seconds: 4, elapsed: 2, paused: true, ...told })
            .then(() => box.innerHTML));
}"""


def drawn(page: Page) -> str:
    """Everything that is drawn of the film."""
    return page.locator("[data-figure] > svg").inner_html()


def moves(page: Page, before: str) -> bool:
    """Let some time pass; whether the film is another one then."""
    page.clock.run_for(500)
    return drawn(page) != before


def test_a_film_plays_pauses_and_goes_step_by_step_by_keyboard(page: Page, catalogue):
    page.clock.install()
    page.goto(TWIST)
    toggle = page.locator("[data-figure-toggle]")
    place = page.locator("[data-figure-place]")
    expect(toggle).to_have_accessible_name("Pause")
    first = drawn(page)
    page.clock.run_for(12_000)
    assert drawn(page) == first  # out of sight it rests
    toggle.scroll_into_view_if_needed()
    assert any(moves(page, first) for _ in range(50))
    toggle.press("Enter")
    expect(toggle).to_have_accessible_name("Play")
    before = drawn(page)
    page.clock.run_for(3_000)
    assert drawn(page) == before
    page.get_by_role("button", name="Step after").press("Enter")
    number = int(re.findall(r"\d", place.inner_text())[0])
    page.clock.run_for(20_000)
    expect(place).to_have_text(f"Step {number} of 4")  # that step alone, then it stands still
    expect(toggle).to_have_accessible_name("Play")
    page.get_by_role("button", name="Step before").press("Space")
    expect(place).to_have_text(f"Step {number - 1 or 4} of 4")


def test_with_reduced_motion_a_film_stands_at_the_end_of_a_step(page: Page, catalogue):
    page.emulate_media(reduced_motion="reduce")
    page.clock.install()
    page.goto(TWIST)
    expect(page.locator("[data-figure-toggle]")).to_be_hidden()
    first = drawn(page)
    page.clock.run_for(10_000)
    assert drawn(page) == first
    page.get_by_role("button", name="Step after").click()
    assert drawn(page) != first
    expect(page.locator("[data-figure-place]")).to_have_text("Step 2 of 4")
    assert page.locator(".exercise-steps img").count() >= len(SPECS["seated-chair-twist"].steps)


def test_a_led_figure_shows_the_moment_it_is_told_and_stands_still_when_paused(page, catalogue):
    page.clock.install()
    page.goto(TWIST)
    page.evaluate(STAGE, f"{TWIST}figure.json")
    told = page.evaluate("tell({})")
    assert "<path" in told
    page.clock.run_for(1_000)
    box = page.locator("[data-figure-stage]")
    assert box.inner_html() == told
    assert page.evaluate("tell({ elapsed: 3 })") != told
    assert page.evaluate("tell({ elapsed: 1, seconds: 2 })") == told  # half of the way, either time
    mirrored = page.evaluate("tell({ mirror: true })")
    assert mirrored != told
    page.evaluate("tell({ paused: false })")
    moving = box.inner_html()
    page.clock.run_for(1_000)
    assert box.inner_html() != moving


def test_a_led_figure_of_what_is_not_there_leaves_its_box_empty(page, catalogue):
    page.goto(TWIST)
    page.evaluate(STAGE, f"{TWIST}figure.json")
    assert page.evaluate("tell({ step: 9 })") == ""
    page.watch.problems.clear()


def test_pictures_load_when_they_come_into_view_and_keep_their_room(page: Page, catalogue):
    page.goto("/exercises/")
    assert page.locator("img.thumb").count() == 17
    last = page.locator("img.thumb").last
    size = last.bounding_box()
    last.scroll_into_view_if_needed()
    expect(last).not_to_have_js_property("naturalWidth", 0)
    again = last.bounding_box()
    assert (size["width"], size["height"]) == (again["width"], again["height"])
