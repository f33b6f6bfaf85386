"""Routes of the partner slice."""

from django.urls import path

from tracking.partner import views

urlpatterns = [
    path("sessions/<uuid:pk>/partner/", views.panel, name="session-partner"),
    path("with/", views.enter, name="partner-enter"),
    path("with/<str:code>/", views.watch, name="partner"),
    path("with/<str:code>/now/", views.now, name="partner-now"),
    path("with/<str:code>/stop/", views.stop, name="partner-stop"),
]
