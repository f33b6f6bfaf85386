"""The words of the domain: complete, apart from each other, and safe to store."""

import re
from enum import StrEnum

import pytest

from exercises import vocabulary
from exercises.vocabulary import BLOCK_ALL, Movement, Region, RunMode, Tag, Tier

WORDS = [
    thing
    for thing in vars(vocabulary).values()
    if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
]


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.__name__)
def test_codes_are_short_plain_words(words):
    """They are stored, so they must fit their columns and never change with the language."""
    for word in words:
        assert re.fullmatch(r"[a-z][a-z0-9_-]{1,23}", word)
        assert word.name == word.value.upper().replace("-", "_")


def test_tiers_go_from_least_to_most_risk():
    assert list(Tier) == [Tier.STRETCH, Tier.LOW, Tier.ELEVATED, Tier.PROFESSIONAL_ONLY]


def test_regions_go_from_the_head_down():
    assert list(Region) == [
        Region.CERVICAL,
        Region.THORACIC,
        Region.THORACOLUMBAR,
        Region.LUMBAR,
        Region.SACROILIAC,
    ]


def test_a_red_flag_and_youth_close_everything():
    assert {Tag.RED_FLAG, Tag.AGE_UNDER_18} == BLOCK_ALL
    assert len(Tag) == 25


def test_run_modes_and_movements():
    assert set(RunMode) == {"free", "gated", "info_only"}
    assert set(Movement) == {"flexion", "extension", "rotation", "axial", "self-massage"}
