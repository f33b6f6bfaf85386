"""What the pages of the catalogue show, gathered from rows and tag texts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from exercises.catalogue import tag_texts
from exercises.filters import Criteria, matches
from exercises.models import Exercise
from exercises.spec import ExerciseSpec, Per, Step, TagText
from exercises.vocabulary import Companion, Tag, Tier
from exercises.wording import DoseLine, dose_lines

Reasons = list[tuple[TagText, str]]


@dataclass(frozen=True, slots=True)
class TierGroup:
    """The exercises of one risk tier, in the order of the catalogue."""

    tier: Tier
    exercises: list[Exercise]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step on a page, counted from 1; `repeated` if it is done more than once a round."""

    step: Step
    number: int
    repeated: bool
    begins_repeat: bool


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """Everything one page shows. Pages that only inform have no steps and no dose."""

    exercise: Exercise
    spec: ExerciseSpec
    steps: list[StepLine]
    dose: list[DoseLine]
    can_start: bool
    partner_switched_off: bool
    block: Reasons
    caution: Reasons
    partner_block: Reasons
    counters: list[Exercise]


def grouped(exercises: Iterable[Exercise], criteria: Criteria) -> list[TierGroup]:
    """Return those that match, least risk first; at most a few dozen, so chosen in Python."""
    order = list(Tier)
    chosen = [exercise for exercise in exercises if matches(exercise.spec, criteria)]
    chosen.sort(key=lambda exercise: order.index(exercise.spec.tier))
    return [
        TierGroup(tier, list(some)) for tier, some in groupby(chosen, key=lambda e: e.spec.tier)
    ]


def exercise_page(exercise: Exercise, *, partner_methods: bool) -> ExercisePage:
    """Return the page of an exercise; partner methods inform only where they are switched off."""
    spec = exercise.spec
    by_slug = Exercise.objects.current().in_bulk(spec.counter.slugs) if spec.counter.slugs else {}
    closed = spec.companion.kind is Companion.ACTIVE_PARTNER and not partner_methods
    partner = spec.partner_contraindications
    return ExercisePage(
        exercise=exercise,
        spec=spec,
        steps=[] if closed else list(_step_lines(spec)),
        dose=[] if closed else list(dose_lines(spec)),
        can_start=spec.is_runnable and not closed,
        partner_switched_off=closed,
        block=_reasons(spec.contraindications.block),
        caution=_reasons(spec.contraindications.caution),
        partner_block=_reasons(partner.block) if partner else [],
        counters=[by_slug[slug] for slug in spec.counter.slugs if slug in by_slug],
    )


def _step_lines(spec: ExerciseSpec) -> Iterator[StepLine]:
    before = False
    for number, step in enumerate(spec.steps, start=1):
        repeated = step.per is Per.REP and spec.rounds > 1
        yield StepLine(step, number, repeated, begins_repeat=repeated and not before)
        before = repeated


def _reasons(tags: Mapping[Tag, str]) -> Reasons:
    texts = tag_texts()
    return [(texts[tag], why) for tag, why in tags.items()]
