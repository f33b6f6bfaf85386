"""Writes of the screening: keep a set of answers, start a STOP from it, set the answers aside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from exercises.vocabulary import BLOCK_ALL
from tracking import incidents
from tracking.access import lock_person
from tracking.models import Incident, Screening
from tracking.player.actions.closing import halt_open
from tracking.safety.facts import Screening as Concluded
from tracking.safety.pain import answers_stop
from tracking.safety.questions import VERSION
from tracking.safety.screening import Answers, conclude
from tracking.safety.verdict import Rule
from tracking.snapshot import screening_facts, stop_facts


def save_screening(
    *, user: User, answers: Answers, raw: Mapping[str, Any], now: datetime
) -> Screening:
    """Store the answers as a new version, and let them lift or begin a STOP.

    If nothing may run with them, what runs ends now.
    """
    with transaction.atomic():
        if answers.stops or answers.tags & BLOCK_ALL:
            halt_open(user=user, now=now)
        # The lock makes two submissions at once follow each other, so no red flag is lost.
        lock_person(user)
        latest = Screening.objects.of(user).first()
        # Answers that had to wait for others are the newer ones, whatever clock they were read by.
        at = max(now, latest.answered_at) if latest else now
        concluded = conclude(answers, previous=screening_facts(latest) if latest else None, at=at)
        row = _store(user, answers, raw, concluded)
        _lift_stops(user, concluded)
        if answers.stops:
            incidents.record_answered_stop(screening=row, now=now)
    return row


def set_aside(*, user: User, now: datetime) -> Screening | None:
    """Note that something is new: the latest answers no longer count. None if there are none."""
    with transaction.atomic():
        latest = Screening.objects.of(user).select_for_update().first()
        if latest and latest.voided_at is None:
            latest.voided_at, latest.voided_by = now, Screening.NEWS
            latest.save(update_fields=["voided_at", "voided_by"])
    return latest


def _store(user: User, answers: Answers, raw: Mapping[str, Any], concluded: Concluded) -> Screening:
    return Screening.objects.create(
        user=user,
        answered_at=concluded.answered_at,
        questions_version=VERSION,
        answers=dict(raw),
        tags=sorted(concluded.tags),
        age=concluded.age,
        pain_now=concluded.pain,
        pain_quality=concluded.quality or "",
        red_care=concluded.care or "",
        red_since=concluded.red_since,
        clinician_seen=answers.clinician_seen,
        voided_at=concluded.answered_at if answers.stops else None,
        voided_by=Screening.STOP if answers.stops else "",
    )


def _lift_stops(user: User, concluded: Concluded) -> None:
    """Mark the STOPs that these answers are the re-screen of."""
    open_stops = Incident.objects.filter(user=user, rule=Rule.P1, rescreened_at=None)
    for stop in open_stops.with_session():
        if answers_stop(concluded, stop_facts(stop)):
            stop.rescreened_at = concluded.answered_at
            stop.save(update_fields=["rescreened_at"])
