"""The cue timeline: what is told of each item, and that all of it can be said in time."""

from itertools import pairwise

import pytest

from exercises.catalogue import read_catalogue
from exercises.spec import ExerciseSpec
from tests.tracking.player import plans
from tests.tracking.player.by_ear import heard, plan_by_slugs
from tracking.player.course import course_of
from tracking.player.cues import (
    BUZZ,
    LONGEST_SAID_MS,
    WORD_MS,
    Cue,
    CueKind,
    Tone,
    cues_of,
    spoken_ms,
)
from tracking.player.machine import State
from tracking.player.timeline import Dose, Entry, make_item
from tracking.routines.builtin import read_routines

RUNNABLE = [e.spec for e in read_catalogue().entries if e.spec.is_runnable]
ROUTINES = read_routines()
SPOKEN = (CueKind.READY, CueKind.STEP, CueKind.SWITCH, CueKind.STILL_THERE)
SIDES = {"": "", "left": "Left side", "right": "Right side"}


def kinds(cues: tuple[Cue, ...]) -> list[str]:
    return [cue.kind.value for cue in cues]


def test_a_step_is_told_when_it_begins_and_the_item_when_it_ends():
    plan = plans.plan(plans.item("rest"), plans.item("more"))
    told = [(c.at, c.kind) for c in cues_of(plan, 0) if c.kind != CueKind.COUNT]
    assert told == [(0, "ready"), *((s, "step") for s in (10_000, 15_000, 19_000, 25_000)),
                    (29_000, "done")]  # fmt: skip


def test_the_last_item_says_that_it_is_finished():
    plan = plans.plan(plans.item("rest"), plans.item("more"))
    assert cues_of(plan, 1)[-1].kind is CueKind.FINISHED
    assert cues_of(plan, 1)[-1].tone is Tone.FINISHED


def test_the_start_is_counted_down():
    [first, second, third] = [
        c for c in cues_of(plans.plan(plans.item("rest")), 0) if c.kind is CueKind.COUNT
    ]
    assert [(c.at, c.say) for c in (first, second, third)] == [
        (7000, "3"), (8000, "2"), (9000, "1")
    ]  # fmt: skip


def long_hold(seconds: int):
    segments = [plans.segment("ready", 10), plans.segment("hold", seconds)]
    return plans.plan(plans.item("rest", segments=segments, seconds=seconds + 10))


def test_a_long_hold_tells_half_and_the_last_ten_seconds():
    cues = [c for c in cues_of(long_hold(40), 0) if c.kind in (CueKind.HALF, CueKind.TEN)]
    assert [(c.at, c.kind) for c in cues] == [(30_000, "half"), (40_000, "ten")]


def test_half_of_twenty_seconds_is_the_last_ten():
    assert [c.kind for c in cues_of(long_hold(20), 0) if c.tone is Tone.HALF] == [CueKind.TEN]


def test_a_hold_of_ten_seconds_is_counted_down_to_its_end():
    assert [c.at for c in cues_of(long_hold(10), 0) if c.kind is CueKind.COUNT and c.step == 1] == [
        17_000, 18_000, 19_000
    ]  # fmt: skip


def test_the_other_side_comes_with_two_notes():
    cues = cues_of(plans.plan(plans.item("twist", sides=2)), 0)
    [switch] = [c for c in cues if c.kind is CueKind.SWITCH]
    assert switch.tone is Tone.SWITCH
    assert switch.say.startswith("Right side")
    assert len(BUZZ[Tone.SWITCH]) == 3


def test_each_hold_with_a_spotter_asks_whether_the_helper_is_there():
    cues = cues_of(plan_by_slugs("bed-edge-extension"), 0)
    assert kinds(cues).count("still_there") == 3
    assert all("helper" in c.say for c in cues if c.kind is CueKind.STILL_THERE)


def test_before_a_rest_one_hears_what_comes_and_what_to_fetch():
    plan = plan_by_slugs("seated-chair-twist", "chair-back-thoracic-extension")
    [end] = [cue.say for cue in cues_of(plan, 0)[-1:]]
    assert end.startswith("Done. Rest. Next in 20 seconds: Seated thoracic extension")
    assert spoken_ms(end) <= LONGEST_SAID_MS


