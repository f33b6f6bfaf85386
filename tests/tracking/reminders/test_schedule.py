"""Due instants: tables for the two odd days of a year, properties over all zones."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.reminders.schedule import Schedule, exists, instant_of, zone_named

EVERY_DAY = range(7)
ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})


def schedule(*times: str, zone: str = "Europe/London", weekdays=EVERY_DAY) -> Schedule:
    return Schedule([time.fromisoformat(at) for at in times], weekdays, ZoneInfo(zone))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        pytest.param("Europe/London", "2026-06-01", "07:30", "2026-06-01 06:30", id="summer"),
        pytest.param("Europe/London", "2026-12-01", "07:30", "2026-12-01 07:30", id="winter"),
        pytest.param("Europe/London", "2026-03-29", "01:30", "2026-03-29 01:00", id="skipped"),
        pytest.param("Europe/London", "2026-03-29", "00:59", "2026-03-29 00:59", id="before-skip"),
        pytest.param("Europe/London", "2026-03-29", "02:00", "2026-03-29 01:00", id="after-skip"),
        pytest.param("Europe/London", "2026-10-25", "01:30", "2026-10-25 00:30", id="repeated"),
        pytest.param("Europe/London", "2026-10-25", "02:00", "2026-10-25 02:00", id="after-both"),
        pytest.param("America/New_York", "2026-03-08", "02:15", "2026-03-08 07:00", id="new-york"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03 15:30", id="half-h"),
        pytest.param("America/Santiago", "2026-09-06", "00:20", "2026-09-06 04:00", id="midnight"),
        pytest.param("Asia/Kathmandu", "2026-06-01", "00:05", "2026-05-31 18:20", id="quarter"),
        pytest.param("Pacific/Kiritimati", "2026-06-01", "07:00", "2026-05-31 17:00", id="plus-14"),
    ],
)
def test_a_local_time_is_due_at(zone, day, at, expected):
    found = instant_of(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert found == utc(expected)


def test_the_next_time_is_strictly_later():
    both = schedule("07:30", "18:00")
    assert both.next_after(utc("2026-06-01 06:29:59")) == utc("2026-06-01 06:30")
    assert both.next_after(utc("2026-06-01 06:30")) == utc("2026-06-01 17:00")
    assert both.next_after(utc("2026-06-01 17:00")) == utc("2026-06-02 06:30")


def test_only_the_chosen_weekdays_are_due():
    fridays = schedule("07:30", weekdays=[4])
    friday = fridays.next_after(utc("2026-06-01 12:00"))
    assert friday == utc("2026-06-05 06:30")
    assert fridays.next_after(friday) == utc("2026-06-12 06:30")
    assert fridays.last_until(utc("2026-06-12 06:29")) == utc("2026-06-05 06:30")


def test_nothing_is_due_without_a_time_or_a_weekday():
    assert schedule().next_after(utc("2026-06-01")) is None
    assert schedule("07:30", weekdays=[]).next_after(utc("2026-06-01")) is None
    assert schedule().last_until(utc("2026-06-01")) is None


def test_a_repeated_time_is_due_once():
    half_past_one = schedule("01:30")
    first = half_past_one.next_after(utc("2026-10-24 12:00"))
    assert first == utc("2026-10-25 00:30")
    assert half_past_one.next_after(first) == utc("2026-10-26 01:30")


def test_two_skipped_times_are_due_together_once():
    night = schedule("01:10", "01:50")
    first = night.next_after(utc("2026-03-28 12:00"))
    assert first == utc("2026-03-29 01:00")
    assert night.next_after(first) == utc("2026-03-30 00:10")


def test_a_date_that_never_was_is_never_due():
    apia = schedule("07:30", zone="Pacific/Apia")
    assert not exists(date(2011, 12, 30), apia.zone)
    eve = apia.next_after(utc("2011-12-29 12:00"))
    assert eve.astimezone(apia.zone).isoformat() == "2011-12-29T07:30:00-10:00"
    after = apia.next_after(eve)
    assert after.astimezone(apia.zone).isoformat() == "2011-12-31T07:30:00+14:00"


def test_a_weekday_is_found_beyond_a_date_that_never_was():
    fridays = schedule("07:30", zone="Pacific/Apia", weekdays=[4])
    after = fridays.next_after(utc("2011-12-24 12:00"))
    assert after.astimezone(fridays.zone).date() == date(2012, 1, 6)


def test_an_unknown_zone_reads_as_utc():
    assert zone_named("Mars/Olympus").key == "UTC"
    assert zone_named("../etc/passwd").key == "UTC"
    assert zone_named("Europe/London").key == "Europe/London"


SPAN = (-2_200_000_000, 2_140_000_000)  # 1900 to 2037, in epoch seconds
local_times = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
# Rules of today: no zone leaves out a whole date after 2012.
days = st.dates(date(2013, 1, 1), date(2037, 12, 31))


@given(zone=st.sampled_from(ZONES), day=days, at=local_times)
def test_each_day_is_due_exactly_once(zone, day, at):
    daily = Schedule([at], EVERY_DAY, ZoneInfo(zone))
    dues, instant = [], instant_of(day, time(0), daily.zone) - timedelta(seconds=1)
    for _day in range(5):
        instant = daily.next_after(instant)
        dues.append(instant)
    assert [due.astimezone(daily.zone).date() for due in dues] == [
        day + timedelta(days=n) for n in range(5)
    ]


@given(zone=st.sampled_from(ZONES), day=days, at=local_times)
def test_a_due_minute_is_never_early_and_at_most_one_gap_late(zone, day, at):
    found = instant_of(day, at, ZoneInfo(zone))
    wall = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert wanted <= wall <= wanted + timedelta(hours=3)
    assert found.second == found.microsecond == 0
    before = (found - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert before < wanted or before >= wall, "no earlier minute would have done"


@given(
    zone=st.sampled_from(ZONES),
    times=st.lists(local_times, min_size=1, max_size=5, unique=True),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    instant=st.integers(*SPAN).map(lambda second: datetime.fromtimestamp(second, UTC)),
)
def test_next_and_last_are_two_neighbours(zone, times, weekdays, instant):
    plan = Schedule(times, weekdays, ZoneInfo(zone))
    last, following = plan.last_until(instant), plan.next_after(instant)
    assert last <= instant < following
    assert plan.next_after(last) == following
    assert plan.last_until(following) == following
    assert plan.last_until(following - timedelta(microseconds=1)) == last
