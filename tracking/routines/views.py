"""Routines: the list, and one of them with what is locked for me and why."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from tracking.access import get_routine
from tracking.routines import queries


@require_safe
def routine_list(request: UserRequest) -> HttpResponse:
    """Show every routine as it is for me now."""
    offers = queries.offers(request.user, timezone.now())
    about_me = dict.fromkeys(told for o in offers for told in o.refusals if told.is_about_me)
    together = [offer for offer in offers if offer.routine.requires_spotter_ack]
    context = {
        "about_me": tuple(about_me),
        "alone": [offer for offer in offers if offer not in together],
        "together": together,
        "told_once": queries.said_once(together),
    }
    return render(request, "tracking/routines/list.html", context)


@require_safe
def routine_detail(request: UserRequest, slug: str) -> HttpResponse:
    """Show one routine: its steps in order, what it needs, what is different for me."""
    routine = get_routine(request.user, slug)
    offer = queries.offer(request.user, routine, timezone.now())
    return render(request, "tracking/routines/detail.html", {"offer": offer})
