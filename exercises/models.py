"""The exercise catalogue as rows: data of the files in exercises/catalogue/, owned by no one."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.catalogue import spec_of
from exercises.spec import ExerciseSpec
from exercises.vocabulary import RunMode

# Typed documents by (slug, checksum). The key is the content, so an entry cannot go stale.
# Without it a page about the whole catalogue spends 6 ms on reading the same 18 documents.
_specs: dict[tuple[str, str], ExerciseSpec] = {}


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    """Named questions about exercises."""

    def current(self) -> "ExerciseQuerySet":
        """Those the catalogue still holds, in its order."""
        return self.filter(retired_at=None).order_by("position")

    def runnable(self) -> "ExerciseQuerySet":
        """Those of the catalogue that can be started at all."""
        return self.current().exclude(run_mode=RunMode.INFO_ONLY)


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

    def get_absolute_url(self) -> str:
        return reverse("exercises:detail", args=[self.slug])

    @property
    def spec(self) -> ExerciseSpec:
        """Everything the catalogue says about it, typed."""
        key = (self.slug, self.checksum)
        if key not in _specs:
            _specs[key] = spec_of(self.data, self.slug)
        return _specs[key]
