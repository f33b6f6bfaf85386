"""The way every mail takes: written with what caused it, claimed by one worker, sent over SMTP.

Promise: no mail is lost; at most what was in flight when a worker or a connection died is sent
twice, and both copies carry the same Message-ID.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from celery import current_app
from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import OutboxMail, User
from accounts.smtp import Refused, ServerTrouble, close, send

logger = logging.getLogger(__name__)
State = OutboxMail.State

BATCH = 100
LEASE = timedelta(minutes=5)
# A worker stops this long before its lease ends, for one mail may wait for several time-outs.
LEASE_MARGIN = timedelta(minutes=2)
# After each "not now" to one mail; when they are used up, it has failed.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
# After trouble of the server's own, which counts against no mail and goes on as long as it lasts.
SERVER_PAUSE = timedelta(minutes=1)
CHUNK = 1000


def write(
    *,
    user: User | None,
    recipient: str,
    stream: str,
    key: str,
    subject: str,
    text: str,
    html: str = "",
    headers: dict[str, str] | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    now: datetime,
) -> OutboxMail | None:
    """Store a mail in the caller's transaction; None if its key was written before.

    `due_at` defaults to now; past `expires_at` it is cancelled instead of sent.
    """
    mail = OutboxMail(
        user=user,
        recipient=recipient,
        stream=stream,
        key=key,
        subject=subject,
        text=text,
        html=html,
        headers=headers or {},
        due_at=due_at or now,
        expires_at=expires_at,
        created_at=now,
    )
    try:
        with transaction.atomic():
            write_all([mail])
    except IntegrityError:
        if OutboxMail.objects.filter(key=key).exists():
            return None
        raise
    return mail


def write_all(mails: Sequence[OutboxMail]) -> None:
    """Store unsaved mails in the caller's transaction; their keys must be new."""
    if mails:
        OutboxMail.objects.bulk_create(mails)
        transaction.on_commit(poke)


def poke() -> None:
    """Ask a worker to deliver now; without a broker the mail waits for the scheduler's sweep."""
    try:
        current_app.send_task("accounts.tasks.deliver_due", retry=False, expires=15)
    except Exception:  # each transport raises its own; the request that wrote the mail is done
        logger.warning("The broker cannot be reached; mail waits for the next sweep.")


def claim(*, now: datetime, limit: int = BATCH) -> list[OutboxMail]:
    """Take up to `limit` due mails for the caller until `now + LEASE`; nobody else gets them.

    PostgreSQL locks the rows and others skip them; SQLite has one writer at a time anyway.
    """
    with transaction.atomic():
        due = OutboxMail.objects.select_for_update(skip_locked=True).claimable(now)
        mails = list(due[:limit])
        for mail in mails:
            mail.state, mail.claimed_at, mail.due_at = State.CLAIMED, now, now + LEASE
        if mails:
            OutboxMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
                state=State.CLAIMED, claimed_at=now, due_at=now + LEASE
            )
    return mails


def deliver(
    mails: Sequence[OutboxMail], *, clock: Callable[[], datetime] = timezone.now
) -> Counter[str]:
    """Send claimed mails over one connection; return how many ended in which state.

    Each row is marked right after its own send. When the server is in trouble, or the lease is
    about to end, the others go back as they were and count as "released".
    """
    counts: Counter[str] = Counter()
    waiting = list(mails)
    connection: BaseEmailBackend = mailers["default"]
    try:
        while waiting and clock() < waiting[0].due_at - LEASE_MARGIN:
            mail = waiting.pop(0)
            counts[deliver_one(mail, connection, clock=clock)] += 1
        counts["released"] = release(waiting, due_at=clock())
    except ServerTrouble as trouble:
        logger.warning("The mail server cannot be used: %s", trouble)
        # The mail that met the trouble waits longer, so that it cannot block the others for ever.
        counts["released"] = release(
            [mail], due_at=clock() + 2 * SERVER_PAUSE, error=str(trouble)
        ) + release(waiting, due_at=clock() + SERVER_PAUSE, error=str(trouble))
    finally:
        close(connection)
    return +counts


def deliver_one(
    mail: OutboxMail, connection: BaseEmailBackend, *, clock: Callable[[], datetime]
) -> str:
    """Send one mail and mark its row; return the state it now is in."""
    if mail.expires_at and clock() >= mail.expires_at:
        return settle(mail, State.CANCELLED, error="It could not be sent in time.")
    try:
        send(mail, connection)
    except Refused as refused:
        return refuse(mail, refused, clock())
    return settle(mail, State.SENT, sent_at=clock(), attempts=mail.attempts + 1)


def refuse(mail: OutboxMail, refused: Refused, now: datetime) -> str:
    """Fail a mail that the server will never take; put the next attempt off otherwise."""
    attempts, error = mail.attempts + 1, str(refused)[:300]
    if refused.bounced:
        User.objects.filter(outbox=mail, email__iexact=mail.recipient).update(bounced_at=now)
    if refused.permanent or attempts > len(BACK_OFF):
        return settle(mail, State.FAILED, error=error, attempts=attempts)
    due_at = now + BACK_OFF[attempts - 1]
    return settle(mail, State.DUE, error=error, attempts=attempts, due_at=due_at)


def settle(mail: OutboxMail, state: str, **fields: object) -> str:
    """Mark a row; one that another worker has marked sent meanwhile stays sent."""
    row = OutboxMail.objects.filter(pk=mail.pk).exclude(state=State.SENT)
    row.update(**{"error": "", **fields, "state": state})
    return state


def release(mails: Iterable[OutboxMail], *, due_at: datetime, error: str = "") -> int:
    """Give claimed rows back as if they had not been tried; return how many."""
    mails = list(mails)
    if not mails:
        return 0
    return OutboxMail.objects.filter(
        pk__in=[mail.pk for mail in mails], state=State.CLAIMED, claimed_at=mails[0].claimed_at
    ).update(state=State.DUE, due_at=due_at, error=error)


def empty(*, before: datetime) -> int:
    """Forget whom closed mail went to and what it said, oldest first; return how many rows."""
    closed = OutboxMail.objects.closed().filter(created_at__lt=before).exclude(recipient="")
    ids = closed.order_by("created_at").values_list("pk", flat=True)[:CHUNK]
    return OutboxMail.objects.filter(pk__in=list(ids)).update(
        recipient="", subject="", text="", html="", headers={}
    )


def forget(*, before: datetime) -> int:
    """Delete emptied rows, oldest first; return how many rows."""
    emptied = OutboxMail.objects.filter(created_at__lt=before, recipient="")
    ids = emptied.order_by("created_at").values_list("pk", flat=True)[:CHUNK]
    return OutboxMail.objects.filter(pk__in=list(ids)).delete()[0]
