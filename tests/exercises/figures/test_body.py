"""The body itself: lengths that never change, reach, rest, balance, mirror."""

from math import dist

import pytest

from exercises.figures import measures as m
from exercises.figures.flesh import balls
from exercises.figures.limits import beyond
from exercises.figures.mirror import mirrored_body
from exercises.figures.solve import Moment
from exercises.figures.stage import SEAT_TOP, Stage, solids
from exercises.figures.trunk import gap_to, rest_gap
from tests.exercises.figures.bodies import DRAWN, body, film, scene

BONES = {
    ("hip", "knee"): m.THIGH,
    ("knee", "ankle"): m.SHIN,
    ("shoulder", "elbow"): m.UPPER_ARM,
    ("elbow", "wrist"): m.FOREARM,
    ("wrist", "tips"): m.HAND,
}
CHAIR = Stage(chair=0)


def test_a_standing_person_is_170_cm_tall():
    standing = body('rests = ["feet"]\nknee_angle = 180')
    top = max(ball.centre[2] + ball.radius for ball in balls(standing))
    assert top == pytest.approx(170, abs=2)


@pytest.mark.parametrize("slug", DRAWN)
def test_bones_keep_their_length_at_every_moment(slug):
    for step in film(slug):
        for share in (0, 0.2, 0.4, 0.6, 0.8, 0.99):
            for person in step.at(share * step.seconds).bodies:
                at = person.points
                for (a, b), long in BONES.items():
                    for side in m.SIDES:
                        apart = dist(at[f"{side}_{a}"], at[f"{side}_{b}"])
                        assert apart == pytest.approx(long * person.size, abs=0.01)
                assert dist(at["l5"], at["t12"]) == pytest.approx(m.LUMBAR * person.size)


@pytest.mark.parametrize("knee", [180, 150, 110, 80])
def test_feet_stand_on_the_floor_at_any_knee_angle(knee):
    bent = body(f'rests = ["feet"]\nknee_angle = {knee}')
    for side in m.SIDES:
        assert bent.points[f"{side}_ankle"][2] == pytest.approx(m.ANKLE, abs=0.1)
        assert bent.points[f"{side}_ankle"][0] == pytest.approx(0, abs=0.1)
    assert 180 - max(limb.bend for limb in bent.posture.legs.values()) == pytest.approx(knee, abs=1)


def test_the_knee_bends_forward_and_the_elbow_back():
    bent = body('rests = ["feet"]\nknee_angle = 120\nhands = "hips right"')
    assert bent.points["left_knee"][0] > bent.points["left_hip"][0]
    assert bent.points["left_elbow"][0] < bent.points["left_shoulder"][0] + 1


def test_a_hand_reaches_what_it_is_told_to_touch():
    seated = body(
        'rests = ["pelvis"]\nplace = [-7, 0]\nfeet = "floor 33 11"\nhands = "seat 0 21"',
        stage=CHAIR,
    )
    palm = seated.points["left_palm"]
    assert palm == pytest.approx((0, 21, SEAT_TOP + m.R_PALM), abs=0.1)
    assert seated.points["right_palm"][1] == pytest.approx(-21, abs=0.1)


@pytest.mark.parametrize(
    ("text", "part", "stage"),
    [
        ('rests = ["pelvis"]\nplace = [-7, 0]\nfeet = "floor 33 11"', "pelvis", CHAIR),
        ('rests = ["chest"]\nchest = [-90]', "chest", Stage(mat=(-90, 90))),
        ('rests = ["knees"]\nknee_angle = 90', "knees", Stage()),
        ('rests = ["chest"]\nchest = [-80]\nroller = 0', "chest", Stage()),
    ],
)
def test_what_rests_lies_on_its_support(text, part, stage):
    made = scene(text, stage=stage)
    names = ["left_knee", "right_knee"] if part == "knees" else [part]
    for name in names:
        assert -m.SOFT_TOLERANCE <= rest_gap(made.bodies[0], name, made.stage) <= 0.1


def test_people_lean_their_weight_over_their_feet():
    upright = body('rests = ["feet"]')
    bent = body('rests = ["feet"]\npelvis = [40]\nspine = [40]')
    assert bent.points["hips"][0] < upright.points["hips"][0] - 5
    assert bent.points["c7"][0] > 10


def test_settle_tilts_until_the_part_touches():
    kneeling = body(
        'rests = ["knees"]\nknee_angle = 30\npelvis = [50]\nspine = [45]\nsettle = "head"'
    )
    assert rest_gap(kneeling, "head", Stage()) == pytest.approx(-0.5, abs=0.3)


def test_an_elbow_keeps_out_of_the_floor():
    lying = body(
        'rests = ["pelvis", "chest"]\npelvis = [-90]\nfeet = "floor 50 10"\nhands = "floor 12 26"\n'
        'elbows = "back"'
    )
    elbow = [ball for ball in balls(lying) if ball.part == "left elbow"]
    assert gap_to(elbow, solids(Stage())) > -m.HARD_TOLERANCE


def test_sitting_on_the_floor_the_knee_stands_above_the_foot():
    sitting = body('rests = ["pelvis"]\nplace = [0, 0]\nleft_foot = "floor 45 9"\nlegs = [90]')
    knee, ankle = sitting.points["left_knee"], sitting.points["left_ankle"]
    assert knee[2] > ankle[2] + 25
    assert abs(knee[1] - ankle[1]) < 8


def test_a_joint_bent_too_far_is_named_with_the_amount():
    folded = body('rests = ["feet"]\nspine = [0, 0, 120]')
    found = dict(beyond(folded))
    assert found["upper back is turned left too far"] == pytest.approx(48 - 30)


def test_the_other_side_is_the_mirror_of_the_pose():
    turned = body(
        'rests = ["feet"]\nspine = [10, 5, 40]\nleft_arm = [90, 60, 120]\nright_hand = "left_thigh"'
    )
    seen = mirrored_body(turned)
    for name, (x, y, z) in turned.points.items():
        side, _, rest = name.partition("_")
        other = {"left": f"right_{rest}", "right": f"left_{rest}"}.get(side, name)
        assert seen.points[other] == pytest.approx((x, -y, z), abs=1e-6)
    twice = mirrored_body(seen)
    assert twice.points["left_tips"] == pytest.approx(turned.points["left_tips"], abs=1e-6)
    assert Moment(Stage(), (seen,)).bodies[0] is seen
