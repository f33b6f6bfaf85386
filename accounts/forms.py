"""Forms of the account pages: allauth's with our words, and our own."""

from copy import copy
from functools import cache
from itertools import groupby
from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import actions, queries
from accounts.models import Consent, User, time_zones, validate_time_zone

EMAIL = _("E-mail address")
PASSWORD_HELP = _("At least 10 characters. A short sentence is easy to remember.")


class OurWords:
    """Labels and hints of an allauth form in our words; the label is no placeholder."""

    words: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}
    # One field with a switch to show it is easier than typing a password twice.
    left_out: ClassVar[tuple[str, ...]] = ("password2",)
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            self.fields.pop(name, None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(OurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    """Sign in by address and password."""

    words: ClassVar = {"login": EMAIL, "password": _("Password")}


class SignupForm(OurWords, allauth_forms.SignupForm):  # type: ignore[misc]
    """Sign up by address and one password, with the consents that a health diary needs."""

    words: ClassVar = {"email": EMAIL, "password1": _("Password")}
    hints: ClassVar = {
        "email": _("You sign in with it. We send it a code now and what you ask for later."),
        "password1": PASSWORD_HELP,
    }

    general = forms.BooleanField(
        label=_("I am 18 or older and understand that this is not medical advice"),
        error_messages={"required": _("Limber is for adults who accept this.")},
    )
    health_data = forms.BooleanField(
        label=_("Keep my health data as described"),
        error_messages={"required": _("Without this Limber cannot keep a log for you.")},
    )
    account_already_exists: bool
    field_order = ("email", "password1", "general", "health_data")
    time_zone = forms.CharField(
        required=False, widget=forms.HiddenInput(attrs={"data-time-zone": True})
    )
    invitation = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    def clean_time_zone(self) -> str:
        """Return the browser's zone, or UTC if it named none that exists."""
        name = str(self.cleaned_data["time_zone"])
        return name if name in time_zones() else "UTC"

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Store the person; a known address gets the same answer, at the same cost."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)  # type: ignore[no-any-return]
            except IntegrityError:  # the same address at the same moment: a double tap
                self.account_already_exists = True
        # The hash takes most of a sign-up's time; without it the answer would come sooner.
        User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)  # type: ignore[no-any-return]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Complete the stored person; allauth calls it."""
        actions.welcome(user=user, time_zone=self.cleaned_data["time_zone"], now=timezone.now())
        actions.name_invited(code=self.cleaned_data["invitation"], user=user)


class ChangeEmailForm(OurWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Name a new address; a code that goes there confirms it."""

    words: ClassVar = {"email": _("New e-mail address")}


class ChangePasswordForm(OurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Change the password, knowing the current one."""

    words: ClassVar = {"oldpassword": _("Current password"), "password1": _("New password")}
    hints: ClassVar = {"password1": PASSWORD_HELP}


class SetPasswordForm(OurWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """Give a password to an account that has none."""

    words: ClassVar = {"password1": _("New password")}
    hints: ClassVar = {"password1": PASSWORD_HELP}


class NewPasswordForm(OurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a new password after the code."""

    words: ClassVar = {"password1": _("New password")}
    hints: ClassVar = {"password1": PASSWORD_HELP}


class ResetPasswordForm(OurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Ask for a code to choose a new password."""

    words: ClassVar = {"email": EMAIL}


class ReauthenticateForm(OurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Prove it is you before something that matters."""

    words: ClassVar = {"password": _("Password")}


class CodeForm(OurWords):
    """One field for the code of a mail."""

    words: ClassVar = {"code": _("Code")}
    hints: ClassVar = {"code": _("Eight letters. Capitals and the dash do not matter.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


class EmailCodeForm(CodeForm, allauth_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """Confirm an address."""


class ResetCodeForm(CodeForm, allauth_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """Confirm a wish for a new password."""


AREAS = {
    *("Africa", "America", "Antarctica", "Arctic", "Asia"),
    *("Atlantic", "Australia", "Europe", "Indian", "Pacific"),
}


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the places one may live in, by area; the old names of zones are left out."""
    names = sorted(name for name in time_zones() if name.partition("/")[0] in AREAS)
    groups = groupby(names, key=lambda name: name.partition("/")[0])
    return [(area, [(name, place_of(name)) for name in group]) for area, group in groups]


def zone_choices_with(*kept: str) -> list[Any]:
    """Return the places, after stored zones that are none: "UTC" and old names stay selectable."""
    known = {name for _area, places in zone_choices() for name, _place in places}
    first = [(name, name) for name in dict.fromkeys(kept) if name not in known]
    return [*first, *zone_choices()]


def place_of(name: str) -> str:
    """Return the place in a zone's name: "America/Indiana/Tell_City" gives "Indiana, Tell City"."""
    return name.partition("/")[2].replace("/", ", ").replace("_", " ")


class ProfileForm(forms.Form):
    """Where a person lives, when they sleep, and which mails they want."""

    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, validators=[validate_time_zone], widget=forms.Select
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reminder_mail = forms.BooleanField(
        label=_("Reminder mails"),
        required=False,
        help_text=_("At the times you set under Reminders."),
    )
    alert_mail = forms.BooleanField(
        label=_("Mails about passed limits"),
        required=False,
        help_text=_("The limits hold without the mail, too."),
    )

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["time_zone"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = zone_choices_with(current)


class ConsentForm(forms.Form):
    """Agree to the texts that are new to a person: one box each."""

    words: ClassVar = {
        Consent.Text.GENERAL: SignupForm.base_fields["general"],
        Consent.Text.HEALTH_DATA: SignupForm.base_fields["health_data"],
    }

    def __init__(self, *args: Any, texts: list[Consent.Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in texts:
            self.fields[text] = copy(self.words[text])


class DeleteForm(forms.Form):
    """Delete the account: the password proves it is you."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Refuse a wrong password; too many wrong ones are refused like those of the sign-in."""
        password = str(self.cleaned_data["password"])
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse to leave the site without an administrator."""
        if queries.is_last_administrator(self.user):
            raise ValidationError(
                _("You are the only administrator. Make someone else one first."), "LAST_ADMIN"
            )
        return super().clean() or {}
