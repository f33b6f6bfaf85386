"""Screening answers, kept by version; the newest row counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Named questions about screenings."""

    def of(self, user: User) -> "ScreeningQuerySet":
        """One person's screenings, newest first."""
        return self.filter(user=user).order_by("-answered_at", "-id")


class Screening(models.Model):
    """One full set of answers and what they led to. Health data: never in mail, logs or URLs."""

    NEWS, STOP = "news", "stop"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="screenings", db_index=False
    )
    answered_at = models.DateTimeField()
    questions_version = models.CharField(max_length=16)
    answers = models.JSONField()
    tags = models.JSONField(default=list)
    age = models.PositiveSmallIntegerField()
    pain_now = models.PositiveSmallIntegerField()
    pain_quality = models.CharField(max_length=16, blank=True)
    red_care = models.CharField(max_length=16, blank=True)  # "", "emergency", "same_day"
    # The first red answer that no clinician has cleared yet, carried from screening to screening.
    red_since = models.DateTimeField(null=True, blank=True)
    clinician_seen = models.BooleanField(default=False)
    # Set aside by "something is new" (NEWS) or by a STOP, whose incident does the locking.
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.CharField(max_length=16, blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening")
        indexes: ClassVar = [
            models.Index(fields=["user", "-answered_at"], name="screening_of_user")
        ]

    def __str__(self) -> str:
        return f"{self.answered_at:%Y-%m-%d}"
