"""The shape of a catalogue file: these dataclasses are its schema, field by field.

`reading.py` turns a parsed file into an `ExerciseSpec` by the types written here, and
`conventions.py` checks what types cannot say. Texts are gettext message ids in plain English.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from exercises.figures.keys import KeyPose
from exercises.figures.stage import Stage
from exercises.prescription import Prescription, Source
from exercises.vocabulary import (
    Breath,
    Companion,
    Equipment,
    Movement,
    Phase,
    Position,
    Region,
    RunMode,
    SideOrder,
    Tag,
    Tier,
)


class Kind(StrEnum):
    """What the entry is in the article: a method, a variant of one, or one of its tips."""

    METHOD = "method"
    METHOD_VARIANT = "method_variant"
    TIP = "tip"


class Per(StrEnum):
    """How often a step is done: once a bout, or for every repetition and side."""

    BOUT = "bout"
    REP = "rep"


class View(StrEnum):
    """From where a pose is drawn."""

    SIDE = "side"
    FRONT = "front"
    TOP = "top"


class Likelihood(StrEnum):
    """How likely a joint pops; never a goal."""

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"
    NOT_APPLICABLE = "not_applicable"


class TagEffect(StrEnum):
    """Whether a tag closes every exercise or acts only where an exercise names it."""

    BLOCK_ALL = "block_all"
    BY_EXERCISE = "by_exercise"


@dataclass(frozen=True, slots=True)
class TagText:
    """One contraindication tag in words: a short name and what it means."""

    name: str
    text: str
    effect: TagEffect


@dataclass(frozen=True, slots=True)
class Surface:
    text: str
    source: Source
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CompanionSpec:
    """Who else is needed; `role` is what they do, `who` is who can do it."""

    kind: Companion
    role: str = ""
    who: str = ""
    source: Source | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """What a person confirms before the first run."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Pose:
    """A posture in words for the figure, not shown to people, and how it is looked at.

    `yaw` and `pitch` turn the camera from the plain view (degrees). With `cycle` the key poses of
    the step take turns, each way lasting so many seconds.
    """

    view: View
    text: str
    yaw: float | None = None
    pitch: float | None = None
    cycle: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `say` is its text in few words, where the text takes longer to say than to do."""

    phase: Phase
    per: Per
    seconds: int
    breath: Breath
    text: str
    pose: Pose
    say: str = ""
    figure: tuple[KeyPose, ...] = ()


@dataclass(frozen=True, slots=True)
class Contraindications:
    """Tag -> why it matters to the person; `block` closes the exercise, `caution` does not."""

    block: Mapping[Tag, str] = field(default_factory=dict)
    caution: Mapping[Tag, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartnerContraindications:
    """Tag of the partner -> why it matters to the partner."""

    block: Mapping[Tag, str]
    source: Source
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Where a joint may pop. `default_region` stands in when the person is not sure."""

    likelihood: Likelihood
    regions: tuple[Region, ...]
    source: Source
    default_region: Region | None = None
    reason: str = ""
    note: str = ""

    @property
    def region_if_unsure(self) -> Region | None:
        """The region a "not sure" counts for, or None if nothing can release."""
        return self.default_region or next(iter(self.regions), None)


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter-movement owed afterwards: any one of `slugs`, the preferred one first."""

    required: bool
    slugs: tuple[str, ...] = ()
    source: Source | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Variation:
    """A way to make it easier or harder; `slug` names the entry that is that way."""

    text: str
    source: Source
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Adaptation:
    """Where the product departs from the article, and why."""

    text_says: str
    product: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A published finding behind a statement of the page."""

    claim: str
    reference: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSpec:
    """One catalogue entry; the order of the fields is the order of a file."""

    slug: str
    position: int
    name: str
    summary: str
    kind: Kind
    tier: Tier
    tier_source: Source
    tier_reason: str = ""
    run_mode: RunMode
    mobilising: bool
    regions: tuple[Region, ...]
    movements: tuple[Movement, ...]
    positions: tuple[Position, ...]
    equipment: tuple[Equipment, ...]
    equipment_optional: tuple[Equipment, ...] = ()
    equipment_note: str = ""
    both_sides: bool
    side_order: SideOrder | None = None
    bout_seconds: int | None = None
    pose_allowed: bool = True
    why_not: tuple[str, ...] = ()
    cues: tuple[str, ...]
    warnings: tuple[str, ...]
    surface: Surface
    companion: CompanionSpec
    prerequisite: Prerequisite | None = None
    prescription: Prescription
    stage: Stage | None = None
    steps: tuple[Step, ...] = ()
    contraindications: Contraindications = field(default_factory=Contraindications)
    partner_contraindications: PartnerContraindications | None = None
    release: Release
    counter: Counter
    easier: tuple[Variation, ...] = ()
    harder: tuple[Variation, ...] = ()
    adaptations: tuple[Adaptation, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_runnable(self) -> bool:
        """Whether it can be started at all; information pages cannot."""
        return self.run_mode is not RunMode.INFO_ONLY

    @property
    def sides(self) -> int:
        return 2 if self.both_sides else 1

    @property
    def rounds(self) -> int:
        """How often the steps of a repetition are done in one bout, both sides counted."""
        reps = self.prescription.reps
        return self.sides * reps.value if reps else 0

    @property
    def work_seconds(self) -> int:
        """Seconds of one bout without the steps done once, as the stretch-first rule counts."""
        return self.rounds * sum(step.seconds for step in self.steps if step.per is Per.REP)

    @property
    def computed_bout_seconds(self) -> int:
        """Seconds of one bout by the formula; every file states the same figure as a check."""
        once = sum(step.seconds for step in self.steps if step.per is Per.BOUT)
        return once + self.work_seconds
