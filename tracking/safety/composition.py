"""What makes a list of exercises a routine: the rules of composition, and the fix for each."""

from collections.abc import Callable, Iterator, Sequence

from exercises.vocabulary import Region, Tier
from tracking.safety.facts import Exercise
from tracking.safety.gates import why_not_runnable
from tracking.safety.limits import STRETCH_SECONDS
from tracking.safety.plan import (
    BOTH,
    Finding,
    FindingCode,
    Fix,
    FixKind,
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
                    fix=Fix(kind=FixKind.INSERT, item=number, slugs=stretches(plan.catalogue)),
                )
            return
        seconds += exercise.stretch_seconds


def _counter_missing(plan: Plan) -> Iterator[Finding]:
    """After counter-requiring items the next other item must be a counter of all of them."""
    open_items: list[Exercise] = []
    last = 0
    for number, item, exercise in plan.known():
        if exercise.counter:
            if open_items and not _accepted([*open_items, exercise]):
                # No one movement answers both: the first must be answered before.
                yield _no_counter(number, number, open_items)
                open_items = []
            open_items.append(exercise)
        elif open_items:
            if item.slug not in _accepted(open_items):
                yield _no_counter(number, number, open_items)
            open_items = []
        last = number
    if open_items:
        yield _no_counter(last, last + 1, open_items)


def _accepted(exercises: Sequence[Exercise]) -> tuple[str, ...]:
    return tuple(
        slug
        for slug in exercises[0].counter
        if all(slug in exercise.counter for exercise in exercises)
    )


def _no_counter(item: int, at: int, open_items: Sequence[Exercise]) -> Finding:
    accepted = _accepted(open_items)
    return Finding(
        code=FindingCode.COUNTER_MISSING,
        item=item,
        params={"after": open_items[-1].slug, "accepted": accepted},
        fix=Fix(kind=FixKind.INSERT, item=at, slugs=accepted),
    )


def _ends_mobilising(plan: Plan) -> Iterator[Finding]:
    rows = list(plan.known())
    if rows and rows[-1][2].mobilising:
        number, _, exercise = rows[-1]
        slugs = exercise.counter or stretches(plan.catalogue)
        yield Finding(
            code=FindingCode.ENDS_MOBILISING,
            item=number,
            fix=Fix(kind=FixKind.INSERT, item=number + 1, slugs=slugs),
        )


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
        seconds = duration(plan.items[:number], plan.catalogue)
        if number > MAX_ITEMS or seconds > MAX_SECONDS:
            yield Finding(
                code=FindingCode.TOO_LONG,
                item=number,
                params={"minutes": MAX_SECONDS // 60, "items": MAX_ITEMS},
                fix=Fix(kind=FixKind.REMOVE, item=number),
            )
            return


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
