"""A deployment may tighten every figure, and loosen it by at most half."""

from dataclasses import fields

import pytest

from tracking.safety.limits import Limits


@pytest.mark.parametrize("item", fields(Limits), ids=lambda item: item.name)
def test_every_figure_stays_within_its_bounds(item):
    low, high = item.metadata["low"], item.metadata["high"]
    assert low <= item.default <= high
    for outside in (low - 1, high + 1):
        with pytest.raises(ValueError, match=f"{item.name} must be a whole number from {low} to"):
            Limits.checked(**{item.name: outside})


@pytest.mark.parametrize(
    ("name", "loosest"),
    [
        ("release_day_back", 4),
        ("release_day_region", 3),
        ("elevated_day", 1),
        ("release_week_back", 18),
        ("mobilising_week_region", 75),
        ("streak_over", 21),
        ("refractory_minutes", 30),
        ("cool_down_hours_1", 12),
        ("unlock_sessions", 3),
        ("screening_days", 135),
    ],
)
def test_half_is_the_most_a_figure_may_be_loosened(name, loosest):
    default = getattr(Limits(), name)
    step = 1 if loosest >= default else -1
    assert getattr(Limits.checked(**{name: loosest}), name) == loosest
    with pytest.raises(ValueError, match=name):
        Limits.checked(**{name: loosest + step})


def test_rest_after_a_release_lies_between_half_an_hour_and_two_hours():
    assert Limits.checked(refractory_minutes=120).refractory_minutes == 120
    for minutes in (29, 121):
        with pytest.raises(ValueError, match="from 30 to 120"):
            Limits.checked(refractory_minutes=minutes)


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        pytest.param({"release_per_day": 1}, "release_per_day is not a limit", id="unknown"),
        pytest.param({"elevated_day": True}, "must be a whole number", id="boolean"),
        pytest.param({"elevated_week": "1"}, "must be a whole number", id="text"),
        pytest.param({"streak_over": 5}, "streak_over must not be smaller", id="streaks"),
        pytest.param({"cool_down_hours_1": 60}, "must not shrink", id="cool-downs"),
    ],
)
def test_a_wrong_setting_is_one_clear_sentence(overrides, message):
    with pytest.raises(ValueError, match=message):
        Limits.checked(**overrides)
