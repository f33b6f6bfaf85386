"""Routes of the progress slice."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
