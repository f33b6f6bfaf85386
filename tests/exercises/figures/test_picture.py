"""The picture: projection, order of drawing, size of a reel, and the same result every time."""

import gzip
import itertools
import json
import re
from dataclasses import replace

import pytest

from exercises.figures.album import FOLDER, Album, album_of, engine, mark_of, written
from exercises.figures.camera import camera
from exercises.figures.film import films
from exercises.figures.order import Bone, ranks
from exercises.figures.outline import rooted
from exercises.figures.picture import UNITS, path, shapes
from exercises.figures.reel import curve, packed, unpacked
from exercises.figures.scenery import props
from exercises.figures.solve import Moment
from exercises.figures.stage import Stage, solids
from exercises.figures.svg import box_of, scenery_of
from tests.exercises.figures.bodies import DRAWN, REFERENCES, SPECS, body, film, scene


@pytest.mark.parametrize(
    ("view", "right", "up", "near"),
    [
        ("side", (1, 0, 0), (0, 0, 1), (0, -1, 0)),
        ("front", (0, 1, 0), (0, 0, 1), (1, 0, 0)),
        ("top", (0, 1, 0), (-1, 0, 0), (0, 0, 1)),
    ],
)
def test_a_plain_view_shows_the_figure_as_the_catalogue_says(view, right, up, near):
    plain = camera(view, 0, 0)
    assert plain.flat(right) == pytest.approx((1, 0))
    assert plain.flat(up) == pytest.approx((0, -1))
    assert plain.depth(near) == pytest.approx(1)


def test_where_sides_come_in_blocks_a_yaw_is_mirrored_for_side_b():
    for side_a, side_b in zip(
        film("seated-floor-twist"), film("seated-floor-twist", mirror=True), strict=True
    ):
        left = side_a.key_moments()[0].bodies[0].points["left_palm"]
        right = side_b.key_moments()[0].bodies[0].points["right_palm"]
        x, y = side_a.camera.flat(left)
        assert side_b.camera.flat(right) == pytest.approx((-x, y))


def test_where_sides_alternate_the_camera_stays():
    spec = SPECS["seated-chair-twist"]
    steps = [replace(step, pose=replace(step.pose, yaw=20)) for step in spec.steps]
    turned = replace(spec, steps=tuple(steps))
    for side_a, side_b in zip(films(turned), films(turned, mirror=True), strict=True):
        assert side_a.camera == side_b.camera


def test_a_turn_of_the_shoulders_narrows_them_in_the_picture():
    def width(turn):
        turned = body(f'rests = ["feet"]\nspine = [0, 0, {turn}]')
        seen = camera("front", 0, 0)
        ends = [seen.flat(turned.points[f"{side}_shoulder"])[0] for side in ("left", "right")]
        return abs(ends[0] - ends[1])

    assert width(0) > width(30) > width(50)


def test_the_nearer_of_two_crossing_limbs_is_drawn_later():
    seen = camera("front", 0, 0)
    near = Bone("near", (10, -20, 100), (10, 20, 100), 4)
    far = Bone("far", (-10, 0, 80), (-10, 0, 120), 4)
    for bones in ([near, far], [far, near]):
        order = ranks(bones, seen)
        assert order["near"] > order["far"]


def test_a_forearm_that_only_meets_the_upper_arm_shows_no_seam_at_the_elbow():
    upper = Bone("upper", (0, 0, 130), (0, 2, 100), 4.5, root="torso")
    away = Bone("away", (0, 2, 100), (-30, 4, 65), 3.5, root="upper")
    order = ranks([upper, away], camera("front", 0, 0))
    assert order["away"] > order["upper"]


@pytest.mark.parametrize(("name", "one"), [("forearm", True), ("shin", False)])
def test_pointing_at_the_viewer_a_knee_is_round_and_an_elbow_no_stump(name, one):
    root = Bone("root", (0, 0, 110), (26, 2, 100), 4.5, root="torso")
    away = Bone(name, (26, 2, 100), (10, 4, 65), 3.5, root="root")
    order = ranks([root, away], camera("front", 0, 0))
    assert (order[name] > order["root"]) is one


def test_a_limb_begins_on_the_outline_of_the_trunk_or_within():
    trunk = [*((10, y) for y in (0, 6, 12, 18, 24)), *((0, y) for y in (24, 18, 12, 6, 0))]
    for outer in (12, 9.5):
        assert rooted([(outer, 12), (13, 40), (6, 12)], trunk) == [(10, 12), (13, 40), (6, 12)]


def test_arms_in_a_ring_leave_the_order_of_all_other_limbs():
    corners = [(0, 0, 0), (0, 40, 0), (0, 20, 40)]
    ring = [
        Bone(f"ring {n}", (6, *corners[n][1:]), (-6, *corners[(n + 1) % 3][1:]), 3)
        for n in range(3)
    ]
    below = Bone("below", (20, 20, 0), (20, 20, -40), 4)
    above = Bone("above", (22, 10, -40), (22, 30, -40), 4)
    order = ranks([above, *ring, below], camera("front", 0, 0))
    assert max(order[bone.name] for bone in ring) < order["below"] < order["above"]


def test_far_limbs_of_a_side_view_are_behind_the_trunk():
    standing = film("standing-back-extension")[0]
    names = [shape.name for shape in shapes(standing.at(0), standing.camera, (), "in")]
    assert names.index("left_thigh") < names.index("torso") < names.index("right_thigh")
    assert names.index("spine") > names.index("right_upper_arm")


