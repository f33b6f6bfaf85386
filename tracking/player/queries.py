"""What the player reads: the thing to run, the catalogue around it, and what stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from exercises.models import Exercise
from tracking import frozen, snapshot
from tracking.access import get_routine
from tracking.models import Bout, Incident, Routine, Session
from tracking.player.bouts import PlayedBout, bouts_in, elapsed_ms, is_silent
from tracking.player.machine import Kind, Phase, State, fold
from tracking.player.preparation import (
    Preparation,
    Row,
    prepare_routine,
    prepare_single,
)
from tracking.player.tempo import Tempo, read_tempo
from tracking.player.timeline import PLAIN, Dose, Entry, Plan, make_plan
from tracking.routines import builtin
from tracking.safety.adapt import roles
from tracking.safety.facts import Facts
from tracking.safety.gates import why_not_runnable
from tracking.safety.overuse import as_verdict
from tracking.safety.plan import Item
from tracking.safety.plan import Plan as Composition
from tracking.safety.verdict import Code, Rule, Verdict

#: Of what was done without the player: it began when it is said to have begun.
AT_ONCE = Tempo(ready=0)


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
    tempo: Tempo = PLAIN
    sore: bool = False  # among the first runs of something that makes sore
    stretches: bool = False  # whether they are the way on, as this may not start

    @property
    def never(self) -> bool:
        """Whether this may never be run here, by anyone."""
        told = {verdict.code for verdict in self.preparation.refusals}
        return not told.isdisjoint({Code.PROFESSIONAL_ONLY, Code.NOT_RUNNABLE})

    @property
    def slugs(self) -> tuple[str, ...]:
        """The exercises in order, as the start card lists them."""
        return tuple(row.exercise.slug for row in self.preparation.rows)

    @property
    def names(self) -> dict[str, str]:
        """Exercise names (message ids) by slug."""
        return {slug: row.name for slug, row in self.exercises.items()}


def get_subject(user: User, query: Mapping[str, str]) -> Subject | None:
    """Return what `?routine=` or `?exercise=` names (404 if there is no such thing)."""
    # PostgreSQL refuses to compare with a text that holds a NUL.
    if "\0" in "".join((query.get("routine", ""), query.get("exercise", ""))):
        raise Http404
    if slug := query.get("routine"):
        return Subject(routine=get_routine(user, slug))
    if slug := query.get("exercise"):
        return Subject(exercise=get_object_or_404(Exercise.objects.current(), pk=slug))
    return None


def prepare(*, user: User, subject: Subject, facts: Facts, now: datetime) -> Ready:
    """Return what would run; `facts` are those of `facts_before` with the person's ticks."""
    exercises, composition = compose(subject)
    if subject.exercise:
        preparation = prepare_single(
            composition.catalogue[subject.exercise.slug], composition, facts, now
        )
    else:
        preparation = prepare_routine(composition, facts, now)
    offers, sore = _offers(user, preparation.rows, exercises)
    return Ready(
        subject=subject,
        preparation=preparation,
        facts=facts,
        exercises=exercises,
        offers=offers,
        tempo=read_tempo(user.tempo),
        sore=sore,
        stretches=not preparation.can_start and _stretches_open(composition, facts, now),
    )


def _stretches_open(composition: Composition, facts: Facts, now: datetime) -> bool:
    plan = builtin.plan_of(builtin.by_slug()[builtin.STRETCHES], composition.catalogue)
    return prepare_routine(plan, facts, now).can_start


def compose(subject: Subject) -> tuple[dict[str, Exercise], Composition]:
    """Return the whole catalogue, retired entries too, and the subject as it is written."""
    exercises = {row.slug: row for row in Exercise.objects.order_by("position")}
    composition = Composition(
        items=tuple(_rows_of(subject.routine)),
        catalogue={slug: frozen.exercise_facts(row) for slug, row in exercises.items()},
        requires_spotter_ack=bool(subject.routine and subject.routine.requires_spotter_ack),
        partner_methods=settings.PARTNER_METHODS,
    )
    return exercises, composition


def plan_as_written(subject: Subject) -> Plan | Code:
    """Return what somebody did without the player: nothing is adapted or asked.

    A code says why it may never be logged: for professionals only, retired, or switched off.
    """
    exercises, composition = compose(subject)
    if subject.exercise:
        composition = replace(composition, items=(Item(slug=subject.exercise.slug),))
    known = list(composition.known())
    never = (
        why_not_runnable(exercise, partner_methods=composition.partner_methods)
        for _, _, exercise in known
    )
    if code := next(filter(None, never), None):
        return code
    rows = [
        Row(item=item, exercise=exercise, role=role, source=number)
        for (number, item, exercise), role in zip(known, roles(composition), strict=True)
    ]
    return timed(subject.routine, exercises, rows, tempo=AT_ONCE)


