"""Routes of the reminders slice."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
