"""PURE but for the language: the cue timeline, what is told of an item at which instant.

Page, voice, tones, vibration, tests and the printed sheet read this one list. A sentence is
spoken only where it is over before the next one begins, so nothing is cut off in the middle.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext

from exercises.labels import BREATH, PHASE, SIDE
from exercises.vocabulary import Breath, Companion, Phase, Side
from tracking.player.announce import announced, done_words
from tracking.player.timeline import PAUSES, READY, SWITCH, Item, Plan, Segment, starts_ms

WORD_MS = 500  # slow speech; every voice is faster
LONGEST_SAID_MS = 9500  # no sentence takes ten seconds
LONG_STEP_S = 20  # from here on half and the last ten seconds are told
COUNTED_S = 10  # from here on the end of a hold is counted down


class CueKind(StrEnum):
    READY = "ready"
    COUNT = "count"
    STEP = "step"
    HALF = "half"
    TEN = "ten"
    SWITCH = "switch"
    STILL_THERE = "still_there"
    DONE = "done"
    FINISHED = "finished"


class Tone(StrEnum):
    START = "start"
    HALF = "half"
    COUNT = "count"
    END = "end"
    SWITCH = "switch"
    FINISHED = "finished"


BUZZ = {
    Tone.START: (200,),
    Tone.HALF: (60,),
    Tone.COUNT: (60,),
    Tone.END: (120, 80, 120),
    Tone.SWITCH: (200, 100, 200),
    Tone.FINISHED: (600,),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One instant of an item: what is spoken, sounded, felt, and told to a screen reader."""

    at: int
    kind: CueKind
    step: int
    say: str = ""
    tone: Tone | None = None
    tell: str = ""

    @property
    def buzz(self) -> tuple[int, ...]:
        """Milliseconds on and off, in turn."""
        return BUZZ[self.tone] if self.tone else ()


def cues_of(plan: Plan, number: int) -> tuple[Cue, ...]:
    """Return the cues of one item, in order; the last one ends it."""
    item = plan["items"][number]
    marks, segments = starts_ms(item), item["segments"]
    cues: list[Cue] = []
    for place, segment in enumerate(segments):
        start, end = marks[place], marks[place + 1]
        first = _ready(plan, number, end) if place == 0 else _step(segments, place, start)
        cues += [first, *_within(segment, place, start, end)]
        if is_counted(item, segment):
            cues += _countdown(place, end, segment["seconds"])
    cues.append(_end(plan, number, marks[-1]))
    return tuple(_unhurried(cues))


def _ready(plan: Plan, number: int, end: int) -> Cue:
    words = announced(plan, number)
    return Cue(0, CueKind.READY, 0, fitting(words, end), tell=words[0])


def _step(segments: Sequence[Segment], place: int, at: int) -> Cue:
    """The beginning of a step; where the side changes it is a switch, with two notes."""
    segment = segments[place]
    sides = [one["side"] for one in segments[:place] if one["side"]]
    turned = segment["side"] and sides and sides[-1] != segment["side"]
    kind, tone = CueKind.STEP, Tone.START
    if segment["phase"] in (Phase.RETURN, Phase.FINISH):
        tone = Tone.END
    if turned or segment["phase"] == SWITCH:
        kind, tone = CueKind.SWITCH, Tone.SWITCH
    if segments[place - 1]["phase"] == SWITCH:
        kind, tone = CueKind.STEP, Tone.START
    if segment["ask"]:
        kind = CueKind.STILL_THERE
    said = fitting(_spoken(segment), segment["seconds"] * 1000)
    return Cue(at, kind, place, said, tone, _told(segment))


