"""Verdicts and findings ready to be shown, each with the rule that it links to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracking.safety.plan import Finding
from tracking.safety.verdict import Code, Verdict
from tracking.wording.findings import finding_sentence
from tracking.wording.verdicts import lifts, progress, scope_words, sentence

#: Refusals about the person: they close every exercise alike, so a page tells them once.
ABOUT_ME = frozenset({Code.AGE_UNDER_18, Code.RED_FLAG, Code.STOP_LOCK, Code.SCREENING_REQUIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence, how it lifts ("" if there is nothing to lift), and whence it comes.

    The log that caused it, if one did, stands on the page of the date `on`.
    """

    code: str
    rule: str
    level: str
    sentence: str
    lifts: str
    progress: str = ""  # how far one is on the way to opening it
    on: date | None = None

    @property
    def is_about_me(self) -> bool:
        """Whether it closes everything, not this one thing."""
        return self.code in ABOUT_ME


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a list of exercises from being a routine, and the rule that says so."""

    rule: str
    sentence: str


def tell_problems(findings: Iterable[Finding], *, names: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return the findings in words; `names` are exercise names by slug."""
    return tuple(Problem(one.code.value, finding_sentence(one, names=names)) for one in findings)


def tell_together(
    verdicts: Iterable[Verdict], *, zone: ZoneInfo, now: datetime, names: Mapping[str, str]
) -> tuple[Told, ...]:
    """Return the verdicts in words; regions that rest for one reason are named in one sentence."""
    together: dict[Verdict, list[Verdict]] = {}
    for verdict in verdicts:
        # Only a rest after pain: every other sentence holds a figure of its own region.
        alike = replace(verdict, scope=None, rows=())
        key = alike if verdict.code is Code.FLARE else verdict
        together.setdefault(key, []).append(verdict)
    told = []
    for first, *others in together.values():
        [one] = tell([first], zone=zone, now=now, names=names)
        where = ", ".join(scope_words(each, names) for each in (first, *others))
        words = sentence(first, zone=zone, now=now, names=names, where=where)
        told.append(replace(one, sentence=words))
    return tuple(told)


def tell(
    verdicts: Iterable[Verdict], *, zone: ZoneInfo, now: datetime, names: Mapping[str, str]
) -> tuple[Told, ...]:
    """Return the verdicts in words; `names` are exercise names by slug."""
    return tuple(
        Told(
            code=verdict.code.value,
            rule=verdict.rule.value,
            level=verdict.level.value,
            sentence=sentence(verdict, zone=zone, now=now, names=names),
            lifts=lifts(verdict, zone=zone, now=now, names=names),
            progress=progress(verdict),
            on=verdict.on,
        )
        for verdict in verdicts
    )
