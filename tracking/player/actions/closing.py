"""How a session ends: finished with its answers, given up, or not kept (pain: stopping.py)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from exercises.vocabulary import Companion
from tracking.access import lock_session
from tracking.models import Move, PainAnswer, Session
from tracking.player import live
from tracking.player.actions import late
from tracking.player.actions.presses import (
    SERVER,
    Outcome,
    Press,
    Refusal,
    Scene,
    is_copy,
    is_early,
    keep_void,
    make_move,
    scene_of,
)
from tracking.player.actions.record import (
    close_if_due,
    close_overdue,
    close_session,
    corrected_releases,
)
from tracking.player.bouts import ABANDONED_AFTER, bouts_in, elapsed_ms, is_whole
from tracking.player.machine import Kind, Phase, State, fold
from tracking.safety.facts import PainQuality, Whose
from tracking.safety.pain import ANSWER_WITHIN, BACK_WITHIN, is_red

BATCH = 200  # abandoned sessions closed by one run of the task
REVISE_WITHIN = timedelta(minutes=10)  # after that the log is where answers are corrected
SAVED_BY = "saved_by"  # among the acknowledgements of a session
LATELY = timedelta(days=2)  # for so long the task looks at what a closed session heard afterwards


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
    again: bool = False  # the page was opened once more after it was saved

    @property
    def partner_stop(self) -> PainQuality | None:
        """The partner's pain if it is one that stops."""
        quality = PainQuality(self.partner_pain) if self.partner_pain else None
        return quality if is_red(quality) else None


def finish_session(
    *, user: User, pk: UUID, answers: FinishAnswers, now: datetime, press: Press | None = None
) -> Outcome:
    """Close a session that has ended, with its answers; a second time changes nothing."""
    with transaction.atomic():
        session = lock_session(user, pk)
        return finish_locked(session=session, answers=answers, now=now, press=press)


def finish_locked(
    *, session: Session, answers: FinishAnswers, now: datetime, press: Press | None = None
) -> Outcome:
    """Do so with a session that `access.lock_session` has just read, in the same transaction.

    `press` tells the answers from their copies. They may come long after the clock has closed the
    session, and may be given once more right after they were given (`answers.again`).
    """
    scene = scene_of(session, now)
    moves, state = scene.moves, scene.state
    closed = close_if_due(session=session, state=state, moves=moves, now=now)
    if press and (is_copy(press, moves) or _mark(press) in _saved_by(session)):
        return scene.outcome()
    open_again = press and (late.takes(session, moves, press) or _is_revised(scene, answers))
    if closed and not open_again:
        return scene.outcome()
    refusal = why_not_finish(session, state, answers)
    if press and is_early(press, moves):
        return scene.outcome(refusal=Refusal.EARLIER_MISSING)
    if press and refusal:
        keep_void(press, make_move(press, scene))
    if refusal:
        return scene.outcome(refusal=refusal)
    if press:  # in the row that is written anyway
        marks = {SAVED_BY: [*_saved_by(session), _mark(press)]}
        session.acknowledgements = session.acknowledgements | marks
    _close(scene, answers, closed=closed)
    return scene.outcome()


def _mark(press: Press) -> list[Any]:
    """What tells the press from others, as JSON."""
    return [press.client, press.seq]


def _saved_by(session: Session) -> list[list[Any]]:
    """The presses by which the answers of the finish page were saved."""
    saved: list[list[Any]] = session.acknowledgements.get(SAVED_BY, [])
    return saved


def _close(scene: Scene, answers: FinishAnswers, *, closed: bool) -> None:
    """Write the log with the answers; of a closed session what was corrected by hand stays."""
    session, state, now = scene.session, scene.state, scene.now
    corrected = corrected_releases(session, state) if closed and not answers.again else {}
    _take(session, answers, keep=closed and not answers.again)
    whole = is_whole(session.plan, state)
    status = Session.Status.FINISHED if whole else Session.Status.PARTIAL
    if quality := answers.partner_stop:
        status = Session.Status.STOPPED
        state = replace(state, quality=quality.value, whose=Whose.PARTNER.value)
    if closed:
        session.bouts.all().delete()
    releases = answers.releases | corrected
    close_session(session=session, state=state, status=status, now=now, releases=releases)


def _is_revised(scene: Scene, answers: FinishAnswers) -> bool:
    return answers.again and may_revise(scene.session, scene.now)


def may_revise(session: Session, now: datetime) -> bool:
    """Whether the finish page may be opened again: it was just saved, and nothing hurt."""
    saved = bool(_saved_by(session))
    closed = session.status in (Session.Status.FINISHED, Session.Status.PARTIAL)
    return saved and closed and now < session.received_at + REVISE_WITHIN


