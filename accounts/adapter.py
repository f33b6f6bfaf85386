"""How allauth is bent to this site: who may sign up, how mail leaves, which words people read."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters, outbox, queries
from accounts.models import User

EMAIL_LENGTH = 254
CODE_LIFE = timedelta(seconds=app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by e-mail address; codes by mail; nothing about who has an account leaks."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "cannot_remove_primary_email": _("You need at least one address to sign in."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The address or the password is not right."),
        "email_taken": _("This address cannot be used. Take another one."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Only the code in the newest mail counts."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("That was very quick. Wait ten seconds, then ask again."),
        "same_as_current": _("This is your address already."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether this request may sign up, by REGISTRATION and the invitation it carries."""
        if settings.REGISTRATION == "invite":
            return queries.invitation_of(request, now=timezone.now()) is not None
        return bool(settings.REGISTRATION == "open")

    def get_login_stages(self) -> list[str]:
        """Only the address is confirmed; sign-in codes and telephones are not used here."""
        return ["allauth.account.stages.EmailVerificationStage"]

    def clean_email(self, email: str) -> str:
        """Refuse an address that no column can hold."""
        if len(email) > EMAIL_LENGTH:
            raise ValidationError(_("This address is too long."), "EMAIL_TOO_LONG")
        return email

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the page that follows a new password."""
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Return the page that follows a changed address."""
        return reverse("account" if self.request.user.is_authenticated else "account_login")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark the address as confirmed; mail reached it, so no bounce stands against it."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            User.objects.filter(pk=email_address.user_id).update(bounced_at=None)
        return confirmed

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person of a change; the mail is theirs even if it goes to a former address."""
        super().send_notification_mail(
            template_prefix, user, {"user": user, **(context or {})}, email
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail to the outbox, in the transaction of what caused it."""
        now = timezone.now()
        user = context.get("user") or User.objects.filter(email=email).first()
        known = {"registration": settings.REGISTRATION, "operator_email": settings.OPERATOR_EMAIL}
        words = letters.known_to_all(
            known | context | {"email": email, "recipient": user, "now": now}
        )
        outbox.write(
            user=user,
            recipient=email,
            stream="account",
            key=f"account:{uuid4().hex}",
            subject=" ".join(render_to_string(f"{template_prefix}_subject.txt", words).split()),
            text=letters.tidy(render_to_string(f"{template_prefix}_message.txt", words)),
            html=render_to_string(f"{template_prefix}_message.html", words),
            # A code that arrives after it has run out would only confuse.
            expires_at=now + CODE_LIFE if "code" in context else None,
            now=now,
        )
