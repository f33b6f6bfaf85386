"""Export and erase: found by walking every relation to User, so no other app is imported."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import LogEntry
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from accounts import sessions
from accounts.models import Invitation, OutboxMail, User

FORMAT = 1
CHUNK = 500
KEEP_UNCONFIRMED = timedelta(days=7)
KEEP_EXPIRED = timedelta(days=30)
ATTEMPTS = 5  # to erase somebody for whom something is being written
# What would open an account if the file fell into wrong hands. Mail bodies are among it: the
# code for a changed address goes to that address, and must not be read by who only asked for it.
SECRETS = {
    "accounts.user": {"password"},
    "accounts.browsersession": {"session_key", "session_data"},
    "accounts.invitation": {"code"},
    "accounts.outboxmail": {"subject", "text", "html", "headers"},
}


def relations() -> list[models.ForeignObjectRel]:
    """Return every foreign key of any model that points at User, hidden ones too."""
    fields = User._meta.get_fields(include_hidden=True)
    return [
        field
        for field in fields
        if isinstance(field, models.ManyToOneRel) and not field.related_model._meta.proxy
    ]


def owned(user: User) -> Iterator[tuple[type[models.Model], models.QuerySet[Any]]]:
    """Yield each model that points at User with the person's rows, in a stable order."""
    conditions: dict[type[models.Model], Q] = {}
    for relation in relations():
        condition = Q(**{relation.field.name: user})
        model = relation.related_model
        conditions[model] = conditions.get(model, Q()) | condition
    for model in sorted(conditions, key=lambda model: model._meta.label_lower):
        yield model, model._base_manager.filter(conditions[model]).order_by("pk")


def facts(row: models.Model) -> dict[str, Any]:
    """Return a row's columns by name, without what could open an account."""
    hidden = SECRETS.get(row._meta.label_lower, set())
    return {
        field.attname: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.attname not in hidden
    }


def export(user: User, *, now: datetime) -> Iterator[str]:
    """Yield one JSON document in pieces: the account and every row that belongs to it."""
    head = {"format": FORMAT, "exported_at": now, "account": facts(user)}
    yield encode(head)[:-1] + ', "data": {'
    for number, (model, rows) in enumerate(owned(user)):
        yield f"{', ' if number else ''}\n{encode(model._meta.label_lower)}: ["
        for place, row in enumerate(rows.iterator(chunk_size=CHUNK)):
            yield (",\n" if place else "\n") + encode(facts(row))
        yield "]"
    yield "}}\n"


def erase(user: User) -> None:
    """Delete the person and every row that points at them, and sign out all their browsers."""
    sessions.end_all(user.pk)
    pk = user.pk
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _erase_rows(user)
            break
        except IntegrityError:  # a worker or another window wrote a row of theirs meanwhile
            if attempt == ATTEMPTS:
                raise
            user.pk = pk


def _erase_rows(user: User) -> None:
    with transaction.atomic():
        for relation in relations():
            # A row that would only lose its person (SET_NULL) may still hold their address.
            if relation.on_delete is not models.CASCADE:
                mine = {relation.field.name: user}
                relation.related_model._base_manager.filter(**mine).delete()
        # Rows of others that name the address: mail written before the account was, staff's log.
        OutboxMail.objects.filter(recipient__iexact=user.email).delete()
        LogEntry.objects.filter(object_repr__iexact=user.email).delete()
        user.delete()


def forget_abandoned(*, now: datetime) -> int:
    """Erase sign-ups whose address was never confirmed and invitations long expired."""
    Invitation.objects.filter(used_at=None, expires_at__lt=now - KEEP_EXPIRED).delete()
    unconfirmed = User.objects.filter(
        last_login=None, is_staff=False, is_demo=False, date_joined__lt=now - KEEP_UNCONFIRMED
    )
    unconfirmed = unconfirmed.filter(emailaddress__verified=False)
    users = unconfirmed.exclude(emailaddress__verified=True).distinct()[:CHUNK]
    for user in users:
        erase(user)
    return len(users)


def encode(value: Any) -> str:
    """Return a value as JSON, readable in any language."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
