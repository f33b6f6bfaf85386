"""One file with everything people have stored, readable on either database.

The file is gzip of JSON lines: a header, one line per row (Django's own serialized form, with
exact times), and a last line that counts the rows, so that a cut file is noticed. Left out is what
can be made again: browser sessions, permissions, content types. The secret key is not in it.
"""

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.core.management.color import no_style
from django.core.serializers import jsonl
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils.duration import duration_iso_string

from accounts.models import User

FORMAT = 1
UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    StopIteration,
    DeserializationError,
    FieldDoesNotExist,
)
# Every database makes these by itself, under numbers of its own.
MADE_AGAIN: tuple[type[Model], ...] = (ContentType, Permission)
CHUNK = 500


class BackupError(Exception):
    """A backup that cannot be made or loaded; the message says why and that nothing changed."""


class ExactEncoder(json.JSONEncoder):
    """Write times with their microseconds, which Django's own encoder cuts off."""

    def default(self, value: Any) -> Any:
        """Return a value as JSON knows it."""
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        if isinstance(value, timedelta):
            return duration_iso_string(value)
        if isinstance(value, Decimal | UUID):
            return str(value)
        return super().default(value)


class RowSerializer(jsonl.Serializer):
    """Name rows of the tables that are made again by their natural keys, all others by key."""

    def handle_fk_field(self, obj: Model, field: Any) -> None:
        """Write what a row points to."""
        self.use_natural_foreign_keys = field.remote_field.model in MADE_AGAIN
        super().handle_fk_field(obj, field)

    def handle_m2m_field(self, obj: Model, field: Any) -> None:
        """Write what a row is linked to many to many."""
        self.use_natural_foreign_keys = field.remote_field.model in MADE_AGAIN
        super().handle_m2m_field(obj, field)


def kept_models() -> list[type[Model]]:
    """Return the tables that a backup holds."""
    return [
        model
        for model in apps.get_models()
        if model not in MADE_AGAIN and not issubclass(model, AbstractBaseSession)
    ]


def applied_migrations() -> list[str]:
    """Return the shape of the database: the names of its migrations."""
    recorded = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in recorded)


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as of one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
        return
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        # A reader's transaction; the site's own would take the one lock for writing.
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode  # type: ignore[attr-defined]


def rows_of(model: type[Model]) -> Iterator[Model]:
    """Return every row in key order, a chunk at a time."""
    last: Any = None
    while True:
        rows = model._base_manager.order_by("pk")
        chunk = list((rows if last is None else rows.filter(pk__gt=last))[:CHUNK])
        yield from chunk
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].pk


def write(path: Path) -> int:
    """Write a backup that only its owner can read; return how many rows it holds."""
    if path.exists():
        raise BackupError(f"{path} exists already; nothing was written.")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            count = write_rows(raw)
        draft.replace(path)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def write_rows(raw: IO[bytes]) -> int:
    """Write header, rows and closing count into an open file; return how many rows."""
    count = 0
    with gzip.open(raw, "wt", encoding="utf-8") as out, snapshot():
        header = {"limber": settings.RELEASE, "format": FORMAT}
        out.write(json.dumps(header | {"migrations": applied_migrations()}) + "\n")
        for row in chain.from_iterable(map(rows_of, kept_models())):
            out.write(line_of(row))
            count += 1
        out.write(json.dumps({"rows": count}) + "\n")
    return count


def line_of(row: Model) -> str:
    """Return a row as one line of JSON."""
    return str(RowSerializer().serialize([row], cls=ExactEncoder))


def read(source: Path | IO[bytes]) -> Iterator[DeserializedObject]:
    """Return the rows of a backup; an unreadable, foreign or cut one is an error."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        check_header(json.loads(next(lines)))
        count = 0
        for line in lines:
            found = json.loads(line)
            if found.keys() == {"rows"}:
                if found["rows"] != count:
                    raise BackupError(f"The backup holds {count} rows of {found['rows']}.")
                return
            count += 1
            yield from serializers.deserialize("python", [found])
    raise BackupError(f"The backup is cut off after {count} rows.")


def check_header(header: Any) -> None:
    """Refuse a file that is no backup, or one of a database of another shape."""
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise BackupError("This is no backup that this release can read.")
    if header["migrations"] != applied_migrations():
        raise BackupError(
            f"The backup was made by release {header['limber']}, whose tables differ from those "
            f"of {settings.RELEASE}: load it with that release, then upgrade."
        )


def restore(source: Path | IO[bytes], *, replace: bool) -> int:
    """Load a backup in one transaction and return how many rows it held.

    People already stored stop it, unless `replace` says that they shall be lost.
    """
    if User.objects.exists() and not replace:
        raise BackupError("This database already holds people; --replace would delete them.")
    try:
        with transaction.atomic(), connection.constraint_checks_disabled():
            empty()
            count = load(read(source))
            connection.check_constraints()
            reset_sequences()
    except UNREADABLE as error:
        raise BackupError(f"The backup cannot be read ({error}).") from error
    except DatabaseError as error:
        raise BackupError(f"The backup does not fit this database ({error}).") from error
    return count


def empty() -> None:
    """Delete every row that a backup would bring, and all browser sessions."""
    for model in apps.get_models():
        if model in kept_models() or issubclass(model, AbstractBaseSession):
            for link in model._meta.local_many_to_many:
                rows = getattr(model, link.name).through._base_manager.all()
                rows._raw_delete(connection.alias)
            model._base_manager.all()._raw_delete(connection.alias)


def load(rows: Iterator[DeserializedObject]) -> int:
    """Store rows as they are, a chunk at a time; return how many."""
    count, chunk = 0, list[DeserializedObject]()
    for row in rows:
        if chunk and (len(chunk) == CHUNK or type(chunk[0].object) is not type(row.object)):
            store(chunk)
            chunk = []
        chunk.append(row)
        count += 1
    store(chunk)
    return count


def store(chunk: list[DeserializedObject]) -> None:
    """Insert rows of one table, then what they are linked to many to many."""
    if chunk:
        model = type(chunk[0].object)
        model._base_manager.bulk_create([row.object for row in chunk], batch_size=CHUNK)
    for row in chunk:
        for name, keys in (row.m2m_data or {}).items():
            getattr(row.object, name).set(keys)


def reset_sequences() -> None:
    """Let new rows be numbered after the loaded ones (PostgreSQL)."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
