"""PURE: where a session can stand, what can be done there, and the table that joins the two."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from tracking.player.run import Run
from tracking.safety.pain import ANSWER_WITHIN, BACK_WITHIN

STOP_ANSWER_MS = ANSWER_WITHIN // timedelta(milliseconds=1)
BACK_MS = BACK_WITHIN // timedelta(milliseconds=1)


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
    REPEAT = "repeat"  # the stretch that was too short for what waits
    PAUSE = "pause"
    RESUME = "resume"
    PREVIOUS = "previous"
    NEXT = "next"
    SKIP = "skip"
    EXTEND = "extend"  # ten seconds more of the step in hand
    RELEASE = "release"
    END = "end"
    STOP = "stop"
    # What answers the stop question; leaving the page for good is an answer too.
    MISTAKE = "mistake"
    ACHE = "ache"
    LEFT = "left"
    RETURNED = "returned"  # the tab that left was only reloaded
    PAIN = "pain"  # a red quality; it needs no question before it
    # What the fold passes over.
    VOID = "void"  # a press that was answered and changed nothing; its row knows copies
    FINISH = "finish"  # the answers of the finish page; no row, the session notes who sent them


W, R, P, E, Q, S = Phase  # short names for the table; Q = the stop question is open
BACK = None  # to the phase that the stop question interrupted
MOVES: Mapping[tuple[Phase, Kind], Phase | None] = {
    (W, Kind.BEGIN): R,
    (W, Kind.REFUSE): W,
    # What was begun without a network, and is told while it still goes on.
    (R, Kind.REFUSE): W,
    (P, Kind.REFUSE): W,
    (W, Kind.REPEAT): R,
    (W, Kind.SKIP): W,
    (R, Kind.PAUSE): P,
    (R, Kind.PREVIOUS): R,
    (R, Kind.NEXT): R,
    (R, Kind.SKIP): W,
    (R, Kind.EXTEND): R,
    (P, Kind.EXTEND): P,
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
OF_THE_ITEM = frozenset(
    {*(Kind.BEGIN, Kind.REFUSE, Kind.REPEAT, Kind.SKIP), Kind.NEXT, Kind.PREVIOUS, Kind.EXTEND}
)
#: These begin an item, so the rules are asked before.
BEGINS = frozenset({Kind.BEGIN, Kind.REPEAT})


class MoveLike(Protocol):
    """A stored move, or anything shaped like one."""

    kind: str
    client: str
    seq: int
    offset_ms: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """Where the session stood at `at_ms`; `position_ms` lies within `item`.

    `extra_ms` is used up before the position moves on; `given_ms` was added to step `given_in`.
    """

    phase: Phase = Phase.WAITING
    item: int = 0
    position_ms: int = 0
    at_ms: int = 0
    extra_ms: int = 0
    given_ms: int = 0
    given_in: int = -1
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
