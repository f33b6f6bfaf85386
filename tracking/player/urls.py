"""Routes of the player slice."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
