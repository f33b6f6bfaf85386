"""Routes of the today slice."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
