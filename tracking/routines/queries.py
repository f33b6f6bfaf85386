"""What the routine pages read: each routine as it is for one person now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from accounts.models import User
from exercises.catalogue import tag_texts
from exercises.models import Exercise
from exercises.vocabulary import Companion, Equipment, RunMode
from tracking.frozen import exercise_facts
from tracking.models import Routine
from tracking.player.preparation import Preparation, Row, prepare_routine
from tracking.player.queries import timed
from tracking.player.sheet import Block, sheet
from tracking.player.tempo import Tempo, read_tempo
from tracking.player.timeline import Plan as Timed
from tracking.player.timeline import total_seconds
from tracking.safety import facts as safety
from tracking.safety.adapt import Change, Role
from tracking.safety.facts import Facts
from tracking.safety.plan import Item, Plan
from tracking.safety.verdict import Code, Verdict
from tracking.snapshot import facts_for, open_session
from tracking.wording.told import Problem, Told, tell, tell_problems

COMPANIONS = list(Companion)  # from nobody to the most demanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row of a routine as written, and what becomes of it for this person now."""

    exercise: Exercise
    instead: Exercise | None = None
    is_dropped: bool = False  # a health answer closes it and nothing takes its place
    because: tuple[str, ...] = ()  # names of the health answers, as message ids
    rests: tuple[Told, ...] = ()  # why it is left out of the next run

    @property
    def runs(self) -> bool:
        return not self.is_dropped and not self.rests


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A routine as one person could run it now. `refusals` say why it cannot run.

    Length, equipment and company are those of what would run; of the whole routine if nothing
    would. `information` says that this instance does not offer it to anyone.
    """

    routine: Routine
    steps: tuple[Step, ...]
    timed: Timed = field(repr=False)
    equipment: tuple[Equipment, ...]
    helpful: tuple[Equipment, ...]  # good to have, not needed
    posture_changes: int
    companion: Companion
    refusals: tuple[Told, ...]
    problems: tuple[Problem, ...]  # why what is left is no routine any more
    information: bool
    only_stretches: bool  # of a routine that is more than that

    @property
    def is_open(self) -> bool:
        return not (self.refusals or self.problems or self.information)

    @property
    def is_changed(self) -> bool:
        return any(step.instead or not step.runs for step in self.steps)

    @property
    def rests(self) -> tuple[Told, ...]:
        """Why steps are left out for now, the main reason of each step, once."""
        return tuple(dict.fromkeys(step.rests[0] for step in self.steps if step.rests))

    @property
    def because(self) -> tuple[str, ...]:
        """The health answers that change it, as message ids, once."""
        return tuple(dict.fromkeys(tag for step in self.steps for tag in step.because))

    @property
    def has_active_partner(self) -> bool:
        return self.companion is Companion.ACTIVE_PARTNER

    @property
    def seconds(self) -> int:
        """How long it takes with this person's pauses."""
        return total_seconds(self.timed)

    @property
    def sheet(self) -> tuple[Block, ...]:
        """When comes what, for paper."""
        return tuple(sheet(self.timed))

    @property
    def minutes(self) -> float:
        return self.seconds / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What every routine is judged against: the catalogue, the person, the moment."""

    rows: Mapping[str, Exercise]
    known: Mapping[str, safety.Exercise]
    facts: Facts
    tempo: Tempo
    now: datetime

    def tell(self, verdicts: Iterable[Verdict]) -> tuple[Told, ...]:
        return tell(verdicts, zone=self.facts.zone, now=self.now, names=self.names)

    @property
    def names(self) -> dict[str, str]:
        return {slug: row.name for slug, row in self.rows.items()}


def said_once(offers: Iterable[Offer]) -> tuple[Told, ...]:
    """What keeps several routines from running as written: a page tells it once."""
    told = Counter(told for offer in offers for told in {*offer.refusals, *offer.rests})
    return tuple(one for one, times in told.items() if times > 1 and not one.is_about_me)


def offers(user: User, now: datetime) -> tuple[Offer, ...]:
    """Return every routine the person may see; six queries, however many there are."""
    around = _around(user, now)
    return tuple(_offer(routine, around) for routine in Routine.objects.visible_to(user))


def offer(user: User, routine: Routine, now: datetime) -> Offer:
    """Return one routine as it is for the person now."""
    return _offer(routine, _around(user, now))


def _around(user: User, now: datetime) -> Around:
    rows = {row.slug: row for row in Exercise.objects.order_by("position")}
    facts = facts_for(user, now, running=open_session(user), unlock=True)
    known = {slug: exercise_facts(row) for slug, row in rows.items()}
    return Around(rows=rows, known=known, facts=facts, tempo=read_tempo(user.tempo), now=now)


def _offer(routine: Routine, around: Around) -> Offer:
    plan = Plan(
        items=tuple(Item(slug=row["slug"], hold=row.get("hold_s")) for row in routine.items),
        catalogue=around.known,
        requires_spotter_ack=routine.requires_spotter_ack,
        partner_methods=around.facts.partner_methods,
    )
    prepared = prepare_routine(plan, around.facts, around.now)
    items = [row.item for row in prepared.rows] or plan.items
    done = [around.known[item.slug] for item in items if item.slug in around.known]
    specs = [around.rows[exercise.slug].spec for exercise in done]
    return Offer(
        routine=routine,
        steps=tuple(_steps(plan, prepared, around)),
        timed=_timed(plan, prepared, routine, around),
        equipment=tuple(e for e in Equipment if any(e in one.equipment for one in done)),
        helpful=tuple(e for e in Equipment if any(e in spec.equipment_optional for spec in specs)),
        posture_changes=_posture_changes(done),
        companion=max((e.companion for e in done), key=COMPANIONS.index, default=Companion.NONE),
        refusals=around.tell(prepared.refusals),
        problems=tell_problems(prepared.findings, names=around.names),
        only_stretches=_only_stretches(plan, done),
        information=any(verdict.code is Code.NOT_RUNNABLE for verdict in prepared.refusals),
    )


def _timed(plan: Plan, prepared: Preparation, routine: Routine, around: Around) -> Timed:
    """The routine on the clock, with this person's pauses: what would run, or else all of it."""
    rows = prepared.rows or tuple(
        Row(item=item, exercise=exercise, role=Role.MAIN, source=number)
        for number, item, exercise in plan.known()
        if exercise.run_mode is not RunMode.INFO_ONLY
    )
    return timed(routine, around.rows, rows, tempo=around.tempo)


def _only_stretches(plan: Plan, done: Sequence[safety.Exercise]) -> bool:
    """Whether nothing mobilising is left of a routine that has some as it is written."""
    written = any(exercise.mobilising for _, _, exercise in plan.known())
    return written and not any(exercise.mobilising for exercise in done)


def _steps(plan: Plan, prepared: Preparation, around: Around) -> Iterable[Step]:
    changes = {change.item: change for change in prepared.changes}
    resting = {left.slug: around.tell(left.verdicts) for left in prepared.left_out}
    for number, item, _ in plan.known():
        change = changes.get(number)
        runs = change.now if change else item.slug
        yield Step(
            exercise=around.rows[item.slug],
            instead=around.rows[change.now] if change and change.now else None,
            is_dropped=change is not None and change.now is None,
            because=_because(change),
            rests=resting.get(runs or "", ()),
        )


def _because(change: Change | None) -> tuple[str, ...]:
    return tuple(tag_texts()[tag].name for tag in sorted(change.tags)) if change else ()


def _posture_changes(exercises: Sequence[safety.Exercise]) -> int:
    """How often the next exercise cannot be begun in the posture of the one before."""
    return sum(not before.positions & after.positions for before, after in pairwise(exercises))
