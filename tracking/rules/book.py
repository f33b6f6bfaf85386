"""PURE but for the language: the rules in force, in chapters, as the public page prints them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracking.safety.limits import DEFAULT_LIMITS, Limits
from tracking.safety.plan import FindingCode
from tracking.safety.verdict import Rule
from tracking.wording.evidence import Evidence
from tracking.wording.guidance import GUIDANCE, Guidance
from tracking.wording.routine_rules import COMPOSITION
from tracking.wording.rule_text import ORIGINS, Review, RuleText, review_of
from tracking.wording.rules import RULES

type Id = Rule | Guidance | FindingCode

#: Every rule in words: what gives a verdict, what shapes the pages, what makes a routine.
WORDS: Mapping[Id, RuleText] = dict([*RULES.items(), *GUIDANCE.items(), *COMPOSITION.items()])


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
class Pointer:
    """A rule of the article that other entries carry out."""

    label: str
    title: Promise
    to: tuple[Rule, ...]

    @property
    def anchor(self) -> str:
        return self.label.lower()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rules that are about one thing."""

    anchor: str
    title: Promise
    about: Promise
    entries: tuple[Entry, ...]
    pointer: Pointer | None = None


#: By the anchor of the chapter whose rules carry it out.
POINTERS: Mapping[str, Pointer] = {
    "day": Pointer(
        "A5", _("A few times a day, not more"), (Rule.D1, Rule.D2, Rule.D3, Rule.D4, Rule.D5)
    ),
    "week": Pointer(
        "A6", _("Not too often for long"), (Rule.W1, Rule.W2, Rule.W3, Rule.W4, Rule.H1)
    ),
    "pain": Pointer("A7", _("Stop on pain"), (Rule.P1,)),
}


_CHAPTERS: tuple[tuple[str, Promise, Promise, tuple[Id, ...]], ...] = (
    (
        "before",
        _("Before you begin"),
        _("What is asked once, and what stands before some exercises only."),
        (
            *(Rule.A1, Guidance.S1, Guidance.S2, Guidance.S3, Rule.A3, Rule.A4, Rule.A12),
            *(Rule.A13, Guidance.A14, Rule.A15, Guidance.A16, Guidance.A17, Guidance.A18),
            *(Guidance.A22, Rule.A23, Rule.A24, Rule.Q14),
        ),
    ),
    (
        "moving",
        _("While you move"),
        _("How an exercise runs, and what is asked when it is over."),
        (
            *(Guidance.A2, Guidance.A8, Guidance.A9, Guidance.A10, Guidance.A11),
            *(Guidance.A19, Guidance.A21, Guidance.A25),
        ),
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
        (Rule.F1, Rule.F2, Rule.C1, Guidance.L1, Guidance.L2),
    ),
    (
        "pain",
        _("Pain"),
        _("Pain always comes first: it stops, it closes, and it is asked about again."),
        (Rule.P1, Rule.P2, Rule.P3),
    ),
    (
        "mail",
        _("Mail"),
        _("What is sent, when, and what never stands in it."),
        (Guidance.A20, Guidance.M1, Guidance.M2, Guidance.M3),
    ),
    (
        "routine",
        _("What makes a routine"),
        _("What a list of exercises must be before it can be run as a routine."),
        (Guidance.R1, *FindingCode),
    ),
)


def chapters(instance: Limits, own: Limits) -> tuple[Chapter, ...]:
    """Every rule with the figures of this instance, and of one person where theirs differ."""
    return tuple(
        Chapter(
            anchor,
            title,
            about,
            tuple(_entry(rule, instance, own) for rule in rules),
            POINTERS.get(anchor),
        )
        for anchor, title, about, rules in _CHAPTERS
    )


def _entry(rule: Id, instance: Limits, own: Limits) -> Entry:
    words = WORDS[rule]
    here, default, mine = (words.said(limits) for limits in (instance, DEFAULT_LIMITS, own))
    return Entry(
        anchor=rule.value.lower(),
        label=rule.value,
        words=words,
        sentence=here,
        default=default if default != here else "",
        own=mine if mine != here else "",
        review=review_of(rule.value, words),
    )
