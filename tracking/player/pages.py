"""What each page of the player is given: everything in words, nothing stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext

from exercises.labels import REGION
from exercises.vocabulary import Companion, Region
from tracking import snapshot
from tracking.models import Bout, Session
from tracking.partner import codes
from tracking.player import queries
from tracking.player.actions import Outcome, Refusal, Started
from tracking.player.actions.closing import can_discard, had_partner, may_revise
from tracking.player.card import make_card
from tracking.player.course import course_of
from tracking.player.forms import FinishForm, StartForm, StopPainForm, page_client
from tracking.player.kit import make_kit
from tracking.player.machine import STOP_ANSWER_MS, Kind, Phase
from tracking.player.queries import Look, Ready
from tracking.player.refusal import thaw_verdicts
from tracking.player.screen import draw
from tracking.player.words import asked, refused, step_words
from tracking.safety.facts import PainQuality, Whose
from tracking.wording.screening import QUALITIES
from tracking.wording.told import Told, tell, tell_together
from tracking.wording.when import when

#: What a refusal is as an answer: a wrong request, one to be sent again, or only where it stands.
STATUS: Mapping[Refusal, int] = {refusal: 422 for refusal in Refusal} | {
    Refusal.EARLIER_MISSING: 409,
    Refusal.SESSION_CLOSED: 200,
}

JUST_SAVED = timedelta(minutes=1)  # a summary loaded later does not offer to undo


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An item that the rules refused on the way, and why."""

    name: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """One bout of a closed session."""

    name: str
    slug: str
    seconds: int
    completed: bool
    released: str


def start_card(
    ready: Ready, form: StartForm, now: datetime, started: Started | None = None
) -> dict[str, Any]:
    """The start card; `started` is what came of a first try."""
    missing = started.missing if started else ()
    return {
        "card": make_card(ready, queries.plan_of(ready), now),
        "form": form,
        "ready": ready,
        "changed": started is not None and started.changed,
        "missing": tell(missing, zone=ready.facts.zone, now=now, names=ready.names),
    }


def player(look: Look, now: datetime) -> dict[str, Any]:
    """The player: one item, or the wait before one, or the open stop question."""
    screen = draw(look.session.plan, look.state)
    return _common(look, now) | {"screen": screen, "data": _course(look)}


def finish(look: Look, form: FinishForm, now: datetime) -> dict[str, Any]:
    """The finish page."""
    data = _course(look)
    seconds = sum(bout.seconds for bout in look.bouts)
    return _common(look, now) | {"form": form, "data": data, "seconds": seconds}


def _course(look: Look) -> dict[str, Any]:
    session = look.session
    return course_of(
        session.plan,
        look.state,
        session=str(session.pk),
        elapsed_ms=look.elapsed_ms,
        rev=look.rev,
    )


def finish_form(look: Look, posted: Any = None) -> FinishForm:
    """The form of the finish page, with what was said on the way."""
    partner = had_partner(look.session, look.state)
    return FinishForm(posted, plan=look.session.plan, bouts=look.bouts, partner=partner)


def finish_again(look: Look) -> FinishForm:
    """The finish page once more, with what was answered."""
    session = look.session
    answered = {name: getattr(session, name) for name in ("pain_after", "relief", "effort", "note")}
    form = finish_form(look)
    for name, value in answered.items():
        form.fields[name].initial = "" if value is None else value
    for bout in session.bouts.all():
        if f"release_{bout.position - 1}" in form.fields:
            told = next(iter(bout.release_regions), "")
            unsure = bout.released == Bout.Released.UNSURE
            form.fields[f"release_{bout.position - 1}"].initial = (
                bout.released if unsure or not told else told
            )
    form.fields["again"].initial = True
    return form


def _common(look: Look, now: datetime) -> dict[str, Any]:
    session, state = look.session, look.state
    asked_ms = state.asked_ms if state.phase is Phase.STOPPING else None
    return {
        "session": session,
        "state": state,
        "kit": partial(make_kit, session.plan, session.started_at),  # for whole pages only
        "client": page_client,  # called by each form that names it
        "passed_over": tuple(_passed_over(look, now)),
        "can_discard": can_discard(session, state),
        "done_any": bool(look.bouts),
        "partner": _with_partner(session),
        "red_qualities": [(q.value, word) for q, word in QUALITIES.items() if q != "ache"],
        "ache": QUALITIES[PainQuality.ACHE],
        "answer_by": None if asked_ms is None else _answer_by(session, asked_ms, now),
    }


