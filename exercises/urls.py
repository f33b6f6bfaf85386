"""The public catalogue."""

from django.urls import path

from exercises import views

app_name = "exercises"
urlpatterns = [
    path("", views.exercise_list, name="list"),
    path("<slug:slug>/", views.exercise_detail, name="detail"),
    path("<slug:slug>/thumbnail.svg", views.exercise_thumbnail, name="thumbnail"),
    path("<slug:slug>/figure-<int:step>-<int:key>.svg", views.exercise_figure, name="figure"),
    path("<slug:slug>/figure-<int:step>.svg", views.exercise_still, name="still"),
    path("<slug:slug>/figure.json", views.exercise_reel, name="reel"),
]
