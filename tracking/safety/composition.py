"""What makes a list of exercises a routine: the rules of composition, and the fix for each."""

from collections.abc import Callable, Iterator, Sequence

from exercises.vocabulary import Region, Tier
from tracking.safety.facts import Exercise
from tracking.safety.gates import why_not_runnable
from tracking.safety.limits import STRETCH_SECONDS
from tracking.safety.plan import (
    BOTH,
    Catalogue,
    Finding,
    FindingCode,
    Fix,
    FixKind,
    Item,
    Plan,
    duration,
    stretches,
)
from tracking.safety.verdict import Code

MAX_ITEMS = 12
MAX_SECONDS = 20 * 60
MAX_ON_REGION = 3


def findings(plan: Plan) -> tuple[Finding, ...]:
    """Everything wrong with the list, by item; empty means that it is a routine."""
    found = [finding for rule in RULES for finding in rule(plan)]
    return tuple(sorted(found, key=lambda finding: finding.item))


# ------------------------------------------------------------------ the rules, one function each


def _empty(plan: Plan) -> Iterator[Finding]:
    if not plan.items:
        yield Finding(
            code=FindingCode.EMPTY,
            item=0,
            fix=Fix(kind=FixKind.INSERT, item=1, slugs=stretches(plan.catalogue)),
        )


def _unknown(plan: Plan) -> Iterator[Finding]:
    for number, item in enumerate(plan.items, start=1):
        if item.slug not in plan.catalogue:
            yield Finding(
                code=FindingCode.UNKNOWN_EXERCISE,
                item=number,
                params={"slug": item.slug},
                fix=Fix(kind=FixKind.REMOVE, item=number),
            )


def _not_runnable(plan: Plan) -> Iterator[Finding]:
    for number, item, exercise in plan.known():
        why = why_not_runnable(exercise, partner_methods=plan.partner_methods)
        if why:
            professional = why is Code.PROFESSIONAL_ONLY
            yield Finding(
                code=FindingCode.NOT_RUNNABLE,
                item=number,
                params={"slug": item.slug, "reason": "professional" if professional else "off"},
                fix=Fix(kind=FixKind.REMOVE, item=number),
            )


def _stretch_first(plan: Plan) -> Iterator[Finding]:
    seconds = 0
    for number, _, exercise in plan.known():
        if exercise.mobilising:
            if seconds < STRETCH_SECONDS:
                yield Finding(
                    code=FindingCode.STRETCH_FIRST,
                    item=number,
                    params={"seconds": seconds, "needed": STRETCH_SECONDS},
                    fix=_insert(plan, number, stretches(plan.catalogue), instead_of=number),
                )
            return
        seconds += exercise.stretch_seconds


def _counter_missing(plan: Plan) -> Iterator[Finding]:
    """After counter-requiring items the next other item must be a counter of all of them."""
    due: list[tuple[int, Exercise]] = []
    last = 0
    for number, item, exercise in plan.known():
        if exercise.counter:
            if due and not _accepted([*due, (number, exercise)]):
                # No one movement answers both: the first must be answered before.
                yield _no_counter(plan, number, number, due)
                due = []
            due.append((number, exercise))
        elif due:
            if item.slug not in _accepted(due):
                yield _no_counter(plan, number, number, due)
            due = []
        last = number
    if due:
        yield _no_counter(plan, last, last + 1, due)


def _accepted(due: Sequence[tuple[int, Exercise]]) -> tuple[str, ...]:
    first = due[0][1]
    return tuple(slug for slug in first.counter if all(slug in e.counter for _, e in due))


def _no_counter(plan: Plan, item: int, at: int, due: Sequence[tuple[int, Exercise]]) -> Finding:
    accepted = _accepted(due)
    number, exercise = due[-1]
    return Finding(
        code=FindingCode.COUNTER_MISSING,
        item=item,
        params={"after": exercise.slug, "accepted": accepted},
        fix=_insert(plan, at, accepted, instead_of=number),
    )


def _ends_mobilising(plan: Plan) -> Iterator[Finding]:
    rows = list(plan.known())
    if rows and rows[-1][2].mobilising:
        number, _, exercise = rows[-1]
        slugs = exercise.counter or stretches(plan.catalogue)
        yield Finding(
            code=FindingCode.ENDS_MOBILISING,
            item=number,
            fix=_insert(plan, number + 1, slugs, instead_of=number),
        )


