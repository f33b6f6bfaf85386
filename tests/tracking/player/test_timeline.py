"""Plans: from the catalogue to seconds on a clock."""

import json

import pytest

from exercises.catalogue import read_catalogue
from exercises.spec import ExerciseSpec
from tracking.player.timeline import (
    LEAD_SECONDS,
    Dose,
    Entry,
    Item,
    make_item,
    make_plan,
    segment_at,
    starts_ms,
    total_seconds,
)

SPECS = {entry.spec.slug: entry.spec for entry in read_catalogue().entries}
RUNNABLE = [spec for spec in SPECS.values() if spec.is_runnable]


def timed(slug: str, **dose: int) -> Item:
    return make_item(Entry(SPECS[slug], Dose(**dose)), {})


@pytest.mark.parametrize("spec", RUNNABLE, ids=lambda spec: spec.slug)
def test_an_item_lasts_its_bout_and_ten_seconds(spec: ExerciseSpec):
    made = make_item(Entry(spec), {})
    assert made["seconds"] == spec.computed_bout_seconds + 10
    assert made["seconds"] == sum(segment["seconds"] for segment in made["segments"])


@pytest.mark.parametrize("spec", RUNNABLE, ids=lambda spec: spec.slug)
def test_every_step_has_a_breath_cue_and_words(spec: ExerciseSpec):
    for segment in make_item(Entry(spec), {})["segments"]:
        assert segment["breath"] in {"in", "out", "normal"}
        assert segment["text"]


@pytest.mark.parametrize("spec", RUNNABLE, ids=lambda spec: spec.slug)
def test_both_sides_get_the_same_repetitions(spec: ExerciseSpec):
    holds = [s for s in make_item(Entry(spec), {})["segments"] if s["phase"] == "hold"]
    by_side = {side: sum(h["side"] == side for h in holds) for side in ("left", "right", "")}
    if spec.both_sides:
        assert by_side["left"] == by_side["right"] > 0
        assert by_side[""] == 0
    else:
        assert by_side["left"] == by_side["right"] == 0


def test_each_item_begins_by_getting_ready():
    first = timed("childs-pose")["segments"][0]
    assert (first["phase"], first["seconds"]) == ("ready", LEAD_SECONDS)
    assert first["text"] == "Kneel and sit back on the heels."


def sides(slug: str) -> list[str]:
    return [s["side"] for s in timed(slug)["segments"] if s["phase"] == "hold"]


def test_alternate_sides_swap_after_each_repetition():
    assert sides("seated-chair-twist") == ["left", "right"] * 3


def test_block_sides_finish_the_left_one_first():
    assert sides("seated-floor-twist") == ["left", "left", "right", "right"]


def test_repetitions_are_numbered_on_each_side():
    holds = [s for s in timed("seated-chair-twist")["segments"] if s["phase"] == "hold"]
    assert [(s["rep"], s["reps"]) for s in holds] == [(n, 3) for n in (1, 1, 2, 2, 3, 3)]


def test_steps_done_once_come_before_and_after_the_repetitions():
    phases = [s["phase"] for s in timed("bed-edge-extension")["segments"]]
    assert phases == ["ready", "setup", *["move", "hold", "return"] * 3, "finish"]


def test_a_hold_over_thirty_seconds_is_counted_in_breaths():
    [hold] = [s for s in timed("foam-roller-back")["segments"] if s["phase"] == "hold"]
    assert (hold["seconds"], hold["breaths"]) == (90, 15)
    [short] = [s for s in timed("childs-pose")["segments"] if s["phase"] == "hold"]
    assert (short["seconds"], short["breaths"]) == (30, 0)


@pytest.mark.parametrize("minutes", [2, 5, 10])
def test_minutes_include_set_up_and_return(minutes: int):
    made = timed("foam-roller-back", minutes=minutes)
    assert made["seconds"] == minutes * 60 + LEAD_SECONDS
    [hold] = [s for s in made["segments"] if s["phase"] == "hold"]
    assert hold["seconds"] == minutes * 60 - 35


def test_a_dose_changes_holds_and_repetitions_only():
    made = timed("standing-extension-hand-press", hold_s=20, reps=2)
    assert [s["seconds"] for s in made["segments"]] == [10, 8, 5, 20, 5, 5, 20, 5]


def test_a_spotter_is_asked_for_at_each_hold():
    asks = [s["phase"] for s in timed("bed-edge-extension")["segments"] if s["ask"] == "spotter"]
    assert asks == ["hold"] * 3
    assert timed("bed-edge-extension")["gate"] == "spotter"
    assert timed("childs-pose")["gate"] == ""


def test_the_region_meant_by_not_sure_comes_first():
    assert timed("supine-spinal-twist")["release_regions"] == ["lumbar", "sacroiliac"]
    assert timed("extension-with-twist")["release_regions"][0] == "thoracolumbar"
    assert timed("childs-pose")["release_regions"] == []


def test_only_bends_backwards_owe_a_counter():
    assert timed("chair-back-thoracic-extension")["counter"]
    assert timed("seated-chair-twist")["counter"] == []


def test_a_plan_is_json():
    plan = make_plan([(Entry(spec), {"slug": spec.slug}) for spec in RUNNABLE])
    assert json.loads(json.dumps(plan)) == plan
    assert total_seconds(plan) == sum(spec.computed_bout_seconds + 10 for spec in RUNNABLE)


def test_a_position_belongs_to_one_segment():
    made = timed("childs-pose")  # 10 ready, 8 setup, 8 move, 30 hold, 8 return
    assert starts_ms(made) == [0, 10_000, 18_000, 26_000, 56_000, 64_000]
    assert [segment_at(made, ms) for ms in (0, 9_999, 10_000, 55_999, 56_000, 64_000)] == [
        0, 0, 1, 3, 4, 4,
    ]  # fmt: skip
