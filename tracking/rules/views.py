"""The rules in force, a person's own stricter limits, and a month of the log judged once more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts import consent
from accounts.requests import UserRequest, form_data
from tracking.months import month_after, month_before
from tracking.rules import actions, queries
from tracking.rules.book import chapters
from tracking.rules.forms import FIRST_MONTH, MonthForm, OwnLimitsForm
from tracking.snapshot import limits, limits_of


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule in force on this instance, with its figures, reason, source and evidence."""
    user, instance = request.user, limits()
    own = limits_of(user).on(timezone.localdate()) if user.is_authenticated else instance
    context = {"chapters": chapters(instance, own)}
    return render(request, "tracking/rules/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@consent.required
def own_limits(request: UserRequest) -> HttpResponse:
    """Let a person tighten limits for themselves; the log of today is judged anew at once."""
    own = limits_of(request.user)
    form = OwnLimitsForm(form_data(request), own=own)
    if form.is_valid():
        now = timezone.now()
        new = actions.set_own_limits(user=request.user, figures=form.figures(), now=now)
        messages.success(request, _("Saved. What is stricter counts from now on."))
        if any(found.until > now for found in new):
            messages.warning(request, _("By these limits something rests already."))
        return redirect("tracking:own-limits")
    today = own.on(timezone.localdate())
    waiting = [name for name in form.fields if getattr(today, name) != getattr(own.chosen, name)]
    context = {"form": form, "waiting": [form.fields[name].label for name in waiting]}
    status = 422 if form.is_bound else 200
    return render(request, "tracking/rules/own_limits.html", context, status=status)


@require_safe
@vary_on_headers("HX-Request")
@consent.required
def replay(request: UserRequest) -> HttpResponse:
    """Show what the rules say about one month of my log, verdict by verdict."""
    today = timezone.localdate()
    form = MonthForm(request.GET or {"month": f"{today:%Y-%m}"}, today=today)
    month = form.chosen()
    after = month_after(month)
    context = {
        "form": form,
        "month": month,
        "before": month_before(month) if month > FIRST_MONTH else None,
        "after": after if after <= today else None,
        "replay": queries.replay(request.user, month, timezone.now()),
    }
    template = "tracking/rules/replay.html" + ("#month" if request.htmx else "")
    return render(request, template, context, status=200 if form.is_valid() else 422)