def _insert(plan: Plan, at: int, slugs: tuple[str, ...], *, instead_of: int) -> Fix:
    """Put one of `slugs` at row `at`; where it would be too long, drop row `instead_of`."""
    grown = [*plan.items, Item(slug=slugs[0])] if slugs else plan.items
    if not slugs or _is_too_long(grown, plan.catalogue):
        return Fix(kind=FixKind.REMOVE, item=instead_of)
    return Fix(kind=FixKind.INSERT, item=at, slugs=slugs)


def _one_sided(plan: Plan) -> Iterator[Finding]:
    for number, item, exercise in plan.known():
        if exercise.both_sides and item.sides != BOTH:
            yield Finding(
                code=FindingCode.ONE_SIDED,
                item=number,
                params={"sides": tuple(sorted(item.sides))},
                fix=Fix(kind=FixKind.BOTH_SIDES, item=number),
            )


def _elevated_no_ack(plan: Plan) -> Iterator[Finding]:
    elevated = [number for number, _, exercise in plan.known() if _is_elevated(exercise)]
    if elevated and not plan.requires_spotter_ack:
        yield Finding(
            code=FindingCode.ELEVATED_NO_ACK,
            item=elevated[0],
            fix=Fix(kind=FixKind.REQUIRE_ACK, item=elevated[0]),
        )


def _elevated_limit(plan: Plan) -> Iterator[Finding]:
    elevated = [number for number, _, exercise in plan.known() if _is_elevated(exercise)]
    for number in elevated[1:]:
        yield Finding(
            code=FindingCode.ELEVATED_LIMIT,
            item=number,
            params={"limit": 1},
            fix=Fix(kind=FixKind.REMOVE, item=number),
        )


def _is_elevated(exercise: Exercise) -> bool:
    return exercise.tier is Tier.ELEVATED


def _region_overload(plan: Plan) -> Iterator[Finding]:
    used: dict[Region, int] = {}
    for number, _, exercise in plan.known():
        if not exercise.mobilising:
            continue
        for region in exercise.regions:
            used[region] = used.get(region, 0) + 1
        over = tuple(region.value for region in exercise.regions if used[region] > MAX_ON_REGION)
        if over:
            yield Finding(
                code=FindingCode.REGION_OVERLOAD,
                item=number,
                params={"regions": over, "limit": MAX_ON_REGION},
                fix=Fix(kind=FixKind.REMOVE, item=number),
            )


def _hold_out_of_range(plan: Plan) -> Iterator[Finding]:
    for number, item, exercise in plan.known():
        low, high = exercise.hold_min, exercise.hold_max
        if item.hold is None:
            continue
        if low is None or high is None:
            # The exercise is a continuous movement: it has no hold to set.
            fix = Fix(kind=FixKind.SET_HOLD, item=number)
            yield Finding(code=FindingCode.HOLD_OUT_OF_RANGE, item=number, fix=fix)
        elif not low <= item.hold <= high:
            nearest = min(max(item.hold, low), high)
            yield Finding(
                code=FindingCode.HOLD_OUT_OF_RANGE,
                item=number,
                params={"hold": item.hold, "low": low, "high": high},
                fix=Fix(kind=FixKind.SET_HOLD, item=number, seconds=nearest),
            )


def _too_long(plan: Plan) -> Iterator[Finding]:
    for number in range(1, len(plan.items) + 1):
        if _is_too_long(plan.items[:number], plan.catalogue):
            yield Finding(
                code=FindingCode.TOO_LONG,
                item=number,
                params={"minutes": MAX_SECONDS // 60, "items": MAX_ITEMS},
                fix=Fix(kind=FixKind.REMOVE, item=number),
            )
            return


def _is_too_long(items: Sequence[Item], catalogue: Catalogue) -> bool:
    return len(items) > MAX_ITEMS or duration(items, catalogue) > MAX_SECONDS


RULES: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    _empty,
    _unknown,
    _not_runnable,
    _stretch_first,
    _counter_missing,
    _ends_mobilising,
    _one_sided,
    _elevated_no_ack,
    _elevated_limit,
    _region_overload,
    _hold_out_of_range,
    _too_long,
)
