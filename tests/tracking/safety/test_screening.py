"""Screening: what answers mean, what is refused, and how a red flag is cleared."""

from datetime import timedelta

import pytest

from exercises.vocabulary import Tag
from tests.tracking.safety.catalogue import CATALOGUE
from tests.tracking.safety.people import NOW
from tests.tracking.safety.story import tables
from tracking.safety import questions
from tracking.safety.facts import Care, PainQuality
from tracking.safety.questions import (
    PARTNER_QUESTIONS,
    QUESTIONS,
    FieldCode,
    FieldError,
    Group,
    Kind,
    read,
    read_partner,
)
from tracking.safety.screening import CLEARS_AFTER, Answers, clears_at, conclude

HEALTHY = {
    "q1": ["40"],
    "none": ["warning_signs", "spine", "health", "joints"],
    "q14": ["0"],
}
CHOICES = [question for question in QUESTIONS if question.kind is Kind.CHOICE]


def answers(**changes: list[str]) -> Answers:
    """The answers of a healthy person of 40 with these fields changed; their groups are open."""
    closed = {group_of(field) for field in changes}
    raw = {**HEALTHY, "none": [group for group in HEALTHY["none"] if group not in closed]}
    for question in CHOICES:
        if question.group in closed:
            raw[question.id] = ["no"]
    found, errors = read(raw | changes)
    assert errors == ()
    assert found is not None
    return found


def group_of(field: str) -> Group | None:
    number = field.partition("_")[0]
    return next((q.group for q in QUESTIONS if q.id == number), None)


def errors_of(**changes: list[str]) -> dict[str, FieldCode]:
    found, errors = read({**HEALTHY, **changes})
    assert (found is None) is bool(errors)
    return {error.field: error.code for error in errors}


def test_a_healthy_person_has_no_tags():
    found, errors = read(HEALTHY)
    assert errors == ()
    assert found == Answers(age=40, tags=frozenset(), care=None, pain=0, quality=None)


@pytest.mark.parametrize(
    ("age", "tags"),
    [
        (17, {Tag.AGE_UNDER_18}),
        (18, set()),
        (64, set()),
        (65, {Tag.AGE_65_PLUS}),
        (120, {Tag.AGE_65_PLUS}),
    ],
)
def test_age_has_two_borders(age, tags):
    assert answers(q1=[str(age)]).tags == tags


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
@pytest.mark.parametrize("question", [q for q in CHOICES if q.care], ids=lambda q: q.id)
def test_a_warning_sign_is_a_red_flag_even_if_unsure(question, answer):
    found = answers(**{question.id: [answer]})
    assert found.care is question.care
    assert found.tags == {Tag.RED_FLAG}


def test_of_two_warning_signs_the_more_urgent_care_counts():
    assert answers(q3=["yes"], q6=["yes"]).care is Care.EMERGENCY


@pytest.mark.parametrize("question", [q for q in CHOICES if q.options], ids=lambda q: q.id)
def test_a_tick_says_which(question):
    for option in question.options:
        details = {f"{question.id}_details": [option.id]}
        assert answers(**{question.id: ["yes"]}, **details).tags == option.tags
    everything = frozenset().union(*(option.tags for option in question.options))
    assert answers(**{question.id: ["not_sure"]}).tags == everything


def test_every_tag_can_be_raised_by_an_answer():
    raised = {tag for question in QUESTIONS for option in question.options for tag in option.tags}
    assert raised | {Tag.RED_FLAG, Tag.AGE_UNDER_18, Tag.AGE_65_PLUS} == set(Tag)


def test_the_documented_questions_are_the_questions():
    for question, row in zip(QUESTIONS, tables("*Tested:* what a yes"), strict=True):
        name, _, leads_to = row
        tags = {tag.value for option in question.options for tag in option.tags}
        assert name == question.id
        assert all(f"`{tag}`" in leads_to for tag in tags)
        assert leads_to.count("`") == 2 * len(tags) or question.kind is Kind.AGE
        if question.care:
            assert leads_to == f"red flag, {question.care.value.replace('_', ' ')}"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        pytest.param({"q1": []}, {"q1": FieldCode.SCREENING_INCOMPLETE}, id="no-age"),
        pytest.param({"q1": ["0"]}, {"q1": FieldCode.AGE_OUT_OF_RANGE}, id="age-nought"),
        pytest.param({"q1": ["121"]}, {"q1": FieldCode.AGE_OUT_OF_RANGE}, id="age-121"),
        pytest.param({"q1": ["9" * 5000]}, {"q1": FieldCode.AGE_OUT_OF_RANGE}, id="age-endless"),
        pytest.param({"q1": ["4½"]}, {"q1": FieldCode.AGE_OUT_OF_RANGE}, id="age-no-number"),
        pytest.param({"q14": [""]}, {"q14": FieldCode.SCREENING_INCOMPLETE}, id="no-pain"),
        pytest.param({"q14": ["11"]}, {"q14": FieldCode.PAIN_OUT_OF_RANGE}, id="pain-11"),
        pytest.param({"q14": ["-1"]}, {"q14": FieldCode.PAIN_OUT_OF_RANGE}, id="pain-minus"),
        pytest.param({"q14": ["3.5"]}, {"q14": FieldCode.PAIN_OUT_OF_RANGE}, id="pain-half"),
        pytest.param(
            {"q14": ["3"]}, {"q14_quality": FieldCode.SCREENING_INCOMPLETE}, id="pain-but-what-like"
        ),
        pytest.param(
            {"q14_quality": ["odd"]}, {"q14_quality": FieldCode.UNKNOWN_ANSWER}, id="odd-quality"
        ),
        pytest.param({"q2": ["yes"]}, {"q2": FieldCode.CONTRADICTORY}, id="none-and-yes"),
        pytest.param(
            {"none": ["warning_signs", "spine", "health"]},
            {"q13": FieldCode.SCREENING_INCOMPLETE},
            id="a-group-left-out",
        ),
        pytest.param(
            {"none": ["warning_signs", "spine", "health"], "q13": ["maybe"]},
            {"q13": FieldCode.UNKNOWN_ANSWER},
            id="an-answer-not-offered",
        ),
        pytest.param(
            {"none": ["warning_signs", "spine", "health"], "q13": ["yes"]},
            {"q13_details": FieldCode.SCREENING_INCOMPLETE},
            id="yes-but-which",
        ),
        pytest.param(
            {
                "none": ["warning_signs", "spine", "health"],
                "q13": ["yes"],
                "q13_details": ["neck", "tail"],
            },
            {"q13_details": FieldCode.UNKNOWN_ANSWER},
            id="a-tick-not-offered",
        ),
    ],
)
def test_nothing_is_guessed(changes, errors):
    assert errors_of(**changes) == errors


