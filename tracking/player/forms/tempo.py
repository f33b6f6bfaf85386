"""How much time a person wants between exercises and sides."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracking.player.tempo import LONGEST, SHORTEST, Tempo


def _seconds(label: Any, help_text: Any, least: int) -> forms.IntegerField:
    words = {"least": least, "most": LONGEST}
    outside = _("From %(least)s to %(most)s seconds, please.") % words
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=LONGEST,
        error_messages={name: outside for name in ("min_value", "max_value", "invalid")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class TempoForm(forms.Form):
    """Three pauses, in seconds."""

    ready = _seconds(
        _("Before each exercise"),
        _("Time to get ready. Its name is spoken, then 3, 2, 1."),
        SHORTEST,
    )
    posture = _seconds(
        _("More when the posture changes"), _("Added where you lie down, kneel or get up."), 0
    )
    switch = _seconds(
        _("Between two sides"), _("Where all of one side is done before the other."), SHORTEST
    )

    def __init__(self, data: Any = None, *, tempo: Tempo) -> None:
        super().__init__(data, initial=asdict(tempo))

    def tempo(self) -> Tempo:
        """Return what was chosen."""
        return Tempo(**self.cleaned_data)
