"""PURE but for the language: the parts of the player as drawn once, for the script to fill in.

They come from the same templates as the parts that the server draws, so there is one look.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from tracking.player.bouts import Ask, bouts_in
from tracking.player.forms import FinishForm
from tracking.player.machine import Kind
from tracking.player.run import Run
from tracking.player.screen import ReleaseChoice, Screen, draw
from tracking.player.state import Phase, State
from tracking.player.timeline import Plan
from tracking.player.words import Asked, asked

REGION = "%r"  # the script puts a region's name here
SLUG = "-"  # and that of an exercise here


@dataclass(frozen=True, slots=True)
class Kit:
    """An item in hand, the wait before one, the question for the stretch before it (which nobody
    has asked yet, so without its code), and the finish page with all that may be asked."""

    stage: Screen
    between: Screen
    short: Asked
    form: FinishForm


def make_kit(plan: Plan, started_at: datetime) -> Kit:
    """Return the parts of a session whose every item was done."""
    runs = tuple(Run(number, work_from_ms=0) for number in range(len(plan["items"])))
    done = bouts_in(plan, State(runs=runs), started_at)
    first = draw(plan, State())
    assert first.coming is not None
    coming = replace(first.coming, slug=SLUG, gated=False)
    release = ReleaseChoice(number=0, name="", told=None, regions=(("", REGION),))
    return Kit(
        stage=replace(draw(plan, State(phase=Phase.RUNNING, runs=runs[:1])), still=None),
        between=replace(first, release=release, coming=coming),
        short=replace(asked(Ask.STRETCH_FIRST, Kind.BEGIN), code=""),
        form=FinishForm(None, plan=plan, bouts=done, partner=True),
    )
