"""What the progress pages write: a log is corrected, deleted, or entered afterwards."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from accounts.models import User
from tracking import incidents
from tracking.access import lock_person, lock_session
from tracking.models import Bout, Move, Session
from tracking.player.actions import FinishAnswers
from tracking.player.actions.closing import halt_open, partner_flag
from tracking.player.actions.record import close_session, read_release
from tracking.player.machine import Kind, State, fold
from tracking.player.queries import Subject
from tracking.player.timeline import Plan
from tracking.safety.facts import PainQuality, Whose, local_date

STOP_COLUMNS = ("status", "stopped_at", "stop_quality", "stop_whose")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAnswers:
    """What a log form says; `started_at` and `key` only for a session that is entered afterwards.

    `key` stands for the form that was filled in, so that a second tap makes no second session.
    `quality` is one's own pain while moving if it is one that stops.
    """

    finish: FinishAnswers
    pain_before: int | None = None
    quality: PainQuality | None = None
    started_at: datetime | None = None
    key: UUID = field(default_factory=uuid4)

    @property
    def stop(self) -> tuple[PainQuality, Whose] | None:
        """The pain that makes it a STOP, and whose it was."""
        if self.quality:
            return self.quality, Whose.OWN
        partner = self.finish.partner_stop
        return (partner, Whose.PARTNER) if partner else None

    def told(self) -> dict[str, Any]:
        """Return the answers by the names of a session's columns."""
        names = ("pain_after", "relief", "effort", "note")
        return {"pain_before": self.pain_before} | {n: getattr(self.finish, n) for n in names}


def edit_session(*, user: User, pk: UUID, answers: LogAnswers, now: datetime) -> Session:
    """Correct the answers of a closed session; the limits are counted again.

    A red pain that is told now makes it a STOP. A STOP stays one.
    """
    with transaction.atomic():
        session = lock_session(user, pk)
        if answers.stop and session.status != Session.Status.STOPPED:
            halt_open(user=user, now=now)
        for name, value in answers.told().items():
            setattr(session, name, value)
        session.acknowledgements = session.acknowledgements | partner_flag(answers.finish)
        _note_stop(session, answers)
        session.save(update_fields=[*answers.told(), "acknowledgements", *STOP_COLUMNS])
        changed = [_answered(session, bout, answers.finish) for bout in session.bouts.all()]
        Bout.objects.bulk_update(changed, ["released", "release_regions"])
        incidents.reevaluate(user=user, since=session.on, now=now, session=session)
        return session


def _note_stop(session: Session, answers: LogAnswers) -> None:
    """Turn a closed session into the STOP that the answers tell of; not saved.

    Where in it the pain came is not known: its end is the latest it can have been.
    """
    if answers.stop and session.status != Session.Status.STOPPED:
        session.status = Session.Status.STOPPED
        session.stop_quality, session.stop_whose = answers.stop
        session.stopped_at = session.ended_at or session.started_at


def _answered(session: Session, bout: Bout, answers: FinishAnswers) -> Bout:
    told = answers.releases.get(bout.position - 1)
    if told is not None:
        possible = session.plan["items"][bout.position - 1]["release_regions"]
        bout.released, bout.release_regions = read_release(told, possible)
    return bout


def delete_session(*, user: User, pk: UUID, now: datetime) -> None:
    """Delete a closed session with all that hangs on it; the limits are counted again."""
    with transaction.atomic():
        session = lock_session(user, pk)
        on = session.on
        session.delete()
        incidents.reevaluate(user=user, since=on, now=now)


def enter_session(
    *, user: User, subject: Subject, plan: Plan, answers: LogAnswers, now: datetime
) -> Session:
    """Log a session done without the player: every item of the plan, one after the other.

    The same key again returns the session that it made.
    """
    started_at = answers.started_at or now - length(plan)
    # Made of both, a key cannot name what belongs to somebody else.
    pk = uuid5(user.pk, str(answers.key))
    known = Session.objects.of(user).filter(pk=pk)
    with transaction.atomic():
        if answers.stop and not known.exists():
            halt_open(user=user, now=now)
        # The lock makes a second tap wait for the first.
        lock_person(user)
        if same := known.first():
            return same
        session = Session.objects.create(
            pk=pk,
            user=user,
            routine=subject.routine,
            title=subject.title,
            status=Session.Status.FINISHED,
            origin=Session.Origin.ENTERED,
            zone=user.zone.key,
            on=local_date(started_at, user.zone),
            started_at=started_at,
            received_at=now,
            plan=plan,
            acknowledgements=partner_flag(answers.finish),
            **answers.told(),
        )
        _close_as_planned(session, answers, now)
        return session


def _close_as_planned(session: Session, answers: LogAnswers, now: datetime) -> None:
    close_session(
        session=session,
        state=done_as_planned(session.plan),
        status=Session.Status.FINISHED,
        now=now,
        releases=answers.finish.releases,
    )
    if answers.stop:
        _note_stop(session, answers)
        session.save(update_fields=STOP_COLUMNS)
        incidents.record_stop(session=session, now=now)


def done_as_planned(plan: Plan) -> State:
    """Return the state after every item was begun in turn and ran to its end."""
    begins, offset = [], 0
    for number, item in enumerate(plan["items"]):
        begins.append(_begin(number, offset))
        offset += item["seconds"] * 1000
    return fold(plan, begins, offset)


def _begin(number: int, offset_ms: int) -> Move:
    data = {"item": number}
    return Move(client="entered", seq=number, kind=Kind.BEGIN, offset_ms=offset_ms, data=data)


def length(plan: Plan) -> timedelta:
    """How long the plan takes."""
    return timedelta(seconds=sum(item["seconds"] for item in plan["items"]))