def test_at_the_gate_of_a_companion_one_hears_which_exercise_waits_and_for_whom():
    spotted = plan_by_slugs("childs-pose", "bed-edge-extension")
    together = plan_by_slugs("childs-pose", "partner-bear-hug")
    ends = [cues_of(plan, 0)[-1].say for plan in (spotted, together)]
    names = [plan["items"][1]["name"] for plan in (spotted, together)]
    assert ends[0].startswith(f"Done. Next, with your spotter in place: {names[0]}.")
    assert ends[1].startswith(f"Done. Next, with your partner: {names[1]}.")
    assert "You need: Bed." in ends[0]


def test_nothing_is_said_at_an_end_that_is_followed_at_once():
    plan = plan_by_slugs("childs-pose", "double-knee-to-chest")
    end, ready = cues_of(plan, 0)[-1], cues_of(plan, 1)[0]
    assert (end.say, end.tone) == ("", Tone.END)
    assert ready.say.startswith("Next: Double knee-to-chest")
    assert "Lying on the back" in ready.say


@pytest.mark.parametrize("spec", RUNNABLE, ids=lambda spec: spec.slug)
def test_every_step_is_spoken_within_its_time(spec: ExerciseSpec):
    plan = plan_by_slugs(spec.slug)
    said = {c.step: c.say for c in cues_of(plan, 0) if c.kind in SPOKEN}
    for number, segment in enumerate(plan["items"][0]["segments"]):
        whole = segment["rep"] <= 1 and segment["phase"] != "ready" and not segment["ask"]
        assert (segment.get("say") or segment["text"] if whole else "") in said[number]
        assert 0 < spoken_ms(said[number]) <= segment["seconds"] * 1000
        assert segment["phase"] != "move" or SIDES[segment["side"]] in said[number]


@pytest.mark.parametrize("spec", RUNNABLE, ids=lambda spec: spec.slug)
def test_the_shortest_hold_is_still_spoken(spec: ExerciseSpec):
    hold = spec.prescription.hold_s
    item = make_item(Entry(spec, Dose(hold_s=hold.min if hold else None)), {})
    holds = {n for n, part in enumerate(item["segments"]) if part["phase"] == "hold"}
    said = {cue.step for cue in cues_of(plans.plan(item), 0) if cue.say and not cue.say.isdigit()}
    assert holds <= said


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.slug)
def test_no_sentence_is_cut_off_by_the_next(routine):
    said = [(at, cue.say) for at, cue in heard(plan_by_slugs(*routine.items)) if cue.say]
    for (at, say), (following, _) in pairwise(said):
        words = 1 if say.isdigit() else spoken_ms(say) / WORD_MS
        assert at + words * WORD_MS / 1000 <= following, say
        assert spoken_ms(say) < 10_000


@pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.slug)
def test_cues_come_in_order_and_end_with_finished(routine):
    cues = list(heard(plan_by_slugs(*routine.items)))
    assert [at for at, _ in cues] == sorted(at for at, _ in cues)
    assert [cue.kind for _, cue in cues].count(CueKind.FINISHED) == 1
    assert cues[-1][1].kind is CueKind.FINISHED


def test_the_course_holds_every_item_and_leaves_out_what_is_empty():
    plan = plan_by_slugs("seated-floor-twist", "childs-pose")
    course = course_of(plan, State(), session="x", elapsed_ms=0, rev=1)
    twist, rest = course["items"]
    assert twist["release_regions"]
    assert "release_regions" not in rest
    assert (twist["stretch_first"], "stretch_first" in rest) == (30_000, False)
    assert not any("stretch" in step for step in twist["steps"])
    held = [step["phase"] for step in rest["steps"] if step.get("stretch")]
    assert set(held) == {"move", "hold", "return"}
    assert twist["steps"][0]["figure"] == -1
    mirrored = [step["side"] for step in twist["steps"] if step.get("mirror")]
    assert set(mirrored) == {"Right side"}
    assert all(cue.get("say") != "" for item in course["items"] for cue in item["cues"])
