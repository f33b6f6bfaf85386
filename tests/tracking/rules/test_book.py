"""Every rule has words, a reason, a source, a version and a test, and stands on the public page."""

import hashlib
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from exercises.vocabulary import Tag
from tests.tracking.safety.catalogue import SHORT
from tests.tracking.safety.people import NOW, make_facts, released
from tests.tracking.safety.story import tables
from tracking.rules.book import Entry, chapters
from tracking.safety.assess import check_start
from tracking.safety.facts import Stop
from tracking.safety.limits import DEFAULT_LIMITS, Limits
from tracking.safety.plan import FindingCode
from tracking.safety.verdict import Rule
from tracking.wording import evidence, rules
from tracking.wording.routine_rules import COMPOSITION

MINUTE = timedelta(minutes=1)

# What each version of a rule said: words, reason, source, evidence and default figures. Whoever
# changes one of them gives the rule a new version and adds its print; a review of the old version
# no longer counts then.
PRINTS: dict[tuple[str, int], str] = {
    ("A1", 1): "ebc205034d0a",
    ("A3", 1): "b04d5edced99",
    ("A4", 1): "156bdade772f",
    ("A12", 1): "adc23e04a9e7",
    ("A13", 1): "fec3d67cb49a",
    ("A15", 1): "2cac680f1f1b",
    ("A23", 1): "3a73d5d9fbc9",
    ("A24", 1): "0d49847763b4",
    ("A24", 2): "6dad3e4c8017",
    ("Q14", 1): "7188dddb9c47",
    ("D1", 1): "b9541ac8f848",
    ("D2", 1): "d9644ca283d6",
    ("D3", 1): "82f1f6284ae4",
    ("D4", 1): "7992473adf40",
    ("D5", 1): "f7c64c71c3f9",
    ("W1", 1): "b4f1bee79cb6",
    ("W2", 1): "1ff46a32d617",
    ("W3", 1): "abb43f1fe9f4",
    ("W4", 1): "2d556b3c7648",
    ("H1", 1): "d7799758b447",
    ("F1", 1): "0dfab1285402",
    ("F2", 1): "4f61823b30b0",
    ("C1", 1): "ef25a16eb2d1",
    ("P1", 2): "e9adff176d10",
    ("P2", 1): "77a0a8a29dc1",
    ("P3", 1): "56ba4726f307",
    ("EMPTY", 1): "eeb6687d7da3",
    ("UNKNOWN_EXERCISE", 1): "afdf9ebe63b9",
    ("NOT_RUNNABLE", 1): "a8ff7d8613c1",
    ("STRETCH_FIRST", 1): "dce3446eb93d",
    ("COUNTER_MISSING", 1): "3e686ed7e469",
    ("ENDS_MOBILISING", 1): "03a62b1bae8b",
    ("ONE_SIDED", 1): "afaa59ca1fe2",
    ("ELEVATED_NO_ACK", 1): "1d90adad81bc",
    ("ELEVATED_LIMIT", 1): "59856367cfd2",
    ("REGION_OVERLOAD", 1): "1b621a638c9a",
    ("HOLD_OUT_OF_RANGE", 1): "07f46bb25617",
    ("TOO_LONG", 1): "ccf47b6aa73b",
}

#: Someone who is refused by the rule, for rules without a worked example of their own.
REFUSED = {
    Rule.A1: ("DK", make_facts(tags={Tag.RED_FLAG})),
    Rule.A3: ("CT", make_facts(bouts=())),
    Rule.A4: ("CT", make_facts(bouts=(released("CT", NOW - MINUTE),))),
    Rule.A12: ("BED", make_facts(acks=frozenset())),
    Rule.A13: ("HUG", make_facts(partner_tags=None)),
    Rule.A15: ("PRO", make_facts()),
    Rule.A23: ("HP", make_facts(prerequisites=frozenset())),
    Rule.A24: ("BED", make_facts(practice_dates=())),
    Rule.Q14: ("CT", make_facts(pain_now=6)),
    Rule.P1: ("CT", make_facts(stops=(Stop(at=NOW),))),
}


