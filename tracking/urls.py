"""What one person does: the slices of tracking, each under its noun."""

from django.urls import include, path

app_name = "tracking"
urlpatterns = [
    path("", include("tracking.today.urls")),
    path("safety/", include("tracking.screening.urls")),
    path("safety/", include("tracking.rules.urls")),
    path("routines/", include("tracking.routines.urls")),
    path("sessions/", include("tracking.player.urls")),
    path("", include("tracking.partner.urls")),
    path("progress/", include("tracking.progress.urls")),
    path("reminders/", include("tracking.reminders.urls")),
]
