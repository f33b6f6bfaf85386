"""PURE: the session as a table of states and moves; its state is a fold over the moves.

Times are milliseconds since the session's start. Within an item the clock moves the position and
ends the item by itself. A move that its phase does not allow changes nothing, so double taps,
replays and late arrivals are harmless; pain wins over whatever else was pressed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from exercises.vocabulary import Phase as StepPhase
from tracking.player.timeline import READY, Item, Plan, segment_at, starts_ms
from tracking.safety.pain import ANSWER_WITHIN, BACK_WITHIN

STOP_ANSWER_MS = ANSWER_WITHIN // timedelta(milliseconds=1)
BACK_MS = BACK_WITHIN // timedelta(milliseconds=1)
SHORTEST_MOVE_MS = 3000  # `next` does not shorten a move step below this
RESTART_MS = 2000  # `previous` this far into a step restarts it, earlier it goes back


class Phase(StrEnum):
    """Where a session stands. WAITING = before an item; STOPPED = ended by pain, for good."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    STOPPING = "stopping"
    STOPPED = "stopped"


class Kind(StrEnum):
    """What a person, or the start check (REFUSE), can do."""

    BEGIN = "begin"
    REFUSE = "refuse"
    PAUSE = "pause"
    RESUME = "resume"
    PREVIOUS = "previous"
    NEXT = "next"
    SKIP = "skip"
    RELEASE = "release"
    END = "end"
    STOP = "stop"
    # What answers the stop question; leaving the page for good is an answer too.
    MISTAKE = "mistake"
    ACHE = "ache"
    LEFT = "left"
    RETURNED = "returned"  # the tab that left was only reloaded
    PAIN = "pain"  # a red quality; it needs no question before it


W, R, P, E, Q, S = Phase  # short names for the table; Q = the stop question is open
BACK = None  # to the phase that the stop question interrupted
MOVES: Mapping[tuple[Phase, Kind], Phase | None] = {
    (W, Kind.BEGIN): R,
    (W, Kind.REFUSE): W,
    (W, Kind.SKIP): W,
    (R, Kind.PAUSE): P,
    (R, Kind.PREVIOUS): R,
    (R, Kind.NEXT): R,
    (R, Kind.SKIP): W,
    (P, Kind.RESUME): R,
    (P, Kind.PREVIOUS): P,
    (P, Kind.NEXT): P,
    (P, Kind.SKIP): W,
    **{(phase, Kind.END): E for phase in (W, R, P)},
    **{(phase, Kind.RELEASE): phase for phase in (W, R, P, E)},
    **{(phase, Kind.STOP): Q for phase in (W, R, P, E)},
    (Q, Kind.MISTAKE): BACK,
    (Q, Kind.ACHE): E,
    **{(Q, kind): Q for kind in (Kind.LEFT, Kind.RETURNED)},
    **{(phase, Kind.PAIN): S for phase in (W, R, P, E, Q)},
}


#: These mean the item in hand, so that a second press does not hit the next one.
OF_THE_ITEM = frozenset({Kind.BEGIN, Kind.REFUSE, Kind.SKIP, Kind.NEXT, Kind.PREVIOUS})


