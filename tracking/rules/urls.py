"""Routes of the rules slice."""

from django.urls import path

from tracking.rules import views

urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("limits/", views.own_limits, name="own-limits"),
    path("replay/", views.replay, name="replay"),
]
