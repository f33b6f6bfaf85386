"""A press on its way into the log: who sent it, whether it is known, and its place in time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tracking.models import Move, Session
from tracking.player.bouts import Ask, elapsed_ms
from tracking.player.machine import BEGINS, Kind, Phase, State, fold

#: A session takes so many presses, and after that only those that end it. The longest built-in
#: routine has about 60 steps, so this leaves several for each.
MOST_MOVES = 300
AHEAD_MS = 120_000  # a client's clock may run ahead of the server's by so much
SERVER = "server"  # the client of moves that the server makes itself
#: What is pressed because it hurts, or to answer that question; `stop_session` takes these.
ABOUT_PAIN = frozenset({Kind.STOP, Kind.MISTAKE, Kind.ACHE, Kind.LEFT, Kind.RETURNED, Kind.PAIN})
#: These say that it hurts: they are taken whatever else is wrong with the press.
HURTS = frozenset({Kind.STOP, Kind.LEFT, Kind.PAIN})


class Refusal(StrEnum):
    """Why a press was not taken."""

    TIME_IN_FUTURE = "TIME_IN_FUTURE"
    EARLIER_MISSING = "EARLIER_MISSING"
    STEP_TOO_FAST = "STEP_TOO_FAST"
    HOLD_OUT_OF_RANGE = "HOLD_OUT_OF_RANGE"
    TOO_MANY_MOVES = "TOO_MANY_MOVES"
    SESSION_CLOSED = "SESSION_CLOSED"
    NOT_ENDED = "NOT_ENDED"
    NOTHING_DONE = "NOTHING_DONE"
    DISCARD_TOO_LATE = "DISCARD_TOO_LATE"
    RELEASE_ANSWER_REQUIRED = "RELEASE_ANSWER_REQUIRED"
    PARTNER_PAIN_REQUIRED = "PARTNER_PAIN_REQUIRED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press. A page without scripts has neither number nor time: the server gives both.

    `follows` is the number of this client's press before it, -1 for its first one; it says that
    the client keeps a complete account in order. None: it does not.
    """

    kind: Kind
    client: str
    seq: int | None = None
    offset_ms: int | None = None
    follows: int | None = None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A session locked for one press: what is known of it before, and when that is."""

    session: Session
    moves: list[Move]
    state: State
    elapsed: int
    now: datetime

    def outcome(self, **told: Any) -> Outcome:
        """Return that nothing has changed, and why."""
        return Outcome(session=self.session, state=self.state, rev=len(self.moves), **told)


def scene_of(session: Session, now: datetime) -> Scene:
    """Return the scene of a session that `access.lock_session` has just read."""
    moves, elapsed = list(session.moves.all()), elapsed_ms(session.started_at, now)
    state = fold(session.plan, moves, elapsed)
    return Scene(session=session, moves=moves, state=state, elapsed=elapsed, now=now)


def is_copy(press: Press, moves: Sequence[Move]) -> bool:
    """Whether the press has been taken before.

    Without a script each form is a client of its own, and each of its buttons counts once; but a
    second "it hurts" from the same page is never taken for a copy of the first.
    """
    if press.seq is None:
        said = press.client, press.kind.value
        return press.kind not in HURTS and any((m.client, m.kind) == said for m in moves)
    return any((move.client, move.seq) == (press.client, press.seq) for move in moves)


def why_not(press: Press, scene: Scene) -> Refusal | None:
    """What is wrong with a press wherever the session stands; ending it is always possible."""
    moves = scene.moves
    if (press.offset_ms or 0) > scene.elapsed + AHEAD_MS:
        return Refusal.TIME_IN_FUTURE
    ends = press.kind is Kind.END and scene.state.phase is not Phase.ENDED
    if len(moves) >= MOST_MOVES:
        return None if ends else Refusal.TOO_MANY_MOVES
    return Refusal.EARLIER_MISSING if is_early(press, moves) else None


def is_early(press: Press, moves: Sequence[Move]) -> bool:
    """Whether a press has overtaken one that its client made before it.

    Pain overtakes, so it carries what it follows: behind it, too, nothing may be missing.
    """
    mine = {move.seq: move for move in moves if move.client == press.client}
    before = press.follows
    while before is not None and before >= 0:
        if before not in mine:
            return True
        before = mine[before].data.get("follows")
    return False


def make_move(press: Press, scene: Scene) -> Move:
    """Return the row of a press, not yet stored. Its time is the client's, but never ahead of ours.

    Without an account of its client an item begins when the server says that it may.
    """
    now_ms = press.follows is None and press.kind in BEGINS
    told = scene.elapsed if press.offset_ms is None or now_ms else press.offset_ms
    heard = {"heard_ms": scene.elapsed} if press.kind is Kind.STOP else {}
    if press.kind in ABOUT_PAIN and press.follows is not None:
        heard["follows"] = press.follows
    moves = scene.moves
    return Move(
        user_id=scene.session.user_id,
        session=scene.session,
        client=press.client,
        seq=_next_number(press.client, moves) if press.seq is None else press.seq,
        kind=press.kind.value,
        offset_ms=min(told, scene.elapsed),
        data=press.data | heard,
        received_at=scene.now,
    )


def store(moves: Sequence[Move]) -> None:
    """Store new rows in one query."""
    Move.objects.bulk_create(moves)


def keep_void(press: Press, move: Move) -> int:
    """Keep that a press of an account was answered, though it changed nothing; 1 if so.

    What follows it is then not taken for early, and a copy of it for nothing new.
    """
    if press.follows is None:
        return 0
    move.kind, move.data = Kind.VOID.value, {"kind": press.kind.value, "follows": press.follows}
    move.save(force_insert=True)
    return 1


def _next_number(client: str, moves: Sequence[Move]) -> int:
    return 1 + max((move.seq for move in moves if move.client == client), default=-1)


def place(press: Press, move: Move, scene: Scene) -> State | None:
    """Give a move its place in time; return the state with it, None if it comes too late to count.

    A press dated before the last begin of others comes from a device that they have left behind.
    No press erases work that was begun, a release that was told or an ache: it then counts from
    right after, unless its client alone has told of this time. Pain is never too late.
    """
    plan, moves, state = scene.session.plan, scene.moves, scene.state
    begun = [m for m in moves if m.kind in (*BEGINS, Kind.REFUSE) and m.offset_ms > move.offset_ms]
    late = any(press.follows is None or m.client != move.client for m in begun)
    if late and move.kind not in (*ABOUT_PAIN, Kind.RELEASE):
        return None
    after = fold(plan, [*moves, move], scene.elapsed)
    if _forgets(after, state) and not _is_alone(press, move, moves):
        move.offset_ms = max(move.offset_ms, _settled_ms(moves, state))
        after = fold(plan, [*moves, move], scene.elapsed)
        return None if _forgets(after, state) and move.kind not in HURTS else after
    return after


def _is_alone(press: Press, move: Move, moves: Sequence[Move]) -> bool:
    """Whether it belongs to an account in order, and nobody else has told of that time or later.

    What the clock alone has made of that time is then a guess, which the account corrects.
    """
    mine = (press.client, SERVER)
    others = (m for m in moves if m.client not in mine and m.offset_ms >= move.offset_ms)
    return press.follows is not None and not any(others)


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
