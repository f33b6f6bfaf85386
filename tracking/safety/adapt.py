"""A routine as one person can run it now, a single exercise as a routine, and roles of items."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from exercises.vocabulary import BLOCK_ALL, RunMode, Tag
from tracking.safety.composition import findings
from tracking.safety.facts import Exercise
from tracking.safety.gates import why_not_runnable
from tracking.safety.plan import Catalogue, Finding, Item, Plan, stretches


class Role(StrEnum):
    """What an item is there for; warm-ups and counters do not count against a daily cap."""

    MAIN = "main"
    WARM_UP = "warm_up"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was done to one row because of a health answer; `now` is None if it was dropped."""

    item: int  # its number in the routine as written
    was: str
    now: str | None
    tags: frozenset[Tag]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """The routine for one person; it may run only if `findings` is empty."""

    plan: Plan
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]


def apply_tags(plan: Plan, tags: frozenset[Tag]) -> Adapted:
    """Swap each blocked item for its first open easier or counter exercise, or drop it."""
    items: list[Item] = []
    changes: list[Change] = []
    for number, item in enumerate(plan.items, start=1):
        exercise = plan.catalogue.get(item.slug)
        against = _blocking(exercise, tags) if exercise else frozenset()
        if not exercise or not against:
            items.append(item)
            continue
        now = next(_open(exercise.easier + exercise.counter, plan, tags), None)
        if now:
            items.append(Item(slug=now))
        changes.append(Change(item=number, was=item.slug, now=now, tags=against))
    adapted = replace(plan, items=tuple(items))
    return Adapted(plan=adapted, changes=tuple(changes), findings=findings(adapted))


def compose_single(
    exercise: Exercise,
    catalogue: Catalogue,
    tags: frozenset[Tag] = frozenset(),
    *,
    partner_methods: bool = True,
) -> Adapted:
    """One exercise as a session: a stretch before it and an accepted counter after it.

    A pure stretch runs alone. `tags` choose among the stretches; a blocked exercise stays in,
    for the start check to refuse it with its own reason.
    """
    gated = exercise.run_mode is RunMode.GATED
    plan = Plan(
        items=(Item(slug=exercise.slug),),
        catalogue=catalogue,
        requires_spotter_ack=gated,
        partner_methods=partner_methods,
    )
    if exercise.mobilising:
        first = stretches(catalogue)
        after = _nearest(exercise, exercise.counter or first, plan, tags)
        # The same stretch before and after spares a change of posture.
        before = after if set(after) & set(first) else _nearest(exercise, first, plan, tags)
        slugs = (*before, exercise.slug, *after)
        plan = replace(plan, items=tuple(Item(slug=slug) for slug in slugs))
    return Adapted(plan=plan, changes=(), findings=findings(plan))


def roles(plan: Plan) -> tuple[Role, ...]:
    """The role of each item: stretches before the first mobilising item, and right after one."""
    exercises = [plan.catalogue.get(item.slug) for item in plan.items]
    mobilising = [exercise is not None and exercise.mobilising for exercise in exercises]
    if not any(mobilising):
        return (Role.MAIN,) * len(exercises)
    first = mobilising.index(True)
    return tuple(
        Role.MAIN
        if mobilises
        else Role.WARM_UP
        if place < first
        else Role.COUNTER
        if mobilising[place - 1]
        else Role.MAIN
        for place, mobilises in enumerate(mobilising)
    )


def _blocking(exercise: Exercise, tags: frozenset[Tag]) -> frozenset[Tag]:
    return (exercise.block | BLOCK_ALL) & tags


def _open(slugs: tuple[str, ...], plan: Plan, tags: frozenset[Tag]) -> Iterator[str]:
    """Those of `slugs` that may run here and that no tag blocks."""
    for slug in slugs:
        exercise = plan.catalogue.get(slug)
        if (
            exercise
            and not _blocking(exercise, tags)
            and why_not_runnable(exercise, partner_methods=plan.partner_methods) is None
        ):
            yield slug


def _nearest(
    exercise: Exercise, slugs: tuple[str, ...], plan: Plan, tags: frozenset[Tag]
) -> list[str]:
    """The open stretch that changes posture and equipment least, as a list of one or none."""

    def distance(slug: str) -> tuple[bool, bool]:
        other = plan.catalogue[slug]
        return (
            not other.positions & exercise.positions,
            not other.equipment <= exercise.equipment,
        )

    return sorted(_open(slugs, plan, tags), key=distance)[:1]