@pytest.mark.parametrize(
    ("arm", "yaw", "over"),
    [
        ('right_hand = "waist back"\nright_elbow = "out"', -80, True),
        ('right_hand = "chest front"\nright_elbow = "out"', 100, True),
        ("right_arm = [4, 40, 165]", 0, False),
        ("right_arm = [150, 90, 165]", -80, False),
    ],
)
def test_an_arm_across_the_trunk_hides_a_piece_of_the_line_and_one_along_it_does_not(
    arm, yaw, over
):
    standing = scene(f'rests = ["feet"]\n{arm}').moment
    names = [s.name for s in shapes(standing, camera("side", yaw, 9), ("lumbar",), "in")]
    assert (names.index("right_forearm") > names.index("spine")) is over
    assert names.index("torso") < names.index("tint") < names.index("spine")


def test_the_picture_holds_the_foot_of_a_wall_and_cuts_off_its_top():
    seen = camera("side", 16, 9)
    still_there = scene('rests = ["feet"]', stage=Stage(wall=-40))
    moment = Moment(still_there.stage, still_there.bodies)
    alone = Moment(Stage(), still_there.bodies)
    left, top, _, _ = box = box_of([(moment, seen)])
    assert left < seen.flat((-40, -40, 0))[0]
    assert top == box_of([(alone, seen)])[1]
    drawn = re.search(r'fig-wall" d="([^"]+)Z', scenery_of(moment, seen, box))[1]
    assert min(int(pair.split()[1]) for pair in re.split("[ML]", drawn)[1:]) == round(top * UNITS)


def test_a_pillow_lies_on_the_mat_and_gives_way_under_a_head():
    bedded = Stage(mat=(-92, 100), pillow=-71)
    names = [prop.name for prop in props(bedded, camera("top", 0, -16))]
    assert names == ["mat_side", "mat", "pillow"]
    assert solids(bedded) == solids(Stage(mat=(-92, 100)))


def test_a_packed_text_gives_back_every_number():
    frames = [[((300, -7), (0, 1)), ((-240, 90),)], [((301, -9), (0, 700)), ((-240, 90),)]]
    told = [["", "o", 2], ["", "o", 1]]
    text = packed(frames)
    for n, frame in enumerate(frames):
        flat = [number for points in frame for point in points for number in point]
        assert unpacked(text, told, n) == flat


def test_the_curve_between_frames_passes_through_them():
    places, values = [0, 30, 70, 100], {0: 5.0, 30: 8.0, 70: -2.0, 100: 4.0}
    for n, (a, b) in enumerate(itertools.pairwise(places)):
        for at in (a, b):
            value = sum(values[place] * weight for place, weight in curve(places, n, at))
            assert value == pytest.approx(values[at])


def test_a_closed_path_ends_and_an_open_one_does_not():
    points = [(0, 0), (10, 0), (10, 10)]
    assert path(points, "c").endswith("Z")
    assert not path(points, "o").endswith("Z")


@pytest.mark.parametrize("slug", DRAWN)
def test_a_figure_is_under_4_kB(slug):
    for side in album_of(SPECS[slug]).sides:
        text = json.dumps(side, separators=(",", ":"))
        assert len(gzip.compress(text.encode(), mtime=0)) < 4096


@pytest.mark.parametrize("slug", DRAWN)
def test_a_film_made_small_keeps_every_key_pose(slug):
    album, regions = album_of(SPECS[slug]), SPECS[slug].regions
    for n, step in enumerate(film(slug)):
        ends = [leg.moment_time(1.0) for leg in step.legs] or [0.0]
        for frame, time in zip(album.keys(n), ends, strict=True):
            drawn = {shape.points for shape in shapes(step.at(time), step.camera, regions, "in")}
            assert _told(album.reel(), frame) <= drawn


def _told(reel, frame):
    numbers = iter(unpacked(reel["frames"], reel["shapes"], frame))
    pairs = list(itertools.batched(numbers, 2, strict=True))
    ends = itertools.accumulate(shape[2] for shape in reel["shapes"])
    return {
        tuple(pairs[end - shape[2] : end])
        for shape, end in zip(reel["shapes"], ends, strict=True)
        if "fig-breath" not in shape[0]
    }


@pytest.mark.parametrize("slug", DRAWN)
def test_the_kept_reel_is_of_this_pose_and_this_code(slug):
    kept = json.loads((FOLDER / f"{slug}.json").read_text())
    assert kept["of"] == mark_of(SPECS[slug]), "run `manage.py figures --write`"
    assert kept["engine"] == engine(), "run `manage.py figures --write`"


def test_a_reel_comes_out_the_same_every_time():
    slug = REFERENCES[0]
    assert written(SPECS[slug]) == (FOLDER / f"{slug}.json").read_text()


def test_a_still_has_a_text_alternative_and_no_style():
    album = album_of(SPECS["seated-chair-twist"])
    assert isinstance(album, Album)
    text = album.still(1, album.keys(1)[0], 'Turn <"left">')
    assert 'role="img"' in text
    assert "Turn &lt;&quot;left&quot;&gt;" in text
    assert "style" not in text
    assert 'aria-hidden="true"' in album.still(0, 0, "")


def test_an_exercise_without_poses_has_no_figure():
    assert album_of(SPECS["floor-manipulation-by-another"]) is None
