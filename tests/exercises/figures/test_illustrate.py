"""The figures as templates ask for them: text alternatives, numbers, nothing inline."""

import re

import pytest
from django.template import Context, Template
from django.utils.html import escape

from tests.exercises.figures.bodies import SPECS

TWIST = SPECS["seated-chair-twist"]
BEND = SPECS["standing-forward-bend-twist"]


def rendered(tag, spec=TWIST):
    """Return what a tag puts on the page."""
    text = "{% load illustrate %}{% " + tag + " %}"
    return Template(text).render(Context({"spec": spec}))


def test_a_thumbnail_is_decoration():
    assert 'alt=""' in rendered("figure_thumbnail spec")


def test_a_step_is_told_in_its_own_words():
    page = rendered("figure_step spec 1")
    assert 'alt="Set up: Sit facing forward' in page or 'alt="Get ready: Sit facing forward' in page


def test_several_key_poses_of_a_step_are_numbered():
    page = rendered("figure_step spec 2", BEND)
    assert page.count("<img") == 3
    assert "<span>2.1</span>" in page
    assert "<span>2.3</span>" in page


def test_a_strip_shows_every_step_once_and_in_words():
    page = rendered("figure_strip spec")
    assert page.count("<li>") == len(TWIST.steps)
    for step in TWIST.steps:
        assert escape(step.text) in page


def test_the_people_of_all_thumbnails_have_one_scale():
    tall = [_size("standing-back-extension", scale)[1] for scale in (0.2, 0.4)]
    assert tall[1] == pytest.approx(2 * tall[0], abs=2)
    assert _size("double-knee-to-chest", 0.4)[1] < tall[1] / 2


def _size(slug, scale):
    page = rendered(f"figure_thumbnail spec {scale}", SPECS[slug])
    return [int(number) for number in re.findall(r'(?:width|height)="(\d+)"', page)]


def test_a_film_carries_its_frames_as_data_and_a_still_before_it_plays():
    page = rendered("figure_film spec")
    assert "data-figure" in page
    assert '<script type="application/json">' in page
    assert page.index("<svg") < page.index("<script")
    assert "data-figure-toggle" in page
    assert "style=" not in page


def test_the_controls_of_a_film_are_named_and_wait_for_its_script():
    page = rendered("figure_film spec")
    assert re.search(r'role="group" aria-label="[^"]+" inert', page)
    buttons = re.findall(r"<button[^>]*>(?:<svg|Pause)", page)
    assert len(buttons) == 3
    assert all("aria-label=" in one or one.endswith("Pause") for one in buttons)


def test_an_exercise_without_poses_shows_nothing():
    plain = SPECS["floor-manipulation-by-another"]
    assert rendered("figure_thumbnail spec", plain) == ""
    assert "<svg" not in rendered("figure_film spec", plain)
