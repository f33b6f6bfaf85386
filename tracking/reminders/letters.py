"""The product's mails, as rows not yet stored. No region, pain, answer or routine in them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import render, whole
from accounts.models import OutboxMail, User
from tracking.models import Reminder
from tracking.reminders.links import Link, Purpose, url_of
from tracking.reminders.schedule import zone_named
from tracking.safety.facts import Incident
from tracking.safety.limits import Limits
from tracking.safety.mail import STALE_AFTER
from tracking.safety.verdict import Rule, ScopeKind
from tracking.wording import mail_line
from tracking.wording.when import day, when

#: A reminder that comes later than this would only disturb.
REMINDER_LIFE = timedelta(hours=2)


def reminder_mail(
    reminder: Reminder, *, due: datetime, now: datetime, key: str, test: bool = False
) -> OutboxMail:
    """Return the mail that asks a person to move; `reminder.user` must be fetched."""
    stop = url_of(Link(Purpose.STOP_REMINDERS, reminder.user_id, reminder.pk), now)
    context = {
        "time": _clock(reminder, reminder.next_due_at if test else due),
        "label": reminder.label,
        "test": test,
        "start_url": whole(reverse("tracking:reminder-start", args=[reminder.pk])),
        "reminders_url": whole(reverse("tracking:reminder-list")),
        "stop_url": stop,
    }
    text, html = render("reminder", context)
    return OutboxMail(
        user=reminder.user,
        recipient=reminder.user.email,
        stream="reminder",
        key=key,
        subject=_("A few minutes for yourself"),
        text=text,
        html=html,
        headers=stop_headers(stop),
        due_at=now,
        expires_at=max(due, now) + REMINDER_LIFE,
        created_at=now,
    )


def _clock(reminder: Reminder, due: datetime | None) -> str:
    """The reminder's time of day that is meant; its first if it is off, and so never due."""
    if due is None:
        return str(reminder.times[0])
    return f"{due.astimezone(zone_named(reminder.zone)):%H:%M}"


def _worst(incidents: Iterable[Incident]) -> list[Incident]:
    """Of each rule and date the highest count: which regions they were is not said in a mail."""
    worst: dict[tuple[Rule, date], Incident] = {}
    for found in incidents:
        known = worst.setdefault((found.rule, found.on), found)
        if found.count > known.count:
            worst[found.rule, found.on] = found
    return list(worst.values())


def overuse_mail(
    user: User, incidents: Sequence[Incident], *, now: datetime, key: str
) -> OutboxMail:
    """Return the one mail for all these incidents."""
    stop = url_of(Link(Purpose.STOP_ALERTS, user.pk), now)
    rests = any(incident.level for incident in incidents)
    subject = (
        _("Your back exercises: time for a rest")
        if rests
        else _("Your back exercises: your last two weeks")
    )
    context = {
        "subject": subject,
        "lines": [(mail_line(found), rule_url(found.rule)) for found in _worst(incidents)],
        "paused": paused(incidents, zone=user.zone, now=now),
        "rests": rests,
        "level": max(incident.level for incident in incidents),
        "log_url": log_url(user, max(incident.on for incident in incidents), now),
        "rules_url": whole(reverse("tracking:rules")),
        "stop_url": stop,
    }
    text, html = render("overuse", context)
    return OutboxMail(
        user=user,
        recipient=user.email,
        stream="overuse",
        key=key,
        subject=subject,
        text=text,
        html=html,
        headers=stop_headers(stop),
        due_at=now,
        expires_at=now + STALE_AFTER,
        created_at=now,
    )


def stop_mail(
    user: User, *, on: date, at: datetime, limits: Limits, now: datetime, key: str
) -> OutboxMail:
    """Return the mail after a STOP at `at`, on the local date `on`.

    It belongs to no stream, so it has no stop link.
    """
    mobilising = at + timedelta(hours=limits.stop_mobilising_hours)
    elevated = at + timedelta(hours=limits.stop_elevated_hours)
    context = {
        "day": day(on),
        "mobilising_from": when(mobilising, zone=user.zone, offset=True),
        "elevated_from": when(elevated, zone=user.zone, offset=True),
        "screening_url": whole(reverse("tracking:screening")),
        "rule_url": rule_url(Rule.P1),
        "log_url": log_url(user, on, now),
    }
    text, html = render("stop", context)
    return OutboxMail(
        user=user,
        recipient=user.email,
        stream="stop",
        key=key,
        subject=_("Your back exercises: stopped for now"),
        text=text,
        html=html,
        due_at=now,
        created_at=now,
    )


def paused(incidents: Sequence[Incident], *, zone: ZoneInfo, now: datetime) -> list[str]:
    """What rests until when, without naming where; empty if every rest is over by `now`."""
    until: dict[ScopeKind, datetime] = {}
    for incident in incidents:
        kind = incident.scope.kind
        if incident.until > max(now, until.get(kind, now)):
            until[kind] = incident.until
    # What the whole back's rest covers anyway needs no line of its own.
    back = until.get(ScopeKind.BACK)
    shown = {
        kind: end
        for kind, end in until.items()
        if kind is ScopeKind.BACK or back is None or end > back
    }
    words = {
        ScopeKind.BACK: _("All mobilising exercises pause until %(until)s."),
        ScopeKind.REGION: _("Mobilising exercises of one region pause until %(until)s."),
        ScopeKind.EXERCISE: _("One exercise pauses until %(until)s."),
    }
    return [
        words[kind] % {"until": when(shown[kind], zone=zone, offset=True)}
        for kind in words
        if kind in shown
    ]


def rule_url(rule: Rule) -> str:
    """Return the public address of a rule."""
    return whole(f"{reverse('tracking:rules')}#{rule.lower()}")


def log_url(user: User, on: date, now: datetime) -> str:
    """Return the signed link to the log of a date."""
    return url_of(Link(Purpose.LOG, user.pk, day=on), now)


def stop_headers(url: str) -> dict[str, str]:
    """Return the headers by which a mail reader offers to stop the stream with one press."""
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
