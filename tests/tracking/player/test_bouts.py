"""What a session's moves amount to."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.tracking.player.moves import after, moves
from tests.tracking.player.plans import item, plan
from tracking.player.bouts import (
    Ask,
    PlayedBout,
    bouts_of,
    counter_owed,
    elapsed_ms,
    is_whole,
    to_ask,
)
from tracking.player.machine import Kind
from tracking.safety.adapt import Role

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
STRETCH = item("stretch", role=Role.WARM_UP)
TWIST = item("twist", mobilising=True, sides=2, releases=("lumbar",))
BEND = item("bend", mobilising=True, counter=("fold",), releases=("thoracic",))
FOLD = item("fold", role=Role.COUNTER)
PLAN = plan(STRETCH, TWIST)


def played(*rows: tuple, seconds: float, of=PLAN) -> list[PlayedBout]:
    return bouts_of(of, moves(*rows), START, START + timedelta(seconds=seconds))


def test_a_bout_begins_with_the_work_and_not_with_getting_ready():
    [bout] = played(("begin", 2000), seconds=40)
    assert bout.started_at == START + timedelta(seconds=12)
    assert bout.ended_at == START + timedelta(seconds=31)
    assert (bout.seconds, bout.completed, bout.slug) == (19, True, "stretch")


def test_nothing_was_done_in_the_lead_in():
    assert played(("begin", 0), ("skip", 9_000), seconds=40) == []


def test_a_bout_left_part_way_is_kept_with_what_was_done():
    [bout] = played(("begin", 0), ("skip", 17_000), seconds=40)
    assert (bout.seconds, bout.completed, bout.sides_done) == (7, False, 0)


def test_an_open_bout_counts_up_to_now():
    [bout] = played(("begin", 0), seconds=20)
    assert (bout.seconds, bout.completed) == (10, False)
    assert bout.ended_at == START + timedelta(seconds=20)


def test_a_pause_at_the_end_does_not_lengthen_a_bout():
    [bout] = played(("begin", 0), ("pause", 20_000), seconds=3000)
    assert bout.ended_at == START + timedelta(seconds=20)


def test_stretching_is_the_repeated_steps_of_pure_stretches_only():
    first, second = played(("begin", 0), ("begin", 30_000, {"item": 1}), seconds=200)
    assert (first.stretch_seconds, second.stretch_seconds) == (14, 0)
    assert (first.auxiliary, second.auxiliary) == (True, False)


def test_stretch_seconds_jumped_over_do_not_count():
    [bout] = played(("begin", 0), ("next", 20_000), seconds=60)
    assert (bout.stretch_seconds, bout.completed) == (9, True)


@pytest.mark.parametrize(
    ("left_at", "sides"),
    [
        pytest.param(28_999, 0, id="within-the-first-side"),
        pytest.param(29_000, 1, id="first-side-done"),
        pytest.param(42_999, 1, id="within-the-second-side"),
    ],
)
def test_sides_are_counted_when_a_repetition_is_whole(left_at: int, sides: int):
    [bout] = played(
        ("skip", 0), ("begin", 0, {"item": 1}), ("skip", left_at, {"item": 1}), seconds=90
    )
    assert bout.sides_done == sides


def test_a_release_told_on_the_way_is_kept():
    told = {"item": 1, "region": "lumbar"}
    rows = [("skip", 0), ("begin", 0, {"item": 1}), ("release", 44_000, told)]
    [bout] = played(*rows, seconds=60)
    assert (bout.released, bout.release_regions) == ("yes", ("lumbar",))
    assert played(*rows[:2], seconds=60)[0].released == ""


def test_a_bout_stopped_for_pain_ends_at_the_press():
    [bout] = played(("begin", 0), ("stop", 20_000), ("pain", 50_000), seconds=90)
    assert bout.ended_at == START + timedelta(seconds=20)


def test_one_side_only_is_asked_about():
    half = [("skip", 0), ("begin", 0, {"item": 1})]
    assert to_ask(PLAN, after(PLAN, *half, now=30_000), Kind.SKIP) is Ask.OTHER_SIDE
    assert to_ask(PLAN, after(PLAN, *half, now=30_000), Kind.END) is Ask.OTHER_SIDE
    assert to_ask(PLAN, after(PLAN, *half, now=28_000), Kind.SKIP) is None
    assert to_ask(PLAN, after(PLAN, *half, now=30_000), Kind.NEXT) is None


def test_a_counter_is_owed_until_it_is_done():
    bent = [("begin", 0)]
    folded = [*bent, ("begin", 30_000, {"item": 1})]
    both = plan(BEND, FOLD)
    assert not counter_owed(both, after(both, now=0))
    assert counter_owed(both, after(both, *bent, now=29_000))
    assert counter_owed(both, after(both, *folded, now=58_999))
    assert not counter_owed(both, after(both, *folded, now=59_000))


def test_skipping_an_owed_counter_is_asked_about():
    both = plan(BEND, FOLD)
    owed = after(both, ("begin", 0), now=30_000)
    assert to_ask(both, owed, Kind.SKIP) is Ask.COUNTER
    assert to_ask(both, owed, Kind.END) is Ask.COUNTER


def test_a_counter_of_nothing_may_be_skipped():
    both = plan(BEND, FOLD)
    assert to_ask(both, after(both, ("skip", 0), now=30_000), Kind.SKIP) is None


def test_advised_rest_leaves_a_session_whole():
    rows = [("begin", 0), ("refuse", 30_000, {"item": 1})]
    assert is_whole(PLAN, after(PLAN, *rows, now=40_000))
    rows[1] = ("skip", 30_000, {"item": 1})
    assert not is_whole(PLAN, after(PLAN, *rows, now=40_000))


def test_ended_early_is_not_whole():
    assert not is_whole(PLAN, after(PLAN, ("begin", 0), ("end", 30_000), now=40_000))


def test_a_clock_that_stepped_back_reads_zero():
    assert elapsed_ms(START, START - timedelta(seconds=5)) == 0
