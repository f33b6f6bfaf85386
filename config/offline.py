"""What a browser installs: the service worker with its list of files, and the manifest."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

#: Files that pages need without a network; the rest is kept as it is used.
KEPT = ("css/*.css", "js/*.js", "js/player/*.js", "icons/*.svg")
FONT = "vendor/literata/literata-latin-wght-normal.woff2"
HTMX = "django_htmx/htmx-2.min.js"
THEME = "#2f5d50"
PAPER = "#f7f2e8"


@cache
def files() -> tuple[str, ...]:
    """Return the addresses of the files of this release."""
    root = Path(settings.BASE_DIR) / "static"
    found = sorted(file for pattern in KEPT for file in root.glob(pattern))
    names = [file.relative_to(root).as_posix() for file in found]
    return tuple(static(name) for name in [*names, FONT, HTMX])


@login_not_required
@require_safe
@cache_control(no_cache=True, public=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: its code under a hashed name, and what it keeps of this release."""
    shell = {
        "release": sha256("\n".join(files()).encode()).hexdigest()[:12],
        "files": files(),
        "pages": [reverse(name) for name in ("offline", "exercises:list", "tracking:help")],
        "offline": reverse("offline"),
    }
    text = f'import {{ serve }} from "{static("js/worker.js")}";\nserve({json.dumps(shell)});\n'
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
@cache_control(max_age=3600, public=True)
def manifest(request: HttpRequest) -> JsonResponse:
    """How an installed Limber looks on a home screen."""
    sizes = [(192, "any"), (512, "any"), (512, "maskable")]
    names = {"any": "icons/app-{}.png", "maskable": "icons/maskable-{}.png"}
    icons = [
        {
            "src": static(names[purpose].format(size)),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in sizes
    ]
    told = {
        "id": "/",
        "name": "Limber",
        "short_name": "Limber",
        "description": gettext("A calm companion for a stiff back"),
        "start_url": reverse("tracking:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": THEME,
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown for a page that is not kept."""
    return render(request, "offline.html")


urlpatterns: list[URLPattern] = [
    path("sw.js", worker, name="service-worker"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("offline/", offline, name="offline"),
]
