"""The second phone: the owner's panel with the code, and the page that the code opens."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from tracking.access import get_session
from tracking.models import Session
from tracking.partner import codes, pages
from tracking.partner.doors import Opened, by_code, kept_by_nobody
from tracking.partner.forms import CodeForm
from tracking.player import live
from tracking.player.actions import stop_session


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def panel(request: UserRequest, pk: UUID) -> HttpResponse:
    """Show the code of one's open session; make one, or end it."""
    session = get_session(request.user, pk)
    if session.status != Session.Status.OPEN:
        return redirect("tracking:session-detail", pk)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        {"make": codes.open_for, "end": codes.end}[form.cleaned_data["code"]](pk)
        if not request.htmx:
            return redirect("tracking:session-partner", pk)
    wrong = request.method == "POST" and not form.is_valid()
    template = "tracking/partner/panel.html" + ("#panel" if request.htmx else "")
    return render(request, template, pages.panel(session), status=422 if wrong else 200)


@login_not_required
@require_safe
def enter(request: HttpRequest) -> HttpResponseBase:
    """Take a code that is typed in."""
    if code := codes.tidy(request.GET.get("code", "")):
        return kept_by_nobody(redirect("tracking:partner", code))
    return kept_by_nobody(render(request, "tracking/partner/enter.html"))


@login_not_required
@require_safe
@vary_on_headers("HX-Request")
@by_code
def watch(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Show the partner the same step, and a stop."""
    session = get_object_or_404(Session, pk=opened.session)
    part = "#partner" if request.headers.get("HX-Request") else ""
    page = pages.watched(session, opened)
    return render(request, "tracking/partner/watch.html" + part, page)


@login_not_required
@require_safe
@by_code
def now(request: HttpRequest, opened: Opened) -> JsonResponse:
    """Say where the session stands now, and how long the owner's phone has been silent."""
    silent = live.silence(opened.session, opened.now)
    return JsonResponse(live.told(opened.standing, opened.now) | {"silent": silent})


# No cookie speaks for the partner: who can forge this request knows the code and needs no forgery.
@csrf_exempt
@login_not_required
@require_POST
@by_code
def stop(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Stop the session for both; whatever else is wrong with the request, this is taken."""
    session = get_object_or_404(Session.objects.select_related("user"), pk=opened.session)
    press = pages.press_of(request.POST)
    outcome = stop_session(user=session.user, pk=session.pk, press=press, now=opened.now)
    if request.accepts("text/html"):
        address = resolve_url("tracking:partner", opened.code)
        return redirect(f"{address}?key={codes.ticket(opened.code)}")
    return JsonResponse(pages.after(outcome, opened))
