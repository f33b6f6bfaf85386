"""Forms of the progress pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.requests import refuse_empty
from exercises.vocabulary import Companion
from tracking.models import Bout, Session
from tracking.player.bouts import PlayedBout, bouts_in
from tracking.player.forms.fields import ScaleField
from tracking.player.forms.finish import NO_PAIN, FinishForm
from tracking.player.timeline import Plan
from tracking.progress.actions import LogAnswers, done_as_planned, length
from tracking.progress.series import RANGES
from tracking.safety.adapt import Role
from tracking.safety.facts import PainQuality
from tracking.safety.pain import is_red
from tracking.wording.screening import QUALITIES

FIRST_DAY, YEAR = date(2000, 1, 1), timedelta(days=366)
AHEAD = timedelta(minutes=2)  # how far a clock may be ahead of the server's
TOO_OLD = _("Sessions can be entered up to a year back.")


@dataclass(frozen=True)
class Window:
    """The dates a progress page shows, both ends included, and the calendar's month."""

    first: date
    last: date
    month: date
    page: int


class WindowForm(forms.Form):
    """What the address may say: last n days, or from/to, the calendar's month, the list's page."""

    days = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, choices=[(n, n) for n in RANGES]
    )
    first = forms.DateField(label=_("From"), required=False)
    last = forms.DateField(label=_("To"), required=False)
    month = forms.DateField(required=False, input_formats=["%Y-%m"])
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"})

    def clean(self) -> dict[str, Any]:
        """Refuse dates outside living memory, and a range backwards or longer than a year."""
        cleaned = super().clean() or {}
        for name in ("first", "last", "month"):
            if cleaned.get(name) and not FIRST_DAY <= cleaned[name] <= self.today + YEAR:
                self._refuse(name, "DATE_OUT_OF_RANGE", _("Choose a date since the year 2000."))
        first, last = cleaned.get("first"), cleaned.get("last") or self.today
        if first and first > last:
            self._refuse("first", "RANGE_BACKWARDS", _("“From” lies after “to”."))
        elif first and last - first > YEAR:
            self._refuse("first", "RANGE_TOO_LONG", _("Choose at most one year."))
        return cleaned

    def _refuse(self, field: str, code: str, sentence: Any) -> None:
        self.add_error(field, forms.ValidationError(sentence, code))

    def window(self) -> Window:
        """Return the window; without own dates the last 30 days or the chosen number."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        last = cleaned.get("last") or self.today
        days = cleaned.get("days") or 30
        first = cleaned.get("first") or last - timedelta(days=days - 1)
        month = cleaned.get("month") or min(last, self.today)
        return Window(first, last, month.replace(day=1), cleaned.get("page") or 1)


class LogForm(FinishForm):
    """The answers of a log: what the start card, the stop question and the finish page ask."""

    pain_before = ScaleField(label=_("How much did your back hurt before?"), required=False)

    def __init__(
        self, data: Any = None, *, plan: Plan, bouts: Sequence[PlayedBout], stopped: bool = False
    ) -> None:
        gates = {plan["items"][bout.position]["gate"] for bout in bouts}
        # A stop has been told, and no correction takes it back.
        partner = Companion.ACTIVE_PARTNER in gates and not stopped
        super().__init__(data, plan=plan, bouts=bouts, partner=partner)
        self.fields["pain_after"].label = _("How much did your back hurt afterwards?")
        if not stopped:
            self.fields["stop_quality"] = _stop_field()

    def log_answers(self) -> LogAnswers:
        """Return the answers."""
        cleaned = self.cleaned_data
        quality = cleaned.get("stop_quality")
        return LogAnswers(
            finish=self.answers(),
            pain_before=cleaned["pain_before"],
            quality=PainQuality(quality) if quality else None,
        )


class EditForm(LogForm):
    """The answers of a stored session, as they are now."""

    def __init__(self, data: Any = None, *, session: Session) -> None:
        bouts = [_as_played(bout) for bout in session.bouts.all()]
        stopped = session.status == Session.Status.STOPPED
        super().__init__(data, plan=session.plan, bouts=bouts, stopped=stopped)
        for name in ("pain_before", "pain_after", "relief", "effort", "note"):
            value = getattr(session, name)
            self.initial[name] = "" if value is None else str(value)
        # Of a session that was not stopped, a "yes" can only mean an ache.
        told = {"no": NO_PAIN, "yes": PainQuality.ACHE.value}
        self.initial["partner_pain"] = told.get(session.acknowledgements.get("partner_pain"))

    def clean(self) -> dict[str, Any]:
        """Refuse an empty form: it would take every answer back unasked."""
        refuse_empty(self)
        return super().clean()


class EnterForm(LogForm):
    """A session done without the player: when it began, and its answers.

    `key` names the session to be, so that a second tap makes no other.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    started = forms.TimeField(
        label=_("When did it begin?"), widget=forms.TimeInput(attrs={"type": "time"})
    )

    def __init__(self, data: Any = None, *, plan: Plan, on: date, now: datetime) -> None:
        self.on, self.now, self.length = on, now, length(plan)
        bouts = bouts_in(plan, done_as_planned(plan), now)
        super().__init__(data, plan=plan, bouts=bouts)
        self.initial["key"] = uuid4()

    def clean_started(self) -> datetime:
        """Return the instant; refuse one that the day does not have, too old, or yet to come."""
        started = _instant(self.on, self.cleaned_data["started"])
        if is_too_old(self.on, timezone.localdate(self.now)):
            raise forms.ValidationError(TOO_OLD, "DATE_TOO_OLD")
        if started + self.length > self.now + AHEAD:
            raise forms.ValidationError(
                _("It would end in the future. Log it when it is done."), "TIME_IN_FUTURE"
            )
        return started

    def log_answers(self) -> LogAnswers:
        """Return the answers, with what only an entered session has."""
        key, started = self.cleaned_data["key"], self.cleaned_data["started"]
        return replace(super().log_answers(), key=key, started_at=started)


def _instant(on: date, at: time) -> datetime:
    """Return when a local clock showed the time: its first pass if it did twice."""
    started = datetime.combine(on, at, timezone.get_current_timezone())
    back = started.astimezone(UTC).astimezone(started.tzinfo)
    if back.time() != at:
        told = _("The clock was put forward then: this time did not exist on that day.")
        raise forms.ValidationError(told, "TIME_SKIPPED")
    return started


def is_too_old(on: date, today: date) -> bool:
    """Whether a date lies before all that the calendar, the charts and the rules look at."""
    return on < today - YEAR


def _stop_field() -> forms.ChoiceField:
    red = [(q.value, QUALITIES[q]) for q in PainQuality if is_red(q)]
    return forms.ChoiceField(
        label=_("Did you feel one of these while you did it?"),
        choices=[("", _("No, or only an ache, a pull or pressure")), *red],
        required=False,
        widget=forms.RadioSelect,
    )


def _as_played(bout: Bout) -> PlayedBout:
    """Return a stored bout as the finish page knows it; "not sure" is told, not its region."""
    unsure = bout.released == Bout.Released.UNSURE
    return PlayedBout(
        position=bout.position - 1,
        slug=bout.exercise_id,
        role=Role.MAIN,
        facts={},
        started_at=bout.started_at,
        ended_at=bout.ended_at,
        seconds=bout.seconds,
        stretch_seconds=bout.stretch_seconds,
        sides_done=bout.sides_done,
        completed=bout.completed,
        mobilising=bout.mobilising,
        released=bout.released,
        release_regions=() if unsure else tuple(bout.release_regions),
    )