def test_an_empty_form_names_every_question_in_order():
    _, errors = read({})
    assert [error.field for error in errors] == [f"q{number}" for number in range(1, 15)]


@pytest.mark.parametrize("quality", PainQuality)
def test_a_red_quality_starts_the_stop_flow(quality):
    found = answers(q14=["2"], q14_quality=[quality])
    assert found.stops is (quality is not PainQuality.ACHE)


def test_numbness_without_pain_can_be_said():
    assert answers(q14=["0"], q14_quality=["numb_tingling"]).stops


# ---------------------------------------------------------------------------- the red flag


def test_a_red_flag_is_cleared_by_a_clinician_and_a_day_and_new_answers():
    red = conclude(answers(q3=["yes"]), previous=None, at=NOW)
    assert red.red_since == NOW
    assert clears_at(red) == NOW + CLEARS_AFTER
    seen = answers(clinician_seen=["yes"])
    cleared = conclude(seen, previous=red, at=NOW + CLEARS_AFTER)
    assert (cleared.tags, cleared.care, cleared.red_since) == (frozenset(), None, None)


@pytest.mark.parametrize(
    ("seen", "hours"),
    [
        pytest.param(["yes"], 23, id="too-early"),
        pytest.param([], 48, id="no-clinician"),
    ],
)
def test_otherwise_a_red_flag_is_carried_over(seen, hours):
    red = conclude(answers(q3=["yes"]), previous=None, at=NOW)
    at = NOW + timedelta(hours=hours)
    carried = conclude(answers(clinician_seen=seen), previous=red, at=at)
    assert Tag.RED_FLAG in carried.tags
    assert (carried.care, carried.red_since) == (Care.SAME_DAY, NOW)
    again = conclude(answers(clinician_seen=["yes"]), previous=carried, at=NOW + CLEARS_AFTER)
    assert Tag.RED_FLAG not in again.tags


def test_a_new_red_answer_starts_the_day_again_and_keeps_the_more_urgent_care():
    first = conclude(answers(q2=["yes"]), previous=None, at=NOW)
    later = NOW + CLEARS_AFTER
    unseen = conclude(answers(q3=["yes"]), previous=first, at=later)
    assert (unseen.care, unseen.red_since) == (Care.EMERGENCY, later)
    seen = conclude(answers(q3=["yes"], clinician_seen=["yes"]), previous=first, at=later)
    assert (seen.care, seen.red_since) == (Care.SAME_DAY, later)


# ---------------------------------------------------------------------------- the partner


def test_a_partner_answers_a_part_of_the_questions():
    assert [q.id for q in PARTNER_QUESTIONS] == ["q1", "q7", "q8", "q9", "q10", "q11", "q13"]
    raw = {"q1": ["66"], "none": ["spine", "health"], "q13": ["yes"], "q13_details": ["neck"]}
    tags, errors = read_partner(raw)
    assert errors == ()
    assert tags == frozenset({Tag.AGE_65_PLUS, Tag.NECK_PROBLEM})


def test_a_partner_answers_all_of_them():
    tags, errors = read_partner({"q1": ["40"], "none": ["spine", "health"]})
    assert tags is None
    assert errors == (FieldError("q13", FieldCode.SCREENING_INCOMPLETE),)


def test_a_partner_can_raise_every_tag_that_a_partner_method_excludes():
    raised = {tag for q in PARTNER_QUESTIONS for option in q.options for tag in option.tags}
    raised |= {Tag.AGE_65_PLUS}
    assert {tag for entry in CATALOGUE.values() for tag in entry.partner_block} <= raised


def test_answers_are_stored_with_a_version():
    assert questions.VERSION == "1"
