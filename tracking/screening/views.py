"""Safety pages: the health questions, what they lock, when to seek care, what is open now."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from accounts import consent
from accounts.requests import UserRequest, safe_next
from tracking.screening import actions, queries
from tracking.screening.forms import ScreeningForm


@require_safe
def safety(request: UserRequest) -> HttpResponse:
    """Show my answers, what they lock, and what rests."""
    page = queries.safety_page(request.user, timezone.now())
    return render(request, "tracking/screening/safety.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@consent.required
def screening(request: UserRequest) -> HttpResponse:
    """Ask the health questions; a red answer is confirmed once before anything is saved."""
    now, previous = timezone.now(), queries.latest(request.user)
    posted = request.POST if request.method == "POST" else None
    form = ScreeningForm(posted, asks_clinician=bool(previous and previous.red_since))
    step = request.POST.get("step", "")
    valid = posted is not None and step != "change" and form.is_valid()
    if valid and (step == "save" or not form.needs_confirmation):
        user = request.user
        row = actions.save_screening(user=user, answers=form.answers, raw=form.kept, now=now)
        return _onward(request, queries.sign_that_stays(row, previous, user.zone))
    going = safe_next(request, default="")
    context = {"form": form, "previous": previous, "next": going, "confirm": valid}
    template = "tracking/screening/screening.html" + ("#part" if request.htmx else "")
    refused = posted is not None and step != "change" and not valid
    return render(request, template, context, status=422 if refused else 200)


@require_POST
def news(request: UserRequest) -> HttpResponse:
    """Note that something is new since the last answers, and ask again on the way to `next`."""
    actions.set_aside(user=request.user, now=timezone.now())
    going = safe_next(request, default="")
    query = f"?{urlencode({'next': going})}" if going else ""
    return redirect(resolve_url("tracking:screening") + query)


@require_safe
def seek_care(request: UserRequest) -> HttpResponse:
    """Say "do not start" over a whole page, and what kind of care to seek."""
    care = queries.care_needed(request.user, timezone.now())
    if care is None:
        return redirect("tracking:safety")
    return render(request, "tracking/screening/seek_care.html", {"care": care})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the emergency signs, when to see someone, and what this product is not."""
    return render(request, "tracking/screening/help.html")


@require_safe
@vary_on_headers("HX-Request")
def open_list(request: UserRequest) -> HttpResponse:
    """Show which exercises are open to me now, and why the others are not."""
    offers = queries.open_list(request.user, timezone.now())
    template = "tracking/screening/open_list.html" + ("#answer" if request.htmx else "")
    return render(request, template, {"offers": offers})


@require_safe
@vary_on_headers("HX-Request")
def open_exercise(request: UserRequest, slug: str) -> HttpResponse:
    """Show whether one exercise is open to me now: the way to start it, or every reason."""
    offer = queries.open_exercise(request.user, slug, timezone.now())
    template = "tracking/screening/open_exercise.html" + ("#part" if request.htmx else "")
    return render(request, template, {"offer": offer})


def _onward(request: UserRequest, sign_until: str | None) -> HttpResponse:
    """Lead on after the answers: to the page about care if they ask for it."""
    if sign_until:
        stays = _(
            "Your answers are saved, and your warning sign from before stays in force. Answers "
            "given from %(at)s on can clear it, once a clinician has seen you about it."
        )
        messages.warning(request, stays % {"at": sign_until})
    if queries.care_needed(request.user, timezone.now()):
        address = resolve_url("tracking:seek-care")
    else:
        messages.success(request, _("Your answers are saved."))
        address = safe_next(request, default=resolve_url("tracking:safety"))
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
