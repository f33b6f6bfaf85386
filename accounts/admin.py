"""The administration of people. Rules and logs are looked at here, never changed."""

from datetime import timedelta
from typing import Any, ClassVar

import allauth.account.admin  # noqa: F401  registers its own first, so that ours can replace it
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, Invitation, OutboxMail, User

INVITATION_DAYS = 14


def change_password(request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
    """Send staff to the page that everyone uses: it limits tries and tells by mail."""
    return redirect("account_change_password")


admin.site.site_title = admin.site.site_header = _("Limber administration")
admin.site.index_title = _("Overview")
admin.site.index_template = "accounts/admin_index.html"
# One door to sign in: rate limits and confirmed addresses hold for staff, too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = admin.site.admin_view(change_password)  # type: ignore[assignment, method-assign]
# Nothing goes in bulk: `manage.py erase_person` deletes a person, wholly.
admin.site.disable_action("delete_selected")
admin.site.unregister(EmailAddress)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Looked at by staff, written by the product alone."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes."""
        return False


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Switch an account off or make someone staff; all else is the person's own."""

    list_display = ("email", "is_active", "is_staff", "is_demo", "date_joined", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "is_demo")
    search_fields = ("email",)
    date_hierarchy = "date_joined"
    ordering = ("-date_joined",)
    list_per_page = 50
    show_full_result_count = False
    filter_horizontal = ("groups", "user_permissions")
    fields = ("email", "is_active", "is_staff", "is_superuser", "groups", "user_permissions")
    fields += ("time_zone", "date_joined", "last_login", "bounced_at")  # type: ignore[assignment]
    readonly_fields = ("email", "time_zone", "date_joined", "last_login", "bounced_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up, are invited, or made by `manage.py create_admin`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A person is erased by themselves or by `manage.py erase_person`, never in part."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Only an administrator hands out rights, and nobody to themselves."""
        rights = ("is_staff", "is_superuser", "groups", "user_permissions")
        if obj == request.user:
            return (*self.readonly_fields, "is_active", *rights)
        return self.readonly_fields if is_superuser(request) else (*self.readonly_fields, *rights)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """An administrator's account is changed by administrators only."""
        protected = isinstance(obj, User) and obj.is_superuser and not is_superuser(request)
        return not protected and super().has_change_permission(request, obj)


def is_superuser(request: HttpRequest) -> bool:
    """Whether the request is an administrator's."""
    return isinstance(request.user, User) and request.user.is_superuser


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    """Which addresses are confirmed."""

    list_display = ("email", "user", "verified", "primary")
    list_filter = ("verified", "primary")
    list_select_related = ("user",)
    search_fields = ("email", "user__email")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """Who agreed to which text, and when."""

    list_display = ("user", "text", "version", "given_at")
    list_filter = ("text", "version")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    date_hierarchy = "given_at"


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    """How long, and for whom."""

    class Meta:
        model = Invitation
        fields = ("email", "expires_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "expires_at" in self.fields:
            self.fields["expires_at"].initial = timezone.now() + timedelta(days=INVITATION_DAYS)


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Invite people; the link stands on the invitation's page."""

    form = InvitationForm
    list_display = ("__str__", "created_by", "created_at", "expires_at", "used_at")
    list_filter = (("used_at", admin.EmptyFieldListFilter), "expires_at")
    list_select_related = ("created_by",)
    search_fields = ("email", "created_by__email", "used_by__email")
    date_hierarchy = "created_at"
    readonly_fields = ("link", "created_by", "created_at", "used_at", "used_by")
    shown: ClassVar = ["email", "expires_at", "link", "created_by", "created_at"]

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        """A new invitation asks for two things."""
        return [*self.shown, "used_at", "used_by"] if obj else ["email", "expires_at"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """An invitation that was used is history."""
        used = isinstance(obj, Invitation) and obj.used_at is not None
        return not used and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        """Note who invited, and the address as sign-up will compare it."""
        obj.email = obj.email.lower()
        if not change and isinstance(request.user, User):
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=_("link"))
    def link(self, obj: Invitation) -> str:
        """Return what to send to the person."""
        return settings.BASE_URL + reverse("account_invite", args=[obj.code])


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    """What left or waits. Subjects and bodies are not shown: they hold codes and signed links."""

    list_display = ("created_at", "stream", "recipient", "state", "attempts", "due_at", "sent_at")
    list_filter = ("state", "stream")
    search_fields = ("recipient", "user__email")
    date_hierarchy = "created_at"
    exclude = ("subject", "text", "html", "headers", "key")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMail]:
        """Leave the large columns in the database."""
        return super().get_queryset(request).defer("text", "html")


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """What staff changed here."""

    list_display = ("action_time", "user", "content_type", "object_repr", "action_flag")
    list_filter = ("action_flag", "content_type")
    list_select_related = ("user", "content_type")
    search_fields = ("user__email", "object_repr")
    date_hierarchy = "action_time"
