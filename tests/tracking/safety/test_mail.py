"""Mail decisions, in their order."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracking.safety.facts import Incident
from tracking.safety.mail import (
    SENT,
    Decision,
    Mailbox,
    Outcome,
    Reason,
    decide,
    decide_held,
    decide_stop,
    is_mailed,
    quiet_until,
)
from tracking.safety.verdict import BACK, Rule

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 6, 1, 11, 0, tzinfo=UTC)
NIGHT = datetime(2026, 6, 1, 21, 30, tzinfo=UTC)
MORNING = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOX = Mailbox(zone=LONDON)


def passed(*, at: datetime = NOON, level: int = 1, rule: Rule = Rule.D1) -> Incident:
    return Incident(
        rule=rule,
        scope=BACK,
        on=at.date(),
        tripped_at=at,
        until=at + 24 * HOUR,
        level=level,
        count=4,
        limit=3,
    )


def not_sent(reason: Reason) -> Decision:
    return Decision(Outcome.SUPPRESSED, reason)


HELD = Decision(Outcome.HELD, Reason.QUIET_HOURS, MORNING)


@pytest.mark.parametrize(
    ("incident", "box", "now", "decision"),
    [
        pytest.param(passed(), BOX, NOON, SENT, id="by-day"),
        pytest.param(passed(), BOX, NOON + 48 * HOUR, SENT, id="48-hours-late"),
        pytest.param(
            passed(), BOX, NOON + 48.1 * HOUR, not_sent(Reason.STALE), id="more-than-48-hours-late"
        ),
        pytest.param(
            passed(), replace(BOX, switched_on=False), NOON, not_sent(Reason.CHANNEL_OFF), id="off"
        ),
        pytest.param(
            passed(), replace(BOX, verified=False), NOON, not_sent(Reason.CHANNEL_OFF), id="new"
        ),
        pytest.param(
            passed(), replace(BOX, bounced=True), NOON, not_sent(Reason.CHANNEL_OFF), id="bounced"
        ),
        pytest.param(
            passed(),
            replace(BOX, last_sent_at=NOON - 23 * HOUR, last_level=1),
            NOON,
            not_sent(Reason.RECENT),
            id="second-within-a-day",
        ),
        pytest.param(
            passed(),
            replace(BOX, last_sent_at=NOON - 24 * HOUR, last_level=1),
            NOON,
            SENT,
            id="second-after-a-day",
        ),
        pytest.param(
            passed(level=2),
            replace(BOX, last_sent_at=NOON - HOUR, last_level=1),
            NOON,
            SENT,
            id="the-level-rose",
        ),
        pytest.param(
            passed(level=0, rule=Rule.P3),
            replace(BOX, last_sent_at=NOON - HOUR, last_level=1),
            NOON,
            SENT,
            id="a-trend-is-not-an-over",
        ),
        pytest.param(passed(at=NIGHT), BOX, NIGHT, HELD, id="by-night"),
        pytest.param(
            passed(at=NIGHT - 72 * HOUR),
            replace(BOX, switched_on=False),
            NIGHT,
            not_sent(Reason.STALE),
            id="stale-before-off-before-night",
        ),
    ],
)
def test_the_decision_on_a_new_incident(incident, box, now, decision):
    assert decide(incident, box=box, received_at=now, now=now) == decision


@pytest.mark.parametrize(
    ("incident", "box", "decision"),
    [
        pytest.param(passed(at=NIGHT), BOX, SENT, id="still-there"),
        pytest.param(None, BOX, not_sent(Reason.CLEARED), id="gone"),
        pytest.param(
            passed(at=NIGHT),
            replace(BOX, switched_on=False),
            not_sent(Reason.CHANNEL_OFF),
            id="switched-off-overnight",
        ),
        pytest.param(passed(at=NIGHT - 72 * HOUR), BOX, SENT, id="a-hold-does-not-make-it-stale"),
    ],
)
def test_the_decision_when_a_hold_ends(incident, box, decision):
    assert decide_held(incident, box=box, now=MORNING) == decision


@pytest.mark.parametrize(
    ("box", "decision"),
    [
        pytest.param(BOX, SENT, id="always"),
        pytest.param(replace(BOX, switched_on=False), SENT, id="overuse-mail-off"),
        pytest.param(replace(BOX, last_sent_at=NIGHT, last_level=3), SENT, id="after-a-mail"),
        pytest.param(replace(BOX, verified=False), not_sent(Reason.CHANNEL_OFF), id="unverified"),
        pytest.param(replace(BOX, bounced=True), not_sent(Reason.CHANNEL_OFF), id="bounced"),
    ],
)
def test_a_stop_is_mailed_whenever_it_can_arrive(box, decision):
    assert decide_stop(box) == decision


def test_a_flare_is_not_mailed_and_a_trend_is():
    assert [is_mailed(passed(level=0, rule=rule)) for rule in (Rule.P2, Rule.P3)] == [False, True]
    assert is_mailed(passed(level=1, rule=Rule.P2))


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        pytest.param("Europe/London", "2026-06-01T21:59:59", None, id="just-before"),
        pytest.param("Europe/London", "2026-06-01T22:00", "2026-06-02T07:00", id="begin"),
        pytest.param("Europe/London", "2026-06-02T06:59", "2026-06-02T07:00", id="before-the-end"),
        pytest.param("Europe/London", "2026-06-02T07:00", None, id="end"),
        pytest.param("Europe/London", "2026-03-28T23:00", "2026-03-29T07:00", id="short-night"),
        pytest.param("Europe/London", "2026-10-24T23:00", "2026-10-25T07:00", id="long-night"),
        pytest.param("Asia/Kathmandu", "2026-06-01T22:00", "2026-06-02T07:00", id="kathmandu"),
    ],
)
def test_quiet_hours_are_local(zone, now, until):
    box = Mailbox(zone=ZoneInfo(zone))
    assert quiet_until(box, at(now, zone)) == (at(until, zone) if until else None)


def test_quiet_hours_may_lie_within_a_day_or_not_be_at_all():
    siesta = replace(BOX, quiet_from=time(13), quiet_to=time(15))
    inside = at("2026-06-01T14:00", "Europe/London")
    assert quiet_until(siesta, inside) == at("2026-06-01T15:00", "Europe/London")
    assert quiet_until(siesta, NIGHT) is None
    never = replace(BOX, quiet_from=time(7), quiet_to=time(7))
    assert [quiet_until(never, now) for now in (NOON, NIGHT, MORNING)] == [None] * 3
