"""PURE: catalogue entries -> the plan of one session, as JSON that is frozen when it starts.

A plan is `{"version", "items": [Item]}`. Each item is one bout: a lead-in to get ready, then the
segments of its timeline, whose seconds are fixed, so that the clock alone says where one is.
Texts stay message ids; sides are codes ("left", "right", "" = no side).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from exercises.spec import ExerciseSpec, Per, Step
from exercises.vocabulary import Breath, Companion, Phase, Side, SideOrder
from tracking.player.tempo import Tempo
from tracking.safety.adapt import Role

PLAN_VERSION = 1
PLAIN = Tempo()
LEAD_SECONDS = PLAIN.ready  # before each item unless a person chose otherwise
READY = "ready"  # the phase of the lead-in
SWITCH = "switch"  # the phase of a pause between two sides
PAUSES = (READY, SWITCH)  # in which no work is done
LONG_HOLD_SECONDS = 30  # a longer hold is counted in breaths as well
BREATH_SECONDS = 6
MOST_EXTRA_MS = 60_000  # of a step that no prescription bounds


class Segment(TypedDict):
    """One step on the clock; `breaths` counts the breaths of a long hold, else 0.

    `say` is its text in few words, where the text is too long to be spoken; `figure` is the number
    of the step in the exercise, -1 where none is drawn; `longest` bounds a hold that is extended.
    """

    phase: str
    seconds: int
    side: str
    rep: int
    reps: int
    repeated: bool
    breath: str
    breaths: int
    text: str
    ask: str
    say: NotRequired[str]
    figure: NotRequired[int]
    longest: NotRequired[int | None]


class Item(TypedDict):
    """One bout to be done; `facts` is what the rules need of the exercise (tracking.snapshot)."""

    slug: str
    name: str
    role: str
    sides: int
    mobilising: bool
    gate: str
    release_regions: list[str]
    counter: list[str]
    cues: list[str]
    facts: dict[str, Any]
    seconds: int
    segments: list[Segment]


class Plan(TypedDict):
    version: int
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Dose:
    """What a routine or a person chose within the prescription; None keeps the catalogue's."""

    hold_s: int | None = None
    reps: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a session before it is timed."""

    spec: ExerciseSpec
    dose: Dose = Dose()
    role: Role = Role.MAIN


def hold_seconds(spec: ExerciseSpec, dose: Dose) -> int | None:
    """Seconds of each hold under the dose, None to keep the steps' own.

    Minutes are those of the whole bout: the hold takes what set-up and return leave of them.
    """
    if dose.minutes is None:
        return dose.hold_s
    rest = sum(step.seconds for step in spec.steps if step.phase is not Phase.HOLD)
    return dose.minutes * 60 - rest


def make_plan(entries: Sequence[tuple[Entry, dict[str, Any]]], tempo: Tempo = PLAIN) -> Plan:
    """Return the plan of entries, each with the JSON facts the rules will need of it."""
    befores = [None, *(entry.spec for entry, _ in entries)]
    return {
        "version": PLAN_VERSION,
        "items": [
            make_item(entry, facts, tempo, turns=_turns(before, entry.spec))
            for before, (entry, facts) in zip(befores, entries, strict=False)
        ],
    }


def _turns(before: ExerciseSpec | None, after: ExerciseSpec) -> bool:
    """Whether an item cannot be begun in the posture of the one before."""
    return before is not None and not set(before.positions) & set(after.positions)


def make_item(
    entry: Entry, facts: dict[str, Any], tempo: Tempo = PLAIN, *, turns: bool = False
) -> Item:
    """Return one timed item, lead-in included; it is longer where the posture changes."""
    spec = entry.spec
    lead = tempo.ready + (tempo.posture if turns else 0)
    segments = [_pause(spec, READY, lead), *_work(spec, entry.dose, tempo.switch)]
    return {
        "slug": spec.slug,
        "name": spec.name,
        "role": entry.role.value,
        "sides": spec.sides,
        "mobilising": spec.mobilising,
        "gate": "" if spec.companion.kind is Companion.NONE else spec.companion.kind.value,
        "release_regions": _release_regions(spec),
        "counter": list(spec.counter.slugs) if spec.counter.required else [],
        "cues": list(spec.cues),
        "facts": facts,
        "seconds": sum(segment["seconds"] for segment in segments),
        "segments": segments,
    }


def _release_regions(spec: ExerciseSpec) -> list[str]:
    """The regions that may release, the one meant by "not sure" first."""
    first = spec.release.region_if_unsure
    return [] if first is None else [first, *(r for r in spec.release.regions if r != first)]


def _pause(spec: ExerciseSpec, phase: str, seconds: int, side: str = "") -> Segment:
    """Time to get ready, or to change sides, showing the posture in which one begins."""
    return {
        "phase": phase,
        "seconds": seconds,
        "side": side,
        "rep": 0,
        "reps": 0,
        "repeated": False,
        "breath": Breath.NORMAL.value,
        "breaths": 0,
        "text": spec.steps[0].text,
        "ask": "",
        "figure": -1,
    }


def _work(spec: ExerciseSpec, dose: Dose, switch: int) -> Iterator[Segment]:
    """The steps in the order they are done: before, every repetition and side, after.

    Where all of one side comes first, a pause is the time to change to the other.
    """
    reps = dose.reps or (spec.prescription.reps.value if spec.prescription.reps else 1)
    hold = hold_seconds(spec, dose)
    repeated = [step for step in spec.steps if step.per is Per.REP]
    first = spec.steps.index(repeated[0]) if repeated else len(spec.steps)
    for step in spec.steps[:first]:
        yield _segment(spec, step, hold, side="", rep=0, reps=reps)
    for side, rep in _rounds(spec, reps):
        if switch and (side, rep) == (Side.RIGHT, 1) and spec.side_order is SideOrder.BLOCK:
            yield _pause(spec, SWITCH, switch, side)
        for step in repeated:
            yield _segment(spec, step, hold, side=side, rep=rep, reps=reps)
    for step in spec.steps[first:]:
        if step.per is Per.BOUT:
            yield _segment(spec, step, hold, side="", rep=0, reps=reps)


def _rounds(spec: ExerciseSpec, reps: int) -> list[tuple[str, int]]:
    """Side and number of each repetition. Steps are written for the left side, which is first."""
    if not spec.both_sides:
        return [("", rep) for rep in range(1, reps + 1)]
    sides = (Side.LEFT.value, Side.RIGHT.value)
    if spec.side_order is SideOrder.ALTERNATE:
        return [(side, rep) for rep in range(1, reps + 1) for side in sides]
    return [(side, rep) for side in sides for rep in range(1, reps + 1)]


def _segment(
    spec: ExerciseSpec, step: Step, hold: int | None, *, side: str, rep: int, reps: int
) -> Segment:
    is_hold = step.phase is Phase.HOLD
    seconds = hold if is_hold and hold is not None else step.seconds
    spotted = is_hold and spec.companion.kind is Companion.SPOTTER
    return {
        "phase": step.phase.value,
        "seconds": seconds,
        "side": side,
        "rep": rep,
        "reps": reps if rep else 0,
        "repeated": step.per is Per.REP,
        "breath": step.breath.value,
        "breaths": seconds // BREATH_SECONDS if is_hold and seconds > LONG_HOLD_SECONDS else 0,
        "text": step.text,
        "ask": Companion.SPOTTER.value if spotted else "",
        "say": step.say,
        "figure": spec.steps.index(step),
        "longest": _longest(spec) if is_hold else None,
    }


def _longest(spec: ExerciseSpec) -> int | None:
    """Seconds that a hold may last, None where the article sets no bound."""
    hold = spec.prescription.hold_s
    return hold.max if hold else None


def most_extra_ms(segment: Segment) -> int:
    """How much longer a step may take: a hold up to its prescription, others by a minute."""
    longest = segment.get("longest")
    return MOST_EXTRA_MS if longest is None else (longest - segment["seconds"]) * 1000


def starts_ms(item: Item) -> list[int]:
    """Milliseconds into the item at which each segment begins, and the end of the last one."""
    marks = [0]
    for segment in item["segments"]:
        marks.append(marks[-1] + segment["seconds"] * 1000)
    return marks


def segment_at(item: Item, position_ms: int) -> int:
    """Number of the segment that runs at a position; the last one at the very end."""
    marks = starts_ms(item)
    inside = [number for number in range(len(item["segments"])) if marks[number] <= position_ms]
    return inside[-1]


def total_seconds(plan: Plan) -> int:
    """Length of the whole cue timeline."""
    return sum(item["seconds"] for item in plan["items"])
