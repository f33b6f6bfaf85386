"""A person may be stricter with themselves, never looser than the instance."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.safety.people import NOW, released
from tracking.safety.limits import Limits
from tracking.safety.overuse import evaluate
from tracking.safety.own_limits import (
    PERSONAL,
    Former,
    OwnLimits,
    note_figures,
    own_range,
    read_changes,
    read_former,
)

MONDAY = date(2026, 6, 1)
TUESDAY = MONDAY + timedelta(days=1)
INSTANCE = Limits()


def set_on(own: OwnLimits, on: date, **figures: int) -> OwnLimits:
    return replace(own, changes=own.change(figures, on))


def test_without_changes_the_instance_counts():
    assert OwnLimits(INSTANCE).on(MONDAY) == OwnLimits(INSTANCE).chosen == INSTANCE


def test_stricter_counts_on_the_whole_date_and_after_but_not_before():
    own = set_on(OwnLimits(INSTANCE), MONDAY, release_day_back=1, refractory_minutes=90)
    assert own.on(MONDAY - timedelta(days=1)) == INSTANCE
    for day in (MONDAY, TUESDAY):
        assert (own.on(day).release_day_back, own.on(day).refractory_minutes) == (1, 90)


def test_looser_counts_from_the_next_date():
    own = set_on(OwnLimits(INSTANCE), MONDAY, release_day_back=1)
    back = set_on(own, TUESDAY, release_day_back=3)
    assert [back.on(MONDAY + timedelta(days=n)).release_day_back for n in range(3)] == [1, 1, 3]


def test_to_and_fro_on_one_date_leaves_the_strictest_of_it():
    own = OwnLimits(INSTANCE)
    for figure in (2, 1, 3):
        own = set_on(own, MONDAY, release_day_back=figure)
    assert len(own.changes) == 1
    assert (own.on(MONDAY).release_day_back, own.on(TUESDAY).release_day_back) == (1, 3)


def test_an_instance_that_became_stricter_counts():
    own = set_on(OwnLimits(INSTANCE), MONDAY, release_day_back=2)
    tight = replace(own, instance=Limits.checked(release_day_back=1))
    assert tight.on(TUESDAY).release_day_back == 1


def test_a_date_before_the_last_change_cannot_be_rewritten():
    """Someone flies west, where it is the day before."""
    own = set_on(OwnLimits(INSTANCE), TUESDAY, release_day_back=1)
    back = set_on(own, MONDAY, release_day_back=3)
    assert back.on(TUESDAY).release_day_back == 1
    assert back.on(TUESDAY + timedelta(days=1)).release_day_back == 3


def test_a_figure_that_is_no_ones_own_is_left_out():
    own = set_on(OwnLimits(INSTANCE), MONDAY, flare_pain=1, nonsense=0, release_day_back=9)
    assert own.chosen == INSTANCE


@pytest.mark.parametrize(
    ("name", "bounds"),
    [("release_day_back", (0, 3)), ("refractory_minutes", (60, 120)), ("pain_now", (1, 6))],
)
def test_the_range_goes_from_the_instance_to_the_strictest(name, bounds):
    assert own_range(name, INSTANCE) == bounds


def test_each_date_is_judged_by_the_figures_of_its_own():
    """Two releases on each of three days; on the second the person allows themselves one."""
    day = timedelta(days=1)
    bouts = [released("CT", NOW + n * day + h * day / 6) for n in range(3) for h in range(2)]
    own = set_on(OwnLimits(INSTANCE), TUESDAY, release_day_back=1)
    own = set_on(own, TUESDAY, release_day_back=3)
    found = evaluate(bouts, [], own).incidents
    assert [(i.rule, i.on, i.limit) for i in found if i.rule == "D1"] == [("D1", TUESDAY, 1)]


def test_figures_of_the_instance_count_from_a_date_that_has_begun_nowhere():
    history = note_figures([], INSTANCE, NOW)
    tight = Limits.checked(release_day_back=1, refractory_minutes=120)
    history = note_figures(history, tight, datetime(2026, 6, 1, 9, 59, tzinfo=UTC))
    assert [entry["since"] for entry in history] == ["0001-01-01", "2026-06-02"]
    later = note_figures(history[:1], tight, datetime(2026, 6, 1, 10, tzinfo=UTC))
    assert later[-1]["since"] == "2026-06-03"  # on Kiritimati the second has begun
    own = OwnLimits(tight, former=read_former(history))
    assert [own.on(day).release_day_back for day in (date.min, MONDAY, TUESDAY)] == [3, 3, 1]
    assert own.at_start(MONDAY) == own.on(TUESDAY) == own.chosen == tight


def test_figures_moved_to_and_fro_on_one_date_leave_no_trace():
    history = note_figures([], INSTANCE, NOW)
    assert note_figures(history, INSTANCE, NOW + timedelta(days=9)) == history
    moved = note_figures(history, Limits.checked(pain_now=5), NOW)
    assert len(moved) == 2
    assert note_figures(moved, INSTANCE, NOW) == history


def test_a_figure_that_is_no_limit_any_more_is_forgotten():
    history = note_figures([], INSTANCE, NOW)
    history[0]["figures"]["of_old"] = 3
    history = note_figures(history, Limits.checked(pain_now=5), NOW)
    assert read_former(history)[0].limits == INSTANCE


def test_a_former_figure_of_the_instance_is_tightened_too():
    own = set_on(OwnLimits(INSTANCE), MONDAY, release_day_back=2)
    loose = replace(
        own,
        instance=Limits.checked(release_day_back=4),
        former=(Former(MONDAY, Limits.checked(release_day_back=1)),),
    )
    assert [loose.on(day).release_day_back for day in (MONDAY, TUESDAY)] == [1, 2]


FIGURES = st.fixed_dictionaries({}, optional={name: st.integers(0, 130) for name in PERSONAL})
CHANGES = st.lists(st.tuples(st.integers(0, 6), FIGURES), max_size=6)


@given(CHANGES, st.integers(-1, 9))
def test_own_limits_are_never_looser_than_the_instance_and_survive_storage(changes, day):
    own = OwnLimits(INSTANCE)
    for offset, figures in changes:
        own = set_on(own, MONDAY + timedelta(days=offset), **figures)
    stored = [change.as_json() for change in own.changes]
    assert read_changes(stored) == own.changes
    found = own.on(MONDAY + timedelta(days=day))
    assert found.refractory_minutes >= INSTANCE.refractory_minutes
    for name in set(PERSONAL) - {"refractory_minutes"}:
        assert getattr(found, name) <= getattr(INSTANCE, name)


@given(CHANGES, FIGURES)
def test_a_change_lifts_nothing_of_its_date_or_of_those_before(changes, figures):
    own = OwnLimits(INSTANCE)
    for offset, earlier in changes:
        own = set_on(own, MONDAY + timedelta(days=offset), **earlier)
    today = MONDAY + timedelta(days=6)
    after = set_on(own, today, **figures)
    for back in range(1, 8):
        assert after.on(today - timedelta(days=back)) == own.on(today - timedelta(days=back))
    before, now = own.on(today), after.on(today)
    assert now.refractory_minutes >= before.refractory_minutes
    for name in set(PERSONAL) - {"refractory_minutes"}:
        assert getattr(now, name) <= getattr(before, name)
