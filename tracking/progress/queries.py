"""Reads of the progress pages: each is one query, bounded by dates, of one person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, Prefetch, Q, QuerySet, Sum

from accounts.models import User
from exercises.models import Exercise
from exercises.vocabulary import RunMode
from tracking.models import Bout, Incident, Session
from tracking.progress.series import Day, joined
from tracking.safety.overuse import as_verdict
from tracking.safety.verdict import Rule
from tracking.snapshot import incident_facts, limits
from tracking.wording.told import tell
from tracking.wording.verdicts import STOP_FOUND, STOP_LIFTS


def sessions(user: User, first: date, last: date) -> QuerySet[Session]:
    """Return the range's closed sessions, newest first, without what a list does not show."""
    closed = Session.objects.of(user).closed().between(first, last)
    return closed.defer("plan", "acknowledgements", "note").order_by("-started_at", "-id")


def days(user: User, spans: Iterable[tuple[date, date]]) -> list[Day]:
    """Return a Day for each local date with a closed session inside any of the spans."""
    inside = Q()
    for first, last in joined(spans):
        inside |= Q(on__gte=first, on__lte=last)
    rows = (
        Session.objects.of(user)
        .closed()
        .filter(inside)
        .order_by("on")
        .values("on")
        .annotate(
            sessions=Count("id"),
            total=Sum("seconds"),
            partial=Count("id", filter=Q(status=Session.Status.PARTIAL)),
            stopped=Count("id", filter=Q(status=Session.Status.STOPPED)),
            before=Avg("pain_before"),
            after=Avg("pain_after"),
            paired_before=Avg("pain_before", filter=Q(pain_after__isnull=False)),
            paired_after=Avg("pain_after", filter=Q(pain_before__isnull=False)),
        )
    )
    return [
        Day(
            on=row["on"],
            sessions=row["sessions"],
            partial=row["partial"],
            stopped=row["stopped"],
            seconds=row["total"],
            pain_before=row["before"],
            pain_after=row["after"],
            pain_pair=_pair(row["paired_before"], row["paired_after"]),
        )
        for row in rows
    ]


def _pair(before: float | None, after: float | None) -> tuple[float, float] | None:
    return None if before is None or after is None else (before, after)


def releases(user: User, first: date, last: date) -> dict[date, int]:
    """Return the number of release bouts for each local date that has one; unsure counts."""
    rows = (
        Bout.objects.of(user)
        .filter(on__gte=first, on__lte=last)
        .filter(released__in=[Bout.Released.YES, Bout.Released.UNSURE])
        .order_by("on")
        .values_list("on")
        .annotate(Count("id"))
    )
    return dict(rows)


def advised_rest(user: User, first: date, last: date) -> set[date]:
    """Return the dates of the range on which a cool-down or STOP asked for rest."""
    rows = Incident.objects.filter(user=user, on__lte=last, until__date__gte=first)
    resting: set[date] = set()
    for on, until in rows.values_list("on", "until"):
        end = min(until.astimezone(user.zone).date(), last)
        start = max(on, first)
        resting |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return resting


def day_sessions(user: User, on: date) -> list[Session]:
    """Return the day's closed sessions with their bouts and exercises, in order; two queries."""
    bouts = Bout.objects.of(user).select_related("exercise").order_by("position")
    return list(
        Session.objects.of(user)
        .closed()
        .filter(on=on)
        .defer("plan")
        .order_by("started_at", "id")
        .prefetch_related(Prefetch("bouts", bouts))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An incident in words, with the logs it counted."""

    row: Incident
    sentence: str
    lifts: str
    bouts: list[Bout]


def day_findings(user: User, on: date, now: datetime) -> list[Finding]:
    """Return what the rules found on the day; two more queries only if there is anything."""
    found = list(Incident.objects.filter(user=user, on=on).order_by("tripped_at", "id"))
    if not found:
        return []
    names = dict(Exercise.objects.values_list("slug", "name"))
    counted = {str(row) for incident in found for row in incident.rows}
    rows = Bout.objects.of(user).filter(Q(pk__in=counted) | Q(session__in=counted))
    bouts = list(rows.select_related("exercise", "session").order_by("started_at"))
    return [_finding(row, bouts, names, user, now) for row in found]


def _finding(
    row: Incident, bouts: Iterable[Bout], names: Mapping[str, str], user: User, now: datetime
) -> Finding:
    if row.rule == Rule.P1:
        figures = limits()
        hours = {
            "mobilising": figures.stop_mobilising_hours,
            "elevated": figures.stop_elevated_hours,
        }
        lifts = str(STOP_LIFTS) % hours
        return Finding(row=row, sentence=str(STOP_FOUND), lifts=lifts, bouts=[])
    verdict = as_verdict(incident_facts(row))
    (told,) = tell([verdict], zone=user.zone, now=now, names=names)
    ids = set(map(str, row.rows))
    rows = [bout for bout in bouts if {str(bout.pk), str(bout.session_id)} & ids]
    lifts = told.lifts if row.until > now else ""
    return Finding(row=row, sentence=told.sentence, lifts=lifts, bouts=rows)


def loggable_exercises() -> list[Exercise]:
    """Return the exercises a person may log; those for professionals only are not among them."""
    current = Exercise.objects.current().exclude(run_mode=RunMode.INFO_ONLY)
    return list(current.only("slug", "name", "tier"))


def sessions_with_bouts(user: User, first: date, last: date) -> Iterator[Session]:
    """Stream closed sessions of the range with their bouts, oldest first, in chunks of 200."""
    bouts = Bout.objects.of(user).order_by("position")
    sessions = Session.objects.of(user).closed().between(first, last).defer("plan")
    ordered = sessions.order_by("started_at", "id").prefetch_related(Prefetch("bouts", bouts))
    return ordered.iterator(chunk_size=200)
