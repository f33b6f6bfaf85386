"""What the progress pages write: a log is corrected, deleted, or entered afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from tracking import incidents
from tracking.access import lock_session
from tracking.models import Bout, Move, Session
from tracking.player.actions import FinishAnswers
from tracking.player.actions.record import close_session, read_release
from tracking.player.machine import Kind, State, fold
from tracking.player.queries import Subject
from tracking.player.timeline import Plan
from tracking.safety.facts import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAnswers:
    """What a log form says; `started_at` only for a session that is entered afterwards."""

    finish: FinishAnswers
    pain_before: int | None = None
    started_at: datetime | None = None

    def told(self) -> dict[str, Any]:
        """Return the answers by the names of a session's columns."""
        names = ("pain_after", "relief", "effort", "note")
        return {"pain_before": self.pain_before} | {n: getattr(self.finish, n) for n in names}


def edit_session(*, user: User, pk: UUID, answers: LogAnswers, now: datetime) -> Session:
    """Correct the answers of a closed session; the limits are counted again."""
    with transaction.atomic():
        session = lock_session(user, pk)
        for name, value in answers.told().items():
            setattr(session, name, value)
        session.save(update_fields=list(answers.told()))
        changed = [_answered(session, bout, answers.finish) for bout in session.bouts.all()]
        Bout.objects.bulk_update(changed, ["released", "release_regions"])
        incidents.reevaluate(user=user, since=session.on, now=now)
        return session


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
    """Log a session done without the player: every item of the plan, one after the other."""
    started_at = answers.started_at or now - length(plan)
    with transaction.atomic():
        session = Session.objects.create(
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
            **answers.told(),
        )
        close_session(
            session=session,
            state=done_as_planned(plan),
            status=Session.Status.FINISHED,
            now=now,
            releases=answers.finish.releases,
        )
        return session


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
