"""What a press sends: a move, or an answer to the stop question."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exercises.vocabulary import Region
from tracking.player.actions import Press
from tracking.player.forms.fields import ScaleField
from tracking.player.machine import Kind
from tracking.safety.facts import PainQuality, Whose

LONGEST_OFFSET_MS = 2**31 - 1

#: What may be pressed; the stop question is answered at its own address.
PRESSES = (
    Kind.BEGIN,
    Kind.REPEAT,
    Kind.PAUSE,
    Kind.RESUME,
    Kind.PREVIOUS,
    Kind.NEXT,
    Kind.SKIP,
    Kind.EXTEND,
    Kind.RELEASE,
    Kind.END,
    Kind.STOP,
)
#: Answer -> what it means for the session; every other quality is red.
MEANS = {
    "mistake": Kind.MISTAKE,
    "left": Kind.LEFT,
    "returned": Kind.RETURNED,
    PainQuality.ACHE.value: Kind.ACHE,
}


def page_client() -> str:
    """Return the name of a form without scripts as a client, new for each form that is drawn."""
    return f"page-{secrets.token_hex(6)}"


class IdentityForm(forms.Form):
    """Who sends a press and when, so that it can be told from its copies.

    `follows` is the number of this client's press before it, -1 if it is the first one. Without
    scripts each form that was drawn is a client; it has neither number nor time.
    """

    client = forms.RegexField(r"^[\w-]{8,36}$", max_length=36)
    seq = forms.IntegerField(min_value=0, max_value=10**6, required=False)
    offset_ms = forms.IntegerField(min_value=0, max_value=LONGEST_OFFSET_MS, required=False)

    follows = forms.IntegerField(min_value=-1, max_value=10**6, required=False)

    def press(self, kind: Kind, data: dict[str, Any], *, confirmed: bool = False) -> Press:
        """Return the press that the form and its kind make."""
        return Press(
            kind=kind,
            client=self.cleaned_data["client"],
            seq=self.cleaned_data["seq"],
            offset_ms=self.cleaned_data["offset_ms"],
            follows=self.cleaned_data["follows"],
            data=data,
            confirmed=confirmed,
        )


def finish_press(data: Any) -> Press | None:
    """Return who sends the answers of the finish page and when, None if the page does not say."""
    form = IdentityForm(data)
    return form.press(Kind.FINISH, {}) if form.is_valid() else None


class MoveForm(IdentityForm):
    """One press; `item` is the number of the item it means, from 0."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in PRESSES])
    item = forms.IntegerField(min_value=0, max_value=99, required=False)
    region = forms.ChoiceField(
        choices=[("", ""), *((region.value, "") for region in Region)], required=False
    )
    confirmed = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Every press but stop and end means an item."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") not in (Kind.STOP, Kind.END) and cleaned.get("item") is None:
            self.add_error("item", ValidationError(_("Which exercise?"), "ITEM_REQUIRED"))
        return cleaned

    def to_press(self) -> Press:
        """Return the press."""
        cleaned = self.cleaned_data
        kind = Kind(cleaned["kind"])
        data = {} if cleaned["item"] is None else {"item": cleaned["item"]}
        if kind is Kind.RELEASE:
            data["region"] = cleaned["region"]
        return self.press(kind, data, confirmed=cleaned["confirmed"])


class StopForm(IdentityForm):
    """The answer to the stop question: a mistake, what it felt like, or that the page was left.

    `returns` says that the same tab would tell if it is back at once.
    """

    answer = forms.ChoiceField(
        choices=[(word, "") for word in dict.fromkeys([*MEANS, *(q.value for q in PainQuality)])]
    )
    returns = forms.BooleanField(required=False)
    whose = forms.ChoiceField(choices=[(w.value, "") for w in Whose], required=False)

    def to_press(self) -> Press:
        """Return the press that the answer is."""
        answer = self.cleaned_data["answer"]
        kind = MEANS.get(answer, Kind.PAIN)
        data: dict[str, Any] = {}
        if kind is Kind.PAIN:
            data = {"quality": answer, "whose": self.cleaned_data["whose"] or Whose.OWN.value}
        if kind is Kind.LEFT and self.cleaned_data["returns"]:
            data = {"returns": True}
        return self.press(kind, data)


class StopPainForm(forms.Form):
    """How strong the pain was that stopped the session."""

    pain = ScaleField(label=_("How strong was it?"), required=True)
