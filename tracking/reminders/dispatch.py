"""The tick: find reminders that are due, decide on each, move it on, and write its mail.

A batch is judged and its mails are composed before any lock is taken; then one short transaction
claims the rows that nobody has moved meanwhile and writes everything that belongs to them.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from accounts import outbox
from accounts.models import OutboxMail, User
from accounts.queries import address_confirmed
from tracking.models import MailDecision, Reminder, Session
from tracking.reminders.letters import REMINDER_LIFE, reminder_mail
from tracking.reminders.schedule import Schedule, zone_named

logger = logging.getLogger(__name__)
BATCH = 200
Outcome = MailDecision.Outcome
type Done = frozenset[tuple[UUID, date, UUID | None]]


class Reason(StrEnum):
    """Why a reminder was not mailed, or that it was only a test."""

    NONE = ""
    DONE = "done"
    CHANNEL_OFF = "channel_off"
    STALE = "stale"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Tick:
    """What is to be written about one due reminder."""

    reminder: Reminder
    found_at: datetime  # its next_due_at when it was read
    next_due_at: datetime | None
    decision: MailDecision | None = None
    mail: OutboxMail | None = None


def dispatch_due(*, now: datetime, limit: int = BATCH) -> int:
    """Decide on every reminder that is due, batch by batch; return how many were decided.

    A reminder whose ticks were missed is decided once, for the last of them.
    """
    decided = 0
    while ticks := judge(due_batch(now, limit), now):
        claimed = write(ticks)
        decided += claimed
        if not claimed:  # another worker has them all
            break
    return decided


def due_batch(now: datetime, limit: int) -> list[Reminder]:
    """The reminders due longest, with their people and whether their address is confirmed."""
    due = Reminder.objects.filter(enabled=True, next_due_at__lte=now).order_by("next_due_at")
    return list(due.select_related("user").annotate(confirmed=address_confirmed("user__"))[:limit])


def judge(reminders: Sequence[Reminder], now: datetime) -> list[Tick]:
    """What each reminder comes to; one that cannot be read is switched off, the others go on."""
    dues: list[tuple[Reminder, datetime, datetime | None]] = []
    broken: list[Reminder] = []
    for reminder in reminders:
        try:
            schedule = schedule_of(reminder)
            found = reminder.next_due_at or now
            due = max(schedule.last_until(now) or found, found)
            dues.append((reminder, due, schedule.next_after(now)))
        except (TypeError, ValueError):
            logger.error("Reminder %s cannot be read and is switched off.", reminder.pk)
            broken.append(reminder)
    done = sessions_done((reminder, due) for reminder, due, _ in dues)
    return [tick_of(*due, done=done, now=now) for due in dues] + [
        Tick(reminder, reminder.next_due_at or now, None) for reminder in broken
    ]


def tick_of(
    reminder: Reminder,
    due: datetime,
    next_due_at: datetime | None,
    *,
    done: Done,
    now: datetime,
) -> Tick:
    """Decide on one due instant."""
    reason = reason_against(reminder, reminder.user, due, done=done, now=now)
    key = f"reminder:{reminder.pk}:{due.isoformat()}"
    mail = None if reason else reminder_mail(reminder, due=due, now=now, key=key)
    decision = MailDecision(
        user=reminder.user,
        stream="reminder",
        key=key,
        outcome=Outcome.SUPPRESSED if reason else Outcome.SENT,
        reason=reason,
        decided_at=now,
        due_at=due,
        label=reminder.label,
        mail=mail,
    )
    return Tick(reminder, reminder.next_due_at or now, next_due_at, decision, mail)


def reason_against(
    reminder: Reminder, user: User, due: datetime, *, done: Done, now: datetime
) -> Reason:
    """Why no mail is sent for this due instant; NONE if it is. Needs `reminder.confirmed`."""
    confirmed: bool = reminder.confirmed  # type: ignore[attr-defined]
    if not (confirmed and user.is_active and user.reminder_mail) or user.bounced_at:
        return Reason.CHANNEL_OFF
    if now - due > REMINDER_LIFE:
        return Reason.STALE
    if reminder.only_if_not_done and is_done(reminder, due, done):
        return Reason.DONE
    return Reason.NONE


def is_done(reminder: Reminder, due: datetime, done: Done) -> bool:
    """Whether its routine (any, if it names none) was finished on the local date of `due`."""
    on = due.astimezone(zone_named(reminder.zone)).date()
    return (reminder.user_id, on, reminder.routine_id) in done


def sessions_done(dues: Iterable[tuple[Reminder, datetime]]) -> Done:
    """Person, local date and routine of finished sessions that matter to these; None = any."""
    asked = [
        (reminder.user_id, due.astimezone(zone_named(reminder.zone)).date())
        for reminder, due in dues
        if reminder.only_if_not_done
    ]
    if not asked:
        return frozenset()
    rows = Session.objects.filter(
        status=Session.Status.FINISHED,
        user__in={user for user, _ in asked},
        on__in={on for _, on in asked},
    ).values_list("user_id", "on", "routine_id")
    found = set(rows)
    return frozenset(found | {(user, on, None) for user, on, _ in found})


def write(ticks: Sequence[Tick]) -> int:
    """Claim the reminders nobody has moved since they were read; store what belongs to them."""
    with transaction.atomic():
        found = {tick.reminder.pk: tick for tick in ticks}
        # Their people too: whoever erases an account waits, or is left out of this batch.
        rows = (
            Reminder.objects.filter(pk__in=found, enabled=True)
            .select_related("user")
            .select_for_update(skip_locked=True, of=("self", "user"), no_key=True)
        )
        won = [
            found[row.pk]
            for row in rows.only("pk", "next_due_at", "user__id")
            if row.next_due_at == found[row.pk].found_at
        ]
        for tick in won:
            tick.reminder.next_due_at = tick.next_due_at
            tick.reminder.enabled = tick.decision is not None
        Reminder.objects.bulk_update([tick.reminder for tick in won], ["next_due_at", "enabled"])
        store([tick for tick in won if tick.decision])
    return len(won)


def store(ticks: Sequence[Tick]) -> None:
    """Store decisions and mails; an instant that was decided before keeps its first decision."""
    decisions = [tick.decision for tick in ticks if tick.decision]
    keys = [decision.key for decision in decisions]
    known = set(MailDecision.objects.filter(key__in=keys).values_list("key", flat=True))
    outbox.write_all([tick.mail for tick in ticks if tick.mail and tick.mail.key not in known])
    MailDecision.objects.bulk_create([row for row in decisions if row.key not in known])


def schedule_of(reminder: Reminder) -> Schedule:
    """Return when a reminder is due; ValueError or TypeError if its row cannot be read."""
    times = [time.fromisoformat(at) for at in reminder.times]
    return Schedule(times, frozenset(reminder.weekdays), zone_named(reminder.zone))


def next_due(reminder: Reminder, now: datetime) -> datetime | None:
    """When a reminder is due next; None while it is off."""
    return schedule_of(reminder).next_after(now) if reminder.enabled else None
