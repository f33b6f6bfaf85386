"""Geometry of the charts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.progress.chart import BOTTOM, HEIGHT, TOP, WIDTH, bar_chart, line_chart, nice_top

FIRST = date(2026, 6, 1)


def days(*offsets: int) -> list[date]:
    return [FIRST + timedelta(days=n) for n in offsets]


def test_a_missing_value_is_a_gap_and_never_a_zero():
    chart = line_chart(days(0, 1, 2), [[4, None, 2]], top=10)
    assert [point.value for point in chart.lines[0].points] == [4, 2]


def test_marks_further_apart_than_the_gap_are_not_joined():
    near, far = (line_chart(days(0, 1, n), [[4, 3, 2]], top=10) for n in (8, 9))
    assert [run.count(",") for run in near.lines[0].runs] == [3]
    assert [run.count(",") for run in far.lines[0].runs] == [2]


def test_zero_lies_on_the_axis_and_the_top_at_the_upper_edge():
    points = line_chart(days(0, 1), [[0, 10]], top=10).lines[0].points
    assert (points[0].y, points[1].y) == (line_chart([], [], top=10).bottom, TOP)


def test_only_bars_above_the_limit_are_marked():
    chart = bar_chart(days(0, 1, 2), [2, 3, 4], limit=3)
    assert [bar.over for bar in chart.bars] == [False, False, True]
    assert chart.limit_y == chart.bars[1].y


@pytest.mark.parametrize(
    ("value", "top"), [(0, 4), (4, 4), (5, 8), (11, 20), (41, 60), (961, 964), (3000, 3000)]
)
def test_axis_ends_in_four_whole_steps(value, top):
    assert nice_top(value) == top


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=366), st.none() | st.integers(0, 10))
def test_every_bar_lies_inside_the_picture(values, limit):
    chart = bar_chart(days(*range(len(values))), values, limit)
    for bar, value in zip(chart.bars, values, strict=True):
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= chart.bottom
        assert bar.y + bar.height == pytest.approx(HEIGHT - BOTTOM, abs=0.11)
        assert (bar.height > 0) == (value > 0) or value * HEIGHT < max(values)


def test_empty_series_draw_an_empty_chart():
    assert line_chart([], [[]], top=10).lines[0].points == []
    assert bar_chart([], []).bars == []
