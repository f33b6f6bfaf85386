"""The sign of breath: before the mouth where that is free, else beside what is in the way."""

from itertools import pairwise
from math import dist

import pytest

from exercises.figures.breath import Sight, Spot, free_spot, marks
from exercises.figures.camera import camera
from exercises.figures.film import with_spot
from exercises.figures.person import bones
from exercises.figures.picture import UNITS, shapes
from exercises.figures.vectors import add
from exercises.vocabulary import Breath
from tests.exercises.figures.bodies import DRAWN, film, scene

HEAD, AHEAD = (0.0, 0.0), (1.0, 0.0)
SIDE = camera("side")
STILL = 4.0  # cm that a sign moves in a fortieth of a leg beyond what the head does


def test_a_free_face_has_its_sign_before_the_mouth():
    behind = [((-30.0, -10.0), (-30.0, 10.0), 5.0)]
    assert free_spot(Sight(HEAD, AHEAD, behind)) == Spot()


def test_a_hand_before_the_mouth_moves_the_sign_aside():
    hand = [((20.0, 3.0), (20.0, 9.0), 3.0)]
    spot = free_spot(Sight(HEAD, AHEAD, hand))
    assert spot.turn < 0
    for point in marks(HEAD, AHEAD, "out", spot):
        assert dist(point, (20.0, 3.0)) > 3


def test_where_nothing_is_free_the_sign_is_where_there_is_most_room():
    whole = [((10.0, y * 4.0), (40.0, y * 4.0), 3.0 if y < 8 else 1.0) for y in range(-10, 11)]
    spot = free_spot(Sight(HEAD, AHEAD, whole))
    assert max(y for _, y in marks(HEAD, AHEAD, "out", spot)) > 15


@pytest.mark.parametrize(
    "slug", ["partner-bear-hug", "partner-rear-lift", "standing-trunk-rotation"]
)
def test_in_a_key_pose_the_sign_is_on_no_head(slug):
    for step in film(slug):
        if step.step.breath is Breath.NORMAL:
            continue
        for moment in step.key_moments():
            sign = next(s for s in shapes(moment, step.camera, (), "out") if s.name == "breath")
            for body in moment.bodies:
                head = next(bone for bone in bones(body) if bone.name == "head")
                middle = step.camera.flat(head.end)
                assert all(
                    dist((x / UNITS, y / UNITS), middle) > head.radius for x, y in sign.points
                )


@pytest.mark.parametrize(("tall", "over"), [(2.0, False), (40.0, True)])
def test_a_sign_lies_over_a_helper_only_where_else_he_would_seem_to_breathe(tall, over):
    helper = [((18.0, -tall), (18.0, tall), 9.0)]
    spot = free_spot(Sight(HEAD, AHEAD, [], helper))
    assert (spot == Spot()) is over


def test_in_an_embrace_the_sign_stays_at_the_mouth_over_the_chest_of_the_helper():
    embraced = film("partner-bear-hug")[1]
    moment = embraced.key_moments()[-1]
    assert abs(moment.spot.turn) <= 50
    assert moment.spot.far <= 21
    assert shapes(moment, embraced.camera, ("thoracic",), "out")[-1].name == "breath"


def test_a_helper_shows_neither_line_of_the_spine_nor_breath():
    helped = film("partner-bear-hug")[0]
    drawn = shapes(helped.at(0), helped.camera, ("thoracic",), "in")
    assert {"spine", "tint", "breath"}.isdisjoint(s.name for s in drawn if s.person == 1)


def test_a_sign_keeps_off_the_face_of_a_helper_who_stands_close():
    helped = scene(
        'rests = ["feet"]\nplace = [0, 0]\n[partner]\nrests = ["feet"]\npelvis = [0, 0, 180]\n'
        'place = [38, 0]\nleft_foot = "floor 42 -10"\nright_foot = "floor 42 10"'
    )
    near = with_spot(helped, SIDE, mirror=False).moment
    sign = next(s for s in shapes(near, SIDE, (), "out") if s.name == "breath")
    helper = near.bodies[1]
    face = SIDE.flat(add(helper.points["head"], helper.frames["head"][0], 14.0))
    assert min(dist((x / UNITS, y / UNITS), face) for x, y in sign.points) > 2.5


@pytest.mark.parametrize("slug", DRAWN)
def test_between_two_poses_the_sign_glides(slug):
    for step in film(slug):
        for leg in step.legs:
            spots = [step.at(leg.moment_time(n / 40)).spot for n in range(41)]
            for a, b in pairwise(spots):
                assert abs(a.far - b.far) + abs(a.turn - b.turn) / 3 < STILL


@pytest.mark.parametrize("breath", ["in", "out"])
def test_the_sign_is_a_wave_that_points_nowhere(breath: str):
    asides = [y for _, y in marks(HEAD, AHEAD, breath, Spot())][1:-1]
    assert all(a * b < 0 for a, b in pairwise(asides))


def test_the_wave_is_higher_where_the_breath_goes():
    first, *_, last = [abs(y) for _, y in marks(HEAD, AHEAD, "out", Spot())][1:-1]
    assert first < last
