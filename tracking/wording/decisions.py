"""Why a mail about a limit or a stop was sent, held or not sent."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracking.safety.mail import Reason

REASONS: Mapping[Reason, Promise] = {
    Reason.NONE: _("Sent."),
    Reason.STALE: _("Not sent: it happened more than 48 hours before it was logged."),
    Reason.CHANNEL_OFF: _(
        "Not sent: this mail is switched off, or your address cannot receive it."
    ),
    Reason.RECENT: _("Not sent: a mail like it went out in the last 24 hours."),
    Reason.QUIET_HOURS: _("Held until the end of your quiet hours."),
    Reason.CLEARED: _("Not sent: by the end of your quiet hours the limit was no longer passed."),
}
