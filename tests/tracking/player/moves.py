"""Moves without a database."""

from dataclasses import dataclass, field
from typing import Any

from tracking.player.machine import State, fold
from tracking.player.timeline import Plan


@dataclass(frozen=True)
class M:
    """One move of client "a" unless said."""

    kind: str
    offset_ms: int
    data: dict[str, Any] = field(default_factory=dict)
    client: str = "a"
    seq: int = 0


def moves(*rows: tuple[Any, ...]) -> list[M]:
    """Moves of one client from (kind, offset) or (kind, offset, data); item 0 unless said."""
    made = []
    for seq, (kind, offset, *rest) in enumerate(rows):
        made.append(M(kind, offset, {"item": 0} | (rest[0] if rest else {}), seq=seq))
    return made


def after(plan: Plan, *rows: tuple[Any, ...], now: int) -> State:
    return fold(plan, moves(*rows), now)