def facts_before(user: User, now: datetime) -> Facts:
    """Return the facts about a person who has no session open."""
    return snapshot.facts_for(user, now, running=None, unlock=True)


def plan_of(ready: Ready, minutes: int | None = None) -> Plan:
    """Return the timed plan; `minutes` are for what is rolled or otherwise done by the minute."""
    rows = ready.preparation.rows
    return timed(ready.subject.routine, ready.exercises, rows, minutes=minutes, tempo=ready.tempo)


def timed(
    routine: Routine | None,
    exercises: Mapping[str, Exercise],
    rows: Sequence[Row],
    *,
    minutes: int | None = None,
    tempo: Tempo = PLAIN,
) -> Plan:
    """Return the plan of rows; what a routine says about a row counts for it."""
    written: Sequence[dict[str, Any]] = routine.items if routine else []
    entries = []
    for row in rows:
        told = written[row.source - 1] if written and row.source else {}
        entry = _entry(exercises[row.exercise.slug], row, told, minutes)
        entries.append((entry, frozen.freeze(row.exercise)))
    return make_plan(entries, tempo)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A session as it stands at one instant; `rev` counts the moves that led there."""

    session: Session
    state: State
    elapsed_ms: int
    rev: int

    @property
    def is_played(self) -> bool:
        """Whether the player shows it: while it is open, or asks about a stop told later."""
        status, phase = self.session.status, self.state.phase
        if status == Session.Status.OPEN:
            return phase is not Phase.STOPPED
        return status != Session.Status.STOPPED and phase is Phase.STOPPING

    @property
    def bouts(self) -> list[PlayedBout]:
        """What has been done so far."""
        return bouts_in(self.session.plan, self.state, self.session.started_at)


def look_at(session: Session, now: datetime) -> Look:
    """Return the session with its state; one query unless its moves were read before."""
    elapsed = elapsed_ms(session.started_at, now)
    moves = snapshot.moves_of(session)
    state = fold(session.plan, moves, elapsed)
    return Look(session=session, state=state, elapsed_ms=elapsed, rev=len(moves))


def is_still_open(session: Session, now: datetime) -> bool:
    """Whether a session of `snapshot.open_session` goes on, and does not only wait to be closed."""
    if look_at(session, now).state.phase is Phase.STOPPED:
        return False
    last: datetime | None = session.last_move_at  # type: ignore[attr-defined]
    return not is_silent(session.started_at, last, now)


def rescreened_at(session: Session) -> datetime | None:
    """When the health questions were answered again after this session's STOP."""
    stops = Incident.objects.filter(user=session.user_id, session=session, rule=Rule.P1)
    return stops.values_list("rescreened_at", flat=True).first()


def limits_reached(session: Session, bouts: Sequence[Bout], now: datetime) -> list[Verdict]:
    """What the rules found that rests on this session, and that still holds."""
    dates = {session.on, *(bout.on for bout in bouts)}
    rows = Incident.objects.in_force(session.user, now).filter(on__in=dates)
    mine = {str(session.pk), *(str(bout.pk) for bout in bouts)}
    found = (snapshot.incident_facts(row) for row in rows.exclude(rule=Rule.P1))
    return [
        as_verdict(incident)
        for incident in found
        if incident.open_at(now) and not mine.isdisjoint(incident.rows)
    ]


def begun_against(session: Session) -> list[tuple[int, list[dict[str, Any]]]]:
    """Items that were begun without a network, with what the rules said to it: (item, frozen)."""
    late = session.moves.filter(kind=Kind.BEGIN, data__late=True).order_by("offset_ms")
    told = late.values_list("data", flat=True)
    return [(data["item"], data["verdicts"]) for data in told if data.get("verdicts")]


def bouts_logged(session: Session) -> list[Bout]:
    """Return the bouts of a closed session in order, with their exercises."""
    return list(session.bouts.select_related("exercise").order_by("position"))


def ready_for(user: User, subject: Subject, now: datetime) -> Ready:
    """Return the subject as the start card shows it, before anything is ticked."""
    return prepare(user=user, subject=subject, facts=facts_before(user, now), now=now)


def _rows_of(routine: Routine | None) -> list[Item]:
    rows: Sequence[dict[str, Any]] = routine.items if routine else []
    return [Item(slug=row["slug"], hold=row.get("hold_s")) for row in rows]


def _entry(exercise: Exercise, row: Row, told: Mapping[str, Any], minutes: int | None) -> Entry:
    timed = exercise.spec.prescription.min_minutes is not None
    return Entry(
        spec=exercise.spec,
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
