"""What the rules slice reads: one month of a log, judged once more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import User
from exercises.models import Exercise
from tracking.models import Bout, Incident, Instance, Session
from tracking.safety import facts, overuse
from tracking.safety.mail import is_mailed
from tracking.safety.overuse import as_verdict
from tracking.safety.verdict import Code, Level, Rule, Verdict
from tracking.snapshot import events_of, incident_facts, limits_of
from tracking.wording.told import Told, tell
from tracking.wording.verdicts import STOP_FOUND
from tracking.wording.when import when


@dataclass(frozen=True, slots=True)
class Counted:
    """A log that a verdict counted."""

    bout: Any  # a row of BoutQuerySet.figures, with title and zone of its session
    name: str  # of the exercise, a message id

    @property
    def is_release(self) -> bool:
        return bool(self.bout.release_regions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One verdict with the logs it counted. `kept` says whether the same was stored at the time."""

    told: Told
    counted: tuple[Counted, ...]
    until: str = ""
    mailed: bool = False
    kept: bool = True

    @property
    def is_pain(self) -> bool:
        return self.told.rule in (Rule.P1, Rule.P2, Rule.P3)


@dataclass(slots=True)
class Day:
    """One local date on which a rule had something to say."""

    on: date
    alerts: list[Found] = field(default_factory=list)
    remarks: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A month. `days` are those with a verdict; `gone` are stored alerts that were not found."""

    days: tuple[Day, ...]
    incidents: tuple[facts.Incident, ...]
    gone: tuple[Told, ...]
    bouts: int


def replay(user: User, month: date, now: datetime) -> Replay:
    """Return what the rules say about the month's log, and how it compares with what is stored.

    Five queries, bounded by dates: incidents of earlier dates stand as they are stored, as in
    every evaluation, and a session may run past midnight of the last day.
    """
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    rows, stored, bouts, judged = _judged(user, month, last)
    incidents = tuple(i for i in judged.incidents if i.on <= last)
    teller = Teller(user, rows, now)
    days: dict[date, Day] = {}
    for found in incidents:
        one = teller.alert(found, kept=found in stored)
        days.setdefault(found.on, Day(found.on)).alerts.append(one)
    for stop in _stopped(user, month, last):
        days.setdefault(stop.on, Day(stop.on)).alerts.append(teller.stop(stop))
    for notice in judged.notices:
        if notice.on and notice.on <= last:
            days.setdefault(notice.on, Day(notice.on)).remarks.append(teller.remark(notice))
    gone = [as_verdict(i) for i in stored if i.on >= month and i not in incidents]
    return Replay(
        days=tuple(days[on] for on in sorted(days)),
        incidents=incidents,
        gone=teller.tell(gone),
        bouts=sum(month <= bout.on <= last for bout in bouts),
    )


def remarks_of(user: User, on: date, now: datetime) -> list[Found]:
    """Return the limits reached on a date, and what else is said to its log; 4 queries."""
    rows, _stored, _bouts, judged = _judged(user, on, on)
    teller = Teller(user, rows, now)
    return [teller.remark(notice) for notice in judged.notices if notice.on == on]


def _judged(
    user: User, first: date, last: date
) -> tuple[list[Any], list[facts.Incident], Sequence[facts.Bout], overuse.Evaluation]:
    """Judge some dates once more: their rows, what is stored of them, the bouts, the verdicts."""
    earliest = first - timedelta(days=overuse.LOOKBACK_DAYS)
    rows = list(
        Bout.objects.of(user)
        .since(earliest)
        .filter(on__lte=last + timedelta(days=1))
        .figures("session__title", "session__zone")
    )
    kept = Incident.objects.filter(user=user, on__range=(earliest, last)).exclude(rule=Rule.P1)
    stored = [incident_facts(row) for row in kept]
    bouts, pains = events_of(rows)
    own = limits_of(user, history=Instance.objects.values_list("limits_history", flat=True).first())
    earlier = [incident for incident in stored if incident.on < first]
    return rows, stored, bouts, overuse.evaluate(bouts, pains, own, since=first, earlier=earlier)


def _stopped(user: User, first: date, last: date) -> Iterable[Session]:
    stopped = Session.objects.of(user).between(first, last).filter(status=Session.Status.STOPPED)
    return stopped.defer("plan", "note")


class Teller:
    """Puts verdicts of one person's log into words, with the logs they counted."""

    def __init__(self, user: User, rows: Iterable[Any], now: datetime) -> None:
        self.user, self.now, self.rows = user, now, tuple(rows)
        self.names: Mapping[str, str] = dict(Exercise.objects.values_list("slug", "name"))

    def tell(self, verdicts: Iterable[Verdict]) -> tuple[Told, ...]:
        return tell(verdicts, zone=self.user.zone, now=self.now, names=self.names)

    def alert(self, incident: facts.Incident, *, kept: bool) -> Found:
        """Return a passed limit, a flare or a trend."""
        rests = incident.until > incident.tripped_at
        return Found(
            told=self.tell([as_verdict(incident)])[0],
            counted=self.counted(incident.rows),
            until=when(incident.until, zone=self.user.zone) if rests else "",
            mailed=is_mailed(incident),
            kept=kept,
        )

    def remark(self, notice: Verdict) -> Found:
        """Return a limit that was reached, or a remark."""
        return Found(told=self.tell([notice])[0], counted=self.counted(notice.rows))

    def stop(self, session: Session) -> Found:
        """Return a session that was stopped for pain."""
        words = Told(
            code=Code.STOP_LOCK,
            rule=Rule.P1,
            level=Level.OVER,
            sentence=str(STOP_FOUND),
            lifts="",
        )
        return Found(told=words, counted=self.counted([str(session.pk)]), mailed=True)

    def counted(self, ids: Iterable[str]) -> tuple[Counted, ...]:
        """Return the logs that a verdict names: by bout, or all of a session."""
        wanted = set(ids)
        return tuple(
            Counted(bout, self.names[bout.exercise_id])
            for bout in self.rows
            if not wanted.isdisjoint((str(bout.id), str(bout.session_id)))
        )
