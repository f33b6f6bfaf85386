"""Sessions, the moves that drive them, and the bouts they leave behind."""

import uuid
from datetime import date
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Max, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exercises.labels import REGION
from exercises.models import Exercise
from exercises.vocabulary import Region
from tracking.models.routine import Routine


class SessionQuerySet(models.QuerySet["Session"]):
    """Named questions about sessions."""

    def of(self, user: User) -> "SessionQuerySet":
        """One person's sessions."""
        return self.filter(user=user)

    def open(self) -> "SessionQuerySet":
        """Started and not yet closed; a person has at most one."""
        return self.filter(status=Session.Status.OPEN)

    def closed(self) -> "SessionQuerySet":
        """Logged: finished, partial or stopped."""
        return self.exclude(status=Session.Status.OPEN)

    def between(self, first: date, last: date) -> "SessionQuerySet":
        """Those whose local date lies in the range, both ends included."""
        return self.filter(on__gte=first, on__lte=last)

    def with_moves(self) -> "SessionQuerySet":
        """With `moves_text`: its moves as the inside of a JSON list, None if there are none.

        And with `last_move_at`, when the last of them was received. One query for all, and the
        plan is not repeated for every move as a join would.
        """
        text, last = _of_moves()
        return self.annotate(moves_text=text, last_move_at=last)


@cache
def _of_moves() -> tuple[Subquery, Subquery]:
    """Build once what every read of an open session asks for: it is never changed."""
    names = ("client", "seq", "kind", "offset_ms", "data")
    move = Cast(JSONObject(**{name: F(name) for name in names}), models.TextField())
    listed = (
        Move.objects.filter(session=OuterRef("pk"))
        .values("session")
        .annotate(text=StringAgg(move, Value(",")), last=Max("received_at"))
    )
    return Subquery(listed.values("text")), Subquery(listed.values("last"))


class Session(models.Model):
    """One run of a routine or of a single exercise.

    While open, its state is a fold over `moves` (tracking/player/machine.py); `plan` is the cue
    timeline frozen at the start, so a later change of the catalogue cannot change a log.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        FINISHED = "finished", _("finished")
        PARTIAL = "partial", _("partial")
        STOPPED = "stopped", _("stopped for pain")

    class Origin(models.TextChoices):
        LIVE = "live", _("done in the player")
        ENTERED = "entered", _("entered by hand")

    class Relief(models.IntegerChoices):
        MUCH_WORSE = -2, _("much worse")
        WORSE = -1, _("a little worse")
        SAME = 0, _("the same")
        BETTER = 1, _("a little better")
        MUCH_BETTER = 2, _("much better")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="sessions"
    )
    routine = models.ForeignKey(Routine, models.SET_NULL, null=True, blank=True)
    title = models.CharField(max_length=120)
    status = models.CharField(max_length=16, choices=Status, default=Status.OPEN)
    origin = models.CharField(max_length=16, choices=Origin, default=Origin.LIVE)
    practice = models.BooleanField(default=False)  # counts for the elevated exercises (rule A24)
    zone = models.CharField(max_length=64)
    on = models.DateField(_("local date"))
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    plan = models.JSONField(default=dict)
    acknowledgements = models.JSONField(default=dict)
    seconds = models.PositiveIntegerField(default=0)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    relief = models.SmallIntegerField(choices=Relief, null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    # STOP: when, at which step, what it felt like and whose pain it was ("own" or "partner").
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_step = models.CharField(max_length=120, blank=True)
    stop_quality = models.CharField(max_length=16, blank=True)
    stop_pain = models.PositiveSmallIntegerField(null=True, blank=True)
    stop_whose = models.CharField(max_length=8, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        indexes: ClassVar = [
            models.Index(fields=["user", "-started_at"], name="session_of_user"),
            models.Index(fields=["user", "on"], name="session_of_day"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(status="open"), name="one_open_session"
            ),
            models.CheckConstraint(
                condition=Q(pain_before=None) | Q(pain_before__lte=10),
                name="pain_before_0_10",
            ),
            models.CheckConstraint(
                condition=Q(pain_after=None) | Q(pain_after__lte=10),
                name="pain_after_0_10",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.on}"

    @property
    def minutes(self) -> int:
        """Whole minutes of work, rounded half up; a few seconds still show as one."""
        return max(1, (self.seconds + 30) // 60) if self.seconds else 0


class Move(models.Model):
    """One press in the player: append-only, unique by client and sequence number.

    `offset_ms` is the client's elapsed time since the session's start; the fold orders by it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, db_index=False, related_name="moves")
    client = models.CharField(max_length=36)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    offset_ms = models.PositiveBigIntegerField()  # pain may be told of a session weeks ago
    data = models.JSONField(default=dict)
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("move")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "client", "seq"], name="one_move_a_seq")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["received_at"],
                condition=Q(kind__in=("stop", "left")),
                name="stops_received",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.offset_ms} ms"


#: What the rules count of a bout and of the session it was done in.
COUNTED = (
    *("id", "session_id", "exercise_id", "tier", "mobilising", "regions", "release_regions"),
    *("started_at", "ended_at", "on", "daily_cap", "stretch_seconds", "auxiliary"),
    *("session__pain_before", "session__pain_after"),
)


class BoutQuerySet(models.QuerySet["Bout"]):
    """Named questions about bouts."""

    def of(self, user: User) -> "BoutQuerySet":
        """One person's bouts."""
        return self.filter(user=user)

    def since(self, day: date) -> "BoutQuerySet":
        """Those of a local date or later, in the order the rules count them."""
        return self.filter(on__gte=day).order_by("started_at", "id")

    def figures(self, *more: str) -> "models.QuerySet[Bout, Any]":
        """What the rules count, as named tuples: a week of rows is read at every start check."""
        return self.values_list(*COUNTED, *more, named=True)


class Bout(models.Model):
    """One exercise done once. What the rules need is copied here: a log is a fact."""

    class Released(models.TextChoices):
        NO = "no", _("no")
        YES = "yes", _("yes")
        UNSURE = "unsure", _("not sure")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="bouts"
    )
    session = models.ForeignKey(Session, models.CASCADE, related_name="bouts")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    on = models.DateField(_("local date"))
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    seconds = models.PositiveIntegerField()
    completed = models.BooleanField(default=True)
    sides_done = models.PositiveSmallIntegerField(default=1)
    tier = models.CharField(max_length=20)
    mobilising = models.BooleanField()
    regions = models.JSONField()
    daily_cap = models.PositiveSmallIntegerField()
    stretch_seconds = models.PositiveSmallIntegerField(default=0)
    auxiliary = models.BooleanField(default=False)  # served as warm-up or counter-movement
    released = models.CharField(max_length=8, choices=Released, blank=True)
    release_regions = models.JSONField(default=list)

    objects = BoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("bout")
        indexes: ClassVar = [models.Index(fields=["user", "on"], name="bout_of_day")]

    def __str__(self) -> str:
        return f"{self.exercise_id}, {self.on}"

    @property
    def release_words(self) -> str:
        """Where it released, in words."""
        return ", ".join(str(REGION[Region(code)]) for code in self.release_regions)
