"""PURE but for the language: a plan as it is printed, from the same cues that are spoken."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from tracking.player.cues import CueKind, cues_of
from tracking.player.screen import long_clock
from tracking.player.timeline import Plan

PRINTED = (CueKind.STEP, CueKind.SWITCH, CueKind.STILL_THERE, CueKind.FINISHED)


@dataclass(frozen=True, slots=True)
class Block:
    """One exercise on paper; a line is the time since the start, and what comes then."""

    name: str
    at: str
    lines: tuple[tuple[str, str], ...]


def sheet(plan: Plan) -> Iterator[Block]:
    """Yield the items of a plan in order, as if each one began when the one before was over."""
    start = 0
    for number, item in enumerate(plan["items"]):
        cues = (cue for cue in cues_of(plan, number) if cue.kind in PRINTED)
        lines = tuple((long_clock(start + cue.at // 1000), cue.tell) for cue in cues)
        yield Block(gettext(item["name"]), long_clock(start), lines)
        start += item["seconds"]
