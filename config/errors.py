"""What the site answers where there is nothing."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from tracking.access import gone


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell a person by a page and a script by data, which no proxy without its site would send."""
    return page_not_found(request, exception) if request.accepts("text/html") else gone()
