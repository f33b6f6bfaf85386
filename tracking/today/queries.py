"""What the pages of today read: five queries beside the person's own row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from accounts.models import User
from exercises.catalogue import read_catalogue
from tracking.models import Reminder, Session
from tracking.player.queries import is_still_open
from tracking.routines.builtin import BuiltIn, by_slug
from tracking.safety.facts import Facts, Stop
from tracking.safety.overuse import as_verdict
from tracking.safety.regions import Dose, back_doses, region_states
from tracking.safety.verdict import Rule, Verdict
from tracking.snapshot import facts_for, open_session
from tracking.today.spine import Part, SpineMap, spine_map
from tracking.today.step import Step, next_step
from tracking.today.week import Day, last_seven_days
from tracking.wording.told import Told, tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Doses:
    """Releases of one region, or of the whole back (part is None), today and in seven days."""

    part: Part | None
    day: Dose
    week: Dose

    @property
    def both(self) -> tuple[Dose, Dose]:
        return self.day, self.week


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Everything the page of today shows."""

    spine: SpineMap
    step: Step
    routine: BuiltIn | None
    stop: Stop | None
    alerts: tuple[Told, ...]
    level: int  # the highest of their levels, 0 without one
    running: Session | None
    doses: tuple[Doses, ...]
    week: tuple[Day, ...]
    reminder: Reminder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The map, and its regions by the reason for their state; ready ones have none."""

    spine: SpineMap
    groups: tuple[tuple[tuple[Part, ...], Told | None], ...]
    doses: tuple[Doses, ...]


def today(user: User, now: datetime) -> Today:
    """Return the content of the page of today."""
    running = open_session(user)
    facts = facts_for(user, now, running=running)
    states = region_states(facts, now)
    spine = spine_map(states, zone=facts.zone, now=now)
    step = next_step(states, hour=now.astimezone(facts.zone).hour)
    resting = [incident for incident in facts.incidents if incident.open_at(now)]
    return Today(
        spine=spine,
        step=step,
        routine=by_slug().get(step.slug),
        stop=next((stop for stop in facts.stops if stop.rescreened_at is None), None),
        alerts=_tell(map(as_verdict, resting), facts, now),
        level=max((incident.level for incident in resting), default=0),
        running=running if running and is_still_open(running, now) else None,
        doses=tuple(_doses(spine, facts, now)),
        week=last_seven_days(facts, now),
        reminder=Reminder.objects.of(user).filter(enabled=True, next_due_at__gte=now).first(),
    )


def spine_now(user: User, now: datetime) -> SpineMap:
    """Return the spine map alone."""
    facts = facts_for(user, now, running=open_session(user))
    return spine_map(region_states(facts, now), zone=facts.zone, now=now)


def why(user: User, now: datetime) -> Why:
    """Return the content of the page that explains the map."""
    facts = facts_for(user, now, running=open_session(user))
    spine = spine_map(region_states(facts, now), zone=facts.zone, now=now)
    groups: dict[Told | None, list[Part]] = {}
    for part in spine.parts:
        if part.has_reason:
            told = _tell([part.state.verdict] if part.state.verdict else [], facts, now)
            groups.setdefault(told[0] if told else None, []).append(part)
    return Why(
        spine=spine,
        groups=tuple((tuple(parts), told) for told, parts in groups.items()),
        doses=tuple(_doses(spine, facts, now)),
    )


def _tell(verdicts: Iterable[Verdict], facts: Facts, now: datetime) -> tuple[Told, ...]:
    return tell(verdicts, zone=facts.zone, now=now, names=_exercise_names())


def _doses(spine: SpineMap, facts: Facts, now: datetime) -> Iterator[Doses]:
    back = {dose.rule: dose for dose in back_doses(facts, now)}
    yield Doses(part=None, day=back[Rule.D1], week=back[Rule.W1])
    for part in spine.parts:
        used = {dose.rule: dose for dose in part.state.doses}
        if part.has_reason:
            yield Doses(part=part, day=used[Rule.D2], week=used[Rule.W2])


@cache
def _exercise_names() -> dict[str, str]:
    return {entry.spec.slug: entry.spec.name for entry in read_catalogue().entries}
