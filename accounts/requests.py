"""The request as views know it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class UserRequest(HttpRequest):
    """A request of a signed-in person, with htmx's headers parsed."""

    user: User
    htmx: HtmxDetails
