"""What is kept about this instance itself, in one row."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Subquery
from django.utils.translation import gettext_lazy as _

from tracking.safety.limits import Limits
from tracking.safety.own_limits import note_figures

ONLY = 1


class InstanceQuerySet(models.QuerySet["Instance"]):
    """Named questions about this instance."""

    def history(self) -> Subquery:
        """The history of its limits, to be fetched along with another row."""
        return Subquery(self.values("limits_history")[:1])

    def note(self, limits: Limits, now: datetime) -> None:
        """Keep the figures now in force if they are others than before."""
        with transaction.atomic():
            row, _made = self.select_for_update().get_or_create(pk=ONLY)
            history = note_figures(row.limits_history, limits, now)
            if history != row.limits_history:
                row.limits_history = history
                row.save(update_fields=["limits_history"])


class Instance(models.Model):
    """The one row. `limits_history` is what `own_limits.note_figures` writes."""

    limits_history = models.JSONField(default=list)

    objects = InstanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("instance")
        constraints = (models.CheckConstraint(condition=models.Q(pk=ONLY), name="one_instance"),)

    def __str__(self) -> str:
        return str(self.pk)
