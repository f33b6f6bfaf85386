"""Pain: a press on stop, what is red, where a report stands, and flares."""

from datetime import timedelta

import pytest

from exercises.vocabulary import Region
from tests.tracking.safety.people import NOW, make_bout, make_screening
from tracking.safety.facts import Pain, PainQuality, Stop
from tracking.safety.limits import Limits
from tracking.safety.pain import (
    answers_stop,
    is_flare,
    is_red,
    read_pain,
    report,
)

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("quality", PainQuality)
def test_every_quality_but_an_ache_is_red(quality):
    assert is_red(quality) is (quality != "ache")
    assert not is_red(None)


@pytest.mark.parametrize(
    ("raw", "value"),
    [("0", 0), ("10", 10), (" 7 ", 7), ("11", None), ("-1", None), ("5.0", None), ("", None),
     ("٣", None), ("9" * 5000, None)],
)  # fmt: skip
def test_pain_is_a_whole_number_from_nought_to_ten(raw, value):
    assert read_pain(raw) == value


@pytest.mark.parametrize(
    ("before", "after", "flares"),
    [(0, 6, True), (None, 6, True), (6, 6, True), (3, 5, True), (3, 4, False), (None, 5, False),
     (5, None, False), (9, 5, False)],
)  # fmt: skip
def test_a_flare_is_high_pain_or_a_clear_rise(before, after, flares):
    pain = Pain(session="s", at=NOW, on=NOW.date(), regions=(), before=before, after=after)
    assert is_flare(pain, Limits()) is flares


def test_a_report_stands_at_the_last_mobilising_bout_on_what_was_mobilised():
    bouts = [
        make_bout("CP", NOW, session="s"),
        make_bout("CT", NOW + MINUTE, session="s"),
        make_bout("ST", NOW + 3 * MINUTE, session="s"),
        make_bout("CP", NOW + 5 * MINUTE, session="s"),
    ]
    pain = report(bouts, before=1, after=4)
    assert (pain.session, pain.at, pain.before, pain.after) == ("s", NOW + 3 * MINUTE, 1, 4)
    assert pain.regions == (Region.LUMBAR, Region.THORACOLUMBAR, Region.SACROILIAC)


def test_a_report_on_stretches_stands_at_the_last_of_them():
    pain = report([make_bout("DK", NOW), make_bout("CP", NOW + MINUTE)], after=6)
    assert pain.at == NOW + MINUTE
    assert set(pain.regions) == {Region.LUMBAR, Region.THORACOLUMBAR, Region.THORACIC}


def test_a_report_without_a_bout_is_an_error():
    with pytest.raises(ValueError, match="at least one bout"):
        report([])


@pytest.mark.parametrize(
    ("screening", "answered"),
    [
        pytest.param(make_screening(answered_at=NOW + MINUTE), True, id="after-the-stop"),
        pytest.param(make_screening(answered_at=NOW), False, id="not-after-it"),
        pytest.param(
            make_screening(answered_at=NOW + MINUTE, pain=3, quality=PainQuality.STABBING),
            False,
            id="still-stabbing",
        ),
    ],
)
def test_new_answers_without_red_pain_answer_a_stop(screening, answered):
    assert answers_stop(screening, Stop(at=NOW)) is answered
