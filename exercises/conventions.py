"""What a catalogue file must respect beyond the types of its fields; one function a convention.

Each takes a typed entry and yields (field, reason) for every mistake. Nothing here reads a file.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from exercises.figures.keys import problems
from exercises.prescription import Source, Span
from exercises.spec import ExerciseSpec, Likelihood, Per
from exercises.vocabulary import (
    BLOCK_ALL,
    Companion,
    Movement,
    Phase,
    Region,
    RunMode,
    Tier,
)

Mistakes = Iterator[tuple[str, str]]


class Stated(Protocol):
    """A part of an entry that says where it comes from."""

    @property
    def source(self) -> Source | None: ...
    @property
    def reason(self) -> str: ...


SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# A movement done faster than this uses momentum instead of control.
SHORTEST_MOVE_S = 3
RUN_MODES = {
    Tier.STRETCH: RunMode.FREE,
    Tier.LOW: RunMode.FREE,
    Tier.ELEVATED: RunMode.GATED,
    Tier.PROFESSIONAL_ONLY: RunMode.INFO_ONLY,
}
COMPANIONS = {
    Tier.STRETCH: {Companion.NONE},
    Tier.LOW: {Companion.NONE},
    Tier.ELEVATED: {Companion.SPOTTER, Companion.ACTIVE_PARTNER},
    Tier.PROFESSIONAL_ONLY: {Companion.PROFESSIONAL},
}


def name_and_risk(spec: ExerciseSpec) -> Mistakes:
    """The slug is usable in an address; run mode and companion follow from the tier."""
    if not SLUG.fullmatch(spec.slug) or len(spec.slug) > 64:
        yield "slug", "must be small letters, figures and single hyphens, 64 at most"
    if spec.position < 1:
        yield "position", "must be 1 or more"
    if spec.run_mode is not RUN_MODES[spec.tier]:
        yield "run_mode", f"must be {RUN_MODES[spec.tier]} in the tier {spec.tier}"
    if spec.companion.kind not in COMPANIONS[spec.tier]:
        allowed = " or ".join(sorted(COMPANIONS[spec.tier]))
        yield "companion.kind", f"must be {allowed} in the tier {spec.tier}"


def own_choices_have_reasons(spec: ExerciseSpec) -> Mistakes:
    """Whatever the article does not say carries the reason for the choice."""
    dose = spec.prescription
    stated: list[tuple[str, Stated | None]] = [
        ("prescription.daily_cap", dose.daily_cap),
        ("prescription.hold_s", dose.hold_s),
        ("prescription.reps", dose.reps),
        ("prescription.times_per_day", dose.times_per_day),
        ("surface", spec.surface),
        ("companion", spec.companion),
        ("release", spec.release),
        ("counter", spec.counter),
        ("partner_contraindications", spec.partner_contraindications),
    ]
    if dose.min_minutes:
        offered = dose.min_minutes.product_default
        stated.append(("prescription.min_minutes.product_default", offered))
    for place, part in stated:
        if part and part.source is Source.DEFAULT and not part.reason:
            yield f"{place}.reason", "is missing: a choice of our own needs its reason"
    if spec.tier_source is Source.DEFAULT and not spec.tier_reason:
        yield "tier_reason", "is missing: a choice of our own needs its reason"


def no_neck(spec: ExerciseSpec) -> Mistakes:
    """No entry works or releases the neck: arteries there have been injured by it."""
    for place, regions in (("regions", spec.regions), ("release.regions", spec.release.regions)):
        if Region.CERVICAL in regions:
            yield place, "must not name the neck (cervical)"


def lists(spec: ExerciseSpec) -> Mistakes:
    """Lists that must say something do, and none says it twice."""
    needed: dict[str, Sequence[object]] = {
        "regions": spec.regions,
        "movements": spec.movements,
        "warnings": spec.warnings,
    }
    if spec.is_runnable:
        needed |= {"positions": spec.positions, "cues": spec.cues, "steps": spec.steps}
    yield from ((place, "must not be empty") for place, items in needed.items() if not items)
    unique: dict[str, Sequence[object]] = {
        "regions": spec.regions,
        "movements": spec.movements,
        "positions": spec.positions,
        "equipment": spec.equipment + spec.equipment_optional,
        "release.regions": spec.release.regions,
        "counter.slugs": spec.counter.slugs,
    }
    for place, items in unique.items():
        if len(set(items)) < len(items):
            yield place, "must not name the same thing twice"


def sides(spec: ExerciseSpec) -> Mistakes:
    """An exercise of two sides says in which order they come."""
    if spec.both_sides and spec.side_order is None:
        yield "side_order", "is missing although both_sides is true"
    if not spec.both_sides and spec.side_order is not None:
        yield "side_order", "must be left out when both_sides is false"


def companions(spec: ExerciseSpec) -> Mistakes:
    """A companion has a role; a partner who uses force has contraindications of their own."""
    companion = spec.companion
    if companion.kind is not Companion.NONE:
        for name in ("role", "who", "source"):
            if not getattr(companion, name):
                yield f"companion.{name}", "is missing"
    partner = spec.partner_contraindications
    if companion.kind is Companion.ACTIVE_PARTNER and not (partner and partner.block):
        yield "partner_contraindications.block", "must name when the partner must not do this"
    if companion.kind is not Companion.ACTIVE_PARTNER and partner:
        yield "partner_contraindications", "must be left out without an active partner"


def information_page(spec: ExerciseSpec) -> Mistakes:
    """What only professionals may do has no steps, pose or figures; all else has them."""
    dose = spec.prescription
    if spec.is_runnable:
        if spec.why_not:
            yield "why_not", "must be left out of an exercise that can be run"
        for name in ("hold_s", "reps", "times_per_day"):
            if getattr(dose, name) is None:
                yield f"prescription.{name}", "is missing"
        if dose.daily_cap.value < 1:
            yield "prescription.daily_cap.value", "must be 1 or more"
        return
    if not spec.why_not:
        yield "why_not", "is missing from an information page"
    if spec.steps:
        yield "steps", "must be left out of an information page"
    if spec.pose_allowed:
        yield "pose_allowed", "must be false on an information page"
    if dose.daily_cap.value or dose.hold_s or dose.reps or dose.times_per_day:
        yield "prescription", "must give no figure but a daily_cap of 0 on an information page"


def phases(spec: ExerciseSpec) -> Mistakes:
    """Set-up first, then move, hold and return in order; slow enough to be controlled."""
    order, seen = list(Phase), [step.phase for step in spec.steps]
    if not seen:
        return
    for phase in (Phase.SETUP, Phase.MOVE, Phase.HOLD, Phase.RETURN):
        if phase not in seen:
            yield "steps", f"must contain a step of the phase {phase}"
    if any(order.index(a) > order.index(b) for a, b in pairwise(seen)):
        yield "steps", f"must follow the order {', '.join(order)}"
    for n, step in enumerate(spec.steps, start=1):
        if step.seconds < 1:
            yield f"steps[{n}].seconds", "must be 1 or more"
        if step.phase is Phase.MOVE and step.seconds < SHORTEST_MOVE_S:
            yield f"steps[{n}].seconds", f"must be {SHORTEST_MOVE_S} or more for a movement"
        if step.phase in (Phase.SETUP, Phase.FINISH) and step.per is Per.REP:
            yield f"steps[{n}].per", f"must be bout in the phase {step.phase}"
        if step.phase in (Phase.MOVE, Phase.HOLD) and step.per is Per.BOUT:
            yield f"steps[{n}].per", f"must be rep in the phase {step.phase}"


def bounds(spec: ExerciseSpec) -> Mistakes:
    """Least is not above most, the default lies between, and days stay within the cap."""
    dose = spec.prescription
    for place, span in (("hold_s", dose.hold_s), ("times_per_day", dose.times_per_day)):
        if span:
            yield from _bounds(f"prescription.{place}", span)
    if dose.reps and dose.reps.value < 1:
        yield "prescription.reps.value", "must be 1 or more"
    times = dose.times_per_day
    if times and times.max is not None and times.max > dose.daily_cap.value:
        yield "prescription.times_per_day.max", "must not exceed daily_cap"
    if dose.as_needed and times and times.max is not None:
        yield "prescription.times_per_day.max", "must be left out when as_needed is true"
    offers = dose.min_minutes.offers if dose.min_minutes else ()
    if dose.min_minutes and (not offers or offers[0].from_run != 1):
        yield "prescription.min_minutes.offers", "must begin with from_run = 1"
    if any(a.from_run >= b.from_run or a.minutes >= b.minutes for a, b in pairwise(offers)):
        yield "prescription.min_minutes.offers", "must rise from one to the next"


def _bounds(place: str, span: Span) -> Mistakes:
    if (span.min is None) != (span.max is None):
        yield place, "must give both min and max, or neither"
    elif span.min is None or span.max is None:
        if span.product_default is not None:
            yield f"{place}.product_default", "must be left out without min and max"
    elif not 0 < span.min <= span.max:
        yield place, "must have 0 < min <= max"
    elif not span.min <= (span.product_default or span.min) <= span.max:
        yield f"{place}.product_default", "must lie between min and max"
    elif span.min != span.max and place.endswith("hold_s") and span.product_default is None:
        yield f"{place}.product_default", "is missing although min and max differ"


def seconds(spec: ExerciseSpec) -> Mistakes:
    """The stated length of a bout is the sum of its steps, and its hold lasts the default."""
    if not spec.is_runnable:
        if spec.bout_seconds is not None:
            yield "bout_seconds", "must be left out of an information page"
        return
    if spec.bout_seconds != spec.computed_bout_seconds:
        reason = f"must be {spec.computed_bout_seconds}, the sum of the steps"
        yield "bout_seconds", f"{reason}, not {spec.bout_seconds}"
    hold = spec.prescription.hold_s
    # In self-massage the moving is part of what is held.
    counted = {Phase.HOLD} | ({Phase.MOVE} if Movement.SELF_MASSAGE in spec.movements else set())
    held = sum(step.seconds for step in spec.steps if step.phase in counted)
    if hold and hold.default is not None and held != hold.default:
        yield "prescription.hold_s", f"is {hold.default} s by default, the steps hold {held} s"


def contraindications(spec: ExerciseSpec) -> Mistakes:
    """A tag blocks or cautions, not both; tags that close everything need no mention."""
    given = spec.contraindications
    for tag in given.block.keys() & given.caution.keys():
        yield f"contraindications.caution.{tag}", "already blocks; name it once"
    for effect, tags in (("block", given.block), ("caution", given.caution)):
        for tag in tags.keys() & BLOCK_ALL:
            yield f"contraindications.{effect}.{tag}", "closes every exercise and is not named here"


def release(spec: ExerciseSpec) -> Mistakes:
    """What can release says where, within the regions it works; only mobilising entries do."""
    given, can = spec.release, (Likelihood.POSSIBLE, Likelihood.LIKELY)
    if (given.likelihood is Likelihood.NOT_APPLICABLE) is spec.is_runnable:
        yield "release.likelihood", "is not_applicable on information pages and nowhere else"
    elif spec.is_runnable and (given.likelihood in can) is not spec.mobilising:
        yield "release.likelihood", "is possible or likely exactly when mobilising is true"
    if (given.likelihood in can) is not bool(given.regions):
        yield "release.regions", "are named exactly when a release is possible or likely"
    if not set(given.regions) <= set(spec.regions):
        yield "release.regions", "must be among the regions of the exercise"
    if given.default_region and given.default_region not in given.regions:
        yield "release.default_region", "must be among release.regions"


def counter(spec: ExerciseSpec) -> Mistakes:
    """Bending back is answered by bending forward."""
    given = spec.counter
    if given.required is not bool(given.slugs):
        yield "counter.slugs", "are named exactly when required is true"
    if given.required and given.source is None:
        yield "counter.source", "is missing"
    if Movement.EXTENSION in spec.movements and spec.is_runnable and not given.required:
        yield "counter.required", "must be true after bending back (extension)"


def figures(spec: ExerciseSpec) -> Mistakes:
    """The numbers and words of the drawn poses can be read; all steps are drawn, or none."""
    drawn = [bool(step.figure) for step in spec.steps]
    for n, step in enumerate(spec.steps, start=1):
        if any(drawn) and not step.figure:
            yield f"steps[{n}].figure", "is missing although other steps are drawn"
        for k, pose in enumerate(step.figure, start=1):
            place = f"steps[{n}].figure[{k}]"
            yield from ((f"{place}.{name}", reason) for name, reason in problems(pose))


CONVENTIONS: tuple[Callable[[ExerciseSpec], Mistakes], ...] = (
    name_and_risk,
    own_choices_have_reasons,
    no_neck,
    lists,
    sides,
    companions,
    information_page,
    phases,
    bounds,
    seconds,
    contraindications,
    release,
    counter,
    figures,
)
