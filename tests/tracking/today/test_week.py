"""The strip of seven dates: moving, advised rest, a stop and quiet days, and none above another."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from exercises.vocabulary import Region
from tracking.safety.facts import Bout, Facts, Incident, Stop
from tracking.safety.verdict import BACK, Rule
from tracking.today.week import Mark, last_seven_days

NOW = datetime(2026, 6, 7, 8, 0, tzinfo=UTC)


def bout(day: int, *, session: str = "a", mobilising: bool = True) -> Bout:
    start = datetime(2026, 6, day, 9, 0, tzinfo=UTC)
    return Bout(
        id=f"{session}{day}",
        session=session,
        exercise="any",
        tier="low",
        mobilising=mobilising,
        regions=(Region.LUMBAR,),
        start=start,
        end=start,
        on=start.date(),
        daily_cap=5,
    )


def cool_down(day: int, *, hours: int = 24) -> Incident:
    start = datetime(2026, 6, day, 9, 0, tzinfo=UTC)
    return Incident(
        rule=Rule.D1,
        scope=BACK,
        on=start.date(),
        tripped_at=start,
        until=start + timedelta(hours=hours),
        level=1,
        count=4,
        limit=3,
    )


def week(zone: str = "UTC", **facts):
    return last_seven_days(Facts(zone=ZoneInfo(zone), **facts), NOW)


def marks(**facts) -> list[Mark]:
    return [day.mark for day in week(**facts)]


def test_the_strip_ends_today():
    days = week()
    assert [day.on for day in days] == [date(2026, 6, n) for n in range(1, 8)]
    assert [day.is_today for day in days] == [False] * 6 + [True]


def test_today_is_the_local_date():
    assert week("Pacific/Kiritimati")[-1].on == date(2026, 6, 7)
    assert week("America/Los_Angeles")[-1].on == date(2026, 6, 7)
    late = datetime(2026, 6, 7, 20, 0, tzinfo=UTC)
    facts = Facts(zone=ZoneInfo("Pacific/Kiritimati"))
    assert last_seven_days(facts, late)[-1].on == date(2026, 6, 8)


def test_sessions_of_a_date_are_counted_not_bouts():
    days = week(bouts=(bout(3), bout(3, session="b"), bout(3, session="b"), bout(5)))
    assert [day.sessions for day in days] == [0, 0, 2, 0, 1, 0, 0]


def test_an_open_session_does_not_count_yet():
    assert week(bouts=(bout(7, session="open"),), session="open")[-1].sessions == 0


def test_a_date_without_anything_is_quiet():
    assert marks() == [Mark.QUIET] * 7


def test_a_cool_down_makes_the_next_date_a_rest_and_its_own_a_day_of_moving():
    assert marks(bouts=(bout(3),), incidents=(cool_down(3),))[2:5] == [
        Mark.MOVED,
        Mark.RESTED,
        Mark.QUIET,
    ]


def test_stretches_in_a_cool_down_are_still_rest():
    found = marks(bouts=(bout(3), bout(4, mobilising=False)), incidents=(cool_down(3),))
    assert found[3] == Mark.RESTED


def test_mobilising_in_a_cool_down_is_not_rest():
    assert marks(bouts=(bout(3), bout(4)), incidents=(cool_down(3),))[3] == Mark.MOVED


def test_a_remark_without_a_cool_down_is_no_rest():
    assert marks(incidents=(cool_down(3, hours=0),)) == [Mark.QUIET] * 7


def test_a_stop_shows_on_its_date_even_if_nothing_was_done():
    stop = Stop(at=datetime(2026, 6, 3, 23, 30, tzinfo=UTC))
    assert marks(stops=(stop,))[2:4] == [Mark.STOPPED, Mark.QUIET]
    assert marks(stops=(stop,), bouts=(bout(3),))[2] == Mark.STOPPED
    assert week("Asia/Tokyo", stops=(stop,))[3].mark == Mark.STOPPED


def test_a_cool_down_that_ends_at_midnight_leaves_the_next_date_alone():
    assert marks(incidents=(cool_down(3, hours=15),))[3] == Mark.QUIET
