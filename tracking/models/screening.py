"""Screening answers, kept by version; the newest row counts. Pain told that no session keeps."""

from datetime import date, datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracking.models.instance import Instance
from tracking.models.session import Session

TOLD = ("told_in_screenings", "told_in_sessions", "told_alone")


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Named questions about screenings."""

    def of(self, user: User) -> "ScreeningQuerySet":
        """One person's screenings, newest first."""
        return self.filter(user=user).order_by("-answered_at", "-id")

    def with_limits_history(self) -> "ScreeningQuerySet":
        """With `limits_history` of this instance; no query of its own."""
        return self.annotate(limits_history=Instance.objects.history())

    def with_pain_of(self, day: date, *, since: datetime, until: datetime) -> "ScreeningQuerySet":
        """With `told_pains`, the worst pain before moving of a local date; no query of its own."""
        of_person = {"user": OuterRef("user")}
        screenings = Screening.objects.filter(answered_at__gte=since, answered_at__lt=until)
        told = (
            (screenings, "pain_now"),
            (Session.objects.filter(on=day), "pain_before"),
            (PainAnswer.objects.filter(on=day), "pain"),
        )
        worst = (
            Subquery(rows.filter(**of_person).values("user").annotate(w=Max(name)).values("w"))
            for rows, name in told
        )
        return self.annotate(**dict(zip(TOLD, worst, strict=True)))

    def with_practice(self, days: int) -> "ScreeningQuerySet":
        """With `practice_dates` of the last so many dates that have any; no query of its own."""
        practice = Session.objects.filter(status=Session.Status.FINISHED, practice=True)
        last = practice.filter(user=OuterRef(OuterRef("user"))).order_by("-on")
        text = StringAgg(Cast("on", models.TextField()), Value(","))
        rows = practice.filter(user=OuterRef("user"), on__in=last.values("on").distinct()[:days])
        return self.annotate(
            practice_text=Subquery(rows.values("user").annotate(t=text).values("t"))
        )


class Screening(models.Model):
    """One full set of answers and what they led to. Health data: never in mail, logs or URLs."""

    NEWS, STOP = "news", "stop"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="screenings"
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

    @property
    def told_pains(self) -> tuple[int, ...]:
        """What `with_pain_of` found."""
        return tuple(pain for name in TOLD if (pain := getattr(self, name)) is not None)

    @property
    def practice_dates(self) -> tuple[date, ...]:
        """What `with_practice` found: a date for each session; () if it was not asked."""
        text: str = getattr(self, "practice_text", None) or ""
        return tuple(map(date.fromisoformat, filter(None, text.split(","))))


class PainAnswerQuerySet(models.QuerySet["PainAnswer"]):
    """Named questions about pain answers."""

    def keep(self, user: User, *, on: date, pain: int | None) -> None:
        """Keep an answer of a local date; one that is no worse than what is known adds nothing."""
        if pain is None:
            return
        row, _made = self.get_or_create(user=user, on=on, defaults={"pain": pain})
        self.filter(pk=row.pk, pain__lt=pain).update(pain=pain)


class PainAnswer(models.Model):
    """The worst pain before moving that was told on a local date and that no session keeps.

    On a start card that was refused, or in a session that was discarded. It counts for its date.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="pain_answers"
    )
    on = models.DateField(_("local date"))
    pain = models.PositiveSmallIntegerField()

    objects = PainAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("pain answer")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "on"], name="one_pain_answer_a_day"),
            models.CheckConstraint(condition=models.Q(pain__lte=10), name="pain_answer_0_10"),
        ]

    def __str__(self) -> str:
        return f"{self.on}"
