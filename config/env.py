"""Typed, loud readers of environment variables: a wrong value stops the start with a sentence."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "on"}, {"0", "false", "off"}


def env_str(name: str, default: str = "") -> str:
    """Return the variable, or what the file named by `<name>_FILE` holds, stripped."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error
    return os.environ.get(name, default).strip()


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
    if not value.lstrip("-").isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name}={value!r}: use a whole number from {low} to {high}.")
    return int(value)


def env_choice(name: str, *, default: str, choices: Iterable[str]) -> str:
    """Return one of the named words."""
    value = env_str(name, default).lower() or default
    if value not in set(choices):
        raise ImproperlyConfigured(f"{name}={value!r}: use one of {', '.join(sorted(choices))}.")
    return value


def env_list(name: str, default: str = "") -> list[str]:
    """Return the words of a comma-separated list, without empty ones."""
    return [word.strip() for word in env_str(name, default).split(",") if word.strip()]


def smtp_options(url: str) -> dict[str, Any]:
    """Return Django's SMTP options for `smtp[s]://user:password@host:port[?starttls=1]`."""
    parts = urlsplit(url)
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
