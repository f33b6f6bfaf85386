"""The vocabulary in templates."""

from enum import StrEnum

from django import template
from django.utils.functional import Promise

from exercises import wording
from exercises.labels import label

register = template.Library()


@register.filter
def word(value: StrEnum) -> Promise:
    """Return the plain label of a word of the vocabulary: `{{ region|word }}`."""
    return label(value)


@register.filter
def about(seconds: int) -> str:
    """Return a length of time as people say it: `{{ 125|about }}`."""
    return wording.about(seconds)
