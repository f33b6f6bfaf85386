"""PURE but for the language: the rules in force, in chapters, as the public page prints them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracking.safety.limits import DEFAULT_LIMITS, Limits
from tracking.safety.plan import FindingCode
from tracking.safety.verdict import Rule
from tracking.wording.evidence import Evidence
from tracking.wording.routine_rules import COMPOSITION, composition_sentence
from tracking.wording.rules import ORIGINS, RULES, Review, RuleText, review_of, rule_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One rule. `default` and `own` are "" where they say what `sentence` says."""

    anchor: str
    label: str
    words: RuleText
    sentence: str
    default: str = ""
    own: str = ""
    review: Review | None = None

    @property
    def origin(self) -> Promise:
        return ORIGINS[self.words.origin]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.words.evidence


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules that are about one thing."""

    anchor: str
    title: Promise
    about: Promise
    entries: tuple[Entry, ...]


_CHAPTERS: tuple[tuple[str, Promise, Promise, tuple[Rule, ...]], ...] = (
    (
        "before",
        _("Before you begin"),
        _("What is asked once, and what stands before some exercises only."),
        (Rule.A1, Rule.A3, Rule.A4, Rule.A12, Rule.A13, Rule.A15, Rule.A23, Rule.A24, Rule.Q14),
    ),
    (
        "day",
        _("In a day"),
        _("A day is a date of your own calendar, in the time zone kept with each log."),
        (Rule.D1, Rule.D2, Rule.D3, Rule.D4, Rule.D5),
    ),
    (
        "week",
        _("In a week"),
        _("A week is a date and the six before it."),
        (Rule.W1, Rule.W2, Rule.W3, Rule.W4, Rule.H1),
    ),
    (
        "rest",
        _("Rest that is kept"),
        _("What follows a release or a passed limit. Stretches stay open throughout."),
        (Rule.F1, Rule.F2, Rule.C1),
    ),
    (
        "pain",
        _("Pain"),
        _("Pain always comes first: it stops, it closes, and it is asked about again."),
        (Rule.P1, Rule.P2, Rule.P3),
    ),
)


def chapters(instance: Limits, own: Limits) -> tuple[Chapter, ...]:
    """Every rule with the figures of this instance, and of one person where theirs differ."""
    listed = [
        Chapter(anchor, title, about, tuple(_entry(rule, instance, own) for rule in rules))
        for anchor, title, about, rules in _CHAPTERS
    ]
    about = _("What a list of exercises must be before it can be run as a routine.")
    return (*listed, Chapter("routine", _("What makes a routine"), about, tuple(_composition())))


def anchor(rule: Rule) -> str:
    """The name of a rule in the address of the page."""
    return rule.value.lower()


def _entry(rule: Rule, instance: Limits, own: Limits) -> Entry:
    here, default, mine = (
        rule_sentence(rule, limits) for limits in (instance, DEFAULT_LIMITS, own)
    )
    return Entry(
        anchor=anchor(rule),
        label=rule.value,
        words=RULES[rule],
        sentence=here,
        default=default if default != here else "",
        own=mine if mine != here else "",
        review=review_of(rule),
    )


def _composition() -> Iterator[Entry]:
    for code in FindingCode:
        yield Entry(
            anchor=code.value.lower().replace("_", "-"),
            label=code.value,
            words=COMPOSITION[code],
            sentence=composition_sentence(code),
        )
