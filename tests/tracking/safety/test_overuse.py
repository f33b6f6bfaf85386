"""Overuse beyond the worked examples: what an incident holds, and settings of one's own."""

from datetime import date, timedelta

import pytest

from exercises.vocabulary import Region
from tests.tracking.safety.people import NOW, make_bout, released
from tracking.safety.facts import Incident, Pain
from tracking.safety.limits import Limits
from tracking.safety.overuse import Evaluation, as_verdict, evaluate
from tracking.safety.verdict import BACK, Code, Level, Rule, Scope

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
LUMBAR = Scope.of_region(Region.LUMBAR)


def only(found: Evaluation, rule: Rule, scope: Scope = LUMBAR) -> Incident:
    (incident,) = [i for i in found.incidents if (i.rule, i.scope) == (rule, scope)]
    return incident


def flare(hours: int) -> Pain:
    at = NOW + hours * HOUR
    return Pain(session=str(hours), at=at, on=at.date(), regions=(Region.LUMBAR,), after=7)


def test_an_incident_runs_from_its_first_tripping_bout_to_the_end_of_its_last():
    bouts = [released("CT", NOW + hours * HOUR) for hours in (0, 2, 4, 6)]
    incident = only(evaluate(bouts, [], Limits()), Rule.D2)
    assert incident.tripped_at == bouts[2].start
    assert incident.until == bouts[3].start + 24 * HOUR
    assert (incident.count, incident.limit) == (4, 2)
    assert incident.rows == tuple(bout.id for bout in bouts)


def test_a_cool_down_holds_from_its_first_second_until_its_last():
    passed = incident(Rule.D1, 1)
    moments = [passed.tripped_at - SECOND, passed.tripped_at, passed.until - SECOND, passed.until]
    assert [passed.open_at(moment) for moment in moments] == [False, True, True, False]


def test_a_second_flare_never_rests_shorter_than_the_first():
    limits = Limits.checked(flare_hours=96)
    incident = only(evaluate([], [flare(0), flare(2)], limits), Rule.P2)
    assert (incident.level, incident.until) == (1, NOW + 98 * HOUR)


def test_pain_without_a_region_rests_the_whole_back():
    pain = Pain(session="s", at=NOW, on=NOW.date(), regions=(), after=7)
    assert only(evaluate([], [pain], Limits()), Rule.P2, BACK).level == 0


def test_an_empty_log_comes_to_nothing():
    assert evaluate([], [], Limits()) == Evaluation((), ())


def test_stored_incidents_are_not_believed_without_a_date():
    bouts = [released("CT", NOW + hours * HOUR) for hours in (0, 2, 4)]
    whole = evaluate(bouts, [], Limits())
    assert evaluate([], [], Limits(), earlier=whole.incidents) == Evaluation((), ())


def test_a_stored_over_raises_the_level_and_a_stored_cool_down_holds():
    stored = evaluate([released("CT", NOW + h * HOUR) for h in (0, 2, 4)], [], Limits()).incidents
    tomorrow = make_bout("CT", NOW + 20 * HOUR)
    found = evaluate([tomorrow], [], Limits(), since=tomorrow.on, earlier=stored)
    assert [(i.rule, i.scope, i.level) for i in found.incidents] == [(Rule.C1, LUMBAR, 2)]


def test_an_instance_may_be_stricter():
    bouts = [released("CT", NOW), released("CT", NOW + 3 * HOUR)]
    assert evaluate(bouts, [], Limits()).incidents == ()
    strict = evaluate(bouts, [], Limits.checked(release_day_region=1, cool_down_hours_1=36))
    assert only(strict, Rule.D2).until == bouts[1].start + 36 * HOUR


def incident(rule: Rule, level: int) -> Incident:
    return Incident(
        rule=rule,
        scope=BACK,
        on=date(2026, 6, 1),
        tripped_at=NOW,
        until=NOW + HOUR,
        level=level,
        count=4,
        limit=3,
    )


@pytest.mark.parametrize(
    ("rule", "level", "code", "weight"),
    [
        (Rule.D1, 2, Code.OVER, Level.OVER),
        (Rule.P2, 1, Code.OVER, Level.OVER),
        (Rule.P2, 0, Code.FLARE, Level.NOTICE),
        (Rule.P3, 0, Code.TREND, Level.NOTICE),
    ],
)
def test_an_incident_as_something_to_say(rule, level, code, weight):
    verdict = as_verdict(incident(rule, level))
    assert (verdict.code, verdict.level) == (code, weight)
    assert (verdict.until is None) is (code is Code.TREND)
    assert verdict.params == {"count": 4, "limit": 3, "level": level}


@pytest.mark.parametrize("key", ["back", "lumbar", "seated-chair-twist"])
def test_a_scope_can_be_stored_and_read_again(key):
    assert Scope.parse(key).key == key
