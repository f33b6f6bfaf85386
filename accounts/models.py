"""Who you are, what you agreed to, and the outbox by which we reach you."""

import uuid
from datetime import datetime, time
from functools import cache
from secrets import token_urlsafe
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sessions import BrowserSession as BrowserSession


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones; read from the disk once, as it costs 5 ms."""
    # These three are files of one system, not places.
    return frozenset(available_timezones() - {"Factory", "localtime", "posixrules"})


def validate_time_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in time_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone."), "TIME_ZONE_UNKNOWN", {"name": name}
        )


class UserManager(BaseUserManager["User"]):
    """Make people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a stored person; without a password the account cannot sign in by one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_verified(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a stored person whose address counts as confirmed: they can sign in at once."""
        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, **fields)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a stored administrator."""
        return self.create_verified(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person: signs in by e-mail, lives in a time zone, may switch mails off.

    The profile is part of this row, because every request reads it anyway.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[validate_time_zone]
    )
    quiet_from = models.TimeField(_("quiet from"), default=time(22))
    quiet_until = models.TimeField(_("quiet until"), default=time(7))
    reminder_mail = models.BooleanField(_("reminder mails"), default=True)
    alert_mail = models.BooleanField(_("overuse alert mails"), default=True)
    bounced_at = models.DateTimeField(_("mail bounced at"), null=True, blank=True)
    # Stricter limits of their own, by date; read and written by tracking alone. It stands here
    # because every start asks for it, and this row is read anyway.
    own_limits = models.JSONField(_("own limits"), default=list, blank=True)
    # Seconds between exercises and sides, as tracking/player/tempo.py reads them; {}: the usual.
    tempo = models.JSONField(_("tempo"), default=dict, blank=True)
    is_demo = models.BooleanField(_("demo account"), default=False)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.email

    @property
    def zone(self) -> ZoneInfo:
        """The person's zone; UTC if this system no longer knows the stored name."""
        return ZoneInfo(self.time_zone if self.time_zone in time_zones() else "UTC")


class Consent(models.Model):
    """One agreement: which text, which version, when."""

    class Text(models.TextChoices):
        GENERAL = "general", _("General movement information")
        HEALTH_DATA = "health_data", _("Keeping health data")
        EMERGENCY_SIGNS = "emergency_signs", _("Emergency signs")

    user = models.ForeignKey(User, models.CASCADE, db_index=False, related_name="consents")
    text = models.CharField(max_length=32, choices=Text)
    version = models.CharField(max_length=16)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "text", "version"], name="one_consent_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.version}"


def make_code() -> str:
    """Return the secret part of an invitation's link."""
    return token_urlsafe(24)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Named questions about invitations."""

    def open(self, now: datetime) -> "InvitationQuerySet":
        """Those that still open sign-up."""
        return self.filter(used_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A code that opens sign-up once while REGISTRATION=invite."""

    code = models.CharField(max_length=64, unique=True, default=make_code)
    email = models.EmailField(_("only for"), blank=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="invitations_made"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="invitations_used"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.email or str(_("anyone with the code"))

    def is_open(self, now: datetime) -> bool:
        """Whether the code still opens sign-up."""
        return self.used_at is None and now < self.expires_at


OPEN_STATES = ("due", "claimed")


class OutboxMailQuerySet(models.QuerySet["OutboxMail"]):
    """Named questions about mail to be sent."""

    def claimable(self, now: datetime) -> "OutboxMailQuerySet":
        """Due rows, and claimed ones whose lease ran out with their worker; oldest first."""
        return self.filter(state__in=OPEN_STATES, due_at__lte=now).order_by("due_at")

    def closed(self) -> "OutboxMailQuerySet":
        """Sent, failed or cancelled: no worker will touch them again."""
        return self.exclude(state__in=OPEN_STATES)


class OutboxMail(models.Model):
    """A mail to be sent: written in the transaction that decided it, sent by a worker.

    `key` is unique, so a decision made twice writes one mail. `due_at` is when a worker may take
    the row: its time, the next attempt's, or the end of the lease of the worker that claimed it.
    Recipient and bodies are emptied some time after sending (accounts.tasks.purge_sent).
    """

    class State(models.TextChoices):
        DUE = "due", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, db_index=False, related_name="outbox")
    key = models.CharField(max_length=200, unique=True)
    stream = models.CharField(max_length=16)  # account | reminder | overuse | stop
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=16, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    # Past it the mail would only disturb: it is cancelled instead of sent.
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox mail")
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                name="outbox_open",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(fields=["user", "-created_at"], name="outbox_of_user"),
            # The purge finds its rows by these two; each row is in one of them at a time.
            models.Index(
                fields=["created_at"], name="outbox_full", condition=~models.Q(recipient="")
            ),
            models.Index(
                fields=["created_at"], name="outbox_emptied", condition=models.Q(recipient="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.state}"