def _with_partner(session: Session) -> bool:
    """Whether somebody else may be the one who felt it: a partner's hands, or a second phone."""
    gates = (item["gate"] for item in session.plan["items"])
    return Companion.ACTIVE_PARTNER in gates or codes.code_of(session.pk) is not None


def _answer_by(session: Session, asked_ms: int, now: datetime) -> str | None:
    """Until when the stop question takes an answer, as a time of day; None if that is over."""
    at = session.started_at + timedelta(milliseconds=asked_ms + STOP_ANSWER_MS)
    return when(at, zone=session.user.zone, now=now) if at > now else None


def _passed_over(look: Look, now: datetime) -> Iterator[PassedOver]:
    """The items refused right before the one in hand, in order."""
    items, runs = look.session.plan["items"], look.state.runs[: look.state.item]
    names = {item["slug"]: item["name"] for item in items}
    first = len(runs)
    while first and runs[first - 1].refused is not None:
        first -= 1
    for run in runs[first:]:
        verdicts = thaw_verdicts((run.refused or {}).get("verdicts", ()))
        told = tell(verdicts, zone=look.session.user.zone, now=now, names=names)
        yield PassedOver(gettext(items[run.item]["name"]), told)


def said(outcome: Outcome, kind: Kind | None) -> dict[str, Any]:
    """What there is to say about a press: a refusal, or a question to be asked once."""
    if outcome.refusal:
        return {"notice": refused(outcome.refusal)}
    return {"ask": asked(outcome.ask, kind or "")} if outcome.ask else {}


def reply(look: Look, outcome: Outcome) -> dict[str, Any]:
    """The answer to the script: where the session stands, and why a press was not taken."""
    state, told = look.state, refused(outcome.refusal) if outcome.refusal else None
    return {
        "phase": state.phase.value,
        "item": state.item,
        "position": state.position_ms,
        "at": state.at_ms,
        "extra": state.extra_ms,
        "elapsed": look.elapsed_ms,
        "rev": look.rev,
        "closed": look.session.status != Session.Status.OPEN,
        "code": told.code if told else "",
        "message": f"{told.sentence} {told.lifts}" if told else "",
    }


def stopped(look: Look, form: StopPainForm, now: datetime) -> dict[str, Any]:
    """The page after a STOP: what to do, what is closed until when."""
    session, limits = look.session, snapshot.limits()
    names = {item["slug"]: item["name"] for item in session.plan["items"]}
    at = session.stopped_at or now
    quality = session.stop_quality or look.state.quality

    def opens(hours: int) -> str:
        return when(at + timedelta(hours=hours), zone=session.user.zone)

    return {
        "session": session,
        "form": form,
        "closed": session.status == Session.Status.STOPPED,
        "step": step_words(session.stop_step, names) if session.stop_step else "",
        "quality": QUALITIES[PainQuality(quality)] if quality else "",
        "partner": session.stop_whose == Whose.PARTNER,
        "mobilising_from": opens(limits.stop_mobilising_hours),
        "elevated_from": opens(limits.stop_elevated_hours),
        "rescreened_at": queries.rescreened_at(session),
    }


def summary(session: Session, bouts: Sequence[Bout], now: datetime) -> dict[str, Any]:
    """The page of a closed session: what was done, and whether it is time to rest."""
    before, after = session.pain_before, session.pain_after
    zone, names = session.user.zone, {bout.exercise_id: bout.exercise.name for bout in bouts}
    items = session.plan["items"]
    return {
        "session": session,
        "bouts": [_done(bout) for bout in bouts],
        "strenuous": session.effort is not None and session.effort > 5,
        "rose": before is not None and after is not None and after > before,
        "worse": session.relief is not None and session.relief < Session.Relief.SAME,
        "limits": tell_together(
            queries.limits_reached(session, bouts, now), zone=zone, now=now, names=names
        ),
        "against": [
            PassedOver(
                gettext(items[item]["name"]),
                tell(thaw_verdicts(frozen), zone=zone, now=now, names=names),
            )
            for item, frozen in queries.begun_against(session)
        ],
        "undo": now < session.received_at + JUST_SAVED and may_revise(session, now),
    }


def _done(bout: Bout) -> Done:
    regions = ", ".join(str(REGION[Region(code)]) for code in bout.release_regions)
    words = {
        Bout.Released.YES: gettext("A joint released: %(regions)s") % {"regions": regions},
        Bout.Released.NO: gettext("No release"),
        Bout.Released.UNSURE: gettext("Not sure about a release; counted for: %(regions)s")
        % {"regions": regions},
    }
    told = words[Bout.Released(bout.released)] if bout.released else ""
    name = gettext(bout.exercise.name)
    return Done(name, bout.exercise_id, bout.seconds, bout.completed, told)
