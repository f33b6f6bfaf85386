"""Progress: calendar, charts, the list, a day, and the log as a file."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts import consent
from accounts.models import User
from accounts.requests import UserRequest, form_data
from tracking.access import get_session
from tracking.models import Routine, Session
from tracking.months import month_after, month_before
from tracking.player.queries import Subject, get_subject, plan_as_written
from tracking.player.timeline import Plan
from tracking.progress import actions, queries
from tracking.progress.actions import LogAnswers
from tracking.progress.chart import bar_chart, line_chart
from tracking.progress.export import csv_rows, json_parts
from tracking.progress.forms import TOO_OLD, EditForm, EnterForm, Window, WindowForm, is_too_old
from tracking.progress.series import (
    RANGES,
    Day,
    fill,
    heatmap,
    month_grid,
    pain_summary,
    weeks,
)
from tracking.progress.year import squares
from tracking.rules.queries import remarks_of
from tracking.safety.gates import never
from tracking.safety.own_limits import OwnLimits
from tracking.safety.verdict import Code, Verdict
from tracking.snapshot import limits_of
from tracking.wording.told import tell

PAGE = 10


@require_safe
@vary_on_headers("HX-Request")
def progress(request: UserRequest) -> HttpResponse:
    """Show a window of the log: calendar, charts with tables, sessions."""
    today = timezone.localdate()
    form = WindowForm(request.GET, today=today)
    window, valid = form.window(), form.is_valid()
    own = form.is_valid() and (form.cleaned_data["first"] or form.cleaned_data["last"])
    context = {
        "form": form,
        "ranges": RANGES,
        "chosen_days": None if own else (window.last - window.first).days + 1,
        "today": today,
        **_report(request.user, window, today),
    }
    template = "tracking/progress/progress.html" + ("#report" if request.htmx else "")
    return render(request, template, context, status=200 if valid else 422)


@require_safe
def day(request: UserRequest, on: date) -> HttpResponse:
    """Show one local date: its sessions, bouts and what the rules found."""
    today = timezone.localdate()
    context = {
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "today": today,
        "can_add": on <= today and not is_too_old(on, today),
        "sessions": queries.day_sessions(request.user, on),
        "findings": queries.day_findings(request.user, on, timezone.now()),
    }
    return render(request, "tracking/progress/day.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@consent.required
def edit(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Correct the answers of a closed session; the limits follow."""
    session = _closed(request.user, pk)
    form = EditForm(form_data(request), session=session)
    if request.method == "POST" and form.is_valid():
        answers = form.log_answers()
        actions.edit_session(user=request.user, pk=pk, answers=answers, now=timezone.now())
        if answers.stop:
            return redirect("tracking:session-detail", pk)
        return _counted(request, session, _("Saved. The limits are counted again."))
    status = 422 if form.is_bound else 200
    context = {"form": form, "session": session}
    return render(request, "tracking/progress/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: UserRequest, pk: UUID) -> HttpResponse:
    """Ask once, then delete a closed session; the limits follow."""
    session = _closed(request.user, pk)
    if request.method == "POST":
        actions.delete_session(user=request.user, pk=pk, now=timezone.now())
        messages.success(request, _("The session is deleted and the limits are counted again."))
        return redirect("tracking:day", on=session.on)
    return render(request, "tracking/progress/delete.html", {"session": session})


@require_http_methods(["GET", "HEAD", "POST"])
@consent.required
def add(request: UserRequest, on: date) -> HttpResponseBase:
    """Ask what was done on the day without the player, then how it went, and log it."""
    now, posted = timezone.now(), request.method == "POST"
    subject = get_subject(request.user, request.GET)
    today = timezone.localdate(now)
    if subject is None or on > today or (is_too_old(on, today) and not posted):
        return _choose(request, on)
    plan = plan_as_written(subject)
    if isinstance(plan, Code):
        return _choose(request, on, never(plan))
    form = EnterForm(request.POST if posted else None, plan=plan, on=on, now=now)
    if posted and form.is_valid():
        return _enter(request, subject, plan, form.log_answers(), now)
    context = {"form": form, "subject": subject, "on": on}
    status = 422 if form.is_bound else 200
    return render(request, "tracking/progress/add.html", context, status=status)


def _enter(
    request: UserRequest, subject: Subject, plan: Plan, answers: LogAnswers, now: datetime
) -> HttpResponse:
    session = actions.enter_session(
        user=request.user, subject=subject, plan=plan, answers=answers, now=now
    )
    if session.status == Session.Status.STOPPED:
        return redirect("tracking:session-detail", session.pk)
    return _counted(request, session, _("Logged. The limits are counted again."))


def _counted(request: UserRequest, session: Session, words: str) -> HttpResponse:
    """Lead to the day of a log that was written, and tell what is remarked without an alert."""
    messages.success(request, words)
    for found in remarks_of(request.user, session.on, timezone.now()):
        messages.info(request, found.told.sentence)
    return redirect("tracking:day", on=session.on)


def _choose(request: UserRequest, on: date, refused: Verdict | None = None) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    if on > today:
        raise Http404
    too_old = is_too_old(on, today)
    context = {
        "on": on,
        "too_old": TOO_OLD if too_old else "",
        "routines": Routine.objects.visible_to(request.user),
        "exercises": queries.loggable_exercises(),
        "refused": tell([refused] if refused else [], zone=request.user.zone, now=now, names={}),
    }
    status = 403 if refused else 422 if too_old or request.method == "POST" else 200
    return render(request, "tracking/progress/choose.html", context, status=status)


def _closed(user: User, pk: UUID) -> Session:
    """Return the person's session if its log is closed; an open one belongs to the player."""
    session = get_session(user, pk)
    if session.status == Session.Status.OPEN:
        raise Http404
    return session


@require_safe
def export_csv(request: UserRequest) -> HttpResponseBase:
    """Stream the log as CSV, one line a bout."""
    return _export(request, csv_rows, "text/csv; charset=utf-8", "limber-log.csv")


@require_safe
def export_json(request: UserRequest) -> HttpResponseBase:
    """Stream the log as one JSON document."""
    return _export(request, json_parts, "application/json", "limber-log.json")


def _export(
    request: UserRequest, parts_of: Callable[..., Iterator[str]], kind: str, name: str
) -> HttpResponseBase:
    form = WindowForm(request.GET, today=timezone.localdate())
    if not form.is_valid():
        return render(request, "tracking/progress/export_refused.html", {"form": form}, status=422)
    sessions = queries.sessions_with_bouts(request.user, *_export_dates(form))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(parts_of(sessions), content_type=kind, headers=headers)


def _export_dates(form: WindowForm) -> tuple[date, date]:
    """Return the dates asked for; without any, all that is kept."""
    asked = any(form.cleaned_data[name] for name in ("days", "first", "last"))
    window = form.window()
    return (window.first, window.last) if asked else (date.min, date.max)


def _report(user: User, window: Window, today: date) -> dict[str, Any]:
    """Read the window in four queries and lay out calendar, charts and list."""
    year_start = today - timedelta(days=today.weekday() + 52 * 7)
    month_end = month_after(window.month) - timedelta(days=1)
    spans = [(year_start, today), (window.month, month_end), (window.first, window.last)]
    logged = queries.days(user, spans)
    released = queries.releases(user, window.first, window.last)
    rest = queries.advised_rest(user, year_start, today)
    known = _with_rest(logged, rest)
    in_window = fill(known, window.first, window.last)
    paginator = Paginator(queries.sessions(user, window.first, window.last), PAGE)
    paginator.count = sum(day.sessions for day in in_window)  # known, so it need not be asked
    return {
        "window": window,
        "page": paginator.get_page(window.page),
        "year": squares(heatmap(fill(known, year_start, today))),
        "year_days": sum(year_start <= day.on <= today for day in logged),
        "weekday_names": WEEKDAYS_ABBR.values(),
        "month": month_grid(known, window.month),
        "month_before": month_before(window.month),
        "month_after": month_after(window.month),
        **_charts(in_window, released, limits_of(user)),
    }


def _with_rest(days: list[Day], rest: set[date]) -> list[Day]:
    done = {day.on for day in days}
    return days + [Day(on, rested=True) for on in rest - done]


def _charts(days: list[Day], released: dict[date, int], limits: OwnLimits) -> dict[str, Any]:
    """Return each chart with the rows of its table; each date against its own limit."""
    answered = [day for day in days if day.pain_before is not None or day.pain_after is not None]
    pains = [[day.pain_before for day in days], [day.pain_after for day in days]]
    by_week = weeks(days)
    counts = [(day.on, released[day.on]) for day in days if day.on in released]
    limit = limits.on(days[-1].on).release_day_back
    daily = [released.get(day.on, 0) for day in days]
    return {
        "minutes": (sum(day.seconds for day in days) + 30) // 60,
        "pain": pain_summary(days),
        "pain_days": answered,
        "pain_chart": line_chart([day.on for day in days], pains, top=10),
        "weeks": by_week,
        "weeks_chart": bar_chart([week.start for week in by_week], [w.minutes for w in by_week]),
        "release_days": counts,
        "release_limit": limit,
        "release_over": sum(count > limits.on(on).release_day_back for on, count in counts),
        "release_chart": bar_chart([day.on for day in days], daily, limit=limit),
    }
