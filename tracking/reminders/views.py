"""Reminders: the list with what comes next, the form, the ledger, and the links in mails."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest, form_data
from tracking.access import get_reminder
from tracking.reminders import actions, links, queries, words
from tracking.reminders.forms import ReminderForm, initial_of
from tracking.reminders.links import Purpose
from tracking.routines.builtin import STRETCHES

PAGE = "tracking/reminders/list.html"
SWITCH = {"1": True, "0": False}


@require_safe
@vary_on_headers("HX-Request")
def reminder_list(request: UserRequest) -> HttpResponse:
    """Show reminders, what comes next, and one page of past decisions."""
    part = "#ledger" if request.htmx else ""
    return render(request, PAGE + part, _list_context(request))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Make a reminder; `?time=08:00` fills in a suggestion."""
    first = {"time_1": request.GET.get("time", "")}
    form = ReminderForm(form_data(request), initial=first, user=request.user)
    if form.is_valid():
        try:
            draft = form.draft()
            actions.create_reminder(user=request.user, draft=draft, now=timezone.now())
            return _saved(request, draft)
        except ValidationError as refused:
            form.add_error(None, refused)
    status = 422 if form.is_bound else 200
    return render(request, "tracking/reminders/form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: UserRequest, pk: UUID) -> HttpResponse:
    """Change a reminder."""
    reminder = get_reminder(request.user, pk)
    form = ReminderForm(form_data(request), initial=initial_of(reminder), user=request.user)
    if form.is_valid():
        try:
            draft = form.draft()
            actions.update_reminder(reminder=reminder, draft=draft, now=timezone.now())
            return _saved(request, draft)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"form": form, "reminder": reminder}
    status = 422 if form.is_bound else 200
    return render(request, "tracking/reminders/form.html", context, status=status)


def _saved(request: UserRequest, draft: actions.Draft) -> HttpResponse:
    """Lead to the list; a time inside the quiet hours is remarked on, not refused."""
    messages.success(request, _("Saved."))
    user = request.user
    times = queries.in_quiet_hours(user, draft.times, draft.zone, timezone.now())
    if times:
        remark = words.quiet_in_words(times, user.quiet_from, user.quiet_until)
        messages.info(request, remark)
    return redirect("tracking:reminder-list")


@require_POST
@vary_on_headers("HX-Request")
def switch(request: UserRequest, pk: UUID) -> HttpResponse:
    """Switch a reminder on (`on=1`) or off (`on=0`)."""
    reminder = get_reminder(request.user, pk)
    try:
        on = SWITCH.get(request.POST.get("on", ""))
        if on is None:
            raise ValidationError(_("Say whether to switch it on or off."), "SWITCH_UNKNOWN")
        actions.switch_reminder(reminder=reminder, on=on, now=timezone.now())
    except ValidationError as refused:
        return _refuse(request, refused)
    return _answer(request)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def delete(request: UserRequest, pk: UUID) -> HttpResponse:
    """Ask once, then delete."""
    reminder = get_reminder(request.user, pk)
    if request.method == "POST":
        actions.delete_reminder(reminder=reminder)
        return _answer(request)
    return render(request, "tracking/reminders/delete.html", {"reminder": reminder})


@require_POST
@vary_on_headers("HX-Request")
def test(request: UserRequest, pk: UUID) -> HttpResponse:
    """Send the reminder's mail now, marked as a test."""
    reminder = get_reminder(request.user, pk)
    try:
        actions.send_test(reminder=reminder, now=timezone.now())
    except ValidationError as refused:
        return _refuse(request, refused)
    return _answer(request, told=_("The test is on its way to you."))


@require_safe
def start(request: UserRequest, pk: UUID) -> HttpResponse:
    """Follow a mail's start link: to the routine, to stretches while resting, else to today."""
    reminder = get_reminder(request.user, pk)
    routine = reminder.routine
    if queries.must_rest(request.user, timezone.now()):
        slug = STRETCHES
    elif routine and routine.retired_at is None:
        slug = routine.slug
    else:
        return redirect("tracking:today")
    return redirect(reverse("tracking:session-new", query={"routine": slug}))


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_link(request: HttpRequest, token: str) -> HttpResponse:
    """Do what a mail's link says: GET shows or leads on, POST stops the mails, as one click does.

    The signed token is the permission, so neither session nor CSRF token is asked for.
    """
    try:
        link = links.read(token, timezone.now())
    except links.Invalid:
        raise Http404 from None
    except links.Expired:
        return render(request, "tracking/reminders/link.html", {"expired": True}, status=410)
    if link.purpose is Purpose.LOG:
        return _to_log(request, link)
    only_this = request.POST.get("what") == "this"
    if request.method == "POST":
        actions.stop_from_mail(link=link, only_this=only_this)
    context = {"link": link, "stopped": request.method == "POST", "only_this": only_this}
    return render(request, "tracking/reminders/link.html", context)


def _to_log(request: HttpRequest, link: links.Link) -> HttpResponse:
    """Lead to the log of a date, which asks to sign in; never to another person's log."""
    if request.method == "POST":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    if request.user.is_authenticated and request.user.pk != link.user:
        return render(request, "tracking/reminders/link.html", {"foreign": True}, status=403)
    return redirect("tracking:day", on=link.day)


def _answer(request: UserRequest, *, told: str = "") -> HttpResponse:
    """After a change: the changed part for htmx, the page otherwise; `told` is said on both."""
    if request.htmx:
        return render(request, PAGE + "#mails", _list_context(request) | {"told": told})
    if told:
        messages.success(request, told)
    return redirect("tracking:reminder-list")


def _refuse(request: UserRequest, refused: ValidationError) -> HttpResponse:
    """The same page with the refusal, nothing changed."""
    context = _list_context(request) | {"refused": refused}
    part = "#mails" if request.htmx else ""
    return render(request, PAGE + part, context, status=422)


def _list_context(request: UserRequest) -> dict[str, Any]:
    page = queries.ledger(request.user, request.GET.get("page"))
    return {
        "overview": queries.overview(request.user, timezone.now()),
        "page": page,
        "past": queries.past(list(page)),
        "most": actions.MOST_A_DAY,
    }
