"""Instants and dates in words, in the reader's zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_text
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext


def when(at: datetime, *, zone: ZoneInfo, now: datetime | None = None, offset: bool = False) -> str:
    """The instant as "09:05", or with its date if that is not today or `now` is not given.

    Rounded up to the minute, so that nobody is sent back a few seconds early.
    """
    local = at.astimezone(zone)
    if local.second or local.microsecond:
        # Elapsed time, hence added to the instant and not to the wall clock.
        local = (at + timedelta(seconds=60 - local.second)).astimezone(zone)
    clock = date_text(local, pgettext("time of day", "H:i"))
    if offset:
        clock = f"{clock} (UTC{local:%:z})"
    if now and local.date() == now.astimezone(zone).date():
        return clock
    return gettext("%(time)s on %(date)s") % {"time": clock, "date": day(local.date())}


def day(on: date) -> str:
    return date_text(on, pgettext("date", "j F"))


@lru_cache(maxsize=2000)  # what a date is called in a language does not change
def written(on: date, _language: str | None) -> str:
    """The whole date as the filter `date` writes it; the language in force is named for speed."""
    return date_format(on)
