"""Every rule has words, a reason, a source, a version and a test, and stands on the public page."""

import ast
import hashlib
import re
from ast import FunctionDef
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from exercises.vocabulary import Tag
from tests.tracking.safety.catalogue import SHORT
from tests.tracking.safety.people import NOW, make_facts, released
from tests.tracking.safety.story import tables
from tracking.player.machine import SHORTEST_MOVE_MS
from tracking.player.timeline import LONG_HOLD_SECONDS
from tracking.reminders.actions import MOST_A_DAY
from tracking.rules.book import WORDS, Entry, chapters
from tracking.safety.assess import check_start
from tracking.safety.facts import Stop
from tracking.safety.limits import DEFAULT_LIMITS, Limits
from tracking.safety.plan import FindingCode
from tracking.safety.verdict import Rule
from tracking.wording import evidence, rule_text
from tracking.wording.guidance import Guidance
from tracking.wording.rule_text import FIXED, Origin, Review, RuleText, review_of

MINUTE = timedelta(minutes=1)

# What each version of a rule said: words, reason, source, evidence and default figures. Whoever
# changes one of them gives the rule a new version and adds its print; a review of the old version
# no longer counts then.
PRINTS: dict[tuple[str, int], str] = {
    ("A1", 1): "ebc205034d0a",
    ("A1", 2): "4be51a86ab9b",
    ("A3", 1): "fc9dcf8cc65d",
    ("A3", 2): "4816bafcde36",
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
    ("STRETCH_FIRST", 1): "d65c89b67cd5",
    ("COUNTER_MISSING", 1): "3e686ed7e469",
    ("ENDS_MOBILISING", 1): "03a62b1bae8b",
    ("ONE_SIDED", 1): "afaa59ca1fe2",
    ("ELEVATED_NO_ACK", 1): "1d90adad81bc",
    ("ELEVATED_LIMIT", 1): "59856367cfd2",
    ("REGION_OVERLOAD", 1): "8a58613ab00a",
    ("HOLD_OUT_OF_RANGE", 1): "07f46bb25617",
    ("TOO_LONG", 1): "48329f98ad15",
    ("A2", 1): "7c3bbb9c24c1",
    ("A8", 1): "7ab22812d39a",
    ("A9", 1): "14ac5b9cbd0e",
    ("A10", 1): "3fb051da38b3",
    ("A11", 1): "306b65d76555",
    ("A14", 1): "7d5e0c60eee3",
    ("A16", 1): "0ce06df6529e",
    ("A17", 1): "41cedb5fa911",
    ("A18", 1): "072b465b7eed",
    ("A19", 1): "1f715f763346",
    ("A20", 1): "f1b0cb617022",
    ("A21", 1): "26482ec25d26",
    ("A21", 2): "b81d06188824",
    ("A22", 1): "7696f98afae8",
    ("A25", 1): "1ef8c24bf05f",
    ("S1", 1): "99cc3171a1a3",
    ("S2", 1): "66b5ef9ad8d1",
    ("S3", 1): "b8adf46ca586",
    ("L1", 1): "cce7364e212f",
    ("L2", 1): "2a39d63055a3",
    ("M1", 1): "712044a6be46",
    ("M2", 1): "f161b94baace",
    ("M3", 1): "a7aadbb5214b",
    ("R1", 1): "3bf1cba9b249",
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


#: Tests that fail if a rule without a verdict is not kept, by file below tests/ and name.
KEPT_BY: dict[Guidance, tuple[str, str]] = {
    Guidance.A2: (
        "tracking/player/test_apply_move.py",
        "next_too_early_in_a_move_step_is_told_and_harmless",
    ),
    Guidance.A8: ("tracking/player/test_close_session.py", "the_partner_is_asked_about_too"),
    Guidance.A9: ("tracking/player/test_apply_move.py", "leaving_one_side_undone_is_asked_once"),
    Guidance.A10: ("tracking/player/test_timeline.py", "every_step_has_a_breath_cue_and_words"),
    Guidance.A11: (
        "tracking/player/test_apply_move.py",
        "skipping_a_bend_forward_that_is_owed_is_asked_once",
    ),
    Guidance.A14: ("tracking/player/test_pages.py", "a_partner_who_must_not_lift_closes_it"),
    Guidance.A16: (
        "tracking/player/test_pages.py",
        "the_card_names_the_place_and_asks_for_a_sturdy_chair",
    ),
    Guidance.A17: (
        "tracking/player/test_pages.py",
        "the_card_names_the_place_and_asks_for_a_sturdy_chair",
    ),
    Guidance.A18: ("exercises/test_catalogue.py", "whoever_could_fall_is_told_how_not_to"),
    Guidance.A19: ("tracking/safety/test_worked_examples.py", "refused_routine"),
    Guidance.A20: ("tracking/reminders/test_pages.py", "a_day_has_five_reminders_at_most"),
    Guidance.A21: ("exercises/test_catalogue.py", "roller_minutes_rise_with_the_runs"),
    Guidance.A22: ("tracking/routines/test_pages.py", "what_only_helps_is_told_apart"),
    Guidance.A25: ("tracking/player/test_pages.py", "effort_above_five_says_go_smaller"),
    Guidance.S1: ("tracking/screening/test_form.py", "not_sure_without_a_tick_counts_as_all_of_it"),
    Guidance.S2: (
        "tracking/screening/test_screening_page.py",
        "a_red_flag_is_cleared_by_a_clinician_and_new_answers_a_day_later",
    ),
    Guidance.S3: ("tracking/player/test_pages.py", "something_new_leads_to_the_questions"),
    Guidance.L1: ("tracking/safety/test_worked_examples.py", "worked_example"),
    Guidance.L2: (
        "tracking/progress/test_changes.py",
        "a_third_release_entered_passes_the_limit_and_its_deletion_lifts_it",
    ),
    Guidance.M1: ("tracking/safety/test_mail.py", "the_decision_on_a_new_incident"),
    Guidance.M2: ("tracking/safety/test_mail.py", "a_stop_is_mailed_whenever_it_can_arrive"),
    Guidance.M3: (
        "tracking/test_incidents.py",
        "the_mail_names_rule_count_limit_and_date_but_no_region_pain_or_answer",
    ),
    Guidance.R1: ("tracking/player/test_start_session.py", "blocked_items_are_replaced_and_told"),
}


def print_of(words: RuleText) -> str:
    """A short hash of what a rule says by default."""
    figures = sorted(re.findall(r"%\((\w+)\)s", str(words.text)))
    said = [
        *map(str, (words.title, words.text, words.why, words.origin)),
        *(f"{one.text} {one.source}" for one in words.evidence),
        *(f"{name}={FIXED.get(name) or getattr(DEFAULT_LIMITS, name)}" for name in figures),
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


VERIFIED = {one for one in vars(evidence).values() if isinstance(one, evidence.Evidence)}


@pytest.mark.parametrize("name", [*Rule, *Guidance, *FindingCode])
def test_every_rule_has_words_a_reason_a_source_and_a_version(name):
    words = WORDS[name]
    assert all(str(part).strip() for part in (words.title, words.text, words.why))
    assert words.origin in rule_text.ORIGINS
    assert words.version >= 1
    assert set(words.evidence) <= VERIFIED


@pytest.mark.parametrize("name", [*Rule, *Guidance, *FindingCode])
def test_a_changed_rule_has_a_new_version(name):
    assert PRINTS[name.value, WORDS[name].version] == print_of(WORDS[name])


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_a_worked_example_or_someone_whom_it_refuses(rule):
    examples = " ".join(row[3] for row in tables("## Worked examples"))
    if re.search(rf"\b{rule}\b", examples):
        return
    name, facts = REFUSED[rule]
    assert rule in {verdict.rule for verdict in check_start(SHORT[name], facts, NOW)}


@pytest.mark.parametrize("code", FindingCode)
def test_every_rule_of_a_routine_has_an_example_that_it_refuses(code):
    assert f"{code} at" in " ".join(row[2] for row in tables("*Tested:* lists that are refused"))


@pytest.mark.parametrize("rule", Guidance)
def test_every_rule_without_a_verdict_is_kept_by_a_test(rule):
    path, name = KEPT_BY[rule]
    tests = ast.parse((settings.BASE_DIR / "tests" / path).read_text())
    assert f"test_{name}" in {node.name for node in tests.body if isinstance(node, FunctionDef)}


def test_the_fixed_figures_are_those_of_the_slices():
    assert FIXED["move_seconds"] * 1000 == SHORTEST_MOVE_MS
    assert FIXED["breath_seconds"] == LONG_HOLD_SECONDS
    assert FIXED["reminders"] == MOST_A_DAY


def test_a_review_counts_for_the_version_that_was_read(monkeypatch):
    words = RuleText("", "", "", Origin.OURS, (), 2)
    assert review_of("D1", words) is None
    review = Review(version=2, by="A. Clinician", on=date(2026, 12, 1))
    monkeypatch.setattr(rule_text, "REVIEWS", {"D1": review})
    assert review_of("D1", words) == review
    assert review_of("D2", words) is None
    assert review_of("D1", replace(words, version=3)) is None


def entries(instance: Limits = DEFAULT_LIMITS, own: Limits | None = None) -> dict[str, Entry]:
    found = chapters(instance, own or instance)
    listed = [entry for chapter in found for entry in chapter.entries]
    assert len({entry.anchor for entry in listed}) == len(listed)
    return {entry.label: entry for entry in listed}


def test_the_book_has_every_rule_once():
    assert sorted(entries()) == sorted([*Rule, *Guidance, *FindingCode])


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
@pytest.mark.parametrize(
    ("anchor", "to"),
    [
        pytest.param("a5", ["d1", "d2", "d3", "d4", "d5"], id="often-in-a-day"),
        pytest.param("a6", ["w1", "w2", "w3", "w4", "h1"], id="often-for-long"),
        pytest.param("a7", ["p1"], id="stop-for-pain"),
    ],
)
def test_a_rule_of_the_article_that_others_carry_out_points_to_them(client, anchor, to):
    page = client.get(reverse("tracking:rules")).text
    found = re.search(rf'<p class="book-pointer" id="{anchor}">(.*?)</p>', page, re.DOTALL)
    assert found
    assert re.findall(r'href="#(\w+)"', found[1]) == to
    assert f'<a href="#{anchor}">' in page, "the contents lead there"


def test_the_roller_names_the_study_that_speaks_to_it():
    cited = [one.url for one in WORDS[Guidance.A21].evidence]
    assert cited == ["https://doi.org/10.3390/jcm10225360"]


@pytest.mark.django_db
def test_the_page_shows_the_figures_of_the_instance(client, settings):
    settings.LIMITS = Limits.checked(refractory_minutes=90)
    page = client.get(reverse("tracking:rules")).text
    assert "rests for 90 minutes" in page
    assert "rests for 60 minutes" in page
    assert page.count("Limber’s default") == 1


#: Sentences of no verdict: why a press was not taken, a question asked once, the rule itself.
NOT_OF_A_RULE = {"entry"}


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
