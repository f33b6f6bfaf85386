"""PURE: what a person may run now of a routine or an exercise, and what stands against it.

The one deciding function (safety.assess) is asked for every item. What it refuses is left out
and told; the rest must still be a routine. Nothing here starts anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from exercises.vocabulary import BLOCK_ALL, RunMode
from tracking.safety.adapt import Adapted, Change, Role, apply_tags, compose_single, roles
from tracking.safety.assess import cautions, check_start, locks, locks_of_all
from tracking.safety.composition import findings
from tracking.safety.facts import Exercise, Facts
from tracking.safety.gates import not_runnable
from tracking.safety.plan import Finding, Item, Plan
from tracking.safety.verdict import Code, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An item that the rules refuse now, and why."""

    slug: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item that will run. `source` is its number in the routine as written, 0 if it is new."""

    item: Item
    exercise: Exercise
    role: Role
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What would run. It may start only if `refusals` and `findings` are empty."""

    rows: tuple[Row, ...] = ()
    changes: tuple[Change, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    refusals: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    cautions: tuple[tuple[str, Verdict], ...] = ()

    @property
    def can_start(self) -> bool:
        return bool(self.rows) and not self.refusals and not self.findings

    @property
    def gated(self) -> Exercise | None:
        """The exercise that needs someone's acknowledgement; a routine has one at most."""
        gates = (row.exercise for row in self.rows if row.exercise.run_mode is RunMode.GATED)
        return next(gates, None)

    @property
    def prerequisites(self) -> tuple[str, ...]:
        """Exercises that need the tick "I already do this"."""
        return tuple(row.exercise.slug for row in self.rows if row.exercise.prerequisite)


def prepare_routine(plan: Plan, facts: Facts, now: datetime) -> Preparation:
    """Return the routine as this person can run it now.

    What this instance does not offer is no routine without it: partner methods that are switched
    off leave their routine as information.
    """
    off = [v for _, _, e in plan.known() if not e.retired for v in not_runnable(e, facts, now)]
    if off:
        return Preparation(refusals=locks_of_all((e for _, _, e in plan.known()), facts, now))
    # What closes everything swaps nothing: it is told of every item, with what else closes it.
    adapted = apply_tags(plan, facts.tags - BLOCK_ALL)
    return _prepare(adapted, _sources(plan, adapted.changes), facts, now)


def prepare_single(exercise: Exercise, plan: Plan, facts: Facts, now: datetime) -> Preparation:
    """Return the exercise with a stretch before and a counter after; `plan` holds the catalogue."""
    verdicts = locks(exercise, facts, now)
    if verdicts:
        return Preparation(refusals=verdicts)
    adapted = compose_single(
        exercise, plan.catalogue, facts.tags, partner_methods=plan.partner_methods
    )
    sources = [int(item.slug == exercise.slug) for item in adapted.plan.items]
    return _prepare(adapted, sources, facts, now)


def unanswered(rows: Sequence[Row], facts: Facts, now: datetime) -> tuple[Verdict, ...]:
    """What the start card itself still has to answer: ticks, prerequisite, the partner.

    The stretch in front is part of the plan; each `begin` checks that it was really done.
    """
    told = [verdict for row in rows for verdict in check_start(row.exercise, facts, now)]
    return tuple(dict.fromkeys(v for v in told if v.code is not Code.STRETCH_FIRST))


def _prepare(adapted: Adapted, sources: Sequence[int], facts: Facts, now: datetime) -> Preparation:
    kept: list[Row] = []
    left: list[LeftOut] = []
    catalogue = adapted.plan.catalogue
    for item, role, source in zip(adapted.plan.items, roles(adapted.plan), sources, strict=True):
        exercise = catalogue.get(item.slug)
        verdicts = locks(exercise, facts, now) if exercise else ()
        if exercise and not verdicts:
            kept.append(Row(item=item, exercise=exercise, role=role, source=source))
        elif verdicts:
            left.append(LeftOut(slug=item.slug, verdicts=verdicts))
    # Where nothing is left, what the answers dropped is told with its reasons like the rest.
    dropped = [catalogue[change.was] for change in adapted.changes if change.now is None]
    closed = [*dropped, *(catalogue[one.slug] for one in left)]
    running = replace(adapted.plan, items=tuple(row.item for row in kept))
    return Preparation(
        rows=tuple(kept),
        changes=adapted.changes,
        left_out=tuple(left) if kept else (),
        refusals=() if kept else locks_of_all(closed, facts, now),
        findings=findings(running) if kept or not closed else (),
        cautions=tuple(_cautions(kept, facts, now)),
    )


def _sources(plan: Plan, changes: Sequence[Change]) -> list[int]:
    """Numbers of the rows of a routine that are still there, 0 for one put in their place."""
    changed = {change.item: change for change in changes}
    return [
        0 if number in changed else number
        for number in range(1, len(plan.items) + 1)
        if number not in changed or changed[number].now
    ]


def _cautions(rows: Sequence[Row], facts: Facts, now: datetime) -> Iterator[tuple[str, Verdict]]:
    """What must be known before the start, each once an exercise."""
    seen: set[tuple[str, Verdict]] = set()
    for row in rows:
        for verdict in cautions(row.exercise, facts, now):
            if (row.exercise.slug, verdict) not in seen:
                seen.add((row.exercise.slug, verdict))
                yield row.exercise.slug, verdict
