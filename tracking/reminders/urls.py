"""Routes of the reminders slice."""

from django.urls import path

from tracking.reminders import views

urlpatterns = [
    path("", views.reminder_list, name="reminder-list"),
    path("new/", views.new, name="reminder-new"),
    path("<uuid:pk>/", views.edit, name="reminder-edit"),
    path("<uuid:pk>/switch/", views.switch, name="reminder-switch"),
    path("<uuid:pk>/delete/", views.delete, name="reminder-delete"),
    path("<uuid:pk>/test/", views.test, name="reminder-test"),
    path("<uuid:pk>/start/", views.start, name="reminder-start"),
    path("mail/<str:token>/", views.mail_link, name="mail-link"),
]
