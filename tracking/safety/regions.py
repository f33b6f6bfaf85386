"""The state of each region for the spine map, from the same rules that decide a start."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exercises.vocabulary import Region, RunMode, Tier
from tracking.safety.assess import locks
from tracking.safety.counts import COUNTS, counted, limits_to_confirm
from tracking.safety.facts import Exercise, Facts, local_date
from tracking.safety.verdict import BACK, Code, Rule, Scope, Verdict


class Status(StrEnum):
    READY = "ready"
    RESTING = "resting"
    AT_LIMIT = "at_limit"
    COOLING_DOWN = "cooling_down"
    LOCKED = "locked"
    NOT_OFFERED = "not_offered"  # the neck: no exercise works it


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much of a daily or weekly limit is used."""

    rule: Rule
    scope: Scope
    count: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionState:
    """One region now; `verdict` is what caused any status but READY and NOT_OFFERED."""

    region: Region
    status: Status
    verdict: Verdict | None = None
    doses: tuple[Dose, ...] = ()

    @property
    def until(self) -> datetime | None:
        return self.verdict.until if self.verdict else None


_STATUS = {
    Code.COOLING_DOWN: Status.COOLING_DOWN,
    Code.REFRACTORY: Status.RESTING,
    Code.LIMIT_REACHED: Status.AT_LIMIT,
    Code.AT_LIMIT: Status.AT_LIMIT,
}

#: What leaves only stretches for longer than a release does.
_REST = frozenset({Code.COOLING_DOWN, Code.STOP_LOCK, Code.STOP_REST, Code.PAIN_NOW_HIGH})

_REGION_RULES = (Rule.D2, Rule.D3, Rule.W2, Rule.W3)
_BACK_RULES = (Rule.D1, Rule.W1, Rule.D4, Rule.W4)


def region_states(facts: Facts, now: datetime) -> tuple[RegionState, ...]:
    """One state a region, from the head down."""
    return tuple(_state(region, facts, now) for region in Region)


def must_rest(facts: Facts, now: datetime) -> bool:
    """Whether a cool-down, a STOP or high pain leaves only stretches for some region (A20)."""
    worked = (region for region in Region if region is not Region.CERVICAL)
    against = (
        verdict for region in worked for verdict in locks(gentle_work_on(region), facts, now)
    )
    return any(verdict.code in _REST for verdict in against)


def back_doses(facts: Facts, now: datetime) -> tuple[Dose, ...]:
    """Releases and elevated bouts of the whole back, today and this week."""
    return _doses(BACK, _BACK_RULES, facts, now)


def _state(region: Region, facts: Facts, now: datetime) -> RegionState:
    if region is Region.CERVICAL:
        return RegionState(region=region, status=Status.NOT_OFFERED)
    doses = _doses(Scope.of_region(region), _REGION_RULES, facts, now)
    probe = gentle_work_on(region)
    found = (*locks(probe, facts, now), *limits_to_confirm(probe, facts, now))
    if not found:
        return RegionState(region=region, status=Status.READY, doses=doses)
    same = [verdict for verdict in found if verdict.code is found[0].code]
    cause = max(same, key=lambda verdict: (verdict.until is None, verdict.until))
    status = _STATUS.get(cause.code, Status.LOCKED)
    return RegionState(region=region, status=status, verdict=cause, doses=doses)


def gentle_work_on(region: Region) -> Exercise:
    """The least that can be done to a region: if this may not start, nothing mobilising may."""
    return Exercise(
        slug="",
        tier=Tier.LOW,
        run_mode=RunMode.FREE,
        mobilising=True,
        regions=(region,),
        release_regions=(region,),
        daily_cap=1,
        seconds=0,
    )


def _doses(scope: Scope, rules: tuple[Rule, ...], facts: Facts, now: datetime) -> tuple[Dose, ...]:
    today = local_date(now, facts.zone)
    counts = {count.rule: count for count in COUNTS}
    return tuple(
        Dose(
            rule=rule,
            scope=scope,
            count=len(counted(counts[rule], scope, facts.bouts, today)),
            limit=counts[rule].limit(facts.limits, 0),
        )
        for rule in rules
    )
