"""How a session ends: finished with its answers, stopped for pain, given up, or not kept."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from exercises.vocabulary import Companion
from tracking import incidents
from tracking.access import lock_session
from tracking.models import Move, Session
from tracking.player.actions.moving import Outcome, Press, Refusal, make_move
from tracking.player.actions.record import CLOSING, close_if_due, close_session, note_stop
from tracking.player.bouts import ABANDONED_AFTER, bouts_in, elapsed_ms, is_whole
from tracking.player.machine import STOP_ANSWER_MS, Kind, Phase, State, fold
from tracking.safety.facts import PainQuality, Whose
from tracking.safety.pain import is_red

BATCH = 200  # abandoned sessions closed by one run of the task


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishAnswers:
    """The finish page. `releases` is item -> "no", "unsure" or a region.

    `partner_pain` is None where it was not answered, "" for "no pain".
    """

    releases: dict[int, str] = field(default_factory=dict)
    pain_after: int | None = None
    relief: int | None = None
    effort: int | None = None
    note: str = ""
    partner_pain: str | None = None

    @property
    def partner_stop(self) -> PainQuality | None:
        """The partner's pain if it is one that stops."""
        quality = PainQuality(self.partner_pain) if self.partner_pain else None
        return quality if is_red(quality) else None


def finish_session(*, user: User, pk: UUID, answers: FinishAnswers, now: datetime) -> Outcome:
    """Close a session that has ended, with its answers; a second time changes nothing."""
    with transaction.atomic():
        return finish_locked(session=lock_session(user, pk), answers=answers, now=now)


def finish_locked(*, session: Session, answers: FinishAnswers, now: datetime) -> Outcome:
    """Do so with a session that `access.lock_session` has just read, in the same transaction."""
    moves = list(session.moves.all())
    state = fold(session.plan, moves, elapsed_ms(session.started_at, now))
    if close_if_due(session=session, state=state, moves=moves, now=now):
        return Outcome(session=session, state=state)
    if refusal := why_not_finish(session, state, answers):
        return Outcome(session=session, state=state, refusal=refusal)
    _take(session, answers)
    whole = is_whole(session.plan, state)
    status = Session.Status.FINISHED if whole else Session.Status.PARTIAL
    if quality := answers.partner_stop:
        status = Session.Status.STOPPED
        state = replace(state, quality=quality.value, whose=Whose.PARTNER.value)
    close_session(session=session, state=state, status=status, now=now, releases=answers.releases)
    return Outcome(session=session, state=state)


def why_not_finish(session: Session, state: State, answers: FinishAnswers) -> Refusal | None:
    """What still keeps the session from closing."""
    done = bouts_in(session.plan, state, session.started_at)
    if state.phase is not Phase.ENDED:
        return Refusal.NOT_ENDED
    if not done:
        return Refusal.NOTHING_DONE
    if any(bout.mobilising and bout.position not in answers.releases for bout in done):
        return Refusal.RELEASE_ANSWER_REQUIRED
    if had_partner(session, state) and answers.partner_pain is None:
        return Refusal.PARTNER_PAIN_REQUIRED
    return None


def had_partner(session: Session, state: State) -> bool:
    """Whether a partner lent a hand in what was done, so that their pain is asked about."""
    done = bouts_in(session.plan, state, session.started_at)
    gates = (session.plan["items"][bout.position]["gate"] for bout in done)
    return Companion.ACTIVE_PARTNER in gates


def _take(session: Session, answers: FinishAnswers) -> None:
    session.pain_after = answers.pain_after
    session.relief = answers.relief
    session.effort = answers.effort
    session.note = answers.note
    session.acknowledgements = session.acknowledgements | partner_flag(answers)


def partner_flag(answers: FinishAnswers) -> dict[str, str]:
    """What is kept of the partner's answer: a flag only, nothing about who the partner is."""
    if answers.partner_pain is None:
        return {}
    return {"partner_pain": "yes" if answers.partner_pain else "no"}


