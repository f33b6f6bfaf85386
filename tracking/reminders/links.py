"""Signed, expiring links in mails. They carry a purpose and ids, never an answer, pain or address.

Whoever holds a link may do what it says and nothing else: stop one stream of mails, or be led to
the log of a date, which still asks to sign in.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core import signing
from django.urls import reverse

from accounts.letters import whole

LIFE = timedelta(days=180)
SALT = "tracking.reminders.links"


class Purpose(StrEnum):
    """What a link does."""

    STOP_REMINDERS = "r"
    STOP_ALERTS = "o"
    LOG = "l"


class Invalid(Exception):
    """No link of ours."""


class Expired(Exception):
    """A link of ours whose time is over."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a mail lets its reader do. `reminder` is the one that wrote it, `day` a local date."""

    purpose: Purpose
    user: UUID
    reminder: UUID | None = None
    day: date | None = None


def token_of(link: Link, now: datetime) -> str:
    """Return the link as a signed token, valid for LIFE from `now`."""
    about = link.reminder.hex if link.reminder else link.day.isoformat() if link.day else ""
    ends = int((now + LIFE).timestamp())
    return signing.Signer(salt=SALT).sign(f"{link.purpose}.{link.user.hex}.{about}.{ends:x}")


def url_of(link: Link, now: datetime) -> str:
    """Return the whole address of a link."""
    return whole(reverse("tracking:mail-link", args=[token_of(link, now)]))


def read(token: str, now: datetime) -> Link:
    """Return what a token says; Invalid or Expired otherwise."""
    try:
        words = signing.Signer(salt=SALT).unsign(token)
        link, ends = _parse(words)
    except (signing.BadSignature, ValueError, OverflowError) as error:
        raise Invalid from error  # another site's, or one that another version wrote
    if now >= ends:
        raise Expired
    return link


def _parse(words: str) -> tuple[Link, datetime]:
    code, user, about, ends = words.split(".")
    purpose = Purpose(code)
    link = Link(
        purpose=purpose,
        user=UUID(user),
        reminder=UUID(about) if about and purpose is Purpose.STOP_REMINDERS else None,
        day=date.fromisoformat(about) if purpose is Purpose.LOG else None,
    )
    return link, datetime.fromtimestamp(int(ends, 16), UTC)
