"""What the player reads: the thing to run, the catalogue around it, and what stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404

from accounts.models import User
from exercises.models import Exercise
from tracking import snapshot
from tracking.access import get_routine
from tracking.models import Bout, Routine, Session
from tracking.player.preparation import (
    Preparation,
    Row,
    prepare_routine,
    prepare_single,
)
from tracking.player.timeline import Dose, Entry, Plan, make_plan
from tracking.safety.facts import Facts
from tracking.safety.plan import Item
from tracking.safety.plan import Plan as Composition


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a person wants to run: a routine, or one exercise."""

    routine: Routine | None = None
    exercise: Exercise | None = None

    @property
    def title(self) -> str:
        """A message id."""
        named = self.routine or self.exercise
        return named.name if named else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A subject as this person can run it now; `offers` are minutes to choose from, if any."""

    subject: Subject
    preparation: Preparation
    facts: Facts
    exercises: Mapping[str, Exercise]
    offers: tuple[int, ...] = ()
    sore: bool = False  # among the first runs of something that makes sore

    @property
    def names(self) -> dict[str, str]:
        """Exercise names (message ids) by slug."""
        return {slug: row.name for slug, row in self.exercises.items()}


def get_subject(user: User, query: Mapping[str, str]) -> Subject | None:
    """Return what `?routine=` or `?exercise=` names (404 if there is no such thing)."""
    if slug := query.get("routine"):
        return Subject(routine=get_routine(user, slug))
    if slug := query.get("exercise"):
        return Subject(exercise=get_object_or_404(Exercise.objects.current(), pk=slug))
    return None


def prepare(*, user: User, subject: Subject, facts: Facts, now: datetime) -> Ready:
    """Return what would run; `facts` are those of `facts_before` with the person's ticks."""
    exercises = {row.slug: row for row in Exercise.objects.order_by("position")}
    catalogue = {slug: snapshot.exercise_facts(row) for slug, row in exercises.items()}
    composition = Composition(
        items=tuple(_rows_of(subject.routine)),
        catalogue=catalogue,
        requires_spotter_ack=bool(subject.routine and subject.routine.requires_spotter_ack),
        partner_methods=settings.PARTNER_METHODS,
    )
    if subject.exercise:
        preparation = prepare_single(catalogue[subject.exercise.slug], composition, facts, now)
    else:
        preparation = prepare_routine(composition, facts, now)
    offers, sore = _offers(user, preparation.rows, exercises)
    return Ready(
        subject=subject,
        preparation=preparation,
        facts=facts,
        exercises=exercises,
        offers=offers,
        sore=sore,
    )


def facts_before(user: User, now: datetime) -> Facts:
    """Return the facts about a person who has no session open."""
    return snapshot.facts_for(user, now, running=None, unlock=True)


def plan_of(ready: Ready, minutes: int | None = None) -> Plan:
    """Return the timed plan; `minutes` are for what is rolled or otherwise done by the minute."""
    rows = ready.preparation.rows
    return make_plan([(_entry(ready, row, minutes), snapshot.freeze(row.exercise)) for row in rows])


def open_session_of(user: User) -> Session | None:
    """Return the person's open session, moves read, its row locked: inside a transaction only."""
    rows = Session.objects.of(user).open().select_for_update()
    return rows.prefetch_related("moves").first()


def _rows_of(routine: Routine | None) -> list[Item]:
    rows: Sequence[dict[str, Any]] = routine.items if routine else []
    return [Item(slug=row["slug"], hold=row.get("hold_s")) for row in rows]


def _entry(ready: Ready, row: Row, minutes: int | None) -> Entry:
    spec = ready.exercises[row.exercise.slug].spec
    written: Sequence[dict[str, Any]] = ready.subject.routine.items if ready.subject.routine else []
    told = written[row.source - 1] if written and row.source else {}
    timed = spec.prescription.min_minutes is not None
    return Entry(
        spec=spec,
        role=row.role,
        dose=Dose(
            hold_s=row.item.hold,
            reps=told.get("reps"),
            minutes=(minutes or told.get("minutes")) if timed else None,
        ),
    )


def _offers(
    user: User, rows: Sequence[Row], exercises: Mapping[str, Exercise]
) -> tuple[tuple[int, ...], bool]:
    """Minutes that the number of runs so far opens, and whether it is one of the first three."""
    for row in rows:
        figures = exercises[row.exercise.slug].spec.prescription.min_minutes
        if figures:
            runs = Bout.objects.of(user).filter(exercise=row.exercise.slug).count()
            offers = tuple(o.minutes for o in figures.offers if runs + 1 >= o.from_run)
            return offers, len(offers) == 1
    return (), False
