"""What the reminder pages say about days, instants and decisions. Pure but for the language."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_text
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.models import OutboxMail
from tracking.models import MailDecision
from tracking.reminders.dispatch import Reason
from tracking.safety import mail
from tracking.wording.decisions import REASONS

STREAMS: Mapping[str, Promise] = {
    "reminder": gettext_lazy("Reminder"),
    "overuse": gettext_lazy("Limits"),
    "stop": gettext_lazy("After a stop"),
}
AGAINST: Mapping[Reason, Promise] = {
    Reason.DONE: gettext_lazy("Not sent: you had finished a session that day."),
    Reason.STALE: gettext_lazy("Not sent: it would have come more than two hours late."),
    Reason.CHANNEL_OFF: gettext_lazy(
        "Not sent: reminder mails are switched off, or your address cannot receive them."
    ),
}
EXPECTED: Mapping[Reason, Promise] = {
    Reason.NONE: gettext_lazy("will be sent"),
    Reason.DONE: gettext_lazy("will not be sent: you have finished a session that day"),
    Reason.CHANNEL_OFF: gettext_lazy(
        "will not be sent: reminder mails are off, or your address cannot receive them"
    ),
}


def weekdays_in_words(weekdays: Collection[int]) -> str:
    """ "every day", "Monday to Friday", or the days by name."""
    days = sorted(set(weekdays))
    if len(days) == 7:
        return _("every day")
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
    return ", ".join(str(WEEKDAYS[day]) for day in days)


def quiet_in_words(times: Collection[time], quiet_from: time, quiet_until: time) -> str:
    """That these times of a reminder lie in the quiet hours, which hold none."""
    words = ngettext(
        "%(times)s lies inside your quiet hours (%(start)s–%(end)s). The reminder comes all the "
        "same, because you chose its time.",
        "%(times)s lie inside your quiet hours (%(start)s–%(end)s). The reminders come all the "
        "same, because you chose their times.",
        len(times),
    )
    named = ", ".join(f"{at:%H:%M}" for at in times)
    return words % {"times": named, "start": f"{quiet_from:%H:%M}", "end": f"{quiet_until:%H:%M}"}


def due_in_words(due: datetime, *, now: datetime, zone: ZoneInfo, home: ZoneInfo) -> str:
    """ "tomorrow at 07:30"; with the zone's name if it is not the person's own."""
    local = due.astimezone(zone)
    figures = {
        "time": date_text(local, pgettext("time of day", "H:i")),
        "date": date_text(local, pgettext("date with weekday", "l j F")),
    }
    ahead = local.date() - now.astimezone(zone).date()
    if ahead == timedelta(0):
        words = _("today at %(time)s") % figures
    elif ahead == timedelta(days=1):
        words = _("tomorrow at %(time)s") % figures
    else:
        words = _("%(date)s at %(time)s") % figures
    return words if zone.key == home.key else f"{words} ({zone.key})"


def subject_in_words(decision: MailDecision) -> str:
    """What a decision was about."""
    stream = str(STREAMS[decision.stream])
    rules = ", ".join(sorted({rule for rule, *_rest in decision.incidents}))
    return f"{stream}: {decision.label or rules}" if decision.label or rules else stream


def outcome_in_words(decision: MailDecision) -> str:
    """What was decided and why, and what became of the mail; `decision.mail` must be fetched."""
    if decision.outcome == MailDecision.Outcome.SENT:
        words = delivery_in_words(decision.mail)
        return f"{_('Test.')} {words}" if decision.reason == Reason.TEST else words
    if decision.stream == "reminder":
        return str(AGAINST[Reason(decision.reason)])
    return str(REASONS[mail.Reason(decision.reason)])


def delivery_in_words(row: OutboxMail | None) -> str:
    """What became of a mail; one forgotten long ago was sent or failed then."""
    if row is None or row.state == OutboxMail.State.SENT:
        return _("Sent.")
    if row.state == OutboxMail.State.FAILED:
        return _("Could not be delivered: %(error)s") % {"error": row.error}
    if row.state == OutboxMail.State.CANCELLED:
        return _("Not sent: it could not be sent in time.")
    if row.error:
        return _("Waiting for the mail server: %(error)s") % {"error": row.error}
    return _("On its way.")
