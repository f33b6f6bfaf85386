"""Routes of the screening slice."""

from django.urls import path

from tracking.screening import views

urlpatterns = [
    path("", views.safety, name="safety"),
    path("screening/", views.screening, name="screening"),
    path("screening/news/", views.news, name="screening-news"),
    path("seek-care/", views.seek_care, name="seek-care"),
    path("help/", views.help_page, name="help"),
    path("open/", views.open_list, name="open-list"),
    path("open/<slug:slug>/", views.open_exercise, name="open-exercise"),
]
