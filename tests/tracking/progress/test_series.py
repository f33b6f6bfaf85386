"""Numbers of the progress pages."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.months import month_after, month_before
from tracking.progress.series import (
    Day,
    fill,
    heatmap,
    joined,
    month_grid,
    pain_summary,
    weeks,
)

MONDAY = date(2026, 6, 1)
dates = st.dates(date(2001, 1, 1), date(2099, 12, 31))


def test_fill_gives_every_date_once_and_keeps_what_is_known():
    known = Day(date(2026, 6, 2), sessions=2, seconds=300)
    days = fill([known], MONDAY, date(2026, 6, 4))
    assert [day.on.day for day in days] == [1, 2, 3, 4]
    assert days[1] is known
    assert days[0].sessions == 0


def test_weeks_start_on_monday_and_sum_seconds_before_rounding():
    days = [Day(MONDAY + timedelta(days=n), sessions=1, seconds=50) for n in range(8)]
    first, second = weeks(days)
    assert (first.start, first.sessions, first.minutes) == (MONDAY, 7, 6)
    assert (second.start, second.sessions, second.minutes) == (date(2026, 6, 8), 1, 1)


@pytest.mark.parametrize(
    ("day", "state", "level"),
    [
        pytest.param(Day(MONDAY), "none", 0, id="nothing"),
        pytest.param(Day(MONDAY, rested=True), "rested", 0, id="advised-rest-counts"),
        pytest.param(Day(MONDAY, sessions=1, seconds=200), "done", 1, id="short"),
        pytest.param(Day(MONDAY, sessions=2, partial=2, seconds=300), "partial", 2, id="partial"),
        pytest.param(Day(MONDAY, sessions=2, partial=1, seconds=900), "done", 3, id="one-whole"),
        pytest.param(Day(MONDAY, sessions=2, stopped=1, seconds=60), "stopped", 1, id="stop-wins"),
        pytest.param(
            Day(MONDAY, sessions=1, seconds=90, rested=True), "done", 1, id="done-over-rest"
        ),
    ],
)
def test_a_day_has_one_state_and_one_step_of_the_heatmap(day, state, level):
    assert (day.state, day.level) == (state, level)


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (1, 1), (89, 1), (90, 2), (600, 10)])
def test_a_day_with_any_activity_shows_at_least_one_minute(seconds, minutes):
    assert Day(MONDAY, sessions=1, seconds=seconds).minutes == minutes


@given(dates, st.integers(0, 400))
def test_heatmap_columns_are_whole_weeks_holding_each_date_once_in_order(first, length):
    days = fill([], first, first + timedelta(days=length))
    columns = heatmap(days)
    assert all(len(column) == 7 for column in columns)
    assert [day for column in columns for day in column if day] == days
    assert all(
        day is None or day.on.weekday() == at for column in columns for at, day in enumerate(column)
    )


@given(dates)
def test_month_grid_holds_every_date_of_the_month_and_no_other(on):
    month = on.replace(day=1)
    cells = [day.on for week in month_grid([], month) for day in week if day]
    assert cells[0] == month
    assert cells[-1] == month_after(month) - timedelta(days=1)
    assert len(cells) == (month_after(month) - month).days


@given(dates)
def test_month_after_and_before_are_inverse(on):
    month = on.replace(day=1)
    assert month_before(month_after(month)) == month


def test_pain_summary_uses_only_days_with_both_answers_in_one_session():
    days = [
        Day(MONDAY, pain_before=5, pain_after=3, pain_pair=(5, 3)),
        Day(MONDAY + timedelta(days=1), pain_before=9, pain_after=1),
        Day(MONDAY + timedelta(days=2), pain_before=7, pain_after=3.5, pain_pair=(4, 3.5)),
    ]
    summary = pain_summary(days)
    assert summary is not None
    assert (summary.days, summary.before, summary.after) == (2, 4.5, 3.2)
    assert summary.relief == 1.3
    assert pain_summary([Day(MONDAY, pain_before=5)]) is None


@given(st.lists(st.tuples(dates, st.integers(0, 400)), max_size=4))
def test_spans_that_meet_become_one_and_hold_the_same_dates(pairs):
    spans = [(first, first + timedelta(days=length)) for first, length in pairs]
    apart = joined(spans)
    assert dates_of(apart) == sorted(set(dates_of(spans)))
    assert all(last + timedelta(days=1) < first for (_, last), (first, _) in pairwise(apart))


def dates_of(spans):
    return [on.on for first, last in spans for on in fill([], first, last)]
