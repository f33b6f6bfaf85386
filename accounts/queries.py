"""What the account pages read."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from accounts.models import Invitation, User


def invitation_of(request: HttpRequest, *, now: datetime) -> Invitation | None:
    """Return the open invitation whose code the link or the posted form carries."""
    match = request.resolver_match
    code = (match and match.kwargs.get("code")) or request.POST.get("invitation", "")
    return Invitation.objects.open(now).filter(code=code).first() if code else None


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could run the site if this person left."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


def address_confirmed(person: str = "") -> Exists:
    """Whether the address of the person at the end of this path (with `__`) is confirmed."""
    return Exists(
        EmailAddress.objects.filter(
            user=OuterRef(f"{person}pk"), email=OuterRef(f"{person}email"), verified=True
        )
    )
