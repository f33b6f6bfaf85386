"""The front page and the page of today, whose spine map renews itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from tracking.today import queries
from tracking.today.spine import example


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Tell visitors what this is; people who are signed in go on to their day."""
    if request.user.is_authenticated:
        return redirect("tracking:today")
    return render(request, "tracking/today/home.html", {"spine": example()})


@require_safe
def today(request: UserRequest) -> HttpResponse:
    """Show how the back is now and what to do next."""
    page = queries.today(request.user, timezone.now())
    return render(request, "tracking/today/today.html", {"page": page, "spine": page.spine})


@require_safe
@vary_on_headers("HX-Request")
def spine(request: UserRequest) -> HttpResponse:
    """Answer the spine map alone, or 204 if it still is the one with the digest `seen`."""
    if not request.htmx:
        return redirect("tracking:today")
    drawn = queries.spine_now(request.user, timezone.now())
    if drawn.digest == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "tracking/today/today.html#spine", {"spine": drawn})


@require_safe
def why(request: UserRequest) -> HttpResponse:
    """Explain the map: each region's state, its rule, and how far the limits are used."""
    page = queries.why(request.user, timezone.now())
    return render(request, "tracking/today/why.html", {"page": page, "spine": page.spine})