def came_too_late(session: Session, press: Press | None) -> bool:
    """Whether answers of the finish page were left out: others had closed the session."""
    closed = session.status != Session.Status.OPEN
    return closed and press is not None and _mark(press) not in _saved_by(session)


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


def _take(session: Session, answers: FinishAnswers, *, keep: bool) -> None:
    """Put the answers into the row; with `keep` only where nothing stands yet."""
    for name in ("pain_after", "relief", "effort", "note"):
        if not keep or getattr(session, name) in (None, ""):
            setattr(session, name, getattr(answers, name))
    session.acknowledgements = session.acknowledgements | partner_flag(answers)


def partner_flag(answers: FinishAnswers) -> dict[str, str]:
    """What is kept of the partner's answer: a flag only, nothing about who the partner is."""
    if answers.partner_pain is None:
        return {}
    return {"partner_pain": "yes" if answers.partner_pain else "no"}


def discard_session(*, user: User, pk: UUID, now: datetime) -> Refusal | None:
    """Delete an open session in which no mobilising exercise was begun and nothing hurt.

    How much it hurt before moving still counts for its date.
    """
    with transaction.atomic():
        session = lock_session(user, pk)
        moves = list(session.moves.all())
        state = fold(session.plan, moves, elapsed_ms(session.started_at, now))
        if close_if_due(session=session, state=state, moves=moves, now=now):
            return Refusal.SESSION_CLOSED
        if not can_discard(session, state):
            return Refusal.DISCARD_TOO_LATE
        PainAnswer.objects.keep(user, on=session.on, pain=session.pain_before)
        live.close(session.pk)
        session.delete()
        return None


def halt_open(*, user: User, now: datetime) -> None:
    """End what runs or waits, because nothing may run any more; its finish page still asks.

    Call it inside the transaction of what closes everything, before the person's row is locked:
    that is the order in which a press locks them.
    """
    for pk in Session.objects.of(user).open().values_list("pk", flat=True):
        _halt(scene_of(lock_session(user, pk), now))


def _halt(scene: Scene) -> None:
    """End one session. An open stop question stays: its answer says more."""
    session, moves, state = scene.session, scene.moves, scene.state
    if close_if_due(session=session, state=state, moves=moves, now=scene.now):
        return
    if state.phase in (Phase.RUNNING, Phase.PAUSED, Phase.WAITING):
        move = make_move(Press(kind=Kind.END, client=SERVER), scene)
        after = fold(session.plan, [*moves, move], scene.elapsed)
        move.save(force_insert=True)
        live.note(session, after, len(moves) + 1)


def can_discard(session: Session, state: State) -> bool:
    """Whether the session may still go without a trace; an ache before any work leaves none."""
    done = bouts_in(session.plan, state, session.started_at)
    hurt = state.phase is Phase.STOPPING or (state.ached and done)
    return not hurt and not any(bout.mobilising for bout in done)


def close_abandoned(*, now: datetime, limit: int = BATCH) -> int:
    """Close sessions whose time has run out, each in its own transaction; return how many."""
    overdue = [*_overdue(now)[:limit], *_asked_late(now)[:limit]]
    return sum(close_overdue(pk, now, skip_locked=True) for pk in overdue)


def _overdue(now: datetime) -> QuerySet[Session, UUID]:
    """Open sessions, silent for six hours or with a stop that may be due; oldest first."""
    asked = Move.objects.filter(_may_be_due(now), session=OuterRef("pk"))
    last = Coalesce(Max("moves__received_at"), "started_at")
    return (
        Session.objects.open()
        .annotate(last_move_at=last)
        .filter(Q(last_move_at__lte=now - ABANDONED_AFTER) | Exists(asked))
        .order_by("last_move_at")
        .values_list("pk", flat=True)
    )


def _asked_late(now: datetime) -> QuerySet[Move, UUID]:
    """Closed sessions that heard of a stop afterwards, which may be due (see `LATELY`)."""
    return (
        Move.objects.filter(_may_be_due(now), received_at__gt=now - LATELY)
        .filter(received_at__gte=F("session__received_at"))
        .filter(session__status__in=(Session.Status.FINISHED, Session.Status.PARTIAL))
        .order_by("received_at")
        .values_list("session", flat=True)
    )


def _may_be_due(now: datetime) -> Q:
    """A stop pressed ten minutes ago, or left alone some seconds ago; its fold knows."""
    asked = Q(kind=Kind.STOP, received_at__lte=now - ANSWER_WITHIN)
    return asked | Q(kind=Kind.LEFT, received_at__lte=now - BACK_WITHIN)
