"""Writes of the reminders: make, change, switch, delete, test, and stop from a mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from accounts import outbox
from accounts.models import User
from accounts.queries import address_confirmed
from tracking.access import lock_reminder
from tracking.models import MailDecision, Reminder, Routine
from tracking.reminders.dispatch import Reason, next_due
from tracking.reminders.letters import reminder_mail
from tracking.reminders.links import Link, Purpose
from tracking.reminders.schedule import busiest

#: The source's three to five times a day is a ceiling, not a target (safety rule A20).
MOST_A_DAY = 5
TEST_GAP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person says about a reminder."""

    times: Sequence[time]
    weekdays: Sequence[int]
    zone: str
    routine: Routine | None = None
    label: str = ""
    only_if_not_done: bool = True
    enabled: bool = True


def create_reminder(*, user: User, draft: Draft, now: datetime) -> Reminder:
    """Store a reminder; ValidationError REMINDER_TOO_MANY if a day would have more than five."""
    with transaction.atomic():
        _lock(user)
        return _save(Reminder(user=user, created_at=now), draft, now)


def update_reminder(*, reminder: Reminder, draft: Draft, now: datetime) -> Reminder:
    """Change a reminder, as `create_reminder`."""
    with transaction.atomic():
        _lock(reminder.user)
        lock_reminder(reminder)
        return _save(reminder, draft, now)


def switch_reminder(*, reminder: Reminder, on: bool, now: datetime) -> Reminder:
    """Switch a reminder on or off; on may raise REMINDER_TOO_MANY."""
    with transaction.atomic():
        _lock(reminder.user)
        lock_reminder(reminder)
        reminder.enabled = on
        if on:
            _check_load(reminder)
        reminder.next_due_at = next_due(reminder, now)
        reminder.save(update_fields=["enabled", "next_due_at"])
    return reminder


def delete_reminder(*, reminder: Reminder) -> None:
    """Delete a reminder; what was decided about it stays in the ledger."""
    reminder.delete()


def send_test(*, reminder: Reminder, now: datetime) -> MailDecision:
    """Write the reminder's mail as a test, now.

    ValidationError CHANNEL_OFF if no reminder could arrive, TEST_TOO_SOON within a minute.
    """
    with transaction.atomic():
        user, confirmed = _lock(reminder.user)
        if not (confirmed and user.reminder_mail) or user.bounced_at:
            raise ValidationError(
                _("Reminder mails are off, or your address cannot receive mail."), "CHANNEL_OFF"
            )
        tests = MailDecision.objects.of(user).filter(stream="reminder", reason=Reason.TEST)
        if tests.filter(decided_at__gt=now - TEST_GAP).exists():
            raise ValidationError(
                _("A test has just been sent. Wait a minute, then try again."), "TEST_TOO_SOON"
            )
        key = f"test:{uuid4().hex}"
        reminder.user = user
        mail = reminder_mail(reminder, due=now, now=now, key=key, test=True)
        outbox.write_all([mail])
        return MailDecision.objects.create(
            user=user,
            stream="reminder",
            key=key,
            outcome=MailDecision.Outcome.SENT,
            reason=Reason.TEST,
            decided_at=now,
            label=reminder.label,
            mail=mail,
        )


def stop_from_mail(*, link: Link, only_this: bool = False) -> None:
    """Stop what a mail's link names: its stream, or only the reminder that wrote it. Repeatable."""
    people = User.objects.filter(pk=link.user)
    if link.purpose is Purpose.STOP_ALERTS:
        people.update(alert_mail=False)
    elif only_this and link.reminder:
        Reminder.objects.filter(pk=link.reminder, user=link.user).update(
            enabled=False, next_due_at=None
        )
    else:
        people.update(reminder_mail=False)


def _save(reminder: Reminder, draft: Draft, now: datetime) -> Reminder:
    reminder.routine = draft.routine
    reminder.label = draft.label
    reminder.times = sorted({f"{at:%H:%M}" for at in draft.times})
    reminder.weekdays = sorted(set(draft.weekdays))
    reminder.zone = draft.zone
    reminder.only_if_not_done = draft.only_if_not_done
    reminder.enabled = draft.enabled
    if reminder.enabled:
        _check_load(reminder)
    reminder.next_due_at = next_due(reminder, now)
    reminder.save()
    return reminder


def _lock(user: User) -> tuple[User, bool]:
    """Lock the person's row; return it, and whether the address is confirmed.

    Two new reminders at once must not pass the ceiling together.
    """
    rows = User.objects.select_for_update(no_key=True).annotate(confirmed=address_confirmed())
    person = get_object_or_404(rows, pk=user.pk)
    return person, person.confirmed  # type: ignore[attr-defined]


def _check_load(reminder: Reminder) -> None:
    others = Reminder.objects.of(reminder.user).filter(enabled=True).exclude(pk=reminder.pk)
    plans = [*others.values_list("times", "weekdays"), (reminder.times, reminder.weekdays)]
    day, count = busiest(plans)
    if count > MOST_A_DAY:
        raise ValidationError(
            _("At most %(most)s reminders a day: %(day)s would have %(count)s."),
            "REMINDER_TOO_MANY",
            {"most": MOST_A_DAY, "day": WEEKDAYS[day], "count": count},
        )
