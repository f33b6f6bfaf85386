"""Routines: ordered exercises with their doses."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class RoutineQuerySet(models.QuerySet["Routine"]):
    """Named questions about routines."""

    def built_in(self) -> "RoutineQuerySet":
        """The routines that come with the product and are still offered, in their order."""
        return self.filter(owner=None, retired_at=None).order_by("position")

    def visible_to(self, user: User) -> "RoutineQuerySet":
        """The built-in ones and the person's own."""
        return self.filter(Q(owner=None) | Q(owner=user), retired_at=None).order_by("position")


class Routine(models.Model):
    """A named list of items `{"slug", "hold_s"?, "reps"?, "minutes"?}`; built in if ownerless."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="routines",
        db_index=False,
    )
    slug = models.SlugField(max_length=64)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    items = models.JSONField(default=list)
    requires_spotter_ack = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RoutineQuerySet.as_manager()

    class Meta:
        verbose_name = _("routine")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(owner=None), name="one_built_in_a_slug"
            ),
            models.UniqueConstraint(fields=["owner", "slug"], name="one_own_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name
