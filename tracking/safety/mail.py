"""Whether a new incident or a stop is mailed: now, at the end of the quiet hours, or not at all."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from tracking.safety.facts import Incident
from tracking.safety.verdict import Rule

#: An incident that reached the server later than this after it tripped is history, not news.
STALE_AFTER = timedelta(hours=48)
#: At most one overuse mail in this time, unless the level has risen.
MAIL_GAP = timedelta(hours=24)


class Outcome(StrEnum):
    SENT = "sent"
    HELD = "held"
    SUPPRESSED = "suppressed"


class Reason(StrEnum):
    """Why a mail is not sent now; empty when it is."""

    NONE = ""
    STALE = "stale"
    CHANNEL_OFF = "channel_off"
    RECENT = "recent"
    QUIET_HOURS = "quiet_hours"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the ledger. `held_until` is set for HELD only."""

    outcome: Outcome
    reason: Reason = Reason.NONE
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """The person's channel. Equal quiet times mean that there are no quiet hours."""

    zone: ZoneInfo
    switched_on: bool = True  # the overuse stream
    verified: bool = True
    bounced: bool = False
    quiet_from: time = time(22)
    quiet_to: time = time(7)
    last_sent_at: datetime | None = None  # last overuse mail
    last_level: int = 0

    @property
    def reachable(self) -> bool:
        return self.verified and not self.bounced


SENT = Decision(Outcome.SENT)


def is_mailed(incident: Incident) -> bool:
    """Whether an incident is a matter for mail at all: an over or a trend; a flare is not."""
    return incident.level > 0 or incident.rule is Rule.P3


def decide(incident: Incident, *, box: Mailbox, received_at: datetime, now: datetime) -> Decision:
    """The decision on a new incident; all that are SENT by one log share one mail."""
    if received_at - incident.tripped_at > STALE_AFTER:
        return Decision(Outcome.SUPPRESSED, Reason.STALE)
    return _decide_fresh(incident, box, now)


def decide_held(incident: Incident | None, *, box: Mailbox, now: datetime) -> Decision:
    """The decision when a hold ends; `incident` is None if it is gone by now."""
    if incident is None:
        return Decision(Outcome.SUPPRESSED, Reason.CLEARED)
    return _decide_fresh(incident, box, now)


def decide_stop(box: Mailbox) -> Decision:
    """A STOP is mailed at once, in quiet hours and with overuse mail off too, if it can arrive."""
    return SENT if box.reachable else Decision(Outcome.SUPPRESSED, Reason.CHANNEL_OFF)


def quiet_until(box: Mailbox, now: datetime) -> datetime | None:
    """The end (UTC) of the quiet hours that `now` falls in, or None."""
    local = now.astimezone(box.zone)
    clock, start, end = local.time(), box.quiet_from, box.quiet_to
    over_midnight = start > end
    inside = clock >= start or clock < end if over_midnight else start <= clock < end
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and clock >= start else 0)
    return datetime.combine(day, end, tzinfo=box.zone).astimezone(UTC)


def _decide_fresh(incident: Incident, box: Mailbox, now: datetime) -> Decision:
    if not (box.switched_on and box.reachable):
        return Decision(Outcome.SUPPRESSED, Reason.CHANNEL_OFF)
    recent = box.last_sent_at is not None and now - box.last_sent_at < MAIL_GAP
    # A trend is no over: it comes once a week at most, and no rest is at stake.
    if incident.level and recent and incident.level <= box.last_level:
        return Decision(Outcome.SUPPRESSED, Reason.RECENT)
    until = quiet_until(box, now)
    if until:
        return Decision(Outcome.HELD, Reason.QUIET_HOURS, until)
    return SENT
