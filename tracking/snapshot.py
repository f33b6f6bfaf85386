"""The one bridge from rows to the facts that the safety rules look at. It reads and never decides.

Costs: `facts_for` 3 queries (screening, bouts with their sessions, incidents);
`open_session` 1, moves included. A running session's exercises come from its frozen plan.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from exercises.vocabulary import Tier
from tracking import models
from tracking.frozen import read_regions, read_tags, thaw
from tracking.models.incident import IncidentQuerySet
from tracking.models.screening import ScreeningQuerySet
from tracking.models.session import SessionQuerySet
from tracking.player.bouts import PlayedBout, bouts_of
from tracking.safety import facts, pain
from tracking.safety.facts import Facts
from tracking.safety.limits import Limits
from tracking.safety.own_limits import OwnLimits, read_changes, read_former
from tracking.safety.verdict import Rule, Scope

#: Local dates that a start check looks back on, today included.
WEEK = 7


def limits() -> Limits:
    """Return the limits in force on this instance."""
    return settings.LIMITS


def limits_of(user: User, *, history: Sequence[Mapping[str, Any]] | None = None) -> OwnLimits:
    """Return the limits of a person by local date; no query.

    Without the instance's `history` its figures of now stand for those of every date.
    """
    return OwnLimits(limits(), read_changes(user.own_limits), read_former(history or ()))


def facts_for(
    user: User, now: datetime, *, running: models.Session | None, unlock: bool = False
) -> Facts:
    """Return the facts about a person now.

    `running` is their open session as `open_session` returns it: what was done in it counts.
    `unlock` also reads the dates of practice, which only an elevated exercise asks for. They come
    with the screening, for without one no session can have begun.
    """
    today = now.astimezone(user.zone).date()
    bouts, pains = logged(user, since=today - timedelta(days=WEEK - 1))
    incidents = list(_incidents().in_force(user, now))
    screening = _screening_of(user, today, unlock=unlock)
    return Facts(
        zone=user.zone,
        screening=screening_facts(screening) if screening else None,
        stops=tuple(stop_facts(row) for row in incidents if row.rule == Rule.P1),
        bouts=(*bouts, *(running_bouts(running, now) if running else ())),
        pains=pains,
        pains_today=screening.told_pains if screening else (),
        incidents=tuple(incident_facts(row) for row in incidents if row.rule != Rule.P1),
        limits=limits_of(user, history=getattr(screening, "limits_history", None)).at_start(today),
        partner_methods=settings.PARTNER_METHODS,
        practice_dates=screening.practice_dates if screening else (),
        session=str(running.pk) if running else None,
        pain_now=running.pain_before if running else None,
    )


def _screening_of(user: User, today: date, *, unlock: bool) -> models.Screening | None:
    """Return the screening that counts, with what was told today about pain before moving."""
    yesterday = today - timedelta(days=1)
    since, until = (facts.midnight_after(day, user.zone) for day in (yesterday, today))
    rows = _screenings(today, since, until).of(user)
    if unlock:
        rows = rows.with_practice(max(limits().unlock_sessions, limits().unlock_dates))
    return rows.first()


@lru_cache(maxsize=128)
def _screenings(today: date, since: datetime, until: datetime) -> ScreeningQuerySet:
    """Everybody's with the same date and zone; put together once, as every start check asks."""
    rows = models.Screening.objects.with_limits_history()
    return rows.with_pain_of(today, since=since, until=until)


@cache
def _incidents() -> IncidentQuerySet:
    """Everybody's; put together once, as every start check asks."""
    return models.Incident.objects.with_session().order_by("tripped_at", "id")


@cache
def _bouts() -> QuerySet[models.Bout, Any]:
    """Everybody's; put together once, as every start check asks."""
    return models.Bout.objects.order_by("started_at", "id").figures()


def open_session(user: User) -> models.Session | None:
    """Return the person's open session; `moves_of` then costs no query."""
    return next(iter(_open_sessions().of(user)), None)


@cache
def _open_sessions() -> SessionQuerySet:
    """Everybody's; put together once, as it is long and every page asks for it."""
    shown = ("title", "plan", "zone", "started_at", "pain_before")
    return models.Session.objects.open().with_moves().only(*shown)


def moves_of(session: models.Session) -> list[models.Move]:
    """Return the moves in no particular order: unsaved rows if `with_moves` fetched them along."""
    if not hasattr(session, "moves_text"):
        return list(session.moves.all())  # prefetched by `access.lock_session`
    rows = json.loads(f"[{session.moves_text or ''}]")
    for row in rows:
        # SQLite hands a JSON column to json_object() as text.
        row["data"] = json.loads(row["data"]) if isinstance(row["data"], str) else row["data"]
    return [models.Move(session=session, **row) for row in rows]


