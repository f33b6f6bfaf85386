"""The figure of the player follows its clock and its side, and stands still when it does."""

import pytest
from playwright.sync_api import Page, expect

from tests.dress import undressed
from tests.tracking.player.listening import play, press

pytestmark = pytest.mark.django_db(transaction=True)


def shown(page: Page) -> str:
    """The paths of the people, without words."""
    return page.locator("[data-figure-stage] svg > g").last.inner_html()


def test_the_figure_moves_with_a_step_and_stands_when_it_is_paused(room, ida):
    play(room, ida, "double-knee-to-chest", seconds=22)
    figure = room.locator("[data-figure-stage] svg")
    expect(figure).to_be_visible()
    expect(figure).to_have_attribute("aria-label", room.locator("[data-cue]").inner_text())
    assert undressed(room.content()) == set()
    before = shown(room)
    room.clock.run_for(2_000)
    moved = shown(room)
    assert moved != before
    press(room, "Pause")
    paused = shown(room)
    room.clock.run_for(5_000)
    assert shown(room) == paused
    press(room, "Go on")
    room.clock.run_for(2_000)
    assert shown(room) != paused


def test_the_figure_waits_in_the_first_pose_before_the_first_step(room, ida):
    play(room, ida, "double-knee-to-chest", seconds=1)
    expect(room.locator("[data-figure-stage] svg")).to_be_visible()
    before = shown(room)
    room.clock.run_for(3_000)
    assert shown(room) == before


def test_the_room_of_the_figure_is_there_before_it_is_drawn(room, ida):
    room.route("**/figure.json", lambda route: route.abort())
    play(room, ida, "double-knee-to-chest", seconds=12)
    box = room.locator("[data-figure-stage]")
    assert box.bounding_box()["height"] > 100
    expect(room.locator("[data-time]")).to_be_visible()
    room.watch.problems.clear()
