"""The exercise catalogue as rows: data of the files in exercises/catalogue/, owned by no one."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    """Named questions about exercises."""

    def current(self) -> "ExerciseQuerySet":
        """Those the catalogue still holds, in its order."""
        return self.filter(retired_at=None).order_by("position")


class Exercise(models.Model):
    """One catalogue file, loaded by `manage.py load_catalogue`; retired, never deleted."""

    slug = models.SlugField(primary_key=True, max_length=64)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=20)
    run_mode = models.CharField(max_length=16)
    mobilising = models.BooleanField()
    data = models.JSONField()
    checksum = models.CharField(max_length=64)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        verbose_name = _("exercise")
        indexes: ClassVar = [models.Index(fields=["position"], name="exercise_order")]

    def __str__(self) -> str:
        return self.name
