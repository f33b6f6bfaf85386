"""What stands first on the page of today."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exercises.vocabulary import Region, Tag
from tracking.routines.builtin import read_routines
from tracking.safety.facts import Care, Facts, Incident, Screening, Stop
from tracking.safety.regions import region_states
from tracking.safety.verdict import BACK, Rule, Scope
from tracking.today.step import BY_HOUR, STRETCHES, Kind, next_step

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
WELL = Screening(answered_at=NOW, age=40)


def step_of(hour: int = 9, **facts):
    known = Facts(zone=ZoneInfo("UTC"), **{"screening": WELL, **facts})
    return next_step(region_states(known, NOW), hour=hour)


def cool_down(scope: Scope) -> Incident:
    return Incident(
        rule=Rule.D2,
        scope=scope,
        on=NOW.date(),
        tripped_at=NOW - timedelta(hours=1),
        until=NOW + timedelta(hours=23),
        level=1,
        count=3,
        limit=2,
    )


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        pytest.param({}, Kind.ROUTINE, id="well"),
        pytest.param({"screening": None}, Kind.SCREENING, id="not-screened"),
        pytest.param(
            {"screening": Screening(answered_at=NOW - timedelta(days=91), age=40)},
            Kind.SCREENING,
            id="answers-too-old",
        ),
        pytest.param({"stops": (Stop(at=NOW),)}, Kind.ANSWER_AGAIN, id="stopped"),
        pytest.param(
            {"stops": (Stop(at=NOW),), "screening": None}, Kind.ANSWER_AGAIN, id="stop-first"
        ),
        pytest.param(
            {
                "screening": Screening(
                    answered_at=NOW,
                    age=40,
                    tags=frozenset({Tag.RED_FLAG}),
                    care=Care.SAME_DAY,
                    red_since=NOW,
                )
            },
            Kind.SEEK_CARE,
            id="red-flag",
        ),
        pytest.param(
            {"screening": Screening(answered_at=NOW, age=17, tags=frozenset({Tag.AGE_UNDER_18}))},
            Kind.ADULTS_ONLY,
            id="under-18",
        ),
        pytest.param({"incidents": (cool_down(BACK),)}, Kind.STRETCH, id="cool-down"),
        pytest.param(
            {"incidents": (cool_down(Scope.of_region(Region.LUMBAR)),)},
            Kind.STRETCH,
            id="cool-down-of-one-region",
        ),
    ],
)
def test_kind(facts, kind):
    assert step_of(**facts).kind == kind


def test_a_cool_down_offers_the_stretches():
    assert step_of(incidents=(cool_down(BACK),)).slug == STRETCHES


def test_old_answers_say_why_they_are_asked_again():
    old = Screening(answered_at=NOW - timedelta(days=91), age=40)
    assert step_of(screening=old).reason == "expired"


@pytest.mark.parametrize(
    ("hour", "slug"),
    [
        pytest.param(0, "morning-loosen", id="midnight"),
        pytest.param(10, "morning-loosen", id="morning"),
        pytest.param(11, "desk-break", id="eleven"),
        pytest.param(16, "desk-break", id="afternoon"),
        pytest.param(17, "evening-unwind", id="five"),
        pytest.param(23, "evening-unwind", id="night"),
    ],
)
def test_the_hour_chooses_the_routine(hour, slug):
    assert step_of(hour=hour).slug == slug


def test_every_offered_routine_is_built_in():
    known = {routine.slug for routine in read_routines()}
    assert {slug for _, slug in BY_HOUR} | {STRETCHES} <= known
