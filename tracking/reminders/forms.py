"""The form of a reminder."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import zone_choices_with
from accounts.models import User
from tracking.models import Reminder, Routine
from tracking.reminders.actions import MOST_A_DAY, Draft

TIMES = [f"time_{number}" for number in range(1, MOST_A_DAY + 1)]


class RoutineChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A routine by its translated name."""

    def label_from_instance(self, obj: Routine) -> str:
        """Return what the list shows."""
        return gettext(obj.name)


class TimeInput(forms.TimeInput):
    """A native time picker; browsers want hours and minutes only."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ReminderForm(forms.Form):
    """Local times on weekdays in a zone, and what the reminder is for."""

    label = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=60,
        help_text=_("For you, and shown in the mail. May stay empty."),
    )
    routine = RoutineChoice(
        label=_("Routine"), queryset=None, required=False, empty_label=_("Any routine")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        choices=[(number, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=list(range(7)),
        error_messages={"required": _("Choose at least one day.")},
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("The times are local to it, through summer and winter."),
    )
    only_if_not_done = forms.BooleanField(
        label=_("Only if not done"),
        required=False,
        initial=True,
        help_text=_("No mail on a day on which you have finished a session of it."),
    )
    enabled = forms.BooleanField(label=_("Switched on"), required=False, initial=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["routine"].queryset = Routine.objects.visible_to(user)  # type: ignore[attr-defined]
        zone, stored = self.fields["zone"], self.initial.get("zone")
        zone.choices = zone_choices_with(stored or user.zone.key, user.zone.key)  # type: ignore[attr-defined]
        zone.initial = user.zone.key
        if not (self.is_bound or stored):
            zone.widget.attrs["data-time-zone"] = "here"  # the browser's is chosen in advance
        for number, name in enumerate(TIMES, 1):
            self.fields[name] = forms.TimeField(
                label=_("Time %(number)s") % {"number": number},
                required=number == 1,
                widget=TimeInput(),
                error_messages={
                    "required": _("Give at least one time."),
                    "invalid": _("Give a time as hours and minutes, such as 07:30."),
                },
            )

    @property
    def times(self) -> list[forms.BoundField]:
        """The fields of the times."""
        return [self[name] for name in TIMES]

    @property
    def others(self) -> list[forms.BoundField]:
        """The other fields, in order."""
        return [field for field in self if field.name not in TIMES]

    def draft(self) -> Draft:
        """Return what was said; the form must be valid."""
        said = dict(self.cleaned_data)
        times = [at for at in (said.pop(name) for name in TIMES) if at]
        return Draft(times=times, **said)


def initial_of(reminder: Reminder) -> dict[str, Any]:
    """Return a reminder as a form shows it first."""
    return {
        "label": reminder.label,
        "routine": reminder.routine_id,
        "weekdays": reminder.weekdays,
        "zone": reminder.zone,
        "only_if_not_done": reminder.only_if_not_done,
        "enabled": reminder.enabled,
        **dict(zip(TIMES, reminder.times, strict=False)),
    }
