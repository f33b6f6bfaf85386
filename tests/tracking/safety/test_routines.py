"""Composition, adaptation to a person, single exercises, and the built-in routines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.vocabulary import BLOCK_ALL, Tag
from tests.tracking.safety.catalogue import CATALOGUE, SHORT, items
from tests.tracking.safety.people import NOW, make_bout, make_facts
from tracking.routines.builtin import plan_of, read_routines
from tracking.safety.adapt import Role, apply_tags, compose_single, roles
from tracking.safety.assess import check_start
from tracking.safety.composition import findings
from tracking.safety.limits import Limits
from tracking.safety.overuse import evaluate
from tracking.safety.plan import (
    BOTH,
    FindingCode,
    Fix,
    FixKind,
    Item,
    Plan,
    duration,
    stretches,
)
from tracking.safety.verdict import Code, Rule

BUILT_IN = {routine.slug: plan_of(routine, CATALOGUE) for routine in read_routines()}
RUNNABLE = [entry for name, entry in SHORT.items() if name != "PRO"]


def plan(names: str, *, ack: bool = False) -> Plan:
    return Plan(items=items(names), catalogue=CATALOGUE, requires_spotter_ack=ack)


def slugs(judged: Plan) -> list[str]:
    by_slug = {entry.slug: name for name, entry in SHORT.items()}
    return [by_slug[item.slug] for item in judged.items]


@pytest.mark.parametrize("slug", BUILT_IN)
def test_every_built_in_is_a_routine(slug):
    assert findings(BUILT_IN[slug]) == ()


def test_stretches_that_can_stand_first():
    assert set(stretches(CATALOGUE)) == {SHORT[name].slug for name in ("DK", "KR", "CP", "FB")}


def test_duration_adds_ten_seconds_an_item():
    assert duration(items("DK FT CP"), CATALOGUE) == 50 + 90 + 54 + 30


def test_partner_methods_switched_off_are_findings():
    judged = replace(BUILT_IN["partner-hug"], partner_methods=False)
    (found,) = findings(judged)
    assert (found.code, found.item, found.params["reason"]) == (FindingCode.NOT_RUNNABLE, 3, "off")


# ---------------------------------------------------------------------------- fixes


def apply(fix: Fix, judged: Plan) -> Plan:
    rows = list(judged.items)
    here = fix.item - 1
    match fix.kind:
        case FixKind.INSERT:
            rows.insert(here, Item(slug=fix.slugs[0]))
        case FixKind.REMOVE:
            del rows[here]
        case FixKind.SET_HOLD:
            rows[here] = replace(rows[here], hold=fix.seconds)
        case FixKind.BOTH_SIDES:
            rows[here] = replace(rows[here], sides=BOTH)
        case FixKind.REQUIRE_ACK:
            judged = replace(judged, requires_spotter_ack=True)
    return replace(judged, items=tuple(rows))


ITEMS = st.builds(
    Item,
    slug=st.sampled_from([*CATALOGUE, "no-such-exercise"]),
    hold=st.none() | st.integers(0, 60),
    sides=st.sampled_from([BOTH, frozenset(), *(frozenset({side}) for side in BOTH)]),
)
PLANS = st.builds(
    Plan,
    items=st.lists(ITEMS, max_size=14).map(tuple),
    catalogue=st.just(CATALOGUE),
    requires_spotter_ack=st.booleans(),
    partner_methods=st.booleans(),
)


@given(PLANS)
def test_applying_fixes_one_after_another_ends_in_a_routine(judged: Plan):
    """Every finding brings a fix that removes it; together they come to an end."""
    for _ in range(80):
        found = findings(judged)
        if not found:
            break
        assert found[0].fix is not None
        judged = apply(found[0].fix, judged)
    assert findings(judged) == ()


@given(PLANS)
def test_findings_come_in_the_order_of_the_rows(judged: Plan):
    numbers = [finding.item for finding in findings(judged)]
    assert numbers == sorted(numbers)
    assert all(0 <= number <= len(judged.items) for number in numbers)


# ---------------------------------------------------------------------------- one person


def test_a_blocked_item_becomes_its_first_open_easier_exercise():
    adapted = apply_tags(BUILT_IN["desk-break"], frozenset({Tag.DISC_PROBLEM}))
    assert slugs(adapted.plan) == ["CP", "CT", "CB", "CP"]
    assert [(change.item, change.now) for change in adapted.changes] == [
        (1, "childs-pose"),
        (4, "childs-pose"),
    ]
    assert adapted.findings == ()


def test_without_an_easier_one_the_counter_takes_its_place():
    adapted = apply_tags(BUILT_IN["mid-back-opener"], frozenset({Tag.STENOSIS_SLIP}))
    assert slugs(adapted.plan) == ["CP", "FB", "CP", "CP"]
    assert adapted.findings == ()


def test_easier_comes_before_counter():
    adapted = apply_tags(plan("DK HP CP"), frozenset({Tag.OSTEOPOROSIS}))
    assert slugs(adapted.plan) == ["DK", "SB", "CP"]


def test_an_item_that_nothing_replaces_is_dropped():
    adapted = apply_tags(BUILT_IN["evening-unwind"], frozenset({Tag.SPINE_SURGERY}))
    assert slugs(adapted.plan) == ["CP"]
    assert [change.now for change in adapted.changes] == [None, None, None]


def test_nothing_is_left_after_a_red_flag():
    adapted = apply_tags(BUILT_IN["stretch-only"], frozenset({Tag.RED_FLAG}))
    assert adapted.plan.items == ()
    assert [finding.code for finding in adapted.findings] == [FindingCode.EMPTY]


@given(st.sampled_from(list(BUILT_IN.values())), st.frozensets(st.sampled_from(Tag), max_size=4))
def test_an_adapted_routine_holds_nothing_blocked_and_is_judged_again(judged, tags):
    adapted = apply_tags(judged, tags)
    for item in adapted.plan.items:
        assert not (CATALOGUE[item.slug].block | BLOCK_ALL) & tags
    assert adapted.findings == findings(adapted.plan)
    kept = len(judged.items) - sum(change.now is None for change in adapted.changes)
    assert len(adapted.plan.items) == kept


@given(st.sampled_from(list(BUILT_IN.values())), st.frozensets(st.sampled_from(Tag), max_size=3))
def test_without_its_tags_a_routine_is_left_alone(judged, tags):
    foreign = frozenset(
        tag
        for tag in tags - BLOCK_ALL
        if not any(tag in CATALOGUE[item.slug].block for item in judged.items)
    )
    assert apply_tags(judged, foreign).plan == judged


# ---------------------------------------------------------------------------- one exercise


@pytest.mark.parametrize("exercise", RUNNABLE, ids=lambda entry: entry.slug)
def test_a_single_exercise_is_composed_into_a_routine(exercise):
    composed = compose_single(exercise, CATALOGUE)
    assert composed.findings == ()
    assert exercise.slug in {item.slug for item in composed.plan.items}
    assert len(composed.plan.items) == (3 if exercise.mobilising else 1)


@pytest.mark.parametrize(
    ("name", "composed"),
    [
        pytest.param("DK", "DK", id="a-stretch-runs-alone"),
        pytest.param("CT", "FB CT FB", id="no-mat-for-a-chair"),
        pytest.param("CB", "FB CB FB", id="its-counter"),
        pytest.param("ST", "DK ST DK", id="lying-down-already"),
        pytest.param("ET", "FB ET FB", id="the-only-counter"),
    ],
)
def test_the_stretches_around_it_change_posture_and_equipment_least(name, composed):
    assert slugs(compose_single(SHORT[name], CATALOGUE).plan) == composed.split()


def test_a_blocked_stretch_is_not_chosen():
    composed = compose_single(SHORT["CB"], CATALOGUE, frozenset({Tag.DISC_PROBLEM}))
    assert slugs(composed.plan) == ["CP", "CB", "CP"]
    assert composed.findings == ()


def test_where_no_counter_is_open_the_single_exercise_is_no_routine():
    composed = compose_single(SHORT["ET"], CATALOGUE, frozenset({Tag.DISC_PROBLEM}))
    assert {finding.code for finding in composed.findings} == {
        FindingCode.COUNTER_MISSING,
        FindingCode.ENDS_MOBILISING,
    }


def test_what_is_for_professionals_cannot_be_composed():
    assert FindingCode.NOT_RUNNABLE in {
        finding.code for finding in compose_single(SHORT["PRO"], CATALOGUE).findings
    }


# ---------------------------------------------------------------------------- roles and days


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("DK KR CP", "main main main"),
        ("DK FT CP", "warm_up main counter"),
        ("CP KR ST DK", "warm_up warm_up main counter"),
        ("FB HP FB TR FB", "warm_up main counter main counter"),
        ("DK CT CP DK", "warm_up main counter main"),
    ],
)
def test_roles(names, expected):
    assert roles(plan(names)) == tuple(map(Role, expected.split()))


@pytest.mark.parametrize(
    ("slug", "runs"),
    [("morning-loosen", 5), ("roller-session", 2), ("spotted-bed-edge", 1), ("partner-hug", 1)],
)
def test_a_built_in_is_refused_after_as_many_runs_as_its_smallest_cap(slug, runs):
    assert runs_per_day(BUILT_IN[slug]) == runs
    [name] = (n for n in slugs(BUILT_IN[slug]) if SHORT[n].mobilising)
    done = [make_bout(name, NOW - timedelta(hours=1 + run)) for run in range(runs)]
    for bouts, refused in ((done[1:], False), (done, True)):
        found = check_start(SHORT[name], make_facts(bouts=tuple(bouts)), NOW)
        assert (Code.LIMIT_REACHED in {verdict.code for verdict in found}) is refused


def runs_per_day(judged: Plan) -> int:
    """How often a date it can run: its smallest cap, and elevated work once."""
    caps = [exercise.daily_cap for _, _, exercise in judged.known()]
    return min([*caps, Limits().elevated_day] if judged.requires_spotter_ack else caps)


@pytest.mark.parametrize("slug", BUILT_IN)
def test_a_built_in_three_times_a_day_for_two_weeks_passes_no_limit(slug):
    """Without releases; no more often than offered, and elevated work twice a week."""
    judged = BUILT_IN[slug]
    runs = min(3, runs_per_day(judged))
    elevated = judged.requires_spotter_ack
    days = [day for day in range(14) if not elevated or day % 7 in (0, 3)]
    bouts = []
    for day in days:
        for run in range(runs):
            at = datetime(2026, 6, 1 + day, 7 + 5 * run, tzinfo=UTC)
            for name, role in zip(slugs(judged), roles(judged), strict=True):
                session = f"{day}-{run}"
                bouts.append(make_bout(name, at, session=session, auxiliary=role is not Role.MAIN))
                at = bouts[-1].end + timedelta(seconds=10)
    found = evaluate(bouts, [], Limits())
    assert len(bouts) == len(days) * runs * len(judged.items)
    assert found.incidents == ()
    assert {notice.rule for notice in found.notices} <= {Rule.D4, Rule.D5, Rule.W4}
