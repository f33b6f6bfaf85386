"""The administration of what people do: to be looked at, as every change must pass the rules.

No list shows a pain, an answer or a note; search is by address.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import ReadOnlyAdmin
from tracking.models import (
    Bout,
    Incident,
    Instance,
    MailDecision,
    Move,
    PainAnswer,
    Reminder,
    Routine,
    Screening,
    Session,
)


class OfPersonAdmin(ReadOnlyAdmin):
    """Rows that belong to a person."""

    list_select_related = ("user",)
    search_fields: ClassVar[tuple[str, ...]] = ("user__email",)


@admin.register(Routine)
class RoutineAdmin(ReadOnlyAdmin):
    """Routines: built in (without owner) and people's own."""

    list_display = ("name", "slug", "owner", "requires_spotter_ack", "position", "retired_at")
    list_filter = (("owner", admin.EmptyFieldListFilter), "requires_spotter_ack")
    list_select_related = ("owner",)
    search_fields = ("name", "slug", "owner__email")


@admin.register(Instance)
class InstanceAdmin(ReadOnlyAdmin):
    """Which limits this instance had, and from when on."""


@admin.register(Screening)
class ScreeningAdmin(OfPersonAdmin):
    """When people answered; what they answered is theirs and is not shown."""

    list_display = ("user", "answered_at", "questions_version", "voided_at")
    list_filter = ("questions_version", ("voided_at", admin.EmptyFieldListFilter))
    date_hierarchy = "answered_at"
    fields = ("user", "answered_at", "questions_version", "voided_at")


@admin.register(PainAnswer)
class PainAnswerAdmin(OfPersonAdmin):
    """On which dates somebody told pain that no session keeps; how much is theirs."""

    list_display = ("user", "on")
    date_hierarchy = "on"
    fields = ("user", "on")


@admin.register(Session)
class SessionAdmin(OfPersonAdmin):
    """Sessions, without what people said about themselves."""

    list_display = ("user", "title", "status", "origin", "on", "started_at", "seconds")
    list_filter = ("status", "origin")
    date_hierarchy = "on"
    search_fields = ("user__email", "title")
    fields = ("user", "title", "routine", "status", "origin", "zone", "on")
    fields += ("started_at", "ended_at", "received_at", "seconds")  # type: ignore[assignment]


@admin.register(Move)
class MoveAdmin(OfPersonAdmin):
    """The presses behind a session, for finding faults of the player."""

    list_display = ("user", "session_id", "seq", "kind", "offset_ms", "received_at")
    list_filter = ("kind",)
    search_fields = ("user__email", "=session__id")
    date_hierarchy = "received_at"
    fields = ("user", "session", "client", "seq", "kind", "offset_ms", "received_at")
    raw_id_fields = ("session",)


@admin.register(Bout)
class BoutAdmin(OfPersonAdmin):
    """Exercises done."""

    list_display = ("user", "exercise_id", "on", "started_at", "seconds", "completed", "tier")
    list_filter = ("tier", "completed", "mobilising")
    date_hierarchy = "on"
    search_fields = ("user__email", "exercise__name")
    exclude = ("released", "release_regions")
    raw_id_fields = ("session",)


@admin.register(Incident)
class IncidentAdmin(OfPersonAdmin):
    """Limits passed and STOPs; which region it was is not shown."""

    list_display = ("user", "rule", "on", "level", "count", "limit", "tripped_at", "until")
    list_filter = ("rule", "level")
    date_hierarchy = "on"
    exclude = ("scope", "rows")


@admin.register(MailDecision)
class MailDecisionAdmin(OfPersonAdmin):
    """Why a mail was sent or not."""

    list_display = ("user", "stream", "outcome", "reason", "decided_at", "due_at", "held_until")
    list_filter = ("stream", "outcome", "reason")
    date_hierarchy = "decided_at"
    exclude = ("incidents", "mail")


@admin.register(Reminder)
class ReminderAdmin(OfPersonAdmin):
    """Reminders."""

    list_display = ("user", "label", "zone", "enabled", "next_due_at", "created_at")
    list_filter = ("enabled",)
    list_select_related = ("user",)
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Show those that are due first."""
        return super().get_queryset(request).order_by("next_due_at")
