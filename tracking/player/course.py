"""PURE but for the language: the whole session as data, so that the page goes on without a network.

Spare in bytes: a field that is empty, false or 0 is left out. `more` is how many milliseconds a
step may be extended by in all, `given` how many of them it was. `told` is what is known of each
item that was worked on: the region that released, "" for none, None for not said. `stretch_first`
is how long one must have stretched before the first item that mobilises, `stretched` how long it
was in this session so far, on the steps that are marked `stretch`; all in milliseconds.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext

from exercises.labels import REGION
from exercises.vocabulary import Region, Side
from tracking.player.announce import flows_on, posture_of
from tracking.player.cues import Cue, cues_of
from tracking.player.machine import State
from tracking.player.screen import Step, answer_of, coming, role_of, steps_of
from tracking.player.timeline import Item, Plan, Segment, most_extra_ms
from tracking.safety.adapt import Role
from tracking.safety.limits import STRETCH_SECONDS


def course_of(
    plan: Plan, state: State, *, session: str, elapsed_ms: int, rev: int
) -> dict[str, Any]:
    """Return where the session stands and everything that is still to come, in words."""
    return {
        "session": session,
        "elapsed": elapsed_ms,
        "phase": state.phase.value,
        "item": state.item,
        "position": state.position_ms,
        "at": state.at_ms,
        "back": state.back.value,
        "extra": state.extra_ms,
        "given": state.given_ms,
        "rev": rev,
        "ached": state.ached,
        "early": state.early,
        "stretched": sum(
            run.repeated_ms for run in state.runs if not plan["items"][run.item]["mobilising"]
        ),
        "told": {run.item: run.released for run in state.runs if run.work_from_ms is not None},
        "items": [item_data(plan, number) for number in range(len(plan["items"]))],
    }


def item_data(plan: Plan, number: int) -> dict[str, Any]:
    """Return one item: its steps and cues in words, and what decides whether it may begin."""
    item, ahead = plan["items"][number], coming(plan, number)
    regions = [[code, str(REGION[Region(code)])] for code in item["release_regions"]]
    steps = zip(steps_of(plan, number), item["segments"], strict=True)
    return spare(
        {
            "slug": item["slug"],
            "name": gettext(item["name"]),
            "seconds": item["seconds"],
            "role": role_of(plan, number),
            "answer": answer_of(plan, number),
            "place": " · ".join(filter(None, (ahead.place, ahead.things))),
            "gate": item["gate"],
            "stretch_first": STRETCH_SECONDS * 1000 if item["mobilising"] else 0,
            "mobilising": item["mobilising"],
            "regions": item["facts"].get("regions", []),
            "release_regions": regions,
            "posture": posture_of(plan, number),
            "sided": item["sides"] > 1,
            "counter": item["role"] == Role.COUNTER,
            "then": "begin" if flows_on(plan, number) else "look",
            "steps": [_step(step, segment, item) for step, segment in steps],
            "cues": [_cue(cue) for cue in cues_of(plan, number)],
        }
    )


def _step(step: Step, segment: Segment, item: Item) -> dict[str, Any]:
    figure = segment.get("figure", -1)
    more = {
        "mirror": segment["side"] == Side.RIGHT,
        "more": most_extra_ms(segment),
        "stretch": segment["repeated"] and not item["mobilising"],
    }
    return {"at": step.at, "figure": figure} | spare(asdict(step) | more)


def _cue(cue: Cue) -> dict[str, Any]:
    return {"at": cue.at, "step": cue.step} | spare(asdict(cue) | {"buzz": list(cue.buzz)})


def spare(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty."""
    return {name: value for name, value in fields.items() if value}
