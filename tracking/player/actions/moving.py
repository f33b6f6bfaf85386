"""Apply one press in the player: lock the session, fold, decide, store one row."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from exercises.vocabulary import Tier
from tracking import snapshot
from tracking.access import lock_session
from tracking.models import Move, Session
from tracking.player.actions.record import close_if_due, close_session
from tracking.player.bouts import Ask, elapsed_ms, to_ask
from tracking.player.machine import Kind, Phase, State, fold, is_too_fast
from tracking.player.refusal import freeze_verdicts
from tracking.safety.assess import check_start
from tracking.safety.facts import Ack
from tracking.safety.verdict import Verdict

AHEAD_MS = 120_000  # a client's clock may run ahead of the server's by so much


class Refusal(StrEnum):
    """Why a press was not taken."""

    TIME_IN_FUTURE = "TIME_IN_FUTURE"
    STEP_TOO_FAST = "STEP_TOO_FAST"
    SESSION_CLOSED = "SESSION_CLOSED"
    NOT_ENDED = "NOT_ENDED"
    NOTHING_DONE = "NOTHING_DONE"
    DISCARD_TOO_LATE = "DISCARD_TOO_LATE"
    RELEASE_ANSWER_REQUIRED = "RELEASE_ANSWER_REQUIRED"
    PARTNER_PAIN_REQUIRED = "PARTNER_PAIN_REQUIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press. Without `offset_ms` (a page without scripts) the server's own clock counts."""

    kind: Kind
    client: str
    seq: int
    offset_ms: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where the session stands now, and what there is to say about the press."""

    session: Session
    state: State
    refusal: Refusal | None = None
    ask: Ask | None = None


def apply_move(*, user: User, pk: UUID, press: Press, now: datetime) -> Outcome:
    """Take one press; a replay, an illegal or a late one changes nothing and says where it stands.

    At most 4 queries with the sign-in, 8 if it begins an item. An item that the rules refuse is
    passed over: the move stored is then `refuse`, with the verdicts.
    """
    with transaction.atomic():
        session = lock_session(user, pk)
        moves = list(session.moves.all())
        elapsed = elapsed_ms(session.started_at, now)
        state = fold(session.plan, moves, elapsed)
        if close_if_due(session=session, state=state, moves=moves, now=now):
            return Outcome(session=session, state=state, refusal=Refusal.SESSION_CLOSED)
        if any((move.client, move.seq) == (press.client, press.seq) for move in moves):
            return Outcome(session=session, state=state)
        if _is_ahead(press, elapsed):
            return Outcome(session=session, state=state, refusal=Refusal.TIME_IN_FUTURE)
        move = make_move(session, press, elapsed, now)
        before = fold(session.plan, moves, move.offset_ms)
        if refusal := _too_fast(session, before, press):
            return Outcome(session=session, state=state, refusal=refusal)
        if (ask := to_ask(session.plan, before, press.kind)) and not press.confirmed:
            return Outcome(session=session, state=state, ask=ask)
        if press.kind is Kind.BEGIN:
            if not _may_begin(state, press):
                # Kept unchecked, a later press dated before it could make it count.
                return Outcome(session=session, state=state)
            _check(user, session, state, move, now)
        after = fold(session.plan, [*moves, move], elapsed)
        if _undoes(move, moves, after, state):
            return Outcome(session=session, state=state)
        move.save(force_insert=True)
        if after.phase is Phase.STOPPED:  # an answer had come before its press
            close_session(session=session, state=after, status=Session.Status.STOPPED, now=now)
        return Outcome(session=session, state=after)


def make_move(session: Session, press: Press, elapsed: int, now: datetime) -> Move:
    """Return the row of a press, not yet stored. Its time is the client's, but never ahead of ours.

    An item begins when the server says so, because the server has just checked that it may.
    """
    told = elapsed if press.offset_ms is None or press.kind is Kind.BEGIN else press.offset_ms
    return Move(
        user_id=session.user_id,
        session=session,
        client=press.client,
        seq=press.seq,
        kind=press.kind.value,
        offset_ms=min(told, elapsed),
        data=press.data,
        received_at=now,
    )


def _is_ahead(press: Press, elapsed: int) -> bool:
    """Whether its time cannot be right; a press for pain is taken whatever its clock says."""
    told = press.offset_ms or 0
    return press.kind is not Kind.STOP and told > elapsed + AHEAD_MS


def _too_fast(session: Session, before: State, press: Press) -> Refusal | None:
    moving = press.kind is Kind.NEXT and before.phase in (Phase.RUNNING, Phase.PAUSED)
    if moving and press.data.get("item") == before.item and is_too_fast(session.plan, before):
        return Refusal.STEP_TOO_FAST
    return None


def _undoes(move: Move, moves: Sequence[Move], after: State, state: State) -> bool:
    """Whether a late move would take the session back behind an item begun since then.

    Another device has gone on; only pain may still change what it did.
    """
    later = any(m.kind == Kind.BEGIN and m.offset_ms > move.offset_ms for m in moves)
    goes_back = later and after.item < state.item
    return move.kind != Kind.STOP and (goes_back or _forgets(after, state))


def _forgets(after: State, state: State) -> bool:
    """Whether work that was begun, or a release that was told, would be gone without a trace."""
    kept = {run.item: run for run in after.runs}
    return any(
        run.item not in kept
        or (run.work_from_ms is not None and kept[run.item].work_from_ms is None)
        or (bool(run.released) and kept[run.item].released is None)
        for run in state.runs
    )


def _may_begin(state: State, press: Press) -> bool:
    return state.phase is Phase.WAITING and press.data.get("item") == state.item


def _check(user: User, session: Session, state: State, move: Move, now: datetime) -> None:
    """Turn the move into a refusal if the rules are against the item now."""
    verdicts = start_verdicts(user, session, state.item, now)
    if verdicts:
        move.kind = Kind.REFUSE.value
        move.data = {"item": state.item, "verdicts": freeze_verdicts(verdicts)}


def start_verdicts(user: User, session: Session, item: int, now: datetime) -> tuple[Verdict, ...]:
    """Every reason against beginning the item now, with fresh facts; 3 or 4 queries."""
    exercise = snapshot.thaw(session.plan["items"][item]["facts"])
    elevated = exercise.tier is Tier.ELEVATED
    facts = snapshot.facts_for(user, now, running=session, unlock=elevated)
    given = session.acknowledgements
    facts = replace(
        facts,
        acks=frozenset(map(Ack, given.get("acks", ()))),
        prerequisites=frozenset(given.get("prerequisites", ())),
        # The partner's answers were checked at the start and are not kept.
        partner_tags=frozenset() if given.get("partner") else None,
    )
    return check_start(exercise, facts, now)