def running_bouts(session: models.Session, now: datetime) -> list[facts.Bout]:
    """Return what was done so far in an open session from `open_session`; no query."""
    done = bouts_of(session.plan, moves_of(session), session.started_at, now)
    return [_played_bout(session, bout) for bout in done]


def logged(
    user: User, *, since: date, before: date = date.max
) -> tuple[tuple[facts.Bout, ...], tuple[facts.Pain, ...]]:
    """Return the logged bouts of these local dates, and their sessions' pain answers."""
    # One date more, for the whole of a session that goes on past midnight.
    last = before if before == date.max else before + timedelta(days=1)
    bouts, pains = events_of(_bouts().filter(user=user, on__gte=since, on__lt=last))
    return (
        tuple(bout for bout in bouts if bout.on < before),
        tuple(told for told in pains if told.on < before),
    )


def events_of(rows: Iterable[Any]) -> tuple[tuple[facts.Bout, ...], tuple[facts.Pain, ...]]:
    """Return the bouts of rows of `BoutQuerySet.figures`, and their sessions' pain answers."""
    bouts: list[facts.Bout] = []
    answered: dict[tuple[str, int | None, int | None], list[facts.Bout]] = {}
    for row in rows:
        bout = bout_facts(row)
        bouts.append(bout)
        answers = row.session__pain_before, row.session__pain_after
        if answers != (None, None):
            answered.setdefault((bout.session, *answers), []).append(bout)
    pains = (
        pain.report(done, before=before, after=after)
        for (_session, before, after), done in answered.items()
    )
    return tuple(bouts), tuple(pains)


def bout_facts(row: Any) -> facts.Bout:
    """Return a row of `BoutQuerySet.figures`; "not sure" was stored with the region it counts for.

    Called for every bout of a week at every start check, hence no rows of the ORM.
    """
    return facts.Bout(
        id=str(row.id),
        session=str(row.session_id),
        exercise=row.exercise_id,
        tier=Tier(row.tier),
        mobilising=row.mobilising,
        regions=read_regions(row.regions),
        start=row.started_at,
        end=row.ended_at,
        on=row.on,
        daily_cap=row.daily_cap,
        released=read_regions(row.release_regions),
        stretch_seconds=row.stretch_seconds,
        auxiliary=row.auxiliary,
    )


def _played_bout(session: models.Session, bout: PlayedBout) -> facts.Bout:
    exercise = thaw(bout.facts)
    return facts.Bout(
        id=f"{session.pk}:{bout.position}",
        session=str(session.pk),
        exercise=exercise.slug,
        tier=exercise.tier,
        mobilising=exercise.mobilising,
        regions=exercise.regions,
        start=bout.started_at,
        end=bout.ended_at,
        on=bout.started_at.astimezone(ZoneInfo(session.zone)).date(),
        daily_cap=exercise.daily_cap,
        released=read_regions(bout.release_regions),
        stretch_seconds=bout.stretch_seconds,
        auxiliary=bout.auxiliary,
    )


def incident_facts(row: models.Incident) -> facts.Incident:
    """Return a passed limit; not for a STOP, which is `stop_facts`."""
    return facts.Incident(
        rule=Rule(row.rule),
        scope=Scope.parse(row.scope),
        on=row.on,
        tripped_at=row.tripped_at,
        until=row.until,
        level=row.level,
        count=row.count,
        limit=row.limit,
        rows=tuple(row.rows),
    )


def stop_facts(row: models.Incident) -> facts.Stop:
    """Return a STOP; its quality is None if the question stayed unanswered or the log is gone."""
    session = row.session
    quality = session.stop_quality if session else ""
    whose = session.stop_whose if session else ""
    return facts.Stop(
        at=row.tripped_at,
        rescreened_at=row.rescreened_at,
        quality=facts.PainQuality(quality) if quality else None,
        whose=facts.Whose(whose) if whose else facts.Whose.OWN,
    )


def screening_facts(row: models.Screening) -> facts.Screening:
    """Return a stored screening."""
    return facts.Screening(
        answered_at=row.answered_at,
        age=row.age,
        tags=read_tags(row.tags),
        care=facts.Care(row.red_care) if row.red_care else None,
        red_since=row.red_since,
        pain=row.pain_now,
        quality=facts.PainQuality(row.pain_quality) if row.pain_quality else None,
        # A STOP locks by itself, and a level-3 cool-down asks again when it ends.
        voided_at=row.voided_at if row.voided_by == row.NEWS else None,
    )
