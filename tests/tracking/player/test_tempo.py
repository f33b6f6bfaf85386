"""How much time a person wants between exercises and sides, and that all lengths are true to it."""

import pytest

from tests.factories import make_user
from tests.tracking.player.by_ear import SPECS
from tests.tracking.player.conftest import begin
from tracking.models import Session
from tracking.player.cues import CueKind, cues_of
from tracking.player.tempo import USUAL, Tempo, read_tempo
from tracking.player.timeline import Entry, Plan, make_plan, total_seconds

TEMPO = "/sessions/tempo/"
CHOSEN = {"ready": "15", "posture": "4", "switch": "8"}


def paced(tempo: Tempo, *slugs: str) -> Plan:
    return make_plan([(Entry(SPECS[slug]), {}) for slug in slugs], tempo)


def test_before_each_item_comes_the_time_to_get_ready():
    plan = paced(Tempo(ready=4), "childs-pose", "double-knee-to-chest")
    assert [item["segments"][0]["seconds"] for item in plan["items"]] == [4, 4]


def test_a_new_posture_takes_longer_and_the_same_one_does_not():
    plan = paced(Tempo(posture=6), "childs-pose", "double-knee-to-chest", "knees-to-chest-rock")
    assert [item["segments"][0]["seconds"] for item in plan["items"]] == [10, 16, 10]


def test_a_pause_stands_between_two_sides_done_one_after_the_other():
    [item] = paced(Tempo(switch=7), "supine-spinal-twist")["items"]
    assert [(s["phase"], s["side"], s["seconds"]) for s in item["segments"]][4:7] == [
        ("return", "left", 6), ("switch", "right", 7), ("move", "right", 8),
    ]  # fmt: skip


def test_sides_that_take_turns_need_no_pause():
    [item] = paced(Tempo(switch=7), "seated-chair-twist")["items"]
    assert "switch" not in [segment["phase"] for segment in item["segments"]]


def test_the_pause_between_sides_is_told_once():
    plan = paced(Tempo(switch=7), "supine-spinal-twist")
    switches = [cue for cue in cues_of(plan, 0) if cue.kind is CueKind.SWITCH]
    assert [cue.say for cue in switches] == ["Change sides. Right side."]


@pytest.mark.parametrize("ready", [3, 4, 6, 20])
def test_whatever_the_tempo_a_start_is_announced_and_nothing_is_cut_off(ready):
    slugs = "standing-forward-bend-twist", "childs-pose", "standing-forward-bend-twist"
    plan = paced(Tempo(ready=ready, switch=3), *slugs)
    for number in range(3):
        cues = cues_of(plan, number)
        assert cues[0].say
        free = 0
        for cue in cues:
            assert not cue.say or cue.at >= free
            free = cue.at + (0 if cue.say.isdigit() else 500 * len(cue.say.split()))


def test_who_has_not_chosen_has_the_usual_tempo():
    assert read_tempo({}) == USUAL
    assert read_tempo({"ready": 3}) == Tempo(ready=3, posture=USUAL.posture, switch=USUAL.switch)


# ------------------------------------------------------------------ the page


@pytest.mark.django_db
def test_a_person_chooses_and_the_next_session_keeps_to_it(client, ann, routines):
    client.force_login(ann)
    assert client.post(TEMPO, CHOSEN).status_code == 302
    ann.refresh_from_db()
    plan = begin(ann, routines["morning-loosen"]).session.plan
    assert [item["segments"][0]["seconds"] for item in plan["items"]] == [15, 19, 19]
    assert [s["seconds"] for s in plan["items"][1]["segments"] if s["phase"] == "switch"] == [8]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"), [("ready", "2"), ("ready", "21"), ("switch", "0"), ("posture", "x")]
)
def test_a_tempo_out_of_range_is_refused_and_what_was_typed_stays(client, ann, field, value):
    client.force_login(ann)
    response = client.post(TEMPO, CHOSEN | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["ready"].value() == (CHOSEN | {field: value})["ready"]
    ann.refresh_from_db()
    assert read_tempo(ann.tempo).switch == 0


@pytest.mark.django_db
def test_an_open_session_keeps_its_tempo(client, ann, routines):
    before = total_seconds(begin(ann, routines["morning-loosen"]).session.plan)
    client.force_login(ann)
    client.post(TEMPO, CHOSEN)
    assert total_seconds(Session.objects.get().plan) == before


@pytest.mark.django_db
def test_the_list_and_the_card_tell_the_true_length(client, routines):
    slow = make_user(tempo={"ready": 20, "posture": 20, "switch": 20})
    client.force_login(slow)
    [offer] = [
        one for one in client.get("/routines/").context["alone"]
        if one.routine.slug == "morning-loosen"
    ]  # fmt: skip
    expected = total_seconds(
        paced(Tempo(20, 20, 20), "double-knee-to-chest", "seated-floor-twist", "childs-pose")
    )
    assert offer.seconds == expected