def stop_session(*, user: User, pk: UUID, press: Press, now: datetime) -> Outcome:
    """Take an answer to the stop question, or red pain without it; later copies change nothing.

    Red pain is never refused: it ends an open session and turns a closed one into a STOP.
    """
    with transaction.atomic():
        session = lock_session(user, pk)
        moves = list(session.moves.all())
        elapsed = elapsed_ms(session.started_at, now)
        state = fold(session.plan, moves, elapsed)
        if any((move.client, move.seq) == (press.client, press.seq) for move in moves):
            return Outcome(session=session, state=state)
        move = make_move(session, press, elapsed, now)
        if close_if_due(session=session, state=state, moves=moves, now=now):
            _stop_late(session, fold(session.plan, [*moves, move], elapsed), move, now)
            return Outcome(session=session, state=state, refusal=Refusal.SESSION_CLOSED)
        move.save(force_insert=True)
        state = fold(session.plan, [*moves, move], elapsed)
        if state.phase is Phase.STOPPED:
            close_session(session=session, state=state, status=Session.Status.STOPPED, now=now)
        return Outcome(session=session, state=state)


def _stop_late(session: Session, state: State, move: Move, now: datetime) -> None:
    """Red pain told after the session closed still counts; a STOP without a word gets its word."""
    told = move.kind == Kind.PAIN and session.origin == Session.Origin.LIVE
    if not told or session.stop_quality:
        return
    move.save(force_insert=True)
    if session.status == Session.Status.STOPPED:
        session.stop_quality = state.quality or move.data.get("quality", "")
        session.save(update_fields=["stop_quality"])
        return
    session.status = Session.Status.STOPPED
    note_stop(session=session, state=state, now=now)
    session.save(update_fields=CLOSING)
    incidents.record_stop(session=session, now=now)


def rate_stop(*, user: User, pk: UUID, pain: int, now: datetime) -> Session:
    """Note how strong the pain was that stopped a session; one's own is its pain afterwards."""
    with transaction.atomic():
        session = lock_session(user, pk)
        if session.status != Session.Status.STOPPED:
            return session
        session.stop_pain = pain
        if session.stop_whose != Whose.PARTNER:
            session.pain_after = pain
        session.save(update_fields=["stop_pain", "pain_after"])
        incidents.reevaluate(user=user, since=session.on, now=now, session=session)
        return session


def discard_session(*, user: User, pk: UUID, now: datetime) -> Refusal | None:
    """Delete an open session in which no mobilising exercise was begun and nothing hurt."""
    with transaction.atomic():
        session = lock_session(user, pk)
        moves = list(session.moves.all())
        state = fold(session.plan, moves, elapsed_ms(session.started_at, now))
        if close_if_due(session=session, state=state, moves=moves, now=now):
            return Refusal.SESSION_CLOSED
        if not can_discard(session, state):
            return Refusal.DISCARD_TOO_LATE
        session.delete()
        return None


def can_discard(session: Session, state: State) -> bool:
    """Whether the session may still go without a trace."""
    done = bouts_in(session.plan, state, session.started_at)
    hurt = state.phase is Phase.STOPPING or state.ached
    return not hurt and not any(bout.mobilising for bout in done)


def close_abandoned(*, now: datetime, limit: int = BATCH) -> int:
    """Close open sessions whose time has run out, each in its own transaction; return how many."""
    return sum(_close_one(pk, now) for pk in _overdue(now)[:limit])


def _overdue(now: datetime) -> QuerySet[Session, UUID]:
    """Sessions silent for six hours, or with a stop pressed ten minutes ago; oldest first."""
    asked = Move.objects.filter(
        session=OuterRef("pk"),
        kind=Kind.STOP,
        received_at__lte=now - timedelta(milliseconds=STOP_ANSWER_MS),
    )
    last = Coalesce(Max("moves__received_at"), "started_at")
    return (
        Session.objects.open()
        .annotate(last_move_at=last)
        .filter(Q(last_move_at__lte=now - ABANDONED_AFTER) | Exists(asked))
        .order_by("last_move_at")
        .values_list("pk", flat=True)
    )


def _close_one(pk: UUID, now: datetime) -> bool:
    with transaction.atomic():
        rows = Session.objects.open().select_for_update(skip_locked=True)
        session = rows.prefetch_related("moves").filter(pk=pk).first()
        if session is None:
            return False
        moves = list(session.moves.all())
        state = fold(session.plan, moves, elapsed_ms(session.started_at, now))
        return close_if_due(session=session, state=state, moves=moves, now=now)