def _spoken(segment: Segment) -> list[str]:
    """What may be said of a step, the fullest first. A repetition needs fewer words."""
    side = str(SIDE[Side(segment["side"])]) if segment["side"] else ""
    breath = str(BREATH[Breath(segment["breath"])])
    if segment["ask"]:
        ask = gettext("Is your helper still there?")
        return [_join(str(PHASE[Phase.HOLD]), ask), ask, gettext("Still there?")]
    if segment["phase"] == SWITCH:
        return [_join(gettext("Change sides"), side), gettext("Change sides")]
    if segment["rep"] > 1:
        again = gettext("Again") if segment["phase"] == Phase.MOVE else ""
        label = again or str(PHASE[Phase(segment["phase"])])
        side = side if again else ""
        return [_join(label, side, breath), _join(label, side), label]
    side = side if segment["phase"] == Phase.MOVE else ""
    short = str(PHASE[Phase(segment["phase"])])  # of a hold that was chosen very short
    if said := segment.get("say"):  # written to be spoken, breath and all
        return [_join(side, gettext(said)), gettext(said), short]
    text = gettext(segment["text"])
    return [_join(side, text, breath), _join(side, text), text, short]


def _told(segment: Segment) -> str:
    """The step for a screen reader, which takes its own time: the whole text, once."""
    if segment["phase"] == SWITCH:
        return _spoken(segment)[0]
    side = str(SIDE[Side(segment["side"])]) if segment["side"] else ""
    text = gettext(segment["text"]) if segment["rep"] <= 1 else ""
    ask = gettext("Is your helper still there?") if segment["ask"] else ""
    return _join(str(PHASE[Phase(segment["phase"])]), side, text, ask)


def _within(segment: Segment, place: int, start: int, end: int) -> Iterator[Cue]:
    """Half of a long step, and its last ten seconds."""
    length = segment["seconds"]
    works = segment["phase"] not in PAUSES
    if works and length >= LONG_STEP_S:
        if length > LONG_STEP_S:
            half = gettext("Half of it")
            yield Cue((start + end) // 2, CueKind.HALF, place, half, Tone.HALF, half)
        ten = gettext("Ten seconds")
        yield Cue(end - 10_000, CueKind.TEN, place, ten, Tone.HALF, ten)


def is_counted(item: Item, segment: Segment) -> bool:
    """Whether 3, 2, 1 is told before its end: the start, a hold, the signal of two people."""
    if segment["phase"] == Phase.HOLD:
        return segment["seconds"] >= COUNTED_S
    together = item["gate"] == Companion.ACTIVE_PARTNER and segment["phase"] == Phase.MOVE
    return together or segment["phase"] == READY


def _countdown(place: int, end: int, length: int) -> Iterator[Cue]:
    for left in (3, 2, 1):
        if left < length:
            yield Cue(end - left * 1000, CueKind.COUNT, place, str(left), Tone.COUNT)


def _end(plan: Plan, number: int, at: int) -> Cue:
    place = len(plan["items"][number]["segments"]) - 1
    said = fitting(done_words(plan, number), LONGEST_SAID_MS)
    if number + 1 < len(plan["items"]):
        return Cue(at, CueKind.DONE, place, said, Tone.END, said or gettext("Exercise done"))
    return Cue(at, CueKind.FINISHED, place, said, Tone.FINISHED, said)


def _unhurried(cues: Iterable[Cue]) -> Iterator[Cue]:
    """The cues in order; what would interrupt a sentence keeps its tone but is not spoken."""
    free = 0
    for cue in sorted(cues, key=lambda cue: cue.at):
        extra = cue.kind in (CueKind.HALF, CueKind.TEN, CueKind.COUNT)
        if extra and cue.at < free:
            yield replace(cue, say="")
            continue
        free = cue.at + spoken_ms(cue.say)
        yield cue


def spoken_ms(sentence: str) -> int:
    """How long a sentence takes to say; a figure of the countdown takes its second."""
    return len(sentence.split()) * WORD_MS


def fitting(sentences: Sequence[str], within_ms: int) -> str:
    """Return the fullest sentence that can be said in that time, "" if none can."""
    room = min(within_ms, LONGEST_SAID_MS)
    return next((one for one in sentences if spoken_ms(one) <= room), "")


def _join(*sentences: str) -> str:
    return " ".join(one if one[-1] in ".?!" else f"{one}." for one in sentences if one)
