"""PURE but for the language: what the player shows of a plan and a state.

Every text is translated here once, for the page as drawn by the server and, as JSON, for the
script that keeps it moving. Times are milliseconds within the item, lengths are seconds.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from exercises.labels import BREATH, EQUIPMENT, PHASE, POSITION, REGION, SIDE
from exercises.vocabulary import (
    Breath,
    Equipment,
    Position,
    Region,
    Side,
)
from exercises.vocabulary import Phase as StepPhase
from tracking.player.announce import RELEASE_SECONDS, flows_on
from tracking.player.machine import Phase, State
from tracking.player.timeline import READY, SWITCH, Item, Plan, Segment, segment_at, starts_ms
from tracking.safety.adapt import Role


@dataclass(frozen=True, slots=True)
class Step:
    """One segment in words. `at` and `end` in milliseconds; `count` is "Step 3 of 7"."""

    at: int
    end: int
    seconds: int
    phase: str
    label: str
    side: str
    text: str
    breath: str
    breathing: str
    breaths: int
    count: str
    next: str
    ask: str


@dataclass(frozen=True, slots=True)
class Still:
    """The picture of a step where nothing moves: whose, which step from 1, and on which side."""

    slug: str
    number: int
    mirror: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """An item before it begins."""

    number: int
    name: str
    slug: str
    role: str
    seconds: int
    first: str
    place: str
    things: str
    gated: bool

    @property
    def length(self) -> str:
        return long_clock(self.seconds)


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """The question after a mobilising item: whether a joint released, and where."""

    number: int
    name: str
    told: str | None
    regions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything drawn in one state. `steps` are those of the item in hand, if one runs."""

    phase: str
    number: int
    count: int
    name: str
    step: Step | None
    still: Still | None
    steps: tuple[Step, ...]
    remaining: int
    left: int
    coming: Coming | None
    release: ReleaseChoice | None
    sided: bool
    moving: bool
    flows_on: bool  # whether the next item may begin by itself

    @property
    def remaining_clock(self) -> str:
        return clock(self.remaining)

    @property
    def left_clock(self) -> str:
        return long_clock(self.left)

    @property
    def gone(self) -> int:
        """Share of the step that is over, in percent."""
        return max(0, 100 - 100 * self.remaining // self.step.seconds) if self.step else 0

    @property
    def auto_seconds(self) -> int | None:
        """After how long the script begins the item that waits; None = not by itself."""
        return None if self.coming is None or self.coming.gated else RELEASE_SECONDS


def draw(plan: Plan, state: State) -> Screen:
    """Return what is shown of a session that has not ended."""
    items = plan["items"]
    number = min(state.item, len(items) - 1)
    item = items[number]
    working = _is_working(state)
    steps = steps_of(plan, number) if working else ()
    place = segment_at(item, state.position_ms) if working else 0
    step = steps[place] if working else None
    return Screen(
        phase=state.phase.value,
        number=number + 1,
        count=len(items),
        name=gettext(item["name"]),
        step=step,
        still=still_of(item, place) if working else None,
        steps=steps,
        remaining=_seconds(step.end - state.position_ms + state.extra_ms) if step else 0,
        left=seconds_left(plan, state),
        coming=None if working else coming(plan, number, worked=was_worked_on(state, number - 1)),
        release=None if working else release_choice(plan, state, number - 1),
        sided=item["sides"] > 1,
        moving=state.phase is Phase.RUNNING,
        flows_on=flows_on(plan, number),
    )


def _is_working(state: State) -> bool:
    """Whether an item is in hand, also while the stop question is open."""
    phase = state.back if state.phase is Phase.STOPPING else state.phase
    return phase in (Phase.RUNNING, Phase.PAUSED)


def still_of(item: Item, place: int) -> Still | None:
    """Return the picture of a segment or, where none is drawn, of the next that has one."""
    for segment in item["segments"][place:]:
        if (figure := segment.get("figure", -1)) >= 0:
            return Still(item["slug"], figure + 1, segment["side"] == Side.RIGHT)
    return None


def steps_of(plan: Plan, number: int) -> tuple[Step, ...]:
    """Return the steps of an item in words."""
    item = plan["items"][number]
    marks = starts_ms(item)
    after = _after(plan, number)
    segments = item["segments"]
    return tuple(
        Step(
            at=marks[place],
            end=marks[place + 1],
            seconds=segment["seconds"],
            phase=segment["phase"],
            label=label_of(segment),
            side=side_of(segment),
            text=gettext(segment["text"]),
            breath=segment["breath"],
            breathing=str(BREATH[Breath(segment["breath"])]),
            breaths=segment["breaths"],
            count=_count(segments, place),
            next=_next(segments[place + 1]) if place + 1 < len(segments) else after,
            ask=gettext("Is your helper still there?") if segment["ask"] else "",
        )
        for place, segment in enumerate(segments)
    )


def label_of(segment: Segment) -> str:
    """What one does now: get ready, move, hold ..."""
    if segment["phase"] == READY:
        return gettext("Get ready")
    if segment["phase"] == SWITCH:
        return gettext("Change sides")
    if segment["phase"] == StepPhase.SETUP:
        return gettext("Set up")
    return str(PHASE[StepPhase(segment["phase"])])


def side_of(segment: Segment) -> str:
    """The side in words, "" if there is none."""
    return str(SIDE[Side(segment["side"])]) if segment["side"] else ""


def _count(segments: list[Segment], place: int) -> str:
    if place == 0:
        return ""
    return gettext("Step %(n)s of %(m)s") % {"n": place, "m": len(segments) - 1}


def _next(segment: Segment) -> str:
    words = [label_of(segment), side_of(segment)]
    return gettext("Next: %(step)s") % {"step": ", ".join(filter(None, words)).lower()}


def _after(plan: Plan, number: int) -> str:
    """What follows an item."""
    if number + 1 >= len(plan["items"]):
        return gettext("Then you are done")
    return gettext("Next: %(step)s") % {"step": gettext(plan["items"][number + 1]["name"])}


def coming(plan: Plan, number: int, *, worked: bool = False) -> Coming:
    """Return an item as announced between two items; `worked`: whether the one before was done."""
    item = plan["items"][number]
    facts = item["facts"]
    return Coming(
        number=number,
        name=gettext(item["name"]),
        slug=item["slug"],
        role=role_of(plan, number) or (answer_of(plan, number) if worked else ""),
        seconds=item["seconds"],
        first=gettext(item["segments"][0]["text"]),
        place=", ".join(str(POSITION[Position(p)]) for p in facts.get("positions", ())),
        things=", ".join(str(EQUIPMENT[Equipment(e)]) for e in facts.get("equipment", ())),
        gated=bool(item["gate"]),
    )


def role_of(plan: Plan, number: int) -> str:
    """Why an item is there whatever came before, "" if it needs no reason."""
    is_first = plan["items"][number]["role"] == Role.WARM_UP
    return gettext("Stretch first") if is_first else ""


def answer_of(plan: Plan, number: int) -> str:
    """Why an item is there if the one before was worked on, "" if it does not answer that one."""
    items = plan["items"]
    answers = number > 0 and items[number]["slug"] in items[number - 1]["counter"]
    return gettext("Now bend the other way") if answers else ""


def was_worked_on(state: State, number: int) -> bool:
    """Whether more than the lead-in of an item has run."""
    return 0 <= number < len(state.runs) and state.runs[number].work_from_ms is not None


def release_choice(plan: Plan, state: State, number: int) -> ReleaseChoice | None:
    """Return the question about the item before, if it was done and can release."""
    if not was_worked_on(state, number):
        return None
    item = plan["items"][number]
    if not item["release_regions"]:
        return None
    return ReleaseChoice(
        number=number,
        name=gettext(item["name"]),
        told=state.runs[number].released,
        regions=tuple((code, str(REGION[Region(code)])) for code in item["release_regions"]),
    )


def seconds_left(plan: Plan, state: State) -> int:
    """Length of what is still to come."""
    rest = sum(item["seconds"] for item in plan["items"][state.item :])
    return max(0, rest - (state.position_ms - state.extra_ms) // 1000)


def _seconds(milliseconds: int) -> int:
    return -(-milliseconds // 1000)


def clock(seconds: int) -> str:
    """Seconds as "42" or, from a minute on, "1:25"."""
    return long_clock(seconds) if seconds >= 60 else str(seconds)


def long_clock(seconds: int) -> str:
    """Seconds as "0:42"."""
    return f"{seconds // 60}:{seconds % 60:02}"


def minutes_words(seconds: int) -> str:
    """A length for people: "about 4 minutes"."""
    minutes = max(1, round(seconds / 60))
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