class MoveLike(Protocol):
    """A stored move, or anything shaped like one."""

    kind: str
    client: str
    seq: int
    offset_ms: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one item; the milliseconds worked leave out lead-in and pauses."""

    item: int
    work_from_ms: int | None = None  # None while nothing but the lead-in has run
    work_until_ms: int = 0
    worked_ms: int = 0
    repeated_ms: int = 0
    reach_ms: int = 0
    completed: bool = False
    skipped: bool = False
    refused: Mapping[str, Any] | None = None
    released: str | None = None  # region, "" for "no", None = not asked or not answered


@dataclass(frozen=True, slots=True)
class State:
    """Where the session stood at `at_ms`; `position_ms` lies within `item`."""

    phase: Phase = Phase.WAITING
    item: int = 0
    position_ms: int = 0
    at_ms: int = 0
    back: Phase = Phase.WAITING
    asked_ms: int | None = None
    heard_ms: int = 0  # when the server heard of it: an answer may wait behind a late press
    left_ms: int | None = None  # when a tab left; it may be back at once
    ached: bool = False
    early: bool = False
    quality: str = ""
    whose: str = ""
    runs: tuple[Run, ...] = field(default=())

    @property
    def due_ms(self) -> int:
        """When an open stop question becomes a STOP."""
        due = self.heard_ms + STOP_ANSWER_MS
        return due if self.left_ms is None else min(due, self.left_ms + BACK_MS)

    @property
    def run(self) -> Run | None:
        """The run of the current item, if it has begun."""
        return self.runs[self.item] if self.item < len(self.runs) else None


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
    left = item["seconds"] * 1000 - state.position_ms
    used = min(to_ms - state.at_ms, left)
    end = state.position_ms + used
    run = _worked(item, state.runs[state.item], state.position_ms, end, state.at_ms)
    moved = replace(state, position_ms=end, at_ms=state.at_ms + used, runs=_put(state, run))
    if used < left:
        return moved
    return replace(_close_item(plan, moved, completed=True), at_ms=to_ms)


def _worked(item: Item, run: Run, start: int, end: int, at_ms: int) -> Run:
    """Return the run with the time from position `start` to `end` added."""
    marks = starts_ms(item)
    worked = repeated = 0
    for number, segment in enumerate(item["segments"]):
        shared = max(0, min(end, marks[number + 1]) - max(start, marks[number]))
        worked += shared if segment["phase"] != READY else 0
        repeated += shared if segment["repeated"] else 0
    first, until = run.work_from_ms, run.work_until_ms
    if worked:
        first = at_ms + max(0, marks[1] - start) if first is None else first
        until = at_ms + end - start
    return replace(
        run,
        work_from_ms=first,
        work_until_ms=until,
        worked_ms=run.worked_ms + worked,
        repeated_ms=run.repeated_ms + repeated,
        reach_ms=max(run.reach_ms, end),
    )


def _put(state: State, run: Run) -> tuple[Run, ...]:
    return (*state.runs[: run.item], run, *state.runs[run.item + 1 :])


def _close_item(plan: Plan, state: State, *, completed: bool = False, **facts: Any) -> State:
    """Return the state waiting for the next item, with what became of this one."""
    run = replace(state.run or Run(state.item), completed=completed, **facts)
    closed = replace(state, item=state.item + 1, position_ms=0, runs=_put(state, run))
    return settle(plan, replace(closed, phase=Phase.WAITING))


def _next(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    if is_too_fast(plan, state):
        return None
    item = plan["items"][state.item]
    target = starts_ms(item)[segment_at(item, state.position_ms) + 1]
    if target >= item["seconds"] * 1000:
        return _close_item(plan, state, completed=True)
    return replace(state, position_ms=target)


def _previous(plan: Plan, state: State, data: Mapping[str, Any]) -> State | None:
    item = plan["items"][state.item]
    number, marks = segment_at(item, state.position_ms), starts_ms(item)
    if state.position_ms - marks[number] < RESTART_MS:
        number = max(0, number - 1)
    return replace(state, position_ms=marks[number])


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
    Kind.BEGIN: lambda _, state, __: replace(
        state, position_ms=0, runs=_put(state, Run(state.item))
    ),
    Kind.REFUSE: lambda plan, state, data: _close_item(plan, state, refused=data),
    Kind.SKIP: lambda plan, state, _: _close_item(plan, state, skipped=True),
    Kind.NEXT: _next,
    Kind.PREVIOUS: _previous,
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
    """Whether `next` would shorten a move step below three seconds (STEP_TOO_FAST)."""
    item = plan["items"][state.item]
    number = segment_at(item, state.position_ms)
    inside = state.position_ms - starts_ms(item)[number]
    return item["segments"][number]["phase"] == StepPhase.MOVE and inside < SHORTEST_MOVE_MS
