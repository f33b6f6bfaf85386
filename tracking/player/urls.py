"""Routes of the player slice."""

from django.urls import path

from tracking.player import live_views, views

urlpatterns = [
    path("new/", views.new, name="session-new"),
    path("tempo/", views.tempo, name="session-tempo"),
    path("<uuid:pk>/", views.detail, name="session-detail"),
    path("<uuid:pk>/moves/", views.move, name="session-move"),
    path("<uuid:pk>/finish/", views.finish, name="session-finish"),
    path("<uuid:pk>/stop/", views.stop, name="session-stop"),
    path("<uuid:pk>/discard/", views.discard, name="session-discard"),
    path("<uuid:pk>/now/", live_views.now, name="session-now"),
    path("<uuid:pk>/hold/", live_views.hold, name="session-hold"),
]
