"""The player's pages: start card, player, finish page, stop page, summary."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from accounts import consent
from accounts.requests import UserRequest
from tracking import snapshot
from tracking.access import get_session, lock_session
from tracking.models import Session
from tracking.player import actions, pages, queries, words
from tracking.player.actions import Outcome, Started
from tracking.player.bouts import elapsed_ms
from tracking.player.forms import (
    FinishForm,
    MoveForm,
    StartForm,
    StopForm,
    StopPainForm,
    TempoForm,
    finish_press,
)
from tracking.player.machine import Kind, Phase
from tracking.player.queries import Look, Subject
from tracking.player.tempo import read_tempo


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@consent.required
def new(request: UserRequest) -> HttpResponseBase:
    """Show the start card of a routine or an exercise; start it when all on it is true."""
    subject = queries.get_subject(request.user, request.GET)
    if subject is None:
        return redirect("tracking:routine-list")
    if request.method == "POST":
        return _start(request, subject)
    now = timezone.now()
    running = snapshot.open_session(request.user)
    if running and queries.is_still_open(running, now):
        return _card(request, {"running": running})
    ready = queries.ready_for(request.user, subject, now)
    form = StartForm(ready=ready, ask_signs=_ask_signs(request))
    return _card(request, pages.start_card(ready, form, now), status=403 if ready.never else 200)


def _start(request: UserRequest, subject: Subject) -> HttpResponse:
    now, signs = timezone.now(), _ask_signs(request)
    ready = queries.ready_for(request.user, subject, now)
    refused = 403 if ready.never else 422
    form = StartForm(request.POST, ready=ready, ask_signs=signs)
    if not form.is_valid():
        return _incomplete(request, form, now)
    answers = form.answers()
    started = actions.start_session(user=request.user, subject=subject, answers=answers, now=now)
    if started.session:
        return _go_to(request, started.session.pk)
    if started.open_session:
        return _card(request, {"running": started.open_session}, status=422)
    if started.ready is None:
        return redirect(request.get_full_path())
    again = StartForm(form.shown_again(started.ready), ready=started.ready, ask_signs=signs)
    page = pages.start_card(started.ready, again, now, started)
    return _card(request, page, status=refused)


def _incomplete(request: UserRequest, form: StartForm, now: datetime) -> HttpResponse:
    """Show the card again with all that was typed; pain that was told counts at once."""
    ready, shown = form.ready, form
    pain = form.cleaned_data.get("pain_now")
    if pain is not None:
        actions.keep_pain(user=request.user, pain=pain, now=now)
        ready = queries.ready_for(request.user, ready.subject, now)
        shown = StartForm(form.shown_again(ready), ready=ready, ask_signs="signs" in form.fields)
    changed = ready.slugs != form.ready.slugs
    page = pages.start_card(ready, shown, now, Started(ready=ready, changed=changed))
    return _card(request, page, status=403 if ready.never else 422)


def _ask_signs(request: UserRequest) -> bool:
    """Whether the emergency signs are still to be read and accepted."""
    return bool(consent.missing(request.user, consent.Text.EMERGENCY_SIGNS))


def _card(request: UserRequest, page: dict[str, Any], status: int = 200) -> HttpResponse:
    template = "tracking/player/new.html" + ("#card" if request.htmx else "")
    return render(request, template, page, status=status)


def _go_to(request: UserRequest, pk: UUID) -> HttpResponse:
    """Lead to the session's page, which shows what it has become."""
    address = resolve_url("tracking:session-detail", pk)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@require_safe
@vary_on_headers("HX-Request")
def detail(request: UserRequest, pk: UUID) -> HttpResponse:
    """Show the session as it stands: player, finish page, stop page or summary."""
    now = timezone.now()
    look = queries.look_at(get_session(request.user, pk), now)
    if look.is_played:
        return _player(request, look)
    if request.htmx:
        return _go_to(request, pk)
    stopped = look.state.phase is Phase.STOPPED or look.session.status == Session.Status.STOPPED
    if stopped:
        page = pages.stopped(look, StopPainForm(), now)
        return render(request, "tracking/player/stopped.html", page)
    page = pages.summary(look.session, queries.bouts_logged(look.session), now)
    return render(request, "tracking/player/summary.html", page)


def _player(request: UserRequest, look: Look, *, status: int = 200, **said: Any) -> HttpResponse:
    """Draw an open session, or its finish page once it has ended."""
    now = timezone.now()
    if look.state.phase is Phase.ENDED:
        form = said.pop("form", None) or pages.finish_form(look)
        page, template = pages.finish(look, form, now), "tracking/player/finish.html"
    else:
        page, template = pages.player(look, now), "tracking/player/session.html"
    part = "#player" if request.htmx else ""
    return render(request, template + part, page | said, status=status)


