"""A press on its way into the log: who sent it, whether it is known, and its place in time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tracking.models import Move, Session
from tracking.player.bouts import Ask
from tracking.player.machine import BEGINS, Kind, State, fold

#: A session takes so many presses, and after that only those that end it. The longest built-in
#: routine has about 60 steps, so this leaves several for each.
MOST_MOVES = 300
#: What is pressed because it hurts, or to answer that question; `stop_session` takes these.
ABOUT_PAIN = frozenset({Kind.STOP, Kind.MISTAKE, Kind.ACHE, Kind.LEFT, Kind.RETURNED, Kind.PAIN})
#: These say that it hurts: they are taken whatever else is wrong with the press.
HURTS = frozenset({Kind.STOP, Kind.LEFT, Kind.PAIN})


class Refusal(StrEnum):
    """Why a press was not taken."""

    TIME_IN_FUTURE = "TIME_IN_FUTURE"
    STEP_TOO_FAST = "STEP_TOO_FAST"
    TOO_MANY_MOVES = "TOO_MANY_MOVES"
    SESSION_CLOSED = "SESSION_CLOSED"
    NOT_ENDED = "NOT_ENDED"
    NOTHING_DONE = "NOTHING_DONE"
    DISCARD_TOO_LATE = "DISCARD_TOO_LATE"
    RELEASE_ANSWER_REQUIRED = "RELEASE_ANSWER_REQUIRED"
    PARTNER_PAIN_REQUIRED = "PARTNER_PAIN_REQUIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press. A page without scripts has neither number nor time: the server gives both."""

    kind: Kind
    client: str
    seq: int | None = None
    offset_ms: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where the session stands now, after `rev` moves, and what there is to say about the press."""

    session: Session
    state: State
    refusal: Refusal | None = None
    ask: Ask | None = None
    rev: int = 0


def is_copy(press: Press, moves: Sequence[Move]) -> bool:
    """Whether the press has been taken before.

    Without a script each form is a client of its own, and each of its buttons counts once; but a
    second "it hurts" from the same page is never taken for a copy of the first.
    """
    if press.seq is None:
        said = press.client, press.kind.value
        return press.kind not in HURTS and any((m.client, m.kind) == said for m in moves)
    return any((move.client, move.seq) == (press.client, press.seq) for move in moves)


def make_move(
    session: Session, press: Press, moves: Sequence[Move], elapsed: int, now: datetime
) -> Move:
    """Return the row of a press, not yet stored. Its time is the client's, but never ahead of ours.

    An item begins when the server says so, because the server has just checked that it may.
    """
    told = elapsed if press.offset_ms is None or press.kind in BEGINS else press.offset_ms
    heard = {"heard_ms": elapsed} if press.kind is Kind.STOP else {}
    return Move(
        user_id=session.user_id,
        session=session,
        client=press.client,
        seq=_next_number(press.client, moves) if press.seq is None else press.seq,
        kind=press.kind.value,
        offset_ms=min(told, elapsed),
        data=press.data | heard,
        received_at=now,
    )


def _next_number(client: str, moves: Sequence[Move]) -> int:
    return 1 + max((move.seq for move in moves if move.client == client), default=-1)


def place(move: Move, moves: Sequence[Move], state: State, elapsed: int) -> State | None:
    """Give a move its place in time; return the state with it, None if it comes too late to count.

    `state` is that of `moves` alone. A press dated before the last begin comes from a device
    that others have left behind. No press erases work that was begun, a release that was told or
    an ache: it then counts from right after. Pain is never too late.
    """
    plan = move.session.plan
    late = any(m.kind in (*BEGINS, Kind.REFUSE) and m.offset_ms > move.offset_ms for m in moves)
    if late and move.kind not in (*ABOUT_PAIN, Kind.RELEASE):
        return None
    after = fold(plan, [*moves, move], elapsed)
    if _forgets(after, state):
        move.offset_ms = max(move.offset_ms, _settled_ms(moves, state))
        after = fold(plan, [*moves, move], elapsed)
    return None if _forgets(after, state) and move.kind not in HURTS else after


def _settled_ms(moves: Sequence[Move], state: State) -> int:
    """The first instant from which on nothing that must be kept can be lost."""
    told = (m.offset_ms for m in moves if m.kind in (*BEGINS, Kind.REFUSE, Kind.RELEASE))
    begun = (run.work_from_ms for run in state.runs if run.work_from_ms is not None)
    return max((*told, *begun), default=-1) + 1


def _forgets(after: State, state: State) -> bool:
    """Whether begun work, a release or an ache of `state` would be gone without a trace."""
    kept = {run.item: run for run in after.runs}
    return (state.ached and not after.ached) or any(
        run.item not in kept
        or (run.work_from_ms is not None and kept[run.item].work_from_ms is None)
        or (bool(run.released) and kept[run.item].released is None)
        for run in state.runs
    )
