"""What a phone without a network tells afterwards, also of a session that has closed meanwhile."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tracking import incidents
from tracking.models import Move, Session
from tracking.player.actions.presses import Press
from tracking.player.actions.record import (
    corrected_releases,
    last_received,
    stop_step,
    write_log,
)
from tracking.player.bouts import ABANDONED_AFTER, is_silent
from tracking.player.machine import State

LATE_MS = 20_000  # whoever has a network is faster; the lead-in of an item is over by then


def is_late(press: Press, move: Move, elapsed: int) -> bool:
    """Whether a client with an account of its own tells now what it did some time ago."""
    return press.follows is not None and elapsed - move.offset_ms > LATE_MS


def takes(session: Session, moves: Sequence[Move], press: Press) -> bool:
    """Whether a closed session still takes a press of an account, because of when it was made.

    One that the clock has closed takes what was done within six hours of the press before; a STOP
    takes what was done before the pain.
    """
    if press.follows is None or press.offset_ms is None or session.origin != Session.Origin.LIVE:
        return False
    until = _open_until(session, moves)
    pressed = session.started_at + timedelta(milliseconds=press.offset_ms)
    return until is not None and pressed <= until


def _open_until(session: Session, moves: Sequence[Move]) -> datetime | None:
    if session.status == Session.Status.STOPPED:
        return session.stopped_at
    if not closed_by_clock(session, moves):
        return None
    until = session.started_at + ABANDONED_AFTER
    for offset in sorted(move.offset_ms for move in moves):
        pressed = session.started_at + timedelta(milliseconds=offset)
        if pressed <= until:  # pain that was told later does not open it again
            until = max(until, pressed + ABANDONED_AFTER)
    return until


def closed_by_clock(session: Session, moves: Sequence[Move]) -> bool:
    """Whether nobody answered the finish page, and six hours of silence closed the session."""
    # Not the press that came so late that it found the session due.
    known = [move for move in moves if move.received_at < session.received_at]
    silent = is_silent(session.started_at, last_received(known), session.received_at)
    return session.status == Session.Status.PARTIAL and silent


def write_anew(*, session: Session, before: State, after: State, now: datetime) -> None:
    """Write the log of a closed session once more, and let the rules judge it anew.

    What was corrected by hand since it was closed stays.
    """
    told = corrected_releases(session, before)
    session.bouts.all().delete()
    if session.status == Session.Status.STOPPED and after.asked_ms is not None:
        session.stop_step = stop_step(session, after)
        session.stopped_at = session.started_at + timedelta(milliseconds=after.asked_ms)
    write_log(session=session, state=after, releases=told)
    incidents.reevaluate(user=session.user, since=session.on, now=now, session=session)
