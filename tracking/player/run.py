"""PURE: what became of one item of a session, and how far the clock has taken it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracking.player.timeline import PAUSES, Item, segment_at, starts_ms


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one item; the milliseconds worked leave out every pause."""

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


def worked(item: Item, run: Run, start: int, end: int, at_ms: int) -> Run:
    """Return the run with the time from position `start` to `end` added."""
    marks = starts_ms(item)
    work = repeated = 0
    for number, segment in enumerate(item["segments"]):
        shared = max(0, min(end, marks[number + 1]) - max(start, marks[number]))
        work += shared if segment["phase"] not in PAUSES else 0
        repeated += shared if segment["repeated"] else 0
    first, until = run.work_from_ms, run.work_until_ms
    if work:
        first = at_ms + max(0, marks[1] - start) if first is None else first
        until = at_ms + end - start
    return replace(
        run,
        work_from_ms=first,
        work_until_ms=until,
        worked_ms=run.worked_ms + work,
        repeated_ms=run.repeated_ms + repeated,
        reach_ms=max(run.reach_ms, end),
    )


def stayed(item: Item, run: Run, position_ms: int, spent: int, at_ms: int) -> Run:
    """Return the run with time added in which its position stood still, but not its work."""
    segment = item["segments"][segment_at(item, position_ms)]
    if segment["phase"] in PAUSES:
        return run
    return replace(
        run,
        work_from_ms=at_ms if run.work_from_ms is None else run.work_from_ms,
        work_until_ms=at_ms + spent,
        worked_ms=run.worked_ms + spent,
        repeated_ms=run.repeated_ms + (spent if segment["repeated"] else 0),
    )
