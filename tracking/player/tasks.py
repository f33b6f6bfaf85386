"""What beat asks of the player."""

from celery import shared_task
from django.utils import timezone

from tracking.player import actions


@shared_task
def close_abandoned() -> int:
    """Close the sessions that nobody came back to; return how many."""
    return actions.close_abandoned(now=timezone.now())
