"""The door of the second phone: a code instead of an account, and no trace of who comes in.

A wrong code and a dead one are answered alike. Wrong ones are counted by place, so that codes
cannot be tried out; a page that was opened once shows its ticket and is never counted, for a
partner's stop must pass whatever somebody else in the same house has typed, and its page ends
calmly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from tracking.access import gone
from tracking.partner import codes, guesses
from tracking.player import live
from tracking.player.live import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session as its code opens it: where it stands, and nothing about whose it is."""

    code: str
    session: UUID
    standing: Standing
    now: datetime


Guarded = Callable[[HttpRequest, Opened], HttpResponseBase]


def by_code(view: Guarded) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Give a view what the code in its address opens, or answer that it opens nothing."""

    @wraps(view)
    def serve(request: HttpRequest, code: str) -> HttpResponseBase:
        code, now = codes.tidy(code), timezone.now()
        been_here = codes.is_ticket(code, (request.POST or request.GET).get("key", ""))
        if not been_here and guesses.are_too_many(request):
            return kept_by_nobody(render(request, "429.html", status=429))
        session = codes.find(code)
        standing = live.find(session, now) if session else None
        if session is None or standing is None or standing.closed:
            if been_here:
                return over(request)
            guesses.count(request)
            return lost(request)
        opened = Opened(code=code, session=session, standing=standing, now=now)
        return kept_by_nobody(view(request, opened))

    return serve


def lost(request: HttpRequest) -> HttpResponseBase:
    """Say that there is no session under this code, or none any more."""
    return _nothing(request, "tracking/partner/enter.html", lost=True)


def over(request: HttpRequest) -> HttpResponseBase:
    """Say to who has followed the session that it is no longer shown, and not how it ended."""
    return _nothing(request, "tracking/partner/over.html")


def _nothing(request: HttpRequest, template: str, **words: bool) -> HttpResponseBase:
    page = render(request, template, words, status=404) if request.accepts("text/html") else gone()
    return kept_by_nobody(page)


def kept_by_nobody(response: HttpResponseBase) -> HttpResponseBase:
    """Keep an answer out of caches, search engines and the addresses that other pages are told."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
