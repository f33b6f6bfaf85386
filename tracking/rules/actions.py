"""Writes of the rules slice: a person's own limits."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from tracking import incidents
from tracking.access import lock_person
from tracking.models import Incident
from tracking.safety.facts import local_date
from tracking.snapshot import limits_of


def set_own_limits(*, user: User, figures: Mapping[str, int], now: datetime) -> list[Incident]:
    """Keep a person's own limits and judge their log of today by them; return what is new.

    What is stricter counts from today on, what is looser from tomorrow on.
    """
    with transaction.atomic():
        person = lock_person(user)
        today = local_date(now, person.zone)
        changes = limits_of(person).change(figures, today)
        person.own_limits = [change.as_json() for change in changes]
        person.save(update_fields=["own_limits"])
        user.own_limits = person.own_limits
        return incidents.reevaluate(user=person, since=today, now=now)
