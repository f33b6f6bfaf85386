"""The words beside each region: what it is, and until when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exercises.vocabulary import Region
from tracking.safety.facts import Bout, Facts, Screening, Stop
from tracking.safety.regions import RegionState, Status, region_states
from tracking.safety.verdict import Code, Rule, Verdict
from tracking.today.spine import ICON, LOCKED, example, spine_map, words

NOW = datetime(2026, 6, 1, 7, 30, tzinfo=UTC)  # 08:30 in London
LONDON = ZoneInfo("Europe/London")


def state(status: Status, **verdict) -> RegionState:
    cause = Verdict(**verdict) if verdict else None
    return RegionState(region=Region.LUMBAR, status=status, verdict=cause)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(state(Status.READY), "Ready", id="ready"),
        pytest.param(state(Status.NOT_OFFERED), "Not exercised here, on purpose", id="neck"),
        pytest.param(
            state(
                Status.RESTING,
                code=Code.REFRACTORY,
                rule=Rule.A4,
                until=datetime(2026, 6, 1, 8, 5, tzinfo=UTC),
            ),
            "Resting until 09:05",
            id="resting-in-local-time",
        ),
        pytest.param(
            state(
                Status.COOLING_DOWN,
                code=Code.COOLING_DOWN,
                rule=Rule.D2,
                until=datetime(2026, 6, 2, 17, 0, tzinfo=UTC),
            ),
            "Cooling down until 18:00 on 2 June",
            id="cooling-down-with-its-date",
        ),
        pytest.param(
            state(
                Status.AT_LIMIT, code=Code.AT_LIMIT, rule=Rule.D2, params={"count": 2, "limit": 2}
            ),
            "At its limit: 2 of 2 today",
            id="limit-of-the-day",
        ),
        pytest.param(
            state(
                Status.AT_LIMIT,
                code=Code.LIMIT_REACHED,
                rule=Rule.W2,
                params={"count": 7, "limit": 7},
            ),
            "At its limit: 7 of 7 this week",
            id="limit-of-the-week",
        ),
        pytest.param(
            state(
                Status.AT_LIMIT, code=Code.AT_LIMIT, rule=Rule.D1, params={"count": 3, "limit": 3}
            ),
            "Whole back at its limit: 3 of 3 today",
            id="limit-of-the-whole-back",
        ),
        pytest.param(
            state(
                Status.AT_LIMIT, code=Code.AT_LIMIT, rule=Rule.W1, params={"count": 12, "limit": 12}
            ),
            "Whole back at its limit: 12 of 12 this week",
            id="limit-of-the-whole-back-in-a-week",
        ),
        pytest.param(
            state(Status.LOCKED, code=Code.SCREENING_REQUIRED, rule=Rule.A1),
            "Locked: health questions first",
            id="not-screened",
        ),
        pytest.param(
            state(
                Status.LOCKED,
                code=Code.PAIN_NOW_HIGH,
                rule=Rule.Q14,
                until=datetime(2026, 6, 1, 23, 0, tzinfo=UTC),
            ),
            "Stretches only until 00:00 on 2 June",
            id="pain-now",
        ),
        pytest.param(
            state(Status.LOCKED, code=Code.NOT_RUNNABLE, rule=Rule.A15), "Locked", id="other-lock"
        ),
    ],
)
def test_words(given, expected):
    assert words(given, zone=LONDON, now=NOW) == expected


def test_every_status_has_an_icon():
    assert set(ICON) == set(Status)


def bout(*released: Region, ago: timedelta) -> Bout:
    start = NOW - ago
    return Bout(
        id="1",
        session="1",
        exercise="seated-chair-twist",
        tier="low",
        mobilising=True,
        regions=(Region.LUMBAR,),
        start=start,
        end=start + timedelta(minutes=1),
        on=start.date(),
        daily_cap=5,
        released=released,
    )


def map_of(**facts) -> dict[Region, str]:
    known = Facts(zone=LONDON, **{"screening": Screening(answered_at=NOW, age=40), **facts})
    drawn = spine_map(region_states(known, NOW), zone=LONDON, now=NOW)
    return {part.region: part.words for part in drawn.parts}


def test_a_release_rests_its_region_and_no_other():
    told = map_of(bouts=(bout(Region.LUMBAR, ago=timedelta(minutes=25)),))
    assert told[Region.LUMBAR] == "Resting until 09:05"
    assert told[Region.THORACIC] == "Ready"


def test_a_stop_locks_every_region_but_the_neck_which_is_never_open():
    told = map_of(stops=(Stop(at=NOW - timedelta(hours=1)),))
    assert set(told.values()) == {"Locked after a pain stop", "Not exercised here, on purpose"}


def test_every_lock_that_can_close_a_region_has_words():
    unscreened = map_of(screening=None)
    assert unscreened[Region.SACROILIAC] == str(LOCKED[Code.SCREENING_REQUIRED])


def test_the_digest_changes_with_the_picture_and_only_then():
    rested = Facts(zone=LONDON, bouts=(bout(Region.LUMBAR, ago=timedelta(minutes=25)),))
    later = NOW + timedelta(minutes=1)
    one = spine_map(region_states(rested, NOW), zone=LONDON, now=NOW)
    same = spine_map(region_states(rested, later), zone=LONDON, now=later)
    assert one.digest == same.digest
    assert one.digest != example().digest


def test_the_example_of_the_front_page_shows_a_resting_lower_back():
    assert {part.region: part.status for part in example().parts} == {
        Region.CERVICAL: "not_offered",
        Region.THORACIC: "ready",
        Region.THORACOLUMBAR: "ready",
        Region.LUMBAR: "resting",
        Region.SACROILIAC: "ready",
    }
