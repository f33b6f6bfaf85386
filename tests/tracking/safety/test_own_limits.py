"""A person may be stricter with themselves, never looser than the instance."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking.safety.people import NOW, released
from tracking.safety.limits import Limits
from tracking.safety.overuse import evaluate
from tracking.safety.own_limits import PERSONAL, OwnLimits, own_range, read_changes

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
