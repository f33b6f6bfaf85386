"""What the scheduler asks workers to do about reminders and held mail."""

from celery import shared_task
from django.utils import timezone

from tracking import incidents
from tracking.reminders import dispatch


@shared_task
def dispatch_due() -> None:
    """Decide on the reminders that are due."""
    dispatch.dispatch_due(now=timezone.now())


@shared_task
def decide_held() -> None:
    """Decide again on mails whose quiet hours are over."""
    incidents.decide_held(now=timezone.now())
