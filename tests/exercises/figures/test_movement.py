"""Between key poses: supports do not slide, nothing is passed through, and a film is repeatable."""

import itertools
from dataclasses import replace

import pytest

from exercises.figures.check import violations
from exercises.figures.film import eased, uneased
from exercises.figures.solve import limb_words
from tests.exercises.figures.bodies import DRAWN, REFERENCES, SPECS, film


def test_the_three_references_are_drawn():
    assert set(REFERENCES) <= set(DRAWN)


@pytest.mark.parametrize("slug", DRAWN)
def test_every_figure_is_sound(slug):
    assert [str(problem) for problem in violations(SPECS[slug])] == []


def test_people_who_pass_through_each_other_are_named():
    hug = SPECS["partner-bear-hug"]
    closer = [_closer(key) for key in hug.steps[0].figure]
    spec = replace(hug, steps=(replace(hug.steps[0], figure=tuple(closer)), *hug.steps[1:]))
    assert any("is inside the partner's" in str(problem) for problem in violations(spec))


def _closer(key):
    """Return a key pose whose partner stands half a pace nearer, if it says where."""
    if not key.partner or not key.partner.place:
        return key
    return replace(key, partner=replace(key.partner, place=(key.partner.place[0] + 25, 0.0)))


@pytest.mark.parametrize("slug", DRAWN)
def test_feet_that_stay_do_not_slide(slug):
    checked = 0
    for step in film(slug):
        for leg in step.legs:
            for side in ("left", "right"):
                words = limb_words(leg.a.poses[0], "leg", side)
                if words.startswith("touches floor") and words == limb_words(
                    leg.b.poses[0], "leg", side
                ):
                    start = leg.a.bodies[0].points[f"{side}_ankle"]
                    for n in range(1, 20):
                        time = leg.start + (leg.end - leg.start) * n / 20
                        ankle = step.at(time).bodies[0].points[f"{side}_ankle"]
                        assert ankle == pytest.approx(start, abs=0.1)
                    checked += 1
    assert checked or slug not in REFERENCES


@pytest.mark.parametrize("slug", REFERENCES)
def test_no_point_jumps(slug):
    for step in film(slug):
        times = [step.seconds * n / 40 for n in range(41)]
        bodies = [step.at(time).bodies[0] for time in times]
        for before, after in itertools.pairwise(bodies):
            for name, place in after.points.items():
                moved = max(abs(a - b) for a, b in zip(place, before.points[name], strict=True))
                assert moved < 14, (step.step.phase, name)


def test_a_film_begins_where_the_step_before_ended():
    steps = film("seated-chair-twist")
    for before, after in itertools.pairwise(steps):
        end, start = before.at(1e6).bodies[0], after.at(0).bodies[0]
        assert start.points["left_palm"] == pytest.approx(end.points["left_palm"], abs=0.01)


def test_ease_and_its_inverse_agree():
    for n in range(11):
        assert eased(uneased(n / 10)) == pytest.approx(n / 10, abs=1e-9)


def test_a_turn_turns_the_shoulders_and_not_the_hips():
    held = film("seated-chair-twist")[2].keys[-1].bodies[0]
    left, right = held.points["left_shoulder"], held.points["right_shoulder"]
    assert left[0] < right[0] - 18
    assert held.points["left_hip"][0] == pytest.approx(held.points["right_hip"][0], abs=0.1)
