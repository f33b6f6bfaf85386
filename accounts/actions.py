"""Everything that changes an account, beyond what allauth does itself."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Q

from accounts import consent
from accounts.models import Consent, Invitation, User


def welcome(*, user: User, time_zone: str, now: datetime) -> User:
    """Complete a fresh sign-up: its time zone and the texts agreed to."""
    with transaction.atomic():
        user.time_zone = time_zone
        user.save(update_fields=["time_zone"])
        accept(user=user, texts=consent.AT_SIGN_UP, now=now)
    return user


def accept(*, user: User, texts: Iterable[Consent.Text], now: datetime) -> None:
    """Store that the person agreed to the present version of each text."""
    with transaction.atomic():
        for text in texts:
            consent.record(user, text, now)


def save_profile(
    *,
    user: User,
    time_zone: str,
    quiet_from: time,
    quiet_until: time,
    reminder_mail: bool,
    alert_mail: bool,
) -> User:
    """Store where a person lives and which mails they want."""
    user.time_zone = time_zone
    user.quiet_from, user.quiet_until = quiet_from, quiet_until
    user.reminder_mail, user.alert_mail = reminder_mail, alert_mail
    user.save(
        update_fields=["time_zone", "quiet_from", "quiet_until", "reminder_mail", "alert_mail"]
    )
    return user


def set_time_zone(*, user: User, time_zone: str) -> User:
    """Store where a person lives."""
    user.time_zone = time_zone
    user.save(update_fields=["time_zone"])
    return user


def invite(*, email: str, days: int, by: User | None, now: datetime) -> Invitation:
    """Store an invitation; with an address only that address can use it."""
    return Invitation.objects.create(
        email=email.lower(), created_by=by, created_at=now, expires_at=now + timedelta(days=days)
    )


def claim_invitation(*, code: str, email: str, now: datetime) -> bool:
    """Use an invitation up; of several at the same moment one wins."""
    fitting = Invitation.objects.open(now).filter(Q(email="") | Q(email__iexact=email), code=code)
    return fitting.update(used_at=now) == 1


def name_invited(*, code: str, user: User) -> None:
    """Note who came by an invitation."""
    Invitation.objects.filter(code=code, used_by=None).update(used_by=user)


def make_administrator(*, email: str) -> tuple[User, str]:
    """Return an administrator and the one-time password, which is "" if the person existed."""
    with transaction.atomic():
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            password = token_urlsafe(15)
            return User.objects.create_superuser(email, password), password
        user.is_staff = user.is_superuser = user.is_active = True
        user.save(update_fields=["is_staff", "is_superuser", "is_active"])
        return user, ""
