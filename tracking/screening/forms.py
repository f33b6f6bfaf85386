"""The screening page as a form: how its fields become raw answers, and errors their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracking.safety.questions import (
    QUESTIONS,
    FieldCode,
    Group,
    Kind,
    Question,
    read,
)
from tracking.safety.screening import Answers
from tracking.wording import screening as words

#: Groups that one "none of these apply to me" may answer; warning signs are asked one by one.
FOLDED = (Group.SPINE, Group.HEALTH, Group.JOINTS)
NONE, SOME = "none", "some"
UNSURE = {question.id for question in QUESTIONS if question.kind is Kind.CHOICE}
GROUP_CHOICES = [(NONE, words.NONE_APPLY), (SOME, _("Something applies, or I am not sure"))]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page with its fields."""

    question: Question
    field: BoundField
    more: BoundField | None  # what to tick after a yes, or what the pain is like

    @property
    def has_errors(self) -> bool:
        return bool(self.field.errors or (self.more and self.more.errors))


@dataclass(frozen=True, slots=True)
class Section:
    """Questions shown together; `choice` is the "none of these" control of a folded group."""

    group: Group
    title: Promise
    asked: tuple[Asked, ...]
    choice: BoundField | None
    items: tuple[Promise, ...]  # all that may be ticked in it, to be read before choosing

    @property
    def has_errors(self) -> bool:
        return any(asked.has_errors for asked in self.asked)


class ScreeningForm(forms.Form):
    """The 14 questions on one page. After a valid post `answers` and `kept` hold the result."""

    answers: Answers
    kept: dict[str, list[str]]

    def __init__(self, *args: Any, asks_clinician: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.id] = FIELDS[question.kind](question)
            if more := _more(question):
                name, field = more
                self.fields[name] = field
        for group in FOLDED:
            self.fields[group.value] = _radios(words.GROUPS[group], GROUP_CHOICES, required=True)
        if asks_clinician:
            self.fields["clinician_seen"] = forms.BooleanField(
                label=words.CLINICIAN_SEEN, required=False
            )

    def clean(self) -> None:
        """Read all answers at once; each field that is missing or wrong gets its own error."""
        raw = self._raw()
        answers, errors = read(raw)
        unread = self._untouched_groups(raw)
        for group in unread:
            self.add_error(group.value, _refusal(group.value, FieldCode.SCREENING_INCOMPLETE))
        covered = {question.id for question in QUESTIONS if question.group in unread}
        for error in errors:
            # One that cannot even be a text has been refused already.
            if error.field not in covered and error.field not in self.errors:
                self.add_error(error.field, _refusal(error.field, error.code))
        if answers and not self.errors:
            self.answers, self.kept = answers, _kept(raw)

    def sections(self) -> Iterator[Section]:
        """The groups in the order of the page."""
        for group in Group:
            questions = [question for question in QUESTIONS if question.group is group]
            yield Section(
                group=group,
                title=words.GROUPS[group],
                asked=tuple(self._asked(question) for question in questions),
                choice=self[group.value] if group in FOLDED else None,
                items=tuple(words.OPTIONS[o.id] for q in questions for o in q.options),
            )

    def red_answers(self) -> list[str]:
        """The questions and the kind of pain that make the answers red, for the confirmation."""
        red = [
            str(words.QUESTIONS[question.id])
            for question in QUESTIONS
            if question.care and self.kept[question.id] != ["no"]
        ]
        if self.answers.stops and self.answers.quality:
            quality = words.QUALITIES[self.answers.quality]
            red.append(gettext("Back pain right now: %(quality)s") % {"quality": quality})
        return red

    @property
    def needs_confirmation(self) -> bool:
        """Whether a red answer must be confirmed once before it is saved."""
        return self.answers.care is not None or self.answers.stops

    def typed(self) -> list[tuple[str, str]]:
        """Everything sent, as pairs of name and value for hidden inputs."""
        return [
            (name, value)
            for name, field in self.fields.items()
            for value in _as_list(field.widget.value_from_datadict(self.data, self.files, name))
        ]

    def _asked(self, question: Question) -> Asked:
        more = _more(question)
        return Asked(question, self[question.id], self[more[0]] if more else None)

    def _raw(self) -> dict[str, list[str]]:
        raw = {name: _as_list(self.cleaned_data.get(name)) for name in self.fields}
        raw["clinician_seen"] = ["yes"] if self.cleaned_data.get("clinician_seen") else []
        raw["none"] = [group.value for group in FOLDED if raw.pop(group.value, []) == [NONE]]
        return raw

    def _untouched_groups(self, raw: Mapping[str, list[str]]) -> set[Group]:
        """Folded groups of which neither the control nor any question was answered."""
        touched = {q.group for q in QUESTIONS if raw[q.id] or raw.get(f"{q.id}_details")}
        return {g for g in FOLDED if not self.cleaned_data.get(g.value) and g not in touched}


def _kept(raw: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The answers to store: one to every question, and ticks only where they were asked for."""
    kept: dict[str, list[str]] = {}
    for question in QUESTIONS:
        answer = ["no"] if question.group in raw["none"] else raw[question.id]
        kept[question.id] = answer
        if question.options and answer != ["no"]:
            kept[f"{question.id}_details"] = raw[f"{question.id}_details"]
    return kept | {"q14_quality": raw["q14_quality"]}


def _as_list(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one not in ("", None, False)]


def _refusal(field: str, code: FieldCode) -> forms.ValidationError:
    # Only a plain question has a "not sure" to point to.
    plain = code is FieldCode.SCREENING_INCOMPLETE and field not in UNSURE
    words_of = _("Please answer this.") if plain else words.FIELD_ERRORS[code]
    return forms.ValidationError(str(words_of), code=code)


def _radios(label: Promise, choices: Any, *, required: bool = False) -> forms.Field:
    """A field that leaves judging to the safety rules; `required` only tells the browser."""
    widget = forms.RadioSelect(choices=choices, attrs={"required": True} if required else None)
    return forms.CharField(label=str(label), required=False, widget=widget)


def _age(question: Question) -> forms.Field:
    attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "3", "required": True}
    return forms.CharField(
        label=str(words.QUESTIONS[question.id]), required=False, widget=forms.TextInput(attrs)
    )


def _choice(question: Question) -> forms.Field:
    # Questions of a folded group are hidden at first, and a hidden field cannot be required.
    choices = list(words.CHOICES.items())
    return _radios(words.QUESTIONS[question.id], choices, required=question.care is not None)


def _pain(question: Question) -> forms.Field:
    choices = [(str(number), str(number)) for number in range(11)]
    return _radios(words.QUESTIONS[question.id], choices, required=True)


FIELDS = {Kind.AGE: _age, Kind.CHOICE: _choice, Kind.PAIN: _pain}


def _more(question: Question) -> tuple[str, forms.Field] | None:
    """Name and field of what a yes or a pain asks further."""
    if question.kind is Kind.PAIN:
        return f"{question.id}_quality", _radios(_("What is it like?"), _qualities())
    if not question.options:
        return None
    choices = [(option.id, words.OPTIONS[option.id]) for option in question.options]
    widget = forms.CheckboxSelectMultiple(choices=choices)
    label = _("Tick what applies")
    return f"{question.id}_details", forms.Field(label=label, required=False, widget=widget)


def _qualities() -> list[tuple[str, Promise]]:
    # The first is shown only to someone who had chosen a kind of pain and now says 0.
    return [("", _("No pain right now")), *((q.value, name) for q, name in words.QUALITIES.items())]
