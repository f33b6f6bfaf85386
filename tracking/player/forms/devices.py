"""What devices send beside presses: which one holds the session, and a second phone's stop."""

from django import forms

from tracking.player.forms.moves import IdentityForm


class HoldForm(forms.Form):
    """Which device the session goes on on."""

    client = forms.RegexField(r"^[\w-]{8,36}$", max_length=36)


class HelperStopForm(IdentityForm):
    """The stop of a second phone; its name keeps it from being taken for one of the owner's."""

    client = forms.RegexField(r"^helper-\w{4,29}$", max_length=36)
