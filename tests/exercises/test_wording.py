"""Figures in plain words."""

from dataclasses import replace

import pytest

from exercises import labels
from exercises.catalogue import read_catalogue
from exercises.prescription import Source, Span
from exercises.vocabulary import Breath, Equipment, Position, Region, SideOrder, Tier
from exercises.wording import about, dose_lines

SPECS = {entry.spec.slug: entry.spec for entry in read_catalogue().entries}


def lines(slug):
    """Return label -> value of one exercise."""
    return {str(line.label): line.value for line in dose_lines(SPECS[slug])}


def test_a_fixed_hold_of_a_stretch():
    assert lines("childs-pose") == {
        "Hold": "30 seconds",
        "Repetitions": "1",
        "One round takes": "54 seconds",
        "How often": "3 to 5 times a day",
        "Daily limit": "5 times a day",
    }


def test_a_hold_within_bounds_on_two_sides():
    assert lines("standing-trunk-rotation") == {
        "Hold": "3 seconds; you may choose 2 to 5",
        "Repetitions": "5 on each side",
        "One round takes": "about 2 minutes",
        "How often": "As needed",
        "Daily limit": "5 times a day",
    }


def test_rolling_has_minutes_in_place_of_a_hold():
    assert lines("foam-roller-back") == {
        "Rolling time": "Offered as you get used to it: 2, 5, 10 minutes",
        "Repetitions": "1",
        "One round takes": "about 2 minutes",
        "How often": "As needed",
        "Daily limit": "2 times a day",
    }


def test_figures_no_shipped_exercise_has_are_said_too():
    spec = SPECS["childs-pose"]
    moving = replace(spec.prescription, hold_s=Span(source=Source.TEXT))
    steady = replace(moving, times_per_day=Span(source=Source.TEXT, min=2, max=2))
    values = {
        str(line.label): line.value for line in dose_lines(replace(spec, prescription=steady))
    }
    assert values["Hold"] == "Keep moving"
    assert values["How often"] == "2 times a day"


def test_an_elevated_exercise_is_limited_to_once_a_day():
    assert lines("bridge-backbend")["Daily limit"] == "Once a day"
    assert lines("bridge-backbend")["How often"] == "When your back asks for it"


def test_an_information_page_has_no_figures():
    assert lines("floor-manipulation-by-another") == {}


def test_every_figure_carries_its_source_and_our_choices_their_reason():
    for spec in SPECS.values():
        for line in dose_lines(spec):
            if line.source == "default":
                assert line.reason, (spec.slug, line.label)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (89, "89 seconds"), (90, "about 2 minutes"), (125, "about 2 minutes")],
)
def test_lengths_are_said_as_people_say_them(seconds, words):
    assert about(seconds) == words


@pytest.mark.parametrize(
    ("vocabulary", "words"),
    [
        (Region, labels.REGION),
        (Tier, labels.TIER),
        (Position, labels.POSITION),
        (Equipment, labels.EQUIPMENT),
        (Breath, labels.BREATH),
        (SideOrder, labels.SIDE_ORDER),
    ],
)
def test_every_word_of_the_vocabulary_has_its_own_label(vocabulary, words):
    assert words.keys() == set(vocabulary)
    assert len({str(text) for text in words.values()}) == len(words)
    assert all(labels.label(word) == words[word] for word in vocabulary)
