"""From what a browser sends to answers: every question is needed, nothing is guessed."""

import pytest
from django.http import QueryDict

from exercises.vocabulary import Tag
from tests.tracking.screening.answers import healthy, saying_yes
from tracking.safety.facts import Care
from tracking.safety.questions import QUESTIONS
from tracking.screening.forms import FOLDED, ScreeningForm


def form(data, **kwargs):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return ScreeningForm(query, **kwargs)


def errors(data):
    return {
        name: [error["code"] for error in found]
        for name, found in form(data).errors.get_json_data().items()
    }


def test_a_healthy_person_gives_ten_answers():
    sent = form(healthy())
    assert len(healthy()) == 10
    assert sent.is_valid()
    assert sent.answers.tags == frozenset()
    assert not sent.needs_confirmation


def test_every_question_has_an_answer_in_what_is_kept():
    sent = form(healthy())
    assert sent.is_valid()
    assert sent.kept == {
        "q1": ["40"],
        **{f"q{number}": ["no"] for number in range(2, 14)},
        "q14": ["0"],
        "q14_quality": [],
    }


@pytest.mark.parametrize("field", list(healthy()))
def test_each_answer_is_needed(field):
    assert errors(healthy(**{field: None})) == {field: ["SCREENING_INCOMPLETE"]}


def test_nothing_sent_names_every_open_answer():
    assert set(errors({"next": "/"})) == set(healthy())


@pytest.mark.parametrize("group", [group.value for group in FOLDED])
def test_something_applies_asks_for_each_question_of_the_group(group):
    asked = {q.id for q in QUESTIONS if q.group == group}
    assert set(errors(healthy(**{group: "some"}))) == asked


def test_a_yes_needs_a_tick():
    assert errors(saying_yes("q7")) == {"q7_details": ["SCREENING_INCOMPLETE"]}


def test_a_tick_says_which():
    sent = form(saying_yes("q7", "thin_bones"))
    assert sent.is_valid()
    assert sent.answers.tags == {Tag.OSTEOPOROSIS}
    assert (sent.kept["q7"], sent.kept["q7_details"]) == (["yes"], ["thin_bones"])


def test_not_sure_without_a_tick_counts_as_all_of_it():
    sent = form(saying_yes("q7", answer="not_sure"))
    assert sent.is_valid()
    assert sent.answers.tags == {Tag.OSTEOPOROSIS, Tag.RECENT_FRACTURE}


def test_none_of_these_and_a_yes_contradict_each_other():
    answers = saying_yes("q7", "thin_bones") | {"spine": "none"}
    assert errors(answers) == {"q7": ["CONTRADICTORY"]}


def test_answers_without_the_group_control_are_taken_one_by_one():
    answers = saying_yes("q13", "neck")
    del answers["joints"]
    assert form(answers).is_valid()


def test_none_of_these_cannot_answer_the_warning_signs():
    answers = healthy(none="warning_signs", warning_signs="none", q3=None)
    assert errors(answers) == {"q3": ["SCREENING_INCOMPLETE"]}


def test_ticks_under_a_no_are_not_kept():
    sent = form(healthy(spine="some", q7="no", q7_details=["x" * 50], q8="no"))
    assert sent.is_valid()
    assert "q7_details" not in sent.kept


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        pytest.param("q1", "0", "AGE_OUT_OF_RANGE", id="age-zero"),
        pytest.param("q1", "121", "AGE_OUT_OF_RANGE", id="age-121"),
        pytest.param("q1", "forty", "AGE_OUT_OF_RANGE", id="age-in-words"),
        pytest.param("q2", "maybe", "UNKNOWN_ANSWER", id="no-such-answer"),
        pytest.param("q14", "11", "PAIN_OUT_OF_RANGE", id="pain-11"),
        pytest.param("q14", "2.5", "PAIN_OUT_OF_RANGE", id="pain-in-halves"),
        pytest.param("q14_quality", "odd", "UNKNOWN_ANSWER", id="no-such-quality"),
    ],
)
def test_a_value_that_is_not_offered_is_refused_with_its_field(field, value, code):
    assert errors(healthy(**{field: value})) == {field: [code]}


def test_an_unknown_tick_is_refused():
    assert errors(saying_yes("q7", "thin_bones", "dragon")) == {"q7_details": ["UNKNOWN_ANSWER"]}


def test_pain_asks_what_it_is_like():
    assert errors(healthy(q14="1")) == {"q14_quality": ["SCREENING_INCOMPLETE"]}
    assert form(healthy(q14="1", q14_quality="ache")).is_valid()


@pytest.mark.parametrize(
    ("changes", "care"),
    [
        pytest.param({"q2": "yes"}, Care.EMERGENCY, id="q2"),
        pytest.param({"q3": "yes"}, Care.SAME_DAY, id="q3"),
        pytest.param({"q4": "not_sure"}, Care.SAME_DAY, id="q4-not-sure"),
        pytest.param({"q5": "yes"}, Care.SAME_DAY, id="q5"),
        pytest.param({"q6": "not_sure"}, Care.EMERGENCY, id="q6-not-sure"),
        pytest.param({"q3": "yes", "q6": "yes"}, Care.EMERGENCY, id="the-graver-one-counts"),
    ],
)
def test_a_red_answer_wants_to_be_confirmed(changes, care):
    sent = form(healthy(**changes))
    assert sent.is_valid()
    assert sent.needs_confirmation
    assert sent.answers.care is care
    assert len(sent.red_answers()) == len(changes)


@pytest.mark.parametrize(
    "quality", ["stabbing", "burning", "shooting", "numb_tingling", "weakness"]
)
def test_a_red_quality_wants_to_be_confirmed(quality):
    sent = form(healthy(q14="3", q14_quality=quality))
    assert sent.is_valid()
    assert sent.needs_confirmation
    assert len(sent.red_answers()) == 1


def test_an_ache_does_not():
    sent = form(healthy(q14="9", q14_quality="ache"))
    assert sent.is_valid()
    assert not sent.needs_confirmation


def test_what_was_sent_can_be_sent_again():
    sent = form(saying_yes("q8", "spine_operation", "inflammatory"))
    again = QueryDict(mutable=True)
    for name, value in sent.typed():
        again.appendlist(name, value)
    second = ScreeningForm(again)
    assert sent.is_valid()
    assert second.is_valid()
    assert second.kept == sent.kept


def test_the_clinician_is_asked_about_only_where_there_is_a_warning_sign():
    assert "clinician_seen" not in form(healthy()).fields
    sent = form(healthy(clinician_seen="on"), asks_clinician=True)
    assert sent.is_valid()
    assert sent.answers.clinician_seen
