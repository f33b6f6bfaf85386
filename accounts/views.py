"""The account pages that are our own; allauth's are in entrance.py."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, consent, privacy, sessions
from accounts.forms import ConsentForm, DeleteForm, ProfileForm
from accounts.models import User
from accounts.requests import UserRequest, form_data, safe_next

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def profile_of(user: User) -> dict[str, Any]:
    """Return what the profile form shows, by field."""
    fields = ("time_zone", "quiet_from", "quiet_until", "reminder_mail", "alert_mail")
    return {field: getattr(user, field) for field in fields}


@get_or_post
def profile(request: UserRequest) -> HttpResponse:
    """Show and change where a person lives and which mails they want."""
    user = request.user
    form = ProfileForm(form_data(request), current=user.time_zone, initial=profile_of(user))
    if request.method == "POST" and form.is_valid():
        actions.save_profile(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@require_POST
def time_zone(request: UserRequest) -> HttpResponse:
    """Move to the browser's zone, from the hint that any page may show."""
    data = profile_of(request.user) | {"time_zone": request.POST.get("time_zone", "")}
    form = ProfileForm(data, current=request.user.time_zone)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "accounts/profile.html", {"form": form}, status=status)
    actions.set_time_zone(user=request.user, time_zone=form.cleaned_data["time_zone"])
    messages.success(request, _("Your time zone is changed. Reminders keep theirs."))
    return redirect(safe_next(request, default="account"))


@get_or_post
def consents(request: UserRequest) -> HttpResponse:
    """Ask for agreement to the texts that are new to the person."""
    target = safe_next(request, default="/today/")
    texts = consent.missing(request.user)
    if not texts:
        return redirect(target)
    form = ConsentForm(form_data(request), texts=texts)
    if request.method == "POST" and form.is_valid():
        actions.accept(user=request.user, texts=texts, now=timezone.now())
        return redirect(target)
    items = [(consent.TEMPLATES[text], text.label, form[text]) for text in texts]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "items": items, "next": target}
    return render(request, "accounts/consents.html", context, status=status)


@require_safe
@never_cache
def export(request: UserRequest) -> HttpResponseBase:
    """Send the person everything that is stored about them, as one JSON file."""
    now = timezone.now()
    response = StreamingHttpResponse(
        privacy.export(request.user, now=now), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="limber-{now:%Y-%m-%d}.json"'
    return response


@get_or_post
@sensitive_post_parameters("password")
def delete(request: UserRequest) -> HttpResponse:
    """Say what goes, ask for the password, and erase the account."""
    form = DeleteForm(form_data(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        privacy.erase(request.user)
        logout(request)
        messages.success(request, _("Your account is deleted, with everything in it."))
        return redirect("/")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts/delete.html", {"form": form}, status=status)


@require_POST
def sign_out_elsewhere(request: UserRequest) -> HttpResponse:
    """Sign the person out of every browser but this one."""
    sessions.end_all(request.user.pk, keep=request.session.session_key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("account")
