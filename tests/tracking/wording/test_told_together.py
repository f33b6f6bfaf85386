"""What rests for one reason is told once, with every region that rests."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from exercises.vocabulary import Region
from tests.factories import NOW
from tracking.safety.verdict import Code, Rule, Scope, Verdict
from tracking.wording.told import tell_together


def rests(region: Region, hours: int = 24, count: int = 1) -> Verdict:
    return Verdict(
        code=Code.FLARE,
        rule=Rule.P2,
        scope=Scope.of_region(region),
        until=NOW + timedelta(hours=hours),
        params={"count": count, "limit": 1, "level": 0},
    )


def told(*verdicts: Verdict) -> list[str]:
    words = tell_together(verdicts, zone=ZoneInfo("UTC"), now=NOW, names={})
    return [one.sentence for one in words]


def test_regions_that_rest_after_one_session_share_a_sentence():
    [sentence] = told(rests(Region.LUMBAR), rests(Region.THORACIC))
    assert sentence.startswith("Lower back, Upper and middle back: after the session it hurt")


def test_what_opens_at_another_time_is_told_apart():
    assert len(told(rests(Region.LUMBAR), rests(Region.THORACIC, hours=48))) == 2


def test_what_came_of_other_figures_is_told_apart():
    assert len(told(rests(Region.LUMBAR), rests(Region.THORACIC, count=2))) == 2


def test_two_limits_are_told_apart():
    over = [
        Verdict(
            code=Code.OVER,
            rule=Rule.D2,
            scope=Scope.of_region(one),
            params={"count": 3, "limit": 2},
        )
        for one in (Region.LUMBAR, Region.THORACIC)
    ]
    assert len(told(*over)) == 2
