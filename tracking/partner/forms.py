"""What the owner's panel sends."""

from django import forms


class CodeForm(forms.Form):
    """Whether to make a code or to end it."""

    code = forms.ChoiceField(choices=[("make", ""), ("end", "")])
