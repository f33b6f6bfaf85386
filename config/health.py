"""Is it alive, and can it do its work: two public pages for whoever watches over it."""

import time
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from config.celery import app
from config.tasks import HEARTBEAT_KEY

# Beat ticks every 10 s; a minute of silence means that no scheduled work is being done.
BEAT_SILENCE = 60.0


def database() -> str:
    """Return what is wrong with the database, or nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else "does not answer"


def broker() -> str:
    """Return what is wrong with the broker, or nothing."""
    with app.connection_for_write(connect_timeout=2) as link:
        link.ensure_connection(max_retries=1, timeout=2)
        return ""


def beat() -> str:
    """Return what is wrong with scheduler and worker, or nothing: both make the heartbeat."""
    last = cache.get(HEARTBEAT_KEY)
    if last is None:
        return "has not reached a worker yet"
    age = time.time() - last
    return "" if age < BEAT_SILENCE else f"last reached a worker {age:.0f} s ago"


PARTS: dict[str, Callable[[], str]] = {"database": database, "broker": broker, "beat": beat}


def problem(part: Callable[[], str]) -> str:
    """Return a part's problem in words that hold no address and no secret."""
    try:
        return part()
    except (DatabaseError, RedisError, KombuError, OSError) as error:
        return f"does not answer ({type(error).__name__})"


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as this process answers at all."""
    return JsonResponse({"live": True})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 if every part works, else 503 with the parts that do not."""
    found = {name: problem(part) for name, part in PARTS.items()}
    parts = {name: words or "ok" for name, words in found.items()}
    well = not any(found.values())
    return JsonResponse({"ready": well, **parts}, status=200 if well else 503)


urlpatterns: list[URLPattern] = [
    path("live", live, name="health-live"),
    path("ready", ready, name="health-ready"),
]
