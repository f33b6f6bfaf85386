"""Reminders: when a person wants to be asked to move."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracking.models.routine import Routine


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Named questions about reminders."""

    def of(self, user: User) -> "ReminderQuerySet":
        """One person's reminders, soonest first, switched-off ones last."""
        return self.filter(user=user).order_by(models.F("next_due_at").asc(nulls_last=True), "id")


class Reminder(models.Model):
    """Local times on chosen weekdays in a zone; `next_due_at` is the one row the tick reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    routine = models.ForeignKey(Routine, models.SET_NULL, null=True, blank=True)
    label = models.CharField(_("label"), max_length=60, blank=True)
    times = models.JSONField(_("times"))  # ["07:30", "18:00"], local, sorted, at most five
    weekdays = models.JSONField(_("weekdays"))  # [0..6], Monday = 0
    zone = models.CharField(_("time zone"), max_length=64)
    only_if_not_done = models.BooleanField(_("only if not done"), default=True)
    enabled = models.BooleanField(_("on"), default=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        indexes: ClassVar = [
            models.Index(fields=["next_due_at"], condition=Q(enabled=True), name="reminder_due"),
        ]

    def __str__(self) -> str:
        return self.label or ", ".join(self.times)
