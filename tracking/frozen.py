"""Catalogue rows as facts of the rules, and those facts frozen in the plan of a session."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from exercises import models as catalogue
from exercises.vocabulary import Companion, Equipment, Position, Region, RunMode, Tag, Tier
from tracking.safety import facts


def exercise_facts(exercise: catalogue.Exercise) -> facts.Exercise:
    """Return what the rules need to know of a catalogue row, retired or not."""
    spec = exercise.spec
    first = spec.release.region_if_unsure
    partner = spec.partner_contraindications
    hold = spec.prescription.hold_s
    return facts.Exercise(
        slug=spec.slug,
        tier=spec.tier,
        run_mode=spec.run_mode,
        mobilising=spec.mobilising,
        regions=spec.regions,
        daily_cap=spec.prescription.daily_cap.value,
        seconds=spec.bout_seconds or 0,
        companion=spec.companion.kind,
        release_regions=tuple(
            dict.fromkeys([first, *spec.release.regions] if first else spec.release.regions)
        ),
        block=frozenset(spec.contraindications.block),
        caution=frozenset(spec.contraindications.caution),
        partner_block=frozenset(partner.block) if partner else frozenset(),
        stretch_seconds=0 if spec.mobilising else spec.work_seconds,
        hold_min=hold.min if hold else None,
        hold_max=hold.max if hold else None,
        both_sides=spec.both_sides,
        counter=spec.counter.slugs if spec.counter.required else (),
        easier=tuple(variation.slug for variation in spec.easier if variation.slug),
        prerequisite=spec.prerequisite is not None,
        equipment=frozenset(spec.equipment),
        positions=frozenset(spec.positions),
        retired=exercise.retired_at is not None,
    )


def freeze(exercise: facts.Exercise) -> dict[str, Any]:
    """Return the exercise as JSON data for `Session.plan`; `thaw` reads it."""
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(exercise).items()
    }


def thaw(data: Mapping[str, Any]) -> facts.Exercise:
    """Return the exercise that `freeze` wrote."""
    return facts.Exercise(
        **{name: READERS[name](value) if name in READERS else value for name, value in data.items()}
    )


def read_tags(values: Iterable[str]) -> frozenset[Tag]:
    return frozenset(map(Tag, values))


def read_regions(values: Iterable[str]) -> tuple[Region, ...]:
    return tuple(map(Region, values))


READERS: Mapping[str, Any] = {
    "tier": Tier,
    "run_mode": RunMode,
    "companion": Companion,
    "regions": read_regions,
    "release_regions": read_regions,
    "block": read_tags,
    "caution": read_tags,
    "partner_block": read_tags,
    "counter": tuple,
    "easier": tuple,
    "equipment": lambda values: frozenset(map(Equipment, values)),
    "positions": lambda values: frozenset(map(Position, values)),
}
