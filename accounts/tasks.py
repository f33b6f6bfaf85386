"""What workers do for accounts: send mail that is due, forget what nobody needs any more."""

from datetime import datetime, timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts import outbox, privacy
from accounts.sessions import SessionStore

# One task sends this many batches, then makes room for others and asks for a next one.
BATCHES = 10
CHUNKS = 50
KEEP_BODIES = timedelta(days=14)
KEEP_ROWS = timedelta(days=180)


@shared_task
def deliver_due() -> None:
    """Send the mail that is due, batch by batch."""
    for _batch in range(BATCHES):
        mails = outbox.claim(now=timezone.now())
        if not mails or outbox.deliver(mails)["released"]:
            return
    outbox.poke()


@shared_task
def purge_sent() -> None:
    """Empty mail closed for a while and delete very old rows, a bounded number at a time."""
    now = timezone.now()
    for _chunk in range(CHUNKS):
        emptied = outbox.empty(before=now - KEEP_BODIES)
        if not emptied + outbox.forget(before=now - KEEP_ROWS):
            break
    purge_files(before=now - KEEP_BODIES)


def purge_files(*, before: datetime) -> None:
    """Delete old mail that was kept in files because there is no mail server."""
    for file in Path(settings.MAIL_FOLDER).glob("*.log"):
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)


@shared_task
def forget_abandoned() -> None:
    """Drop expired sessions, sign-ups never confirmed and invitations long out of date."""
    SessionStore.clear_expired()
    privacy.forget_abandoned(now=timezone.now())
