"""The filters of the catalogue."""

from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises import labels
from exercises.filters import Criteria
from exercises.vocabulary import Companion, Equipment, Position, Region, Tier

# In the address, for "I have nothing at hand"; an absent list asks for nothing.
NOTHING = "nothing"
# Shoes are only ever optional, so asking for them would narrow nothing.
AT_HAND = [item for item in Equipment if item is not Equipment.SHOES]
# Django's own message repeats what was sent, which may be anything.
UNKNOWN = {"invalid_choice": _("The catalogue does not know this value.")}


class WordField(forms.TypedChoiceField):
    """One word of the vocabulary, or None; `anything` is what the empty choice says."""

    def __init__(
        self, word: type[StrEnum], words: labels.Labels, *, anything: Promise, **options: Any
    ) -> None:
        choices = [("", anything), *((str(code), text) for code, text in words.items())]
        super().__init__(
            choices=choices,
            coerce=word,
            empty_value=None,
            required=False,
            error_messages=UNKNOWN,
            **options,
        )


class CatalogueFilterForm(forms.Form):
    """Read from the query string; every field may be left out."""

    region = WordField(Region, labels.REGION, anything=_("Anywhere"), label=_("Part of the back"))
    tier = WordField(Tier, labels.TIER, anything=_("Any"), label=_("Risk"))
    position = WordField(Position, labels.POSITION, anything=_("Any"), label=_("Starting position"))
    companion = WordField(
        Companion, labels.COMPANION, anything=_("Does not matter"), label=_("Who else it takes")
    )
    equipment = forms.MultipleChoiceField(
        label=_("At hand"),
        help_text=_("Shows what you can do with what you tick."),
        choices=[(NOTHING, _("Nothing")), *((str(e), labels.EQUIPMENT[e]) for e in AT_HAND)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=UNKNOWN,
    )

    def criteria(self) -> Criteria:
        """Return what was asked for; only after is_valid()."""
        asked = self.cleaned_data
        ticked = asked["equipment"]
        return Criteria(
            region=asked["region"],
            tier=asked["tier"],
            position=asked["position"],
            companion=asked["companion"],
            at_hand=frozenset(Equipment(e) for e in ticked if e != NOTHING) if ticked else None,
        )

    def query(self) -> str:
        """Return the query string without what was not asked for: the address to remember."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return urlencode(asked, doseq=True)
