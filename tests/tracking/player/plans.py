"""Small plans made by hand, so that the pure tests say in seconds what they mean."""

from typing import Any

from tracking.player.timeline import Item, Plan, Segment
from tracking.safety.adapt import Role


def segment(phase: str, seconds: int, **fields: Any) -> Segment:
    """Return a segment; a repeated one if it moves, holds or returns."""
    made: dict[str, Any] = {
        "phase": phase,
        "seconds": seconds,
        "side": "",
        "rep": 1 if phase in ("move", "hold", "return") else 0,
        "reps": 1,
        "repeated": phase in ("move", "hold", "return"),
        "breath": "normal",
        "breaths": 0,
        "text": f"{phase} now",
        "ask": "",
    }
    return Segment(**(made | fields))


def work(*, side: str = "", rep: int = 1) -> list[Segment]:
    """One repetition: move 4, hold 6, return 4."""
    return [
        segment("move", 4, side=side, rep=rep),
        segment("hold", 6, side=side, rep=rep),
        segment("return", 4, side=side, rep=rep),
    ]


def item(
    slug: str,
    *,
    mobilising: bool = False,
    releases: tuple[str, ...] = (),
    sides: int = 1,
    role: str = Role.MAIN,
    counter: tuple[str, ...] = (),
    **fields: Any,
) -> Item:
    """Return an item of 29 seconds (43 with two sides), 10 of them to get ready."""
    rounds = work(side="left") + work(side="right") if sides == 2 else work()
    segments = [segment("ready", 10), segment("setup", 5), *rounds]
    made: dict[str, Any] = {
        "slug": slug,
        "name": slug.replace("-", " ").capitalize(),
        "role": role,
        "sides": sides,
        "mobilising": mobilising,
        "gate": "",
        "release_regions": list(releases),
        "counter": list(counter),
        "cues": ["Slowly"],
        "facts": {},
        "seconds": sum(part["seconds"] for part in segments),
        "segments": segments,
    }
    return Item(**(made | fields))


def plan(*items: Item) -> Plan:
    return {"version": 1, "items": list(items)}
