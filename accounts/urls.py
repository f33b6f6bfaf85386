"""Sign-up, sign-in and everything about one's account."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
]
