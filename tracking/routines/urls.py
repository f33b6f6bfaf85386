"""Routes of the routines slice."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
