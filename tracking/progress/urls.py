"""Routes of the progress slice."""

from datetime import date

from django.urls import path, register_converter

from tracking.progress import views

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class DayConverter:
    """A local date in the address, as 2026-06-01."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the date; ValueError (404) for none, or one at the ends of the calendar."""
        on = date.fromisoformat(value)
        if not EARLIEST <= on <= LATEST:
            raise ValueError(value)
        return on

    def to_url(self, value: date) -> str:
        """Return the ISO form."""
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("", views.progress, name="progress"),
    path("<day:on>/", views.day, name="day"),
    path("<day:on>/add/", views.add, name="session-add"),
    path("sessions/<uuid:pk>/edit/", views.edit, name="session-edit"),
    path("sessions/<uuid:pk>/delete/", views.delete, name="session-delete"),
    path("export.csv", views.export_csv, name="export-csv"),
    path("export.json", views.export_json, name="export-json"),
]