def print_of(words: rules.RuleText) -> str:
    """A short hash of what a rule says by default."""
    figures = sorted(re.findall(r"%\((\w+)\)s", str(words.text)))
    said = [
        *map(str, (words.title, words.text, words.why, words.origin)),
        *(f"{one.text} {one.source}" for one in words.evidence),
        *(f"{name}={getattr(DEFAULT_LIMITS, name, '')}" for name in figures),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


WORDS = {**rules.RULES, **COMPOSITION}
VERIFIED = {one for one in vars(evidence).values() if isinstance(one, evidence.Evidence)}


@pytest.mark.parametrize("name", [*Rule, *FindingCode])
def test_every_rule_has_words_a_reason_a_source_and_a_version(name):
    words = WORDS[name]
    assert all(str(part).strip() for part in (words.title, words.text, words.why))
    assert words.origin in rules.ORIGINS
    assert words.version >= 1
    assert set(words.evidence) <= VERIFIED


@pytest.mark.parametrize("name", [*Rule, *FindingCode])
def test_a_changed_rule_has_a_new_version(name):
    assert PRINTS[name.value, WORDS[name].version] == print_of(WORDS[name])


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_worked_example_or_someone_whom_it_refuses(rule):
    examples = " ".join(row[3] for row in tables("## Worked examples"))
    if re.search(rf"\b{rule}\b", examples):
        return
    name, facts = REFUSED[rule]
    assert rule in {verdict.rule for verdict in check_start(SHORT[name], facts, NOW)}


def test_a_review_counts_for_the_version_that_was_read(monkeypatch):
    assert rules.review_of(Rule.D1) is None
    review = rules.Review(version=1, by="A. Clinician", on=date(2026, 12, 1))
    monkeypatch.setattr(rules, "REVIEWS", {Rule.D1: review, Rule.D2: review})
    monkeypatch.setitem(rules.RULES, Rule.D2, rules.RuleText("", "", "", rules.Origin.OURS, (), 2))
    assert rules.review_of(Rule.D1) == review
    assert rules.review_of(Rule.D2) is None


def entries(instance: Limits = DEFAULT_LIMITS, own: Limits | None = None) -> dict[str, Entry]:
    found = chapters(instance, own or instance)
    listed = [entry for chapter in found for entry in chapter.entries]
    assert len({entry.anchor for entry in listed}) == len(listed)
    return {entry.label: entry for entry in listed}


def test_the_book_has_every_rule_once():
    assert list(entries()) == [*Rule, *FindingCode]


def test_the_default_is_told_where_the_instance_differs_and_only_there():
    found = entries(Limits.checked(refractory_minutes=90))
    assert "90 minutes" in found["A4"].sentence
    assert "60 minutes" in found["A4"].default
    assert [label for label, entry in found.items() if entry.default] == ["A4"]


def test_ones_own_figure_is_told_where_it_differs():
    found = entries(own=Limits.checked(release_day_back=1))
    assert [label for label, entry in found.items() if entry.own] == ["D1"]
    assert found["D1"].own == "At most 1 for the whole back."


@pytest.mark.django_db
def test_the_page_is_public_and_has_every_rule_with_its_review(client):
    page = client.get(reverse("tracking:rules")).text
    for label, entry in entries().items():
        assert f'id="{entry.anchor}"' in page, label
        assert f'href="#{entry.anchor}"' in page, label
    assert page.count("not yet reviewed by a clinician") == len(WORDS)
    assert 'href="https://doi.org/10.1007/s11999-016-5215-3"' in page


@pytest.mark.django_db
def test_the_page_shows_the_figures_of_the_instance(client, settings):
    settings.LIMITS = Limits.checked(refractory_minutes=90)
    page = client.get(reverse("tracking:rules")).text
    assert "rests for 90 minutes" in page
    assert "rests for 60 minutes" in page
    assert page.count("Limber’s default") == 1


#: Sentences of no verdict: why a press was not taken, a question asked once, the rule itself.
NOT_OF_A_RULE = {"notice", "ask", "entry"}


def test_every_template_that_tells_a_verdict_links_to_its_rule():
    told = re.compile(r"\{\{ ([\w.]+)\.sentence \}\}")
    silent = []
    for path in sorted((settings.BASE_DIR / "templates/tracking").rglob("*.html")):
        text = path.read_text()
        for found in told.finditer(text):
            after = text[found.end() : found.end() + 400]
            if found[1] not in NOT_OF_A_RULE and "components/_why.html" not in after:
                silent.append(f"{path.name}: {found[0]}")
    assert silent == []
    assert (
        "components/_why.html"
        in (settings.BASE_DIR / "templates/components/_verdict.html").read_text()
    )
