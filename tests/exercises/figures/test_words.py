"""What may be written: words of a place, what carries over, and mistakes told with their field."""

import pytest

from exercises.catalogue import CatalogueInvalid, read_catalogue
from exercises.figures.film import carried_all
from exercises.figures.keys import mirrored_text, problems
from exercises.figures.targets import TargetError, parse
from tests.exercises.figures.bodies import body, pose
from tests.exercises.files import copy_catalogue, edit


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("floor 30", "needs 2 numbers after 'floor'"),
        ("table 3 4", "names 'table'"),
        ("left_tail", "names 'left_tail'"),
        ("left_shin 0.3 sideways", "does not know the word 'sideways'"),
    ],
)
def test_a_place_that_is_none_is_refused_in_words(text, reason):
    with pytest.raises(TargetError, match=reason):
        parse(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("floor 30 12", "floor 30 -12"),
        ("left_thigh 0.7 front", "right_thigh 0.7 front"),
        ("backrest 16", "backrest -16"),
        ("partner right_shoulder", "partner left_shoulder"),
        ("waist left", "waist right"),
        ("wall 12 90", "wall -12 90"),
    ],
)
def test_what_is_said_of_both_sides_is_mirrored_for_the_right(left, right):
    assert mirrored_text(left) == right


def test_what_is_not_mentioned_stays():
    poses = ()
    for text in ('rests = ["feet"]\nknee_angle = 150\nhands = "left_thigh"', "spine = [20]"):
        poses = carried_all(poses, pose(text))
    assert poses[0]["knee_angle"] == 150
    assert poses[0]["right_hand"] == "right_thigh"
    assert poses[0]["spine"] == (20.0,)


def test_a_new_word_for_a_limb_takes_the_place_of_the_old():
    poses = carried_all((), pose('hands = "left_thigh"\nelbows = "out"'))
    poses = carried_all(poses, pose("left_arm = [90, 0, 180]"))
    assert "left_hand" not in poses[0]
    assert "left_elbow" not in poses[0]
    assert poses[0]["right_hand"] == "right_thigh"


def test_wrong_counts_and_parts_are_named():
    found = dict(problems(pose('rests = ["tail"]\nplace = [1]\nlegs = [90, 0, 90, 0, 0]')))
    assert found["place"] == "needs 2 to 3 numbers, not 1"
    assert found["legs"] == "needs 1 to 4 numbers, not 5"
    assert found["rests"].startswith("cannot be 'tail'")


def test_a_mistake_in_a_file_is_told_with_its_step(tmp_path):
    folder = copy_catalogue(tmp_path)
    edit(folder, "seated-chair-twist.toml", '"backrest 16"', '"backrest left"')
    with pytest.raises(
        CatalogueInvalid, match=r"steps\[2\].figure\[2\].left_hand: needs 1 numbers"
    ):
        read_catalogue(folder)


def test_an_arm_overhead_ends_above_the_head():
    raised = body('rests = ["feet"]\narms = [175, 0, 175]')
    assert raised.points["left_tips"][2] > 180
