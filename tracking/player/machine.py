"""PURE: the session as a table of states and moves; its state is a fold over the moves.

Times are milliseconds since the session's start. Within an item the clock moves the position and
ends the item by itself. A move that its phase does not allow changes nothing, so double taps,
replays and late arrivals are harmless; pain wins over whatever else was pressed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from exercises.vocabulary import Phase as StepPhase
from tracking.player.run import Run, stayed, worked
from tracking.player.state import (
    BACK_MS,
    BEGINS,
    MOVES,
    OF_THE_ITEM,
    STOP_ANSWER_MS,
    Kind,
    MoveLike,
    Phase,
    State,
)
from tracking.player.timeline import Item, Plan, most_extra_ms, segment_at, starts_ms

__all__ = ["BEGINS", "MOVES", "OF_THE_ITEM", "STOP_ANSWER_MS", "Kind", "MoveLike", "Phase", "State"]

SHORTEST_MOVE_MS = 3000  # `next` does not shorten a move step below this
EXTEND_MS = 10_000
RESTART_MS = 2000  # `previous` this far into a step restarts it, earlier it goes back


def fold(plan: Plan, moves: Iterable[MoveLike], now_ms: int) -> State:
    """Return the state at `now_ms`, from moves in any order and any number of copies."""
    unique = {(move.client, move.seq): move for move in moves}
    state = settle(plan, State())
    for move in sorted(unique.values(), key=lambda m: (m.offset_ms, m.client, m.seq)):
        state = step(plan, advance(plan, state, move.offset_ms), move)
    return advance(plan, state, max(now_ms, state.at_ms))


def step(plan: Plan, state: State, move: MoveLike) -> State:
    """Return the state after a move; the same state where the table does not allow it."""
    kind = Kind(move.kind)
    elsewhere = kind in OF_THE_ITEM and move.data.get("item") != state.item
    if (state.phase, kind) not in MOVES or elsewhere:
        return state
    target = MOVES[state.phase, kind] or state.back
    asks = target is Phase.STOPPING and state.phase is not Phase.STOPPING
    back = state.phase if asks else state.back
    moved = replace(state, phase=target, back=back)
    change = EFFECTS.get(kind)
    after = change(plan, moved, move.data) if change else moved
    return state if after is None else settle(plan, after)


def settle(plan: Plan, state: State) -> State:
    """Return the state with the end of the plan seen: after the last item nothing waits."""
    if state.phase is Phase.WAITING and state.item >= len(plan["items"]):
        return replace(state, phase=Phase.ENDED)
    return state


def advance(plan: Plan, state: State, to_ms: int) -> State:
    """Return the state that the clock alone leads to."""
    if state.phase is Phase.RUNNING:
        return _run_on(plan, state, to_ms)
    if state.phase is Phase.STOPPED:
        return state
    if state.phase is Phase.STOPPING and to_ms >= state.due_ms:
        return replace(state, phase=Phase.STOPPED, at_ms=state.due_ms)
    return replace(state, at_ms=to_ms)


def _run_on(plan: Plan, state: State, to_ms: int) -> State:
    item = plan["items"][state.item]
    state = _stay(item, state, min(to_ms - state.at_ms, state.extra_ms))
    left = item["seconds"] * 1000 - state.position_ms
    used = min(to_ms - state.at_ms, left)
    end = state.position_ms + used
    run = worked(item, state.runs[state.item], state.position_ms, end, state.at_ms)
    moved = replace(state, position_ms=end, at_ms=state.at_ms + used, runs=_put(state, run))
    if used < left:
        return moved
    return replace(_close_item(plan, moved, completed=True), at_ms=to_ms)


def _stay(item: Item, state: State, spent: int) -> State:
    """Return the state after a part of the extra time: worked, but no further."""
    if not spent:
        return state
    run = stayed(item, state.runs[state.item], state.position_ms, spent, state.at_ms)
    at, left = state.at_ms + spent, state.extra_ms - spent
    return replace(state, at_ms=at, extra_ms=left, runs=_put(state, run))


def _put(state: State, run: Run) -> tuple[Run, ...]:
    return (*state.runs[: run.item], run, *state.runs[run.item + 1 :])


def _close_item(plan: Plan, state: State, *, completed: bool = False, **facts: Any) -> State:
    """Return the state waiting for the next item, with what became of this one."""
    run = state.run or Run(state.item)
    run = replace(run, completed=completed or run.completed, **facts)
    closed = replace(state, item=state.item + 1, runs=_put(state, run))
    return settle(plan, replace(_moved(closed, 0), phase=Phase.WAITING))


def _moved(state: State, position_ms: int) -> State:
    """Return the state at another position, where no extra time was asked for."""
    return replace(state, position_ms=position_ms, extra_ms=0, given_ms=0, given_in=-1)


def _begin(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    # An item that was left before, and comes again after a repeated stretch, goes on.
    run = replace(state.run or Run(state.item), skipped=False, refused=None)
    return replace(_moved(state, 0), runs=_put(state, run))


def _repeat(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    number = stretch_before(plan, state)
    return None if number is None else _begin(plan, replace(state, item=number), data)


def stretch_before(plan: Plan, state: State) -> int | None:
    """The last stretch before the item in hand, None once anything mobilising was begun."""
    items = plan["items"]
    if any(run.work_from_ms is not None and items[run.item]["mobilising"] for run in state.runs):
        return None
    stretches = (n for n in range(state.item - 1, -1, -1) if not items[n]["mobilising"])
    return next(stretches, None)


def _next(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    if is_too_fast(plan, state):
        return None
    item = plan["items"][state.item]
    target = starts_ms(item)[segment_at(item, state.position_ms) + 1]
    if target >= item["seconds"] * 1000:
        return _close_item(plan, state, completed=True)
    return _moved(state, target)


def _previous(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    item = plan["items"][state.item]
    number, marks = segment_at(item, state.position_ms), starts_ms(item)
    if state.position_ms - marks[number] < RESTART_MS:
        number = max(0, number - 1)
    return _moved(state, marks[number])


def _extend(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    if is_too_long(plan, state):
        return None
    number = segment_at(plan["items"][state.item], state.position_ms)
    given = state.given_ms if number == state.given_in else 0
    more, given = state.extra_ms + EXTEND_MS, given + EXTEND_MS
    return replace(state, extra_ms=more, given_ms=given, given_in=number)


def _release(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    number, region = data.get("item"), data.get("region", "")
    if not isinstance(number, int) or not 0 <= number < len(state.runs):
        return None
    run, item = state.runs[number], plan["items"][number]
    if run.work_from_ms is None or region not in ("", *item["release_regions"]):
        return None
    return replace(state, runs=_put(state, replace(run, released=region)))


def _stop(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    heard = max(state.at_ms, data.get("heard_ms", 0))
    return replace(state, asked_ms=state.at_ms, heard_ms=heard, left_ms=None)


def _answered(state: State, **facts: Any) -> State:
    """Return the state after an answer; one given ten minutes after the press is too late."""
    if state.asked_ms is None or state.at_ms >= state.asked_ms + STOP_ANSWER_MS:
        return replace(state, phase=Phase.STOPPED)
    return replace(state, asked_ms=None, **facts)


def _pain(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    asked = state.at_ms if state.asked_ms is None else state.asked_ms
    said = {"quality": data.get("quality", ""), "whose": data.get("whose", "own")}
    return replace(state, asked_ms=asked, **said)


EFFECTS: Mapping[Kind, Callable[[Plan, State, Mapping[str, Any]], State | None]] = {
    Kind.BEGIN: _begin,
    Kind.REPEAT: _repeat,
    Kind.REFUSE: lambda plan, state, data: _close_item(plan, state, refused=data),
    Kind.SKIP: lambda plan, state, _: _close_item(plan, state, skipped=True),
    Kind.NEXT: _next,
    Kind.PREVIOUS: _previous,
    Kind.EXTEND: _extend,
    Kind.RELEASE: _release,
    Kind.END: lambda _, state, __: replace(state, early=True),
    Kind.STOP: _stop,
    Kind.MISTAKE: lambda _, state, __: _answered(state),
    Kind.ACHE: lambda _, state, __: _answered(state, ached=True, early=True),
    # A tab that keeps nothing cannot say that it is back, so its time is up at once.
    Kind.LEFT: lambda _, state, data: replace(
        state, left_ms=state.at_ms - (0 if data.get("returns") else BACK_MS)
    ),
    Kind.RETURNED: lambda _, state, __: replace(state, left_ms=None),
    Kind.PAIN: _pain,
}


def is_too_fast(plan: Plan, state: State) -> bool:
    """Whether `next` would shorten a move step below three seconds (STEP_TOO_FAST).

    Who has paused does not move, and may go through the steps.
    """
    if state.phase is Phase.PAUSED:
        return False
    item = plan["items"][state.item]
    number = segment_at(item, state.position_ms)
    inside = state.position_ms - starts_ms(item)[number]
    return item["segments"][number]["phase"] == StepPhase.MOVE and inside < SHORTEST_MOVE_MS


def is_too_long(plan: Plan, state: State) -> bool:
    """Whether ten seconds more would be beyond what the step allows (HOLD_OUT_OF_RANGE)."""
    item = plan["items"][state.item]
    number = segment_at(item, state.position_ms)
    given = state.given_ms if number == state.given_in else 0
    return given + EXTEND_MS > most_extra_ms(item["segments"][number])