@require_POST
@vary_on_headers("HX-Request", "Accept")
def move(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take one press, of a page, of htmx or of the script."""
    form, now = MoveForm(request.POST), timezone.now()
    if not form.is_valid():
        return _malformed(request, form, pk)
    press = form.to_press()
    outcome = actions.apply_move(user=request.user, pk=pk, press=press, now=now)
    return _answer(request, outcome, kind=press.kind)


@require_POST
@vary_on_headers("HX-Request", "Accept")
def stop(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take an answer to the stop question, or how strong the pain was."""
    if "answer" not in request.POST:
        return _rate(request, pk)
    form, now = StopForm(request.POST), timezone.now()
    if not form.is_valid():
        return _malformed(request, form, pk)
    press = form.to_press()
    outcome = actions.stop_session(user=request.user, pk=pk, press=press, now=now)
    return _answer(request, outcome, kind=press.kind)


def _rate(request: UserRequest, pk: UUID) -> HttpResponse:
    form, now = StopPainForm(request.POST), timezone.now()
    if form.is_valid():
        actions.rate_stop(user=request.user, pk=pk, pain=form.cleaned_data["pain"], now=now)
        return _go_to(request, pk)
    look = queries.look_at(get_session(request.user, pk), now)
    if look.session.status != Session.Status.STOPPED:
        return _go_to(request, pk)
    page = pages.stopped(look, form, now)
    return render(request, "tracking/player/stopped.html", page, status=422)


def _answer(request: UserRequest, outcome: Outcome, *, kind: Kind) -> HttpResponse:
    """Say where the session stands after a press."""
    session, said = outcome.session, pages.said(outcome, kind)
    elapsed = elapsed_ms(session.started_at, timezone.now())
    look = Look(session=session, state=outcome.state, elapsed_ms=elapsed, rev=outcome.rev)
    status = pages.STATUS[outcome.refusal] if outcome.refusal else 200
    if _wants_json(request):
        return JsonResponse(pages.reply(look, outcome), status=status)
    if session.status != Session.Status.OPEN:
        return _go_to(request, session.pk)
    if request.htmx or said:
        return _player(request, look, status=status, **said)
    return redirect("tracking:session-detail", session.pk)


def _malformed(request: UserRequest, form: MoveForm | StopForm, pk: UUID) -> HttpResponse:
    """Refuse what no button of ours sends: each field and its reason; nothing changes."""
    if _wants_json(request):
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    look = queries.look_at(get_session(request.user, pk), timezone.now())
    if look.session.status != Session.Status.OPEN:
        return _go_to(request, pk)
    return _player(request, look, status=422, malformed=form)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request", "Accept")
def finish(request: UserRequest, pk: UUID) -> HttpResponse:
    """Close an ended session with its answers, which for a while may be given once more."""
    now = timezone.now()
    if request.method != "POST":
        look = queries.look_at(get_session(request.user, pk), now)
        if not actions.may_revise(look.session, now):
            return _go_to(request, pk)
        return _player(request, look, form=pages.finish_again(look))
    with transaction.atomic():
        look = queries.look_at(lock_session(request.user, pk), now)
        form, press = pages.finish_form(look, request.POST), finish_press(request.POST)
        if look.state.phase is Phase.ENDED and not form.is_valid():
            return _unfinished(request, look, form)
        answers = form.answers() if form.is_valid() else actions.FinishAnswers()
        outcome = actions.finish_locked(session=look.session, answers=answers, now=now, press=press)
    if actions.came_too_late(look.session, press):
        messages.warning(request, words.CAME_TOO_LATE)
    if _wants_json(request):
        return _answer(request, outcome, kind=Kind.FINISH)
    if outcome.refusal:
        return _player(request, look, status=422, form=form, **pages.said(outcome, None))
    return _go_to(request, pk)


def _unfinished(request: UserRequest, look: Look, form: FinishForm) -> HttpResponse:
    """Ask for what the answers lack, unless the session is closed for good."""
    if _wants_json(request):
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    if look.session.status != Session.Status.OPEN and not form.data.get("again"):
        return _go_to(request, look.session.pk)
    return _player(request, look, status=422, form=form)


def _wants_json(request: UserRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


@require_POST
@vary_on_headers("HX-Request")
def discard(request: UserRequest, pk: UUID) -> HttpResponse:
    """Delete a session in which nothing mobilising was begun."""
    now = timezone.now()
    refusal = actions.discard_session(user=request.user, pk=pk, now=now)
    if refusal is None:
        address = resolve_url("tracking:today")
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    look = queries.look_at(get_session(request.user, pk), now)
    if look.session.status != Session.Status.OPEN:
        return _go_to(request, pk)
    return _player(request, look, status=422, notice=words.refused(refusal))


@require_http_methods(["GET", "HEAD", "POST"])
def tempo(request: UserRequest) -> HttpResponse:
    """Let a person choose how long the pauses of their sessions are."""
    chosen = read_tempo(request.user.tempo)
    form = TempoForm(request.POST if request.method == "POST" else None, tempo=chosen)
    if form.is_valid():
        actions.set_tempo(user=request.user, tempo=form.tempo())
        messages.success(request, gettext("Saved. It counts from the next session on."))
        return redirect("tracking:session-tempo")
    status = 422 if form.is_bound else 200
    return render(request, "tracking/player/tempo.html", {"form": form}, status=status)
