"""Fields that several forms of the player share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracking.safety.pain import read_pain

OUT_OF_RANGE = _("Please give a whole number from 0 to 10.")


class ScaleField(forms.CharField):
    """A number from 0 to 10, or None where it may be skipped."""

    def __init__(self, *, code: str = "PAIN_OUT_OF_RANGE", **options: Any) -> None:
        choices: list[tuple[str, Any]] = [(str(number), str(number)) for number in range(11)]
        if not options.get("required"):
            choices.insert(0, ("", _("Skip")))
        options.setdefault("widget", forms.RadioSelect(choices=choices))
        super().__init__(**options)
        self.code = code

    def clean(self, value: Any) -> int | None:
        """Return the number; anything else than 0 to 10 is refused with the field's code."""
        text = super().clean(value)
        if not text:
            return None
        number = read_pain(text)
        if number is None:
            raise ValidationError(OUT_OF_RANGE, self.code)
        return number
