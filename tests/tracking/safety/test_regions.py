"""The spine map: one state a region, caused by the same verdicts that refuse a start."""

from datetime import timedelta

import pytest

from exercises.vocabulary import Region, Tag
from tests.tracking.safety.people import NOW, make_bout, make_facts, make_screening, released
from tracking.safety.facts import Facts, Incident, Stop
from tracking.safety.regions import Status, back_doses, region_states
from tracking.safety.verdict import BACK, Code, Rule, Scope

HOUR = timedelta(hours=1)


def incident(scope: Scope, until_hours: int) -> Incident:
    return Incident(
        rule=Rule.D2,
        scope=scope,
        on=NOW.date(),
        tripped_at=NOW - HOUR,
        until=NOW + until_hours * HOUR,
        level=1,
        count=3,
        limit=2,
    )


def statuses(facts: Facts) -> dict[Region, Status]:
    return {state.region: state.status for state in region_states(facts, NOW)}


def test_a_rested_back_is_ready_from_top_to_bottom():
    assert list(statuses(make_facts()).values()) == [Status.NOT_OFFERED] + 4 * [Status.READY]


@pytest.mark.parametrize(
    ("changes", "lumbar", "thoracic"),
    [
        pytest.param(
            {"bouts": (released("CT", NOW - HOUR / 2),)}, Status.RESTING, Status.READY, id="rest"
        ),
        pytest.param(
            {"bouts": tuple(released("CT", NOW - hours * HOUR) for hours in (2, 4))},
            Status.AT_LIMIT,
            Status.READY,
            id="releases-of-the-region",
        ),
        pytest.param(
            {"bouts": tuple(released("CB", NOW - hours * HOUR) for hours in (2, 4, 6))},
            Status.AT_LIMIT,
            Status.AT_LIMIT,
            id="releases-of-the-whole-back",
        ),
        pytest.param(
            {"incidents": (incident(Scope.of_region(Region.LUMBAR), 5),)},
            Status.COOLING_DOWN,
            Status.READY,
            id="cool-down-of-the-region",
        ),
        pytest.param(
            {"incidents": (incident(BACK, 5),)},
            Status.COOLING_DOWN,
            Status.COOLING_DOWN,
            id="cool-down-of-the-back",
        ),
        pytest.param(
            {"incidents": (incident(Scope.of_exercise("seated-chair-twist"), 5),)},
            Status.READY,
            Status.READY,
            id="an-exercise-rests-and-the-regions-do-not",
        ),
        pytest.param({"screening": None}, Status.LOCKED, Status.LOCKED, id="no-answers"),
        pytest.param({"stops": (Stop(at=NOW),)}, Status.LOCKED, Status.LOCKED, id="stop"),
        pytest.param(
            {"screening": make_screening(tags={Tag.RED_FLAG})},
            Status.LOCKED,
            Status.LOCKED,
            id="red-flag",
        ),
    ],
)
def test_the_state_of_a_region(changes, lumbar, thoracic):
    found = statuses(make_facts(**changes))
    assert (found[Region.LUMBAR], found[Region.THORACIC]) == (lumbar, thoracic)


def test_of_two_cool_downs_the_later_end_is_shown():
    facts = make_facts(incidents=(incident(Scope.of_region(Region.LUMBAR), 5), incident(BACK, 9)))
    states = {state.region: state for state in region_states(facts, NOW)}
    assert states[Region.LUMBAR].until == NOW + 9 * HOUR
    verdict = states[Region.LUMBAR].verdict
    assert verdict is not None
    assert verdict.code is Code.COOLING_DOWN


def test_each_region_counts_its_own_doses():
    facts = make_facts(
        bouts=(released("CT", NOW - 3 * HOUR), released("CT", NOW - timedelta(days=2)))
    )
    lumbar = {state.region: state for state in region_states(facts, NOW)}[Region.LUMBAR]
    assert {dose.rule: (dose.count, dose.limit) for dose in lumbar.doses} == {
        Rule.D2: (1, 2),
        Rule.D3: (1, 10),
        Rule.W2: (2, 7),
        Rule.W3: (2, 50),
    }


def test_the_back_counts_releases_and_elevated_work():
    facts = make_facts(
        bouts=(released("CT", NOW - 3 * HOUR), make_bout("BED", NOW - timedelta(days=6)))
    )
    assert {dose.rule: (dose.count, dose.limit) for dose in back_doses(facts, NOW)} == {
        Rule.D1: (1, 3),
        Rule.W1: (1, 12),
        Rule.D4: (0, 1),
        Rule.W4: (1, 2),
    }
