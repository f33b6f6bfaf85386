"""What the reminder pages read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator

from accounts.models import User
from accounts.queries import address_confirmed
from tracking.models import MailDecision, Reminder
from tracking.reminders.dispatch import Reason, reason_against, sessions_done
from tracking.reminders.schedule import inside, instant_of, zone_named
from tracking.reminders.words import (
    EXPECTED,
    due_in_words,
    outcome_in_words,
    subject_in_words,
    weekdays_in_words,
)
from tracking.safety import regions
from tracking.snapshot import facts_for, open_session

LEDGER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A reminder as the page shows it."""

    reminder: Reminder
    weekdays: str
    due: str  # in words; empty while it is off
    expected: str  # what will be decided then, as far as is known now


@dataclass(frozen=True, slots=True)
class Past:
    """A decision as the ledger shows it."""

    at: datetime
    subject: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything about reminders and mail but the ledger's pages."""

    entries: tuple[Entry, ...]
    held_until: datetime | None
    confirmed: bool
    suggestion: time

    @property
    def next(self) -> tuple[Entry, ...]:
        """What comes next, soonest first."""
        return tuple(entry for entry in self.entries if entry.due)


def overview(user: User, now: datetime) -> Overview:
    """Return a person's reminders with what is expected of each; four queries."""
    rows = Reminder.objects.of(user).select_related("user", "routine")
    reminders = list(rows.annotate(confirmed=address_confirmed("user__")))
    held = MailDecision.objects.of(user).held().order_by("held_until").first()
    confirmed = (
        bool(reminders[0].confirmed)  # type: ignore[attr-defined]
        if reminders
        else User.objects.filter(address_confirmed(), pk=user.pk).exists()
    )
    return Overview(
        entries=tuple(_entries(reminders, user, now)),
        held_until=held.held_until if held else None,
        confirmed=confirmed,
        suggestion=suggestion(user),
    )


def ledger(user: User, number: str | None) -> Page[MailDecision]:
    """Return one page of past decisions, newest first; its rows are shown by `past`."""
    rows = MailDecision.objects.of(user).select_related("mail")
    light = rows.defer("mail__text", "mail__html", "mail__subject", "mail__headers")
    return Paginator(light, LEDGER_PAGE).get_page(number)


def past(decisions: Sequence[MailDecision]) -> list[Past]:
    """Return decisions in words."""
    return [
        Past(row.due_at or row.decided_at, subject_in_words(row), outcome_in_words(row))
        for row in decisions
    ]


def suggestion(user: User) -> time:
    """The one slot that is offered first: an hour after the quiet hours end."""
    return user.quiet_until.replace(hour=(user.quiet_until.hour + 1) % 24)


def in_quiet_hours(user: User, times: Iterable[time], zone: str, now: datetime) -> list[time]:
    """The times, local to `zone`, at which the person's own clock shows quiet hours."""
    today = now.astimezone(zone_named(zone)).date()
    clocks = {at: instant_of(today, at, zone_named(zone)).astimezone(user.zone) for at in times}
    quiet = user.quiet_from, user.quiet_until
    return sorted(at for at, clock in clocks.items() if inside(clock.time(), *quiet))


def must_rest(user: User, now: datetime) -> bool:
    """Whether only stretches are offered for now, by the rules of the spine map."""
    return regions.must_rest(facts_for(user, now, running=open_session(user)), now)


def _entries(reminders: Sequence[Reminder], user: User, now: datetime) -> list[Entry]:
    dues = [(row, row.next_due_at) for row in reminders if row.enabled and row.next_due_at]
    done = sessions_done(dues)
    home = ZoneInfo(user.zone.key)
    expected = {
        row.pk: (
            due_in_words(due, now=now, zone=zone_named(row.zone), home=home),
            str(EXPECTED[Reason(reason_against(row, row.user, due, done=done, now=due))]),
        )
        for row, due in dues
    }
    return [
        Entry(row, weekdays_in_words(row.weekdays), *expected.get(row.pk, ("", "")))
        for row in reminders
    ]
