"""Typed, loud readers of environment variables: a wrong value stops the start with a sentence."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit, urlunsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from tracking.safety.limits import DEFAULT_LIMITS, Limits

SECRET_LENGTH = 32
LIMIT = "LIMIT_"
TRUE, FALSE = {"1", "true", "on"}, {"0", "false", "off"}


def env_str(name: str, default: str = "") -> str:
    """Return the variable, or what the file named by `<name>_FILE` holds, stripped.

    An empty one is none: compose files pass on what is not set as an empty text.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """Return a switch: 1/true/on or 0/false/off, nothing else."""
    value = env_str(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r}: use one of 1, true, on, 0, false, off.")


def env_int(name: str, *, default: int, low: int, high: int) -> int:
    """Return a whole number within its bounds."""
    value = env_str(name)
    if not value:
        return default
    with suppress(ValueError):
        if low <= int(value) <= high:
            return int(value)
    raise ImproperlyConfigured(f"{name}={value!r}: use a whole number from {low} to {high}.")


def env_choice(name: str, *, default: str, choices: Iterable[str]) -> str:
    """Return one of the named words."""
    value = env_str(name, default).lower()
    if value not in set(choices):
        raise ImproperlyConfigured(f"{name}={value!r}: use one of {', '.join(sorted(choices))}.")
    return value


def env_limits() -> Limits:
    """Return the limits of the safety rules: a variable for each, LIMIT_ and its name in capitals.

    A misspelt one would leave its limit at the default unnoticed, so it is refused.
    """
    known = {f"{LIMIT}{item.name.upper()}": item for item in fields(Limits)}
    unknown = {n.removesuffix("_FILE") for n in os.environ if n.startswith(LIMIT)} - known.keys()
    if unknown:
        raise ImproperlyConfigured(
            f"{min(unknown)} is not a limit; the limits are {', '.join(known)}."
        )
    figures = {
        item.name: env_int(
            name,
            default=getattr(DEFAULT_LIMITS, item.name),
            low=item.metadata["low"],
            high=item.metadata["high"],
        )
        for name, item in known.items()
    }
    try:
        return Limits.checked(**figures)
    except ValueError as error:
        raise ImproperlyConfigured(f"The limits do not fit together: {error}") from error


def env_list(name: str, default: str = "") -> list[str]:
    """Return the words of a comma-separated list, without empty ones."""
    return [word.strip() for word in env_str(name, default).split(",") if word.strip()]


def env_secret(name: str, *, kept: Path | None) -> str:
    """Return a long secret: the variable, or one made once and kept in a file only we can read."""
    secret = env_str(name)
    if not secret and kept is None:
        raise ImproperlyConfigured(f"{name} is required when DATABASE_URL is set.")
    if not secret and kept is not None:
        secret = kept_secret(kept)
    if len(secret) < SECRET_LENGTH:
        raise ImproperlyConfigured(f"{name} must be {SECRET_LENGTH} characters or more.")
    return secret


def kept_secret(path: Path) -> str:
    """Return the secret of a file, which is made if it is not there."""
    try:
        if not path.exists():
            keep_secret(path)
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"VAR_DIR: {path} cannot be kept there ({error.strerror}). Name a folder that belongs "
            "to the user who runs Limber."
        ) from error


def keep_secret(path: Path) -> None:
    """Write a new secret; of several processes that do so at once, one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(get_random_secret_key())
    # Unlike a rename, a link never replaces the winner's file.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def split_url(name: str, url: str) -> SplitResult:
    """Return the parts of an address; brackets or a port that are none stop the start."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        # Not the address itself: it may hold a password.
        raise ImproperlyConfigured(f"{name} is no address ({error}).") from error
    return parts


def url_host(host: str) -> str:
    """Return a host as it is written in an address: IPv6 stands in brackets."""
    return f"[{host}]" if ":" in host else host


def env_base_url(name: str, default: str) -> str:
    """Return the address people type, without a path or a slash at its end."""
    url = env_str(name, default).rstrip("/")
    parts = split_url(name, url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(
            f"{name}={url!r}: use a whole address without a path, such as https://limber.example."
        )
    return url


def env_link(name: str) -> str:
    """Return the address of a page elsewhere, or nothing."""
    url = env_str(name)
    parts = split_url(name, url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ImproperlyConfigured(f"{name}={url!r}: use the whole address of a page.")
    return url


def env_redis_url(name: str) -> str:
    """Return the URL of a Redis or Valkey, or nothing."""
    url = env_str(name)
    if url and split_url(name, url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must begin with redis://, rediss:// or unix://.")
    return url


def postgres_options(url: str, *, pool: int) -> dict[str, Any]:
    """Return Django's options for `postgresql://user:password@host:port/name`."""
    options: dict[str, Any] = {}
    with suppress(ValueError):
        options = {**dj_database_url.parse(url)}
    if options.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must read postgresql://user:password@host:port/name."
        )
    # The pool keeps the connections, so Django must not; behind pgbouncer in transaction mode
    # a named cursor would be lost between statements.
    options |= {"CONN_MAX_AGE": 0, "DISABLE_SERVER_SIDE_CURSORS": True}
    options.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": pool}
    return options


def smtp_options(url: str) -> dict[str, Any]:
    """Return Django's SMTP options for `smtp[s]://user:password@host:port[?starttls=1]`."""
    parts = split_url("EMAIL_URL", url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must read smtp://user:password@host:port?starttls=1.")
    query = parse_qs(parts.query)
    starttls = query.pop("starttls", ["0"])[0]
    if query or starttls not in {"0", "1"}:
        raise ImproperlyConfigured("EMAIL_URL knows one option: starttls=1.")
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 587 if starttls == "1" else 25),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": starttls == "1",
        "timeout": 20,
    }
    if parts.username:
        options |= {
            "username": unquote(parts.username),
            "password": unquote(parts.password or ""),
        }
    return options


def broker_url(redis_url: str) -> str:
    """Return the URL in Celery's dialect, which names the database in other words.

    `unix:///run/valkey.sock?db=1` becomes `redis+socket:///run/valkey.sock?virtual_host=1`, and
    `redis://host:6379?db=1` becomes `redis://host:6379/1`.
    """
    parts = urlsplit(redis_url)
    database = parse_qs(parts.query).get("db", [""])[0]
    if parts.scheme == "unix":
        query = f"virtual_host={database}" if database else ""
        return f"redis+socket://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")
    if database:
        return urlunsplit(parts._replace(path=f"/{database}", query=""))
    return redis_url
