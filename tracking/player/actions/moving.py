"""Apply one press in the player: lock the session, fold, decide, store one row."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from tracking.access import lock_session
from tracking.models import Move, Session
from tracking.player import live
from tracking.player.actions import late
from tracking.player.actions.beginning import check_begin, cut_short
from tracking.player.actions.presses import (
    ABOUT_PAIN,
    Outcome,
    Press,
    Refusal,
    Scene,
    is_copy,
    keep_void,
    make_move,
    place,
    scene_of,
    store,
    why_not,
)
from tracking.player.actions.record import close_if_due
from tracking.player.actions.stopping import stop_session
from tracking.player.bouts import Ask, to_ask
from tracking.player.machine import (
    BEGINS,
    Kind,
    Phase,
    State,
    fold,
    is_too_fast,
    is_too_long,
)


def apply_move(*, user: User, pk: UUID, press: Press, now: datetime) -> Outcome:
    """Take one press; a replay, an illegal or a late one changes nothing and says where it stands.

    At most 4 queries with the sign-in, 8 if it begins an item. An item that the rules refuse is
    passed over: the move stored is then `refuse`, with the verdicts. If nothing but the stretch
    is missing, that is asked first. A begin that arrives late was done: it counts.
    """
    if press.kind in ABOUT_PAIN:
        return stop_session(user=user, pk=pk, press=press, now=now)
    with transaction.atomic():
        scene = scene_of(lock_session(user, pk), now)
        session, moves = scene.session, scene.moves
        closed = close_if_due(session=session, state=scene.state, moves=moves, now=now)
        if closed and not late.takes(session, moves, press):
            return scene.outcome(refusal=Refusal.SESSION_CLOSED)
        if is_copy(press, moves) or _is_too_soon(scene.state, press):
            return scene.outcome()
        if refusal := why_not(press, scene):
            return scene.outcome(refusal=refusal)
        return _take(user, press, scene)


def _is_too_soon(state: State, press: Press) -> bool:
    """Whether it would begin what does not wait, told without an account of when.

    Kept unchecked, it would count as soon as a press dated before it makes room.
    """
    begins = press.kind in BEGINS and press.follows is None
    return begins and (state.phase, state.item) != (Phase.WAITING, press.data.get("item"))


def _take(user: User, press: Press, scene: Scene) -> Outcome:
    """Judge a press that is new and in order, and store it, or that it came to nothing."""
    session, moves = scene.session, scene.moves
    move = make_move(press, scene)
    said = _judge(user, press, move, scene)
    after = None if said else place(press, move, scene)
    if after is None or (press.kind in BEGINS and _is_same(after, scene.state)):
        stays = scene.outcome(
            refusal=said if isinstance(said, Refusal) else None,
            ask=said if isinstance(said, Ask) else None,
        )
        return replace(stays, rev=len(moves) + keep_void(press, move))
    stored = [move]
    if refusal := cut_short(press, move, after, scene):
        stored.append(refusal)
        after = fold(session.plan, [*moves, *stored], scene.elapsed)
    store(stored)
    live.note(session, after, len(moves) + len(stored))
    if session.status != Session.Status.OPEN:
        late.write_anew(session=session, before=scene.state, after=after, now=scene.now)
    return replace(scene.outcome(), state=after, rev=len(moves) + len(stored))


def _judge(user: User, press: Press, move: Move, scene: Scene) -> Refusal | Ask | None:
    """What stands against a press, by what was at its own time."""
    plan = scene.session.plan
    if press.kind in BEGINS:
        return check_begin(user, press, move, scene)
    known = [one for one in scene.moves if one.offset_ms <= move.offset_ms]
    before = fold(plan, known, move.offset_ms)
    works = before.phase in (Phase.RUNNING, Phase.PAUSED)
    if works and press.data.get("item") == before.item:
        if press.kind is Kind.NEXT and is_too_fast(plan, before):
            return Refusal.STEP_TOO_FAST
        if press.kind is Kind.EXTEND and is_too_long(plan, before):
            return Refusal.HOLD_OUT_OF_RANGE
    if press.confirmed or late.is_late(press, move, scene.elapsed):
        return None
    return to_ask(plan, before, press.kind)


def _is_same(after: State, state: State) -> bool:
    """Whether nothing was begun or passed over."""
    return (after.phase, after.item, after.runs) == (state.phase, state.item, state.runs)
