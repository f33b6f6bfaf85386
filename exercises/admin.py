"""Staff read the catalogue here; it is changed in its files, which are reviewed and tested."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from exercises.labels import label
from exercises.models import Exercise
from exercises.vocabulary import Tier


@admin.register(Exercise)
class ExerciseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Look up entries; nothing can be added, changed or deleted."""

    list_display = ("name", "slug", "risk", "run_mode", "mobilising", "retired_at")
    list_filter = (
        "tier",
        "run_mode",
        "mobilising",
        ("retired_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("name", "slug")
    ordering = ("position",)
    fields = (
        "slug",
        "name",
        "position",
        "risk",
        "run_mode",
        "mobilising",
        "retired_at",
        "checksum",
        "document",
    )
    readonly_fields = ("risk", "document")
    actions = None

    @admin.display(description=_("Risk"), ordering="tier")
    def risk(self, exercise: Exercise) -> str:
        """Return the tier in plain words."""
        return str(label(Tier(exercise.tier)))

    @admin.display(description=_("Catalogue file"))
    def document(self, exercise: Exercise) -> SafeString:
        """Return the whole document as it was loaded."""
        text = json.dumps(exercise.data, indent=2, ensure_ascii=False)
        return format_html("<pre>{}</pre>", text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: entries come from files."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: entries come from files."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: logs refer to entries for ever."""
        return False
