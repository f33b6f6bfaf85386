"""The picture of the spine: every bone is there, in order and inside the frame."""

import re

import pytest

from exercises.vocabulary import Region
from tracking.today.anatomy import SPINE, VIEW_BOX, Curve, outline, shapes

NUMBERS = re.compile(r"-?\d+\.\d")


def points(path: str) -> list[tuple[float, float]]:
    values = [float(value) for value in NUMBERS.findall(path)]
    return list(zip(values[::2], values[1::2], strict=True))


def test_regions_come_from_the_head_down():
    assert [shape.region for shape in shapes()] == list(Region)


def test_there_are_seven_twelve_and_five_vertebrae_and_the_tail():
    assert [len(shape.bodies) for shape in shapes()] == [7, 10, 4, 3, 4]


@pytest.mark.parametrize("shape", shapes(), ids=lambda shape: shape.region.value)
def test_every_bone_lies_inside_the_frame(shape):
    _, _, width, height = map(float, VIEW_BOX.split())
    drawn = [point for path in (*shape.processes, *shape.bodies) for point in points(path)]
    assert drawn
    assert all(0 <= x <= width and 0 <= y <= height for x, y in drawn)


def test_every_bone_begins_below_the_one_before():
    tops = [min(y for _, y in points(body)) for shape in shapes()[:4] for body in shape.bodies]
    assert tops == sorted(tops)


def test_the_spurs_stay_inside_the_line_of_the_back():
    back = points(outline())
    for shape in shapes():
        for path in shape.processes:
            tip_x, tip_y = max(points(path))
            assert tip_x < min(back, key=lambda point: abs(point[1] - tip_y))[0]


def test_a_curve_is_walked_from_its_first_point_to_its_last():
    curve = Curve(SPINE)
    first, last = curve.frame(0), curve.frame(curve.walked[-1])
    assert first.at(0) == pytest.approx(SPINE[0])
    assert last.at(0) == pytest.approx(SPINE[-1])
