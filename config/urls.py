"""The whole site on one screen."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

handler404 = "config.errors.not_found"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("accounts.urls")),
    path("exercises/", include("exercises.urls")),
    path("", include("tracking.urls")),
    path("health/", include("config.health")),
    path("", include("config.offline")),
    path("admin/", admin.site.urls),
]
if settings.LOCAL_ONLY:
    urlpatterns += [path("dev/mail/", include("config.devmail"))]
