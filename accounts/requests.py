"""The request as views know it, and where it wants to go on to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class UserRequest(HttpRequest):
    """A request of a signed-in person, with htmx's headers parsed."""

    user: User
    htmx: HtmxDetails


def safe_next(request: HttpRequest, *, default: str) -> str:
    """Return the page to go on to: the one asked for if it is a path of this site."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    # redirect() would take a word without a slash for the name of a page.
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else default
