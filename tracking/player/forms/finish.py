"""The finish page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.labels import REGION
from exercises.vocabulary import Region
from tracking.models import Bout, Session
from tracking.player.actions import FinishAnswers
from tracking.player.bouts import PlayedBout
from tracking.player.forms.fields import ScaleField
from tracking.player.timeline import Plan
from tracking.safety.facts import PainQuality
from tracking.wording.screening import QUALITIES

NO_PAIN = "none"


UNSURE_COUNTS = _("Please answer this one; “not sure” is an answer too.")


class FinishForm(forms.Form):
    """One release question for each mobilising bout, then what may be skipped."""

    pain_after = ScaleField(label=_("How much does your back hurt now?"), required=False)
    relief = forms.TypedChoiceField(
        label=_("Compared with before, your back feels"),
        choices=[("", _("Skip")), *Session.Relief.choices],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    effort = ScaleField(
        label=_("How strenuous was it?"),
        help_text=_("0 is nothing at all, 10 the most you can imagine."),
        code="EFFORT_OUT_OF_RANGE",
        required=False,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, plan: Plan, bouts: Sequence[PlayedBout], partner: bool
    ) -> None:
        super().__init__(data)
        self.mobilised = [bout for bout in bouts if bout.mobilising]
        for bout in reversed(self.mobilised):
            self.fields = {_name(bout): _release_field(plan, bout), **self.fields}
        if len(self.mobilised) > 1:
            none = forms.BooleanField(label=_("None released"), required=False)
            self.fields = {"none_released": none, **self.fields}
        if partner:
            self.fields["partner_pain"] = _partner_field()

    def releases(self) -> list[forms.BoundField]:
        """Return the release questions in the order of the bouts."""
        return [self[_name(bout)] for bout in self.mobilised]

    def scales(self) -> list[forms.BoundField]:
        """Return the answers on a scale, all of which may be skipped."""
        return [self[name] for name in ("pain_after", "relief", "effort")]

    def clean(self) -> dict[str, Any]:
        """Fill in "none released", and ask for every release answer that is still missing."""
        cleaned = super().clean() or {}
        for bout in self.mobilised:
            if cleaned.get(_name(bout)) == "" and cleaned.get("none_released"):
                cleaned[_name(bout)] = Bout.Released.NO
            elif cleaned.get(_name(bout)) == "":
                self._ask(_name(bout), "RELEASE_ANSWER_REQUIRED", UNSURE_COUNTS)
        if cleaned.get("partner_pain") == "":
            self._ask("partner_pain", "PARTNER_PAIN_REQUIRED", _("Please answer for your partner."))
        return cleaned

    def _ask(self, field: str, code: str, sentence: Any) -> None:
        self.add_error(field, ValidationError(sentence, code))

    def answers(self) -> FinishAnswers:
        """Return the answers."""
        cleaned = self.cleaned_data
        partner = cleaned.get("partner_pain")
        return FinishAnswers(
            releases={bout.position: cleaned[_name(bout)] for bout in self.mobilised},
            pain_after=cleaned["pain_after"],
            relief=cleaned["relief"],
            effort=cleaned["effort"],
            note=cleaned["note"],
            again=cleaned["again"],
            partner_pain="" if partner == NO_PAIN else partner,
        )


def _name(bout: PlayedBout) -> str:
    return f"release_{bout.position}"


def _release_field(plan: Plan, bout: PlayedBout) -> forms.ChoiceField:
    item = plan["items"][bout.position]
    yes = {code: REGION[Region(code)] for code in item["release_regions"]}
    told = bout.release_regions[0] if bout.release_regions else bout.released
    return forms.ChoiceField(
        label=gettext(item["name"]),
        choices=[
            (Bout.Released.NO.value, _("No")),
            *((code, _("Yes: %(region)s") % {"region": name}) for code, name in yes.items()),
            (Bout.Released.UNSURE.value, _("Not sure")),
        ],
        required=False,
        initial=told or None,
        widget=forms.RadioSelect,
    )


def _partner_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Did your partner have pain?"),
        choices=[
            (NO_PAIN, _("No")),
            *((q.value, _("Yes: %(quality)s") % {"quality": QUALITIES[q]}) for q in PainQuality),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
