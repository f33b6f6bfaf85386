"""What every request of a signed-in person gets: their zone, and pages that nobody keeps."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control


class TimeZoneMiddleware:
    """Activate the signed-in person's time zone for the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Run the request in the person's zone; a visitor's stays UTC."""
        if request.user.is_authenticated:
            with timezone.override(request.user.zone):
                return self.get_response(request)
        return self.get_response(request)


class NoStoreMiddleware:
    """Keep a signed-in person's pages out of caches and of the next user's "back" button."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the answer as private, unless the view decided otherwise."""
        person = request.user.is_authenticated
        response = self.get_response(request)
        if person and not request.user.is_authenticated:
            # Whoever signs out leaves nothing behind: kept pages, presses, the service worker.
            response["Clear-Site-Data"] = '"storage"'
        if person and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
