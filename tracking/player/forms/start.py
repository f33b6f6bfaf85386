"""The start card: one tap for what is usual, separate ticks only for what carries more risk."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.vocabulary import Companion, Tag
from tracking.player.actions import StartAnswers
from tracking.player.forms.fields import ScaleField
from tracking.player.queries import Ready
from tracking.safety import gates
from tracking.safety.facts import Ack, Exercise
from tracking.safety.questions import PARTNER_QUESTIONS, Kind, Question, read_partner
from tracking.wording.screening import CHOICES, FIELD_ERRORS, OPTIONS, QUESTIONS
from tracking.wording.verdicts import ACKS


class StartForm(forms.Form):
    """Answers of the start card. `key` names the session to be, so a second tap makes no other."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    pain_now = ScaleField(label=_("How much does your back hurt now?"), required=False)

    def __init__(self, data: Any = None, *, ready: Ready, ask_signs: bool) -> None:
        shown = ",".join(ready.slugs)
        super().__init__(data, initial={"key": uuid4(), "shown": shown, "pain_now": ""})
        self.ready = ready
        if ready.offers:
            self.fields["minutes"] = MinutesField(ready.offers)
        if ask_signs:
            self.fields["signs"] = _tick(_("I have read these signs and know whom to call"))
        for slug in ready.preparation.prerequisites:
            self.fields[f"can_{slug}"] = _tick(_prerequisite(ready, slug))
        if gated := ready.preparation.gated:
            self.fields |= _gate_fields(gated)

    @property
    def partner(self) -> bool:
        """Whether a partner is asked questions of their own."""
        return "partner_q1" in self.fields

    def ticks(self) -> Iterator[forms.BoundField]:
        """The separate ticks: prerequisite and acknowledgements."""
        return (self[name] for name in self.fields if name.startswith(("can_", "ack_")))

    def partner_fields(self) -> Iterator[forms.BoundField]:
        """What the partner answers, in order."""
        return (self[name] for name in self.fields if name.startswith("partner_"))

    def clean(self) -> dict[str, Any]:
        """Read the partner's answers with the screening's own reader."""
        cleaned = super().clean() or {}
        if "all_true" not in self.data:
            sentence = _("Start only if every line on the card is true.")
            raise ValidationError(sentence, "START_NOT_CONFIRMED")
        if self.partner:
            cleaned["partner_tags"] = self._partner_tags()
        return cleaned

    def _partner_tags(self) -> frozenset[Tag] | None:
        data = cast("QueryDict", self.data)
        names = [name for name in self.fields if name.startswith("partner_")]
        tags, errors = read_partner({name[len("partner_") :]: data.getlist(name) for name in names})
        for error in errors:
            told = ValidationError(str(FIELD_ERRORS[error.code]), error.code)
            self.add_error(f"partner_{error.field}", told)
        if tags and Tag.AGE_UNDER_18 in tags:
            minor = ValidationError(_("Your partner must be 18 or over."), "AGE_UNDER_18")
            self.add_error("partner_q1", minor)
        return tags

    def shown_again(self, ready: Ready) -> Any:
        """Return what was typed, for the card of a plan that has changed meanwhile."""
        data = cast("QueryDict", self.data).copy()
        data["shown"] = ",".join(ready.slugs)
        return data

    def answers(self) -> StartAnswers:
        """Return the answers of a valid form."""
        cleaned = self.cleaned_data
        key: UUID = cleaned["key"]
        return StartAnswers(
            key=key,
            shown=tuple(filter(None, cleaned["shown"].split(","))),
            pain_now=cleaned["pain_now"],
            minutes=cleaned.get("minutes"),
            acks=frozenset(Ack(name[4:]) for name in cleaned if name.startswith("ack_")),
            prerequisites=frozenset(name[4:] for name in cleaned if name.startswith("can_")),
            partner_tags=cleaned.get("partner_tags"),
            signs_read=bool(cleaned.get("signs")),
        )


def _tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, error_messages={"required": _("Please tick this.")})


class MinutesField(forms.TypedChoiceField):
    """Minutes among those that the number of runs so far opens; None keeps the catalogue's."""

    def __init__(self, offers: tuple[int, ...]) -> None:
        choices = [(n, _("%(n)s minutes") % {"n": n}) for n in offers]
        super().__init__(
            label=_("How long will you roll?"),
            choices=choices,
            coerce=int,
            empty_value=None,
            required=False,
            initial=offers[0],
            widget=forms.RadioSelect,
        )

    def validate(self, value: Any) -> None:
        """Refuse another length with its own code."""
        if value and not self.valid_value(value):
            raise ValidationError(_("Choose one of these lengths."), "DURATION_OUT_OF_RANGE")


def _prerequisite(ready: Ready, slug: str) -> str:
    told = ready.exercises[slug].spec.prerequisite
    return gettext(told.text) if told else ""


def _gate_fields(gated: Exercise) -> dict[str, forms.Field]:
    """The ticks of this run and, with an active partner, the partner's own questions."""
    fields: dict[str, forms.Field] = {}
    if gated.companion is Companion.ACTIVE_PARTNER:
        for question in PARTNER_QUESTIONS:
            fields |= _partner_question(question)
    for ack in gates.ticks(gated):
        fields[f"ack_{ack.value}"] = _tick(ACKS[ack])
    return fields


def _partner_question(question: Question) -> dict[str, forms.Field]:
    """One question and, after a yes, what it may mean; the screening's reader tells what lacks."""
    name, label = f"partner_{question.id}", str(QUESTIONS[question.id])
    if question.kind is Kind.AGE:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        return {name: forms.CharField(label=label, widget=widget, max_length=3, required=False)}
    choices = [(option.id, OPTIONS[option.id]) for option in question.options]
    return {
        name: forms.ChoiceField(
            label=label, choices=list(CHOICES.items()), widget=forms.RadioSelect, required=False
        ),
        f"{name}_details": forms.MultipleChoiceField(
            label=_("Which?"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        ),
    }
