"""Routes of the today slice."""

from django.urls import URLPattern, path

from tracking.today import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("today/spine/", views.spine, name="spine"),
    path("today/why/", views.why, name="why"),
]
