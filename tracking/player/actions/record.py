"""Close a session in the caller's transaction: its bouts, its end, what the rules make of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from tracking import incidents
from tracking.models import Bout, Move, Session
from tracking.player import live
from tracking.player.bouts import PlayedBout, bouts_in, elapsed_ms, held, is_silent
from tracking.player.machine import Phase, State, fold
from tracking.player.timeline import segment_at
from tracking.safety.gates import is_practice

#: What closing a session changes of its row; its plan stays as it is.
CLOSING = (
    *("status", "practice", "ended_at", "seconds", "received_at", "acknowledgements"),
    *("pain_after", "relief", "effort", "note"),
    *("stopped_at", "stop_step", "stop_quality", "stop_whose"),
)


def close_session(
    *,
    session: Session,
    state: State,
    status: Session.Status,
    now: datetime,
    releases: Mapping[int, str] | None = None,
) -> None:
    """Write the log of an open session. `releases` is item -> "no", "unsure" or a region.

    A mobilising bout without an answer counts as not sure, that is, for its first region.
    """
    session.status = status
    session.received_at = now
    if status == Session.Status.STOPPED:
        note_stop(session=session, state=state, now=now)
    write_log(session=session, state=state, releases=releases or {})
    live.close(session.pk)
    # Records the STOP as well, and decides the mails.
    incidents.reevaluate(user=session.user, since=session.on, now=now, session=session)


def write_log(*, session: Session, state: State, releases: Mapping[int, str]) -> None:
    """Store the bouts of a session that has its status, and what they add up to."""
    played = bouts_in(session.plan, state, session.started_at)
    Bout.objects.bulk_create(_bout(session, bout, releases.get(bout.position)) for bout in played)
    session.ended_at = max((bout.ended_at for bout in played), default=session.started_at)
    session.seconds = sum(bout.seconds for bout in played)
    done = session.status == Session.Status.FINISHED and session.origin == Session.Origin.LIVE
    session.practice = done and is_practice(held(session.plan, state))
    session.save(update_fields=CLOSING)


def corrected_releases(session: Session, state: State) -> dict[int, str]:
    """Return the release answers of a closed session that its moves do not tell."""
    played = bouts_in(session.plan, state, session.started_at)
    told = {bout.position: _release(session, bout, None) for bout in played}
    return {
        bout.position - 1: next(iter(bout.release_regions), "") or bout.released
        for bout in session.bouts.all()
        if (bout.released, bout.release_regions) != told.get(bout.position - 1)
    }


def note_stop(*, session: Session, state: State, now: datetime) -> None:
    """Fill in when, where and how it hurt, from the state; not saved."""
    asked = now if state.asked_ms is None else _instant(session, state.asked_ms)
    session.stopped_at = asked
    # Told on the finish page, it belongs to no step.
    session.stop_step = "" if state.asked_ms is None else stop_step(session, state)
    session.stop_quality = state.quality
    session.stop_whose = state.whose or "own"


def stop_step(session: Session, state: State) -> str:
    """Return the step as codes, `slug/phase/side`; between items the slug of the one before."""
    items = session.plan["items"]
    if state.run is None:
        return str(items[max(0, state.item - 1)]["slug"])
    item = items[state.item]
    segment = item["segments"][segment_at(item, state.position_ms)]
    return "/".join(filter(None, (item["slug"], segment["phase"], segment["side"])))


def end_in_stop(*, session: Session, state: State, now: datetime) -> None:
    """Make the session a STOP: its log is written if it is open, and stays if it is closed."""
    if session.status == Session.Status.OPEN:
        close_session(session=session, state=state, status=Session.Status.STOPPED, now=now)
        return
    session.status = Session.Status.STOPPED
    note_stop(session=session, state=state, now=now)
    session.save(update_fields=CLOSING)
    incidents.record_stop(session=session, now=now)


def close_if_due(*, session: Session, state: State, moves: Sequence[Move], now: datetime) -> bool:
    """Close a session whose time has run out; return whether it is closed now.

    An unanswered stop question has become a STOP, also if it was told after the session closed;
    six hours without a move make an open one partial.
    """
    if state.phase is Phase.STOPPED and session.status != Session.Status.STOPPED:
        end_in_stop(session=session, state=state, now=now)
    elif session.status == Session.Status.OPEN and is_silent(
        session.started_at, last_received(moves), now
    ):
        close_session(session=session, state=state, status=Session.Status.PARTIAL, now=now)
    return session.status != Session.Status.OPEN


def close_overdue(pk: UUID, now: datetime, *, skip_locked: bool = False) -> bool:
    """Do that for the session of this id in its own transaction; return whether it changed."""
    with transaction.atomic():
        rows = Session.objects.select_for_update(skip_locked=skip_locked)
        session = rows.prefetch_related("moves").filter(pk=pk).first()
        if session is None:
            return False
        was, moves = session.status, list(session.moves.all())
        state = fold(session.plan, moves, elapsed_ms(session.started_at, now))
        close_if_due(session=session, state=state, moves=moves, now=now)
        return session.status != was


def last_received(moves: Sequence[Move]) -> datetime | None:
    """When the last move reached the server."""
    return max((move.received_at for move in moves), default=None)


def _instant(session: Session, offset_ms: int) -> datetime:
    return session.started_at + timedelta(milliseconds=offset_ms)


def _bout(session: Session, bout: PlayedBout, answer: str | None) -> Bout:
    released, regions = _release(session, bout, answer)
    return Bout(
        user_id=session.user_id,
        session=session,
        exercise_id=bout.slug,
        position=bout.position + 1,
        on=bout.started_at.astimezone(ZoneInfo(session.zone)).date(),
        started_at=bout.started_at,
        ended_at=bout.ended_at,
        seconds=bout.seconds,
        completed=bout.completed,
        sides_done=bout.sides_done,
        tier=bout.facts["tier"],
        mobilising=bout.mobilising,
        regions=bout.facts["regions"],
        daily_cap=bout.facts["daily_cap"],
        stretch_seconds=bout.stretch_seconds,
        auxiliary=bout.auxiliary,
        released=released,
        release_regions=regions,
    )


def _release(session: Session, bout: PlayedBout, answer: str | None) -> tuple[str, list[str]]:
    """What is stored of a release answer, else of what was said on the way, else "not sure"."""
    if not bout.mobilising:
        return "", []
    told = answer or next(iter(bout.release_regions), "") or bout.released or Bout.Released.UNSURE
    return read_release(told, session.plan["items"][bout.position]["release_regions"])


def read_release(told: str, possible: Sequence[str]) -> tuple[str, list[str]]:
    """Return what a bout stores for "no", "unsure" or a region; `possible` is the item's list.

    "Not sure" counts for the first region, a region that is not on the list for none.
    """
    if told == Bout.Released.UNSURE:
        return told, list(possible[:1])
    if told in possible:
        return Bout.Released.YES, [told]
    return Bout.Released.NO, []
