"""The public pages of the catalogue. What is open for one person is a fragment of tracking."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from exercises.forms import CatalogueFilterForm
from exercises.models import Exercise
from exercises.queries import exercise_page, grouped


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
def exercise_list(request: HttpRequest) -> HttpResponse:
    """Show the catalogue, or the part of it that the query string asks for."""
    htmx = cast(UserRequest, request).htmx
    form = CatalogueFilterForm(request.GET)
    valid = form.is_valid()
    groups = grouped(Exercise.objects.current(), form.criteria()) if valid else []
    context = {
        "form": form,
        "groups": groups,
        "total": sum(len(group.exercises) for group in groups),
        "query": form.query() if valid else "",
    }
    template = "exercises/list.html" + ("#answer" if htmx else "")
    response = render(request, template, context, status=200 if valid else 422)
    if htmx and valid:
        response["HX-Push-Url"] = f"{request.path}?{context['query']}".rstrip("?")
    return response


@login_not_required
@require_safe
def exercise_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything the catalogue knows about one exercise; a retired one is gone."""
    exercise = get_object_or_404(Exercise, slug=slug)
    if exercise.retired_at:
        return render(request, "exercises/retired.html", {"exercise": exercise}, status=410)
    page = exercise_page(exercise, partner_methods=settings.PARTNER_METHODS)
    return render(request, "exercises/detail.html", {"page": page, "spec": page.spec})
