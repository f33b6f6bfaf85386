"""What the rules found, and what was decided about mail."""

import uuid
from datetime import datetime, timedelta
from functools import cache
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import OutboxMail, User
from tracking.models.screening import Screening
from tracking.models.session import Session


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Named questions about incidents."""

    def in_force(self, user: User, now: datetime) -> "IncidentQuerySet":
        """All that can still matter now.

        The last 15 dates, open cool-downs, unlifted STOPs, and cool-downs of level 3 since which
        the health questions were not answered.
        """
        recent = Q(on__gte=(now - timedelta(days=15)).date())
        return self.filter(recent | Q(until__gt=now) | _unanswered(), user=user)

    def with_session(self) -> "IncidentQuerySet":
        """With what a STOP says of the session that was stopped."""
        told = ("session__stop_quality", "session__stop_whose")
        own = [field.attname for field in self.model._meta.concrete_fields]
        return self.select_related("session").only(*own, *told)


@cache
def _unanswered() -> Q:
    """A STOP not lifted, or a long cool-down since which nobody answered. Put together once."""
    screenings = Screening.objects.filter(user=OuterRef("user")).order_by("-answered_at", "-id")
    answered = Subquery(screenings.values("answered_at")[:1])
    return Q(rule="P1", rescreened_at=None) | Q(level=3, until__gt=answered)


class Incident(models.Model):
    """An `over` verdict or a STOP (rule P1): one row per rule, scope and local date.

    Overuse rows are recomputed after every change of the log; a STOP stays when its log goes.
    """

    # Known before it is stored, so that new and changed rows are written by one statement.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="incidents"
    )
    rule = models.CharField(max_length=4)
    scope = models.CharField(max_length=64)  # "back", a region, or an exercise's slug
    on = models.DateField(_("local date"))
    tripped_at = models.DateTimeField()
    until = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=0)  # 1-3; a STOP has 0
    count = models.PositiveSmallIntegerField(default=0)
    limit = models.PositiveSmallIntegerField(default=0)
    rows = models.JSONField(default=list)  # ids of the bouts (or session) counted
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True)
    rescreened_at = models.DateTimeField(null=True, blank=True)  # STOP only

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "rule", "scope", "on"],
                condition=~Q(rule="P1"),
                name="one_incident_a_day",
            ),
            models.UniqueConstraint(
                fields=["user", "session"],
                condition=Q(rule="P1"),
                name="one_stop_a_session",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "on"], name="incident_of_day"),
            models.Index(fields=["user", "until"], name="incident_until"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.on}"


class MailDecisionQuerySet(models.QuerySet["MailDecision"]):
    """Named questions about decisions."""

    def of(self, user: User) -> "MailDecisionQuerySet":
        """One person's decisions, newest first."""
        return self.filter(user=user).order_by("-decided_at", "-id")

    def held(self) -> "MailDecisionQuerySet":
        """Those that still wait for the end of quiet hours."""
        return self.filter(outcome=MailDecision.Outcome.HELD, settled_at=None)


class MailDecision(models.Model):
    """Why a mail was sent, held or suppressed: the ledger a person can read.

    `key` is unique: "reminder:<id>:<due>", "stop:<session>", "overuse:<random>". When the hold of
    a row ends, `settled_at` closes it and a new row says what became of it.
    """

    class Outcome(models.TextChoices):
        SENT = "sent", _("sent")
        HELD = "held", _("held")
        SUPPRESSED = "suppressed", _("not sent")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="decisions"
    )
    stream = models.CharField(max_length=16)  # reminder | overuse | stop
    key = models.CharField(max_length=200, unique=True)
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    # [rule, scope, local date] of each incident it speaks of; the incident itself may be gone.
    incidents = models.JSONField(default=list)
    label = models.CharField(max_length=120, blank=True)
    mail = models.ForeignKey(OutboxMail, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MailDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail decision")
        indexes: ClassVar = [
            models.Index(fields=["user", "-decided_at"], name="decision_of_user"),
            models.Index(
                fields=["held_until"],
                condition=Q(outcome="held", settled_at=None),
                name="decision_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.outcome}"
