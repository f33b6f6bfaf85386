"""Every code, finding, question and rule has its sentence; no sentence keeps a placeholder."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from exercises.vocabulary import Region
from tracking.safety.facts import Ack, Care, Incident, PainQuality, Whose
from tracking.safety.limits import Limits
from tracking.safety.mail import Reason
from tracking.safety.plan import Finding, FindingCode, Fix, FixKind
from tracking.safety.questions import QUESTIONS, FieldCode, Group
from tracking.safety.verdict import BACK, Code, Param, Rule, Scope, Verdict
from tracking.wording import decisions, findings, rules, screening, verdicts
from tracking.wording.findings import finding_sentence, fix_label
from tracking.wording.guidance import GUIDANCE, Guidance
from tracking.wording.routine_rules import COMPOSITION
from tracking.wording.rule_text import ORIGINS, Origin
from tracking.wording.verdicts import lifts, mail_line, progress, sentence
from tracking.wording.when import when

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
NAMES = {"seated-chair-twist": "Chair twist", "childs-pose": "Child’s pose"}
LUMBAR = Scope.of_region(Region.LUMBAR)
FIGURES: dict[str, Param] = {
    "count": 3, "limit": 2, "days": 90, "minutes": 60, "seconds": 10, "needed": 30,
    "sessions": 2, "of_sessions": 5, "dates": 1, "of_dates": 3,
    "tag": "osteoporosis", "missing": ("floor_clear",), "easier": "childs-pose",
}  # fmt: skip
FORBIDDEN = ("%(", "%s", " %", "treat", "cure", "align", "put back", "heal ", "None", "Ellipsis")


def of(code: Code, *, rule: Rule = Rule.D2, reason: str = "", **changes: Any) -> Verdict:
    params = {**FIGURES, **({"reason": reason} if reason else {})}
    return replace(Verdict(code=code, rule=rule, scope=LUMBAR, params=params), **changes)


def said(verdict: Verdict) -> str:
    return sentence(verdict, zone=LONDON, now=NOW, names=NAMES)


def how_it_lifts(verdict: Verdict) -> str:
    return lifts(verdict, zone=LONDON, now=NOW, names=NAMES)


def assert_plain(texts: Iterable[str]) -> None:
    for text in texts:
        assert text.strip() == text != ""
        assert not [word for word in FORBIDDEN if word in text.lower() or word in text], text


def variants(code: Code) -> list[Verdict]:
    """A verdict for each sentence that the code has."""
    kinds = {"back": BACK, "region": LUMBAR, "exercise": Scope.of_exercise("seated-chair-twist")}
    found = []
    for key, variant in verdicts.SENTENCES:
        if key is code and variant in kinds:
            found.append(of(code, scope=kinds[variant], reason=""))
        elif key is code and variant == "flare":
            found.append(of(code, params={**FIGURES, "level": 0}))
        elif key is code:
            found.append(of(code, reason=variant))
    return found


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence_and_says_how_it_lifts(code):
    assert variants(code)
    for verdict in variants(code):
        assert_plain([said(verdict)])
        timed = replace(verdict, until=NOW + timedelta(hours=2))
        assert "11:00" in how_it_lifts(timed)
    if code not in CLOCK_ONLY:
        assert_plain(how_it_lifts(verdict) for verdict in variants(code))


#: These always come with an end.
CLOCK_ONLY = {
    Code.STOP_REST,
    Code.COOLING_DOWN,
    Code.REFRACTORY,
    Code.PAIN_NOW_HIGH,
    Code.REPEATED_TOO_SOON,
    Code.OVER,
    Code.FLARE,
    Code.ELEVATED_LOCKED,  # by its reason: sessions and age have words, a cool-down has a clock
}


def test_practice_is_told_in_words_where_practice_opens():
    locked = of(Code.ELEVATED_LOCKED, reason="sessions")
    assert progress(locked) == "So far 2 of 5 sessions, on 1 of 3 days."
    assert progress(of(Code.ELEVATED_LOCKED, reason="age")) == ""
    assert progress(of(Code.CONTRAINDICATED)) == ""


@pytest.mark.parametrize("reason", ["sessions", "age"])
def test_elevated_says_how_it_opens_without_a_clock(reason):
    assert_plain([how_it_lifts(of(Code.ELEVATED_LOCKED, reason=reason))])


@pytest.mark.parametrize(
    ("code", "key", "values"),
    [
        pytest.param(Code.RED_FLAG, "care", list(Care), id="care"),
        pytest.param(Code.STOP_LOCK, "whose", list(Whose), id="whose"),
        pytest.param(
            Code.SCREENING_REQUIRED, "reason", ["none", "expired", "news", "cool_down"], id="why"
        ),
        pytest.param(Code.ELEVATED_LOCKED, "reason", ["sessions", "cool_down", "age"], id="locked"),
    ],
)
def test_each_reason_has_a_sentence_of_its_own(code, key, values):
    texts = {said(of(code, params={**FIGURES, key: str(value)})) for value in values}
    assert len(texts) == len(values)


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        pytest.param(
            of(Code.REFRACTORY, rule=Rule.A4),
            "Lower back: a joint released there within the last 60 minutes, so it rests.",
            id="refractory",
        ),
        pytest.param(
            of(Code.LIMIT_REACHED, rule=Rule.D5, scope=Scope.of_exercise("seated-chair-twist")),
            "The limit is reached. One exercise in a day (Chair twist): 3 of 2.",
            id="exercise",
        ),
        pytest.param(
            of(Code.OVER, rule=Rule.D1, scope=BACK),
            "A limit was passed. Releases in a day (Whole back): 3, limit 2.",
            id="over",
        ),
        pytest.param(
            of(Code.ELEVATED_NO_ACK, rule=Rule.A12),
            "Still to be ticked for this run: The floor around us is clear",
            id="ticks",
        ),
    ],
)
def test_a_sentence_names_region_exercise_and_figures(verdict, text):
    assert said(verdict) == text


@pytest.mark.parametrize("rule", verdicts.MEASURES)
def test_every_counting_rule_has_its_measure(rule):
    assert str(verdicts.MEASURES[rule]) in said(of(Code.OVER, rule=rule))


def test_a_red_flag_says_what_must_happen_and_when_at_the_earliest():
    text = how_it_lifts(of(Code.RED_FLAG, rule=Rule.A1, until=NOW + timedelta(days=1)))
    assert "clinician" in text
    assert "09:00 on 2 June" in text


@pytest.mark.parametrize(
    ("at", "text"),
    [
        pytest.param(NOW + timedelta(minutes=5), "09:05", id="today"),
        pytest.param(NOW + timedelta(hours=10), "19:00", id="this-evening"),
        pytest.param(NOW + timedelta(days=1), "09:00 on 2 June", id="tomorrow"),
        pytest.param(NOW + timedelta(seconds=1), "09:01", id="never-a-minute-early"),
        pytest.param(NOW + timedelta(microseconds=5), "09:01", id="not-even-a-moment"),
    ],
)
def test_an_instant_in_words(at, text):
    assert when(at, zone=LONDON, now=NOW) == text


def test_an_instant_for_a_mail_has_its_date_and_offset():
    assert when(NOW, zone=LONDON, offset=True) == "09:00 (UTC+01:00) on 1 June"


# ---------------------------------------------------------------------------- mail


def passed(rule: Rule) -> Incident:
    return Incident(
        rule=rule,
        scope=LUMBAR,
        on=date(2026, 6, 1),
        tripped_at=NOW,
        until=NOW,
        level=1,
        count=3,
        limit=2,
    )


@pytest.mark.parametrize("rule", [*verdicts.MEASURES, Rule.P3])
def test_a_mail_names_rule_and_date_and_never_a_region_or_a_pain(rule):
    line = mail_line(passed(rule))
    assert_plain([line])
    assert f"ule {rule}" in line
    assert "1 June" in line
    for word in ("ower back", "pain", "hurt", "lumbar"):
        assert word not in line
    if rule is not Rule.P3:
        assert "3 logged" in line
        assert "limit of 2" in line


# ---------------------------------------------------------------------------- the other tables


def test_every_tick_question_quality_and_reason_has_words():
    assert set(verdicts.ACKS) == set(Ack)
    assert set(screening.QUESTIONS) == {question.id for question in QUESTIONS}
    assert set(screening.OPTIONS) == {o.id for question in QUESTIONS for o in question.options}
    assert set(screening.GROUPS) == set(Group)
    assert set(screening.QUALITIES) == set(PainQuality)
    assert set(screening.FIELD_ERRORS) == set(FieldCode)
    assert set(decisions.REASONS) == set(Reason)
    tables: list[Mapping[Any, Any]] = [
        verdicts.ACKS,
        screening.QUESTIONS,
        screening.OPTIONS,
        screening.GROUPS,
        screening.QUALITIES,
        screening.FIELD_ERRORS,
        decisions.REASONS,
    ]
    for table in tables:
        assert_plain(str(text) for text in table.values())
        assert len({str(text) for text in table.values()}) == len(table)


@pytest.mark.parametrize("key", findings.FINDINGS)
def test_every_finding_has_a_sentence(key):
    code, variant = key
    params: dict[str, Param] = {
        "slug": "x", "after": "childs-pose", "accepted": ("childs-pose",), "hold": 45, "low": 10,
        "high": 20, "sides": ("left",), "regions": ("lumbar",), "limit": 3, "items": 12,
        "minutes": 20, "seconds": 0, "needed": 30,
    }  # fmt: skip
    if variant == "none":
        params = {"after": "childs-pose"}
    elif variant:
        params["reason"] = variant
    assert_plain([finding_sentence(Finding(code=code, item=1, params=params), names=NAMES)])
    assert {code for code, _ in findings.FINDINGS} == set(FindingCode)


@pytest.mark.parametrize("kind", FixKind)
def test_every_fix_has_a_label(kind):
    fix = Fix(kind=kind, item=2, slugs=("childs-pose",), seconds=20)
    assert_plain([fix_label(fix, names=NAMES), fix_label(replace(fix, seconds=None))])


def test_every_rule_is_explained_with_the_figures_in_force():
    limits = Limits.checked(release_day_back=2)
    every = [*rules.RULES.values(), *GUIDANCE.values(), *COMPOSITION.values()]
    assert set(rules.RULES) == set(Rule)
    assert set(GUIDANCE) == set(Guidance)
    assert set(COMPOSITION) == set(FindingCode)
    assert set(ORIGINS) == set(Origin)
    assert_plain(words.said(limits) for words in every)
    assert_plain(str(part) for words in every for part in (words.title, words.why))
    assert rules.RULES[Rule.D1].said(limits) == "At most 2 for the whole back."


def test_sentences_are_translated_when_they_are_said():
    with override("en"):
        assert said(of(Code.PROFESSIONAL_ONLY, rule=Rule.A15)).startswith("Only a trained")


@pytest.mark.parametrize("code", [Code.FLARE, Code.COOLING_DOWN])
def test_a_flare_does_not_say_that_pain_rose_when_it_may_have_stayed_high(code):
    flare = of(code, rule=Rule.P2, params={**FIGURES, "level": 0})
    assert "hurt a lot, or more than before" in said(flare)
