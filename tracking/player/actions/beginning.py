"""Begin an item: the rules are asked, unless it was begun long ago and is only told now."""

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from exercises.vocabulary import Tier
from tracking import frozen, snapshot
from tracking.models import Move, Session
from tracking.player.actions.late import is_late
from tracking.player.actions.presses import SERVER, Press, Scene, make_move
from tracking.player.bouts import Ask
from tracking.player.machine import Kind, Phase, State, fold, stretch_before
from tracking.player.refusal import freeze_verdicts
from tracking.safety.assess import check_start
from tracking.safety.facts import Ack
from tracking.safety.verdict import Code, Verdict

NEARLY_MS = 1000  # two clocks may disagree by so much about when an item was over


def check_begin(user: User, press: Press, move: Move, scene: Scene) -> Ask | None:
    """Ask the rules about what a move begins: it may become a refusal, or a question.

    If a stretch may not be repeated, the item that waits for it is passed over. What was begun
    without a network was done: it stays, with what the rules said to it at its own time, or say
    to it now if it still goes on (`cut_short`).
    """
    before = _before(move, scene)
    if (before.phase, before.item) != (Phase.WAITING, press.data.get("item")):
        return None
    session, late = scene.session, is_late(press, move, scene.elapsed)
    repeated = stretch_before(session.plan, before) if move.kind == Kind.REPEAT else None
    item = before.item if repeated is None else repeated
    done = late and not _goes_on(move, scene)
    at = session.started_at + timedelta(milliseconds=move.offset_ms) if done else scene.now
    verdicts = start_verdicts(user, session, item, at)
    told = {"verdicts": freeze_verdicts(verdicts)} if verdicts else {}
    if late:
        move.data = move.data | {"late": True} | told
        return None
    if {verdict.code for verdict in verdicts} == {Code.STRETCH_FIRST} and not press.confirmed:
        return Ask.STRETCH_FIRST
    if verdicts:
        move.kind, move.data = Kind.REFUSE.value, {"item": before.item} | told
    return None


def cut_short(press: Press, move: Move, after: State, scene: Scene) -> Move | None:
    """The refusal of what was begun without a network and still goes on; not stored.

    What was done of it stays in the log. That a stretch is missing may have been confirmed.
    """
    told = move.data.get("verdicts", ())
    accepted = {Code.STRETCH_FIRST} if press.confirmed else set()
    allowed = {verdict["code"] for verdict in told} <= accepted
    if allowed or not move.data.get("late") or after.phase not in (Phase.RUNNING, Phase.PAUSED):
        return None
    refusal = Press(kind=Kind.REFUSE, client=SERVER, data={"item": after.item, "verdicts": told})
    return make_move(refusal, scene)


def _goes_on(move: Move, scene: Scene) -> bool:
    """Whether what a move begins is not over yet, as far as is known."""
    state = fold(scene.session.plan, [*scene.moves, move], scene.elapsed)
    return state.phase in (Phase.RUNNING, Phase.PAUSED) and state.item == move.data.get("item")


def _before(move: Move, scene: Scene) -> State:
    """The state in which it was pressed; a begin just before the end of an item waits for it."""
    plan = scene.session.plan
    known = [one for one in scene.moves if one.offset_ms <= move.offset_ms]
    state = fold(plan, known, move.offset_ms)
    if state.phase is not Phase.RUNNING or state.item + 1 != move.data.get("item"):
        return state
    left = plan["items"][state.item]["seconds"] * 1000 - state.position_ms + state.extra_ms
    if left > min(NEARLY_MS, scene.elapsed - move.offset_ms):
        return state
    move.offset_ms += left
    return fold(plan, known, move.offset_ms)


def start_verdicts(user: User, session: Session, item: int, at: datetime) -> tuple[Verdict, ...]:
    """Every reason against beginning the item then, with fresh facts; 3 queries."""
    exercise = frozen.thaw(session.plan["items"][item]["facts"])
    elevated = exercise.tier is Tier.ELEVATED
    facts = snapshot.facts_for(user, at, running=session, unlock=elevated)
    given = session.acknowledgements
    facts = replace(
        facts,
        acks=frozenset(map(Ack, given.get("acks", ()))),
        prerequisites=frozenset(given.get("prerequisites", ())),
        # The partner's answers were checked at the start and are not kept.
        partner_tags=frozenset() if given.get("partner") else None,
    )
    return check_start(exercise, facts, at)
