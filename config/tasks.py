"""The scheduler's sign of life."""

import time

from celery import shared_task
from django.core.cache import cache

HEARTBEAT_KEY = "beat-heartbeat"


@shared_task
def heartbeat() -> None:
    """Note when beat last reached a worker, as epoch seconds; /health/ready reads it."""
    cache.set(HEARTBEAT_KEY, time.time(), timeout=3600)
