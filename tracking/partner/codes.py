"""Codes that open one session to a second phone. They live in the cache and die with the session.

A code names its session and nobody. It is the whole secret, so it is long enough not to be guessed.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

ALPHABET = "BCDFGHJKMNPQRSTVWXZ3456789"  # no vowel, and nothing that looks like something else
LENGTH = 8  # 26 ** 8 codes, more than 200 milliards
KEPT = timedelta(hours=6).seconds  # an open session closes itself so long after its last press


def open_for(session: UUID) -> str:
    """Return the session's code; a new one if it has none."""
    code = code_of(session)
    while code is None:
        made = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        # Two presses at once: the first one's code stays.
        if cache.add(_of_code(made), str(session), KEPT):
            cache.add(of_session(session), made, KEPT)
            code = code_of(session)
    return code


def code_of(session: UUID) -> str | None:
    """Return the session's code, None if it is not shared."""
    found: str | None = cache.get(of_session(session))
    return found


def find(code: str) -> UUID | None:
    """Return the session that a code opens."""
    found = cache.get(_of_code(code))
    # A code that was made a second time at once, or has been ended, opens nothing.
    return UUID(found) if found and code_of(UUID(found)) == code else None


def end(session: UUID) -> None:
    """Let the session's code open nothing any more."""
    code = code_of(session)
    cache.delete_many([of_session(session), *([_of_code(code)] if code else ())])


def tidy(typed: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:LENGTH]


def shown(code: str) -> str:
    """Return a code as it is read out: in two halves."""
    return f"{code[:4]} {code[4:]}"


def ticket(code: str) -> str:
    """Return what a page that was opened by a code may show instead of being a guess."""
    return Signer(salt="tracking.partner").signature(code)


def is_ticket(code: str, shown: str) -> bool:
    """Whether somebody has been on the page of this code."""
    return constant_time_compare(ticket(code), shown)


def of_session(session: UUID) -> str:
    """Return the cache's key of a session's code."""
    return f"partner:of:{session}"


def _of_code(code: str) -> str:
    return f"partner:code:{code}"
