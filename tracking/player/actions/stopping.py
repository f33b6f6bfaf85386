"""Stop, it hurts: the press, its answer, and how strong it was. Late, twice or in any order."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from tracking import incidents
from tracking.access import lock_session
from tracking.models import Move, Session
from tracking.player import live
from tracking.player.actions import late
from tracking.player.actions.presses import (
    HURTS,
    MOST_MOVES,
    Outcome,
    Press,
    Refusal,
    is_copy,
    keep_void,
    make_move,
    place,
    scene_of,
)
from tracking.player.actions.record import close_if_due, end_in_stop
from tracking.player.machine import Kind, Phase, State
from tracking.safety.facts import Whose


def stop_session(*, user: User, pk: UUID, press: Press, now: datetime) -> Outcome:
    """Take a press for pain or an answer to the stop question; copies change nothing.

    What hurts is never refused: it halts an open session, and a closed one asks as well, and
    becomes a STOP if the answer is red or fails to come.
    """
    with transaction.atomic():
        session = lock_session(user, pk)
        scene = scene_of(session, now)
        moves, state = scene.moves, scene.state
        closed = close_if_due(session=session, state=state, moves=moves, now=now)
        stays = scene.outcome(refusal=Refusal.SESSION_CLOSED if closed else None)
        if session.origin != Session.Origin.LIVE or is_copy(press, moves):
            return stays
        full = len(moves) >= MOST_MOVES
        if full and press.kind is Kind.LEFT:
            press = replace(press, data={})  # nobody can come back to it
        move = make_move(press, scene)
        anew = closed and late.takes(session, moves, press)
        if session.status == Session.Status.STOPPED and not anew:
            _add_word(session, move)
            return stays
        after = place(press, move, scene)
        if after is None:
            return replace(stays, rev=len(moves) + keep_void(press, move))
        if full and not _passes(press.kind, state, after):
            return replace(stays, refusal=Refusal.TOO_MANY_MOVES)
        move.save(force_insert=True)
        live.note(session, after, len(moves) + 1)
        if after.phase is Phase.STOPPED and session.status != Session.Status.STOPPED:
            end_in_stop(session=session, state=after, now=now)
        if anew:
            late.write_anew(session=session, before=state, after=after, now=now)
        return replace(stays, state=after, rev=len(moves) + 1)


def _passes(kind: Kind, state: State, after: State) -> bool:
    """Whether a full session still takes it: what hurts always, and one ache, which ends it."""
    return after.phase != state.phase and (kind in HURTS or (kind is Kind.ACHE and not state.ached))


def _add_word(session: Session, move: Move) -> None:
    """A STOP without a word gets its word, once."""
    if move.kind != Kind.PAIN or session.stop_quality:
        return
    move.save(force_insert=True)
    session.stop_quality = move.data.get("quality", "")
    session.stop_whose = move.data.get("whose", session.stop_whose)
    session.save(update_fields=["stop_quality", "stop_whose"])


def rate_stop(*, user: User, pk: UUID, pain: int, now: datetime) -> Session:
    """Note once how strong the pain was that stopped a session.

    One's own is pain afterwards too, where nothing worse was told. A stale page or a copy changes
    nothing; who wants to correct it does so in the log.
    """
    with transaction.atomic():
        session = lock_session(user, pk)
        if session.status != Session.Status.STOPPED or session.stop_pain is not None:
            return session
        session.stop_pain = pain
        if session.stop_whose != Whose.PARTNER:
            session.pain_after = max(pain, session.pain_after or 0)
        session.save(update_fields=["stop_pain", "pain_after"])
        incidents.reevaluate(user=user, since=session.on, now=now, session=session)
        return session
