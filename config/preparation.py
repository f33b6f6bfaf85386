"""What must be true before the servers start; each step is fast when nothing has changed."""

import errno
import fcntl
import hashlib
import io
import os
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import User
from accounts.privacy import erase
from tracking.models import Instance

# Seconds; a database at start-up answers at once or is not there.
CONNECT_PATIENCE = 5


def private_folder() -> None:
    """Make var/ and its folders; only their owner may read what is in them."""
    os.umask(0o077)
    try:
        for folder in (settings.VAR, settings.VAR / "run", settings.MAIL_FOLDER):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
    except OSError as error:
        raise CommandError(
            f"VAR_DIR: {error.filename} cannot be used ({error.strerror}). Name a folder that "
            "belongs to the user who runs Limber."
        ) from error


def hold_lock() -> IO[str]:
    """Return the held lock of this data folder; keep it open as long as the servers run."""
    path = settings.VAR / "run" / "up.lock"
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        raise CommandError(
            f"Limber already runs on {settings.VAR}: {lock.read().strip()}. "
            "Stop it first, or name another folder in VAR_DIR."
        ) from error
    lock.truncate(0)
    lock.write(f"process {os.getpid()}, port {settings.PORT}")
    lock.flush()
    return lock


def listen_address() -> str:
    """Return the address that HOST means on this machine; the web server knows no names."""
    try:
        found = socket.getaddrinfo(
            settings.HOST, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        raise CommandError(f"HOST={settings.HOST} is no address of this machine.") from error
    return str(found[0][4][0])


def require_free_port(address: str) -> None:
    """Refuse a taken port; the web server itself would share it without a word."""
    host, port = settings.HOST, settings.PORT
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Connections that are closing do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise CommandError(f"HOST={host} is no address of this machine.") from error
        raise CommandError(
            f"Port {port} on {host} cannot be used ({error.strerror or error}). "
            "Stop what listens there or choose another, as in: PORT=8001 make up"
        ) from error


def require_reachable_settings() -> None:
    """Refuse to serve other machines with links and mail that could not reach them."""
    missing = [] if settings.LOCAL_ONLY or settings.EMAIL_URL else ["EMAIL_URL"]
    if not settings.LOCAL_HOSTS and is_anywhere(settings.BASE_HOST):
        missing.append("BASE_URL")
    if missing:
        raise CommandError(
            f"With HOST={settings.HOST} and BASE_URL={settings.BASE_URL} other machines are "
            f"served, so {' and '.join(missing)} must be set: sign-up needs mail that is really "
            "sent, with links that people can open. docs/settings.md explains both."
        )


def require_database() -> None:
    """Refuse a PostgreSQL that does not answer, at once and with its own words."""
    if settings.EMBEDDED:
        return
    try:
        psycopg.connect(settings.DATABASE_URL, connect_timeout=CONNECT_PATIENCE).close()
    except psycopg.OperationalError as error:
        raise CommandError(f"The database that DATABASE_URL names: {error}") from error


def is_anywhere(host: str) -> bool:
    """Return whether a host is the "all addresses" one, which nobody can type."""
    return host in {"0.0.0.0", "::", "[::]"}


def migrate() -> None:
    """Apply the migrations that are missing; one query when none is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def forget_demo() -> bool:
    """Erase the demo account where others than this machine are served; return whether it was.

    Its password was printed, and real mail would go to an address that does not exist.
    """
    found = [] if settings.LOCAL_ONLY else list(User.objects.filter(is_demo=True))
    for user in found:
        erase(user)
    return bool(found)


def collect_static() -> None:
    """Collect the static files if any of them, or the code that names them, has changed."""
    stamp = settings.VAR / "run" / "static.stamp"
    now = digest([*settings.STATICFILES_DIRS, settings.BASE_DIR / "requirements"])
    if settings.STATIC_ROOT.is_dir() and stamp.is_file() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)


def digest(folders: Iterable[Path]) -> str:
    """Return a fingerprint of the files below by name, size and time of change."""
    found = hashlib.sha256(settings.RELEASE.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            facts = path.stat()
            found.update(f"{path}\\0{facts.st_size}\\0{facts.st_mtime_ns}\\n".encode())
    return found.hexdigest()


def load_content() -> None:
    """Load catalogue and built-in routines and note the limits; doing it again changes nothing."""
    for name in ("load_catalogue", "load_routines"):
        call_command(name, stdout=io.StringIO())
    Instance.objects.note(settings.LIMITS, timezone.now())
