"""Apply one press in the player: lock the session, fold, decide, store one row."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from exercises.vocabulary import Tier
from tracking import frozen, snapshot
from tracking.access import lock_session
from tracking.models import Move, Session
from tracking.player import live
from tracking.player.actions.presses import (
    ABOUT_PAIN,
    MOST_MOVES,
    Outcome,
    Press,
    Refusal,
    is_copy,
    make_move,
    place,
)
from tracking.player.actions.record import close_if_due
from tracking.player.actions.stopping import stop_session
from tracking.player.bouts import Ask, elapsed_ms, to_ask
from tracking.player.machine import (
    BEGINS,
    Kind,
    Phase,
    State,
    fold,
    is_too_fast,
    stretch_before,
)
from tracking.player.refusal import freeze_verdicts
from tracking.safety.assess import check_start
from tracking.safety.facts import Ack
from tracking.safety.verdict import Code, Verdict

AHEAD_MS = 120_000  # a client's clock may run ahead of the server's by so much


def apply_move(*, user: User, pk: UUID, press: Press, now: datetime) -> Outcome:
    """Take one press; a replay, an illegal or a late one changes nothing and says where it stands.

    At most 4 queries with the sign-in, 8 if it begins an item. An item that the rules refuse is
    passed over: the move stored is then `refuse`, with the verdicts. If nothing but the stretch
    is missing, that is asked first.
    """
    if press.kind in ABOUT_PAIN:
        return stop_session(user=user, pk=pk, press=press, now=now)
    with transaction.atomic():
        session = lock_session(user, pk)
        moves = list(session.moves.all())
        elapsed = elapsed_ms(session.started_at, now)
        state = fold(session.plan, moves, elapsed)
        if close_if_due(session=session, state=state, moves=moves, now=now):
            refused = Refusal.SESSION_CLOSED
            return Outcome(session=session, state=state, refusal=refused, rev=len(moves))
        stays = Outcome(session=session, state=state, rev=len(moves))
        if is_copy(press, moves) or (press.kind in BEGINS and not _may_begin(state, press)):
            # A begin kept unchecked would count as soon as a press dated before it makes room.
            return stays
        if refusal := _why_not(press, moves, state, elapsed):
            return replace(stays, refusal=refusal)
        move = make_move(session, press, moves, elapsed, now)
        before = fold(session.plan, _until(move, moves), move.offset_ms)
        if _too_fast(session, before, press):
            return replace(stays, refusal=Refusal.STEP_TOO_FAST)
        if (ask := to_ask(session.plan, before, press.kind)) and not press.confirmed:
            return replace(stays, ask=ask)
        if press.kind in BEGINS:
            reasons = _check(user, session, state, move, now)
            if reasons == {Code.STRETCH_FIRST} and not press.confirmed:
                return replace(stays, ask=Ask.STRETCH_FIRST)
        after = place(move, moves, state, elapsed)
        if after is None or (press.kind in BEGINS and _same_place(after, state)):
            return stays
        move.save(force_insert=True)
        live.note(session, after, len(moves) + 1)
        return replace(stays, state=after, rev=len(moves) + 1)


def _why_not(press: Press, moves: Sequence[Move], state: State, elapsed: int) -> Refusal | None:
    """What is wrong with a press wherever the session stands; ending it is always possible."""
    if (press.offset_ms or 0) > elapsed + AHEAD_MS:
        return Refusal.TIME_IN_FUTURE
    ends = press.kind is Kind.END and state.phase is not Phase.ENDED
    return None if ends or len(moves) < MOST_MOVES else Refusal.TOO_MANY_MOVES


def _until(move: Move, moves: Sequence[Move]) -> list[Move]:
    """The moves that were pressed before."""
    return [known for known in moves if known.offset_ms <= move.offset_ms]


def _too_fast(session: Session, before: State, press: Press) -> bool:
    moving = press.kind is Kind.NEXT and before.phase in (Phase.RUNNING, Phase.PAUSED)
    return moving and press.data.get("item") == before.item and is_too_fast(session.plan, before)


def _may_begin(state: State, press: Press) -> bool:
    return state.phase is Phase.WAITING and press.data.get("item") == state.item


def _same_place(after: State, state: State) -> bool:
    """Whether nothing was begun or passed over."""
    return (after.phase, after.item) == (state.phase, state.item)


def _check(user: User, session: Session, state: State, move: Move, now: datetime) -> set[Code]:
    """Turn the move into a refusal if the rules are against what it begins; return the reasons.

    If a stretch may not be repeated, the item that waits for it is passed over.
    """
    repeated = stretch_before(session.plan, state) if move.kind == Kind.REPEAT else None
    item = state.item if repeated is None else repeated
    verdicts = start_verdicts(user, session, item, now)
    if verdicts:
        move.kind = Kind.REFUSE.value
        move.data = {"item": state.item, "verdicts": freeze_verdicts(verdicts)}
    return {verdict.code for verdict in verdicts}


def start_verdicts(user: User, session: Session, item: int, now: datetime) -> tuple[Verdict, ...]:
    """Every reason against beginning the item now, with fresh facts; 3 queries."""
    exercise = frozen.thaw(session.plan["items"][item]["facts"])
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
