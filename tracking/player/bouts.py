"""PURE: what a session's moves amount to: the bouts done, and what is still owed or to be asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tracking.player.machine import Kind, MoveLike, Phase, State, fold
from tracking.player.run import Run
from tracking.player.timeline import PAUSES, Item, Plan, starts_ms
from tracking.safety.adapt import Role

ABANDONED_AFTER = timedelta(hours=6)  # an open session closes itself so long after its last move


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedBout:
    """One item done, wholly or in part; `position` counts from 0, `seconds` leave out pauses.

    `released` is "yes", "no" or "" (not said); `facts` is what was frozen in the plan.
    """

    position: int
    slug: str
    role: str
    facts: Mapping[str, Any]
    started_at: datetime
    ended_at: datetime
    seconds: int
    stretch_seconds: int
    sides_done: int
    completed: bool
    mobilising: bool
    released: str
    release_regions: tuple[str, ...]

    @property
    def auxiliary(self) -> bool:
        """Whether it served as warm-up or counter, so that daily caps leave it out."""
        return self.role != Role.MAIN


class Ask(StrEnum):
    """What is asked once before an item is left, or passed over."""

    OTHER_SIDE = "FINISH_OTHER_SIDE"
    COUNTER = "COUNTER_OWED"
    STRETCH_FIRST = "STRETCH_FIRST"


def elapsed_ms(started_at: datetime, now: datetime) -> int:
    """Milliseconds since the start; 0 if the clock stepped back."""
    return max(0, int((now - started_at) / timedelta(milliseconds=1)))


def is_silent(started_at: datetime, last_move_at: datetime | None, now: datetime) -> bool:
    """Whether an open session has heard nothing for so long that it closes by itself."""
    return now >= (last_move_at or started_at) + ABANDONED_AFTER


def bouts_of(
    plan: Plan, moves: Iterable[MoveLike], started_at: datetime, now: datetime
) -> list[PlayedBout]:
    """Return the bouts done or partly done by `now`, in order."""
    return bouts_in(plan, fold(plan, moves, elapsed_ms(started_at, now)), started_at)


def bouts_in(plan: Plan, state: State, started_at: datetime) -> list[PlayedBout]:
    """Return the bouts of a folded state."""
    return [
        _bout(plan["items"][run.item], run, run.work_from_ms, started_at)
        for run in state.runs
        if run.work_from_ms is not None
    ]


def _bout(item: Item, run: Run, work_from_ms: int, started_at: datetime) -> PlayedBout:
    return PlayedBout(
        position=run.item,
        slug=item["slug"],
        role=item["role"],
        facts=item["facts"],
        started_at=started_at + timedelta(milliseconds=work_from_ms),
        ended_at=started_at + timedelta(milliseconds=run.work_until_ms),
        seconds=round(run.worked_ms / 1000),
        stretch_seconds=0 if item["mobilising"] else run.repeated_ms // 1000,
        sides_done=sum(1 for count in rounds_done(item, run).values() if count),
        completed=run.completed,
        mobilising=item["mobilising"],
        released="" if run.released is None else "yes" if run.released else "no",
        release_regions=(run.released,) if run.released else (),
    )


def rounds_done(item: Item, run: Run) -> dict[str, int]:
    """Repetitions done by side ("" if it has none), by how far the item was taken."""
    marks, last = starts_ms(item), {}
    for number, segment in enumerate(item["segments"]):
        if segment["repeated"]:
            last[segment["side"], segment["rep"]] = marks[number + 1]
    done = {side: 0 for side, _ in last}
    for (side, _), end in last.items():
        done[side] += end <= run.reach_ms
    return done


def to_ask(plan: Plan, state: State, kind: Kind) -> Ask | None:
    """Return what to ask before this skip or end is taken, None if nothing is owed."""
    if kind not in (Kind.SKIP, Kind.END) or state.phase is Phase.STOPPING:
        return None
    run = state.run
    if run is not None and len(set(rounds_done(plan["items"][run.item], run).values())) > 1:
        return Ask.OTHER_SIDE
    if counter_owed(plan, state) and (kind is Kind.END or is_counter(plan, state)):
        return Ask.COUNTER
    return None


def is_counter(plan: Plan, state: State) -> bool:
    """Whether the item in hand is there to answer a bend backwards."""
    items = plan["items"]
    return state.item < len(items) and items[state.item]["role"] == Role.COUNTER


def counter_owed(plan: Plan, state: State) -> bool:
    """Whether a bend backwards was done that no completed counter has answered yet."""
    owed: set[str] = set()
    for run in state.runs:
        item = plan["items"][run.item]
        if item["slug"] in owed and run.completed:
            owed = set()
        if item["counter"] and run.work_from_ms is not None:
            owed = set(item["counter"])
    return bool(owed)


def held(plan: Plan, state: State) -> Iterator[tuple[float, float]]:
    """Seconds held and seconds meant of every item; none are held of one not done to its end."""
    runs = {run.item: run for run in state.runs}
    for number, item in enumerate(plan["items"]):
        run = runs.get(number)
        meant = sum(part["seconds"] for part in item["segments"] if part["phase"] not in PAUSES)
        yield run.worked_ms / 1000 if run and run.completed else 0, meant


def is_whole(plan: Plan, state: State) -> bool:
    """Whether every item was done or refused by a rule: advised rest does not make it partial."""
    runs = state.runs
    return (
        state.phase is Phase.ENDED
        and not state.early
        and any(run.completed for run in runs)
        and all(run.completed or run.refused is not None for run in runs)
    )
