"""The public pages of the catalogue. What is open for one person is a fragment of tracking."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from exercises.figures.album import Album, album_of
from exercises.figures.plate import edition, plate, style_source, thumbnail
from exercises.forms import CatalogueFilterForm
from exercises.models import Exercise
from exercises.queries import exercise_page, grouped

YEAR_S = 31_536_000

#: A drawing brings the one style that it needs, and loads nothing.
draws = csp_override({"default-src": [CSP.NONE], "style-src": [style_source()]})


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


@login_not_required
@require_safe
def exercise_reel(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the moving figure as data for static/js/follow.js: a reel a side."""
    album = _album(slug)
    return _kept(request, JsonResponse({"sides": album.sides}), album)


@login_not_required
@require_safe
@draws
def exercise_thumbnail(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the pose that stands for an exercise."""
    album = _album(slug)
    return _drawing(request, thumbnail(album), album)


@login_not_required
@require_safe
@draws
def exercise_figure(request: HttpRequest, slug: str, step: int, key: int) -> HttpResponse:
    """Draw a key pose of a step, both counted from 1."""
    album = _album(slug)
    if not (0 < step <= album.steps and 0 < key <= len(album.keys(step - 1))):
        raise Http404
    return _drawing(request, plate(album, step - 1, key - 1), album)


@login_not_required
@require_safe
@draws
def exercise_still(request: HttpRequest, slug: str, step: int) -> HttpResponse:
    """Draw the pose in which a step, counted from 1, ends; `?side=B` on the other side."""
    album = _album(slug)
    if not 0 < step <= album.steps:
        raise Http404
    side = "B" if request.GET.get("side") == "B" else "A"
    return _drawing(request, plate(album, step - 1, -1, side), album)


def _album(slug: str) -> Album:
    album = album_of(get_object_or_404(Exercise.objects.current(), slug=slug).spec)
    if album is None:
        raise Http404
    return album


def _drawing(request: HttpRequest, svg: str, album: Album) -> HttpResponse:
    return _kept(request, HttpResponse(svg, content_type="image/svg+xml"), album)


def _kept(request: HttpRequest, response: HttpResponse, album: Album) -> HttpResponse:
    """Let anybody keep what its address names with its edition; all else is asked for anew."""
    if request.GET.get("of") == edition(album):
        patch_cache_control(response, public=True, max_age=YEAR_S, immutable=True)
    else:
        patch_cache_control(response, max_age=0)
    return response
