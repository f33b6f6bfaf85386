"""Routes of the routines slice."""

from django.urls import path

from tracking.routines import views

urlpatterns = [
    path("", views.routine_list, name="routine-list"),
    path("<slug:slug>/", views.routine_detail, name="routine-detail"),
]
