"""Forms of the rules slice: one's own limits, and the month of a replay."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.requests import refuse_empty
from tracking.safety.limits import Limits
from tracking.safety.own_limits import PERSONAL, OwnLimits, own_range

FIRST_MONTH = date(2000, 1, 1)

LABELS: Mapping[str, Any] = {
    "release_day_back": _("Releases in a day, whole back"),
    "release_day_region": _("Releases in a day, one region"),
    "release_week_back": _("Releases in 7 days, whole back"),
    "release_week_region": _("Releases in 7 days, one region"),
    "mobilising_day_region": _("Mobilising exercises in a day, one region"),
    "elevated_day": _("Elevated-risk exercises in a day"),
    "elevated_week": _("Elevated-risk exercises in 7 days"),
    "refractory_minutes": _("Minutes of rest after a release"),
    "pain_now": _("Pain from which only stretches are open, 0 to 10"),
}


class OwnLimitsForm(forms.Form):
    """One's own figures; an empty field takes the instance's."""

    def __init__(self, data: Any = None, *, own: OwnLimits) -> None:
        super().__init__(data)
        for name in PERSONAL:
            self.fields[name] = _field(name, own.instance)
            self.initial[name] = getattr(own.chosen, name)

    def clean(self) -> dict[str, Any]:
        """Refuse an empty form: it would loosen every limit unasked."""
        refuse_empty(self)
        return super().clean() or {}

    def figures(self) -> dict[str, int]:
        """Return the figures that were given."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


def _field(name: str, instance: Limits) -> forms.IntegerField:
    low, high = own_range(name, instance)
    words = {"low": low, "high": high, "figure": getattr(instance, name)}
    return forms.IntegerField(
        label=LABELS[name],
        required=False,
        min_value=low,
        max_value=high,
        disabled=low == high,
        help_text=_("Here: %(figure)s. Yours may be %(low)s to %(high)s.") % words
        if low < high
        else _("Here: %(figure)s, which cannot be stricter.") % words,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class MonthForm(forms.Form):
    """The month to replay."""

    month = forms.DateField(
        label=_("Month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_month(self) -> date | None:
        """Refuse a month that has not begun, and one outside living memory."""
        month: date | None = self.cleaned_data["month"]
        if month and not FIRST_MONTH <= month <= self.today:
            raise forms.ValidationError(
                _("Choose a month since the year 2000 that has begun."), "MONTH_OUT_OF_RANGE"
            )
        return month

    def chosen(self) -> date:
        """Return the first of the month, of the present one by default."""
        month = self.cleaned_data.get("month") if self.is_valid() else None
        return (month or self.today).replace(day=1)
