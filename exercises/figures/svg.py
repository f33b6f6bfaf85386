"""A moment as SVG text with presentation attributes and classes only; colours are in figure.css."""

from collections.abc import Iterable
from dataclasses import replace
from html import escape

from exercises.figures.camera import Camera, Point
from exercises.figures.picture import (
    MARGIN,
    UNITS,
    Box,
    Shape,
    bounds,
    joined,
    path,
    scenery,
    shapes,
)
from exercises.figures.scenery import Prop
from exercises.figures.solve import Moment

# Parts with a class of their own; all else is skin.
APART = {
    "spine": "spine",
    "tint": "tint",
    "breath": "breath",
    "hair": "hair",
    "ear_left": "ear",
    "ear_right": "ear",
    "roller": "roller",
    "roller_end": "roller-end",
    "roller_core": "roller-end",
}


def class_of(shape: Shape) -> str:
    """Return the classes of a shape: what it is, whose, and on which side."""
    kind = APART.get(shape.name, "skin")
    words = [f"fig-{kind}"]
    words += ["fig-torso"] if shape.name == "torso" else []  # figure.js lets it breathe
    words += ["fig-left"] if shape.name.startswith("left_") else []
    words += ["fig-other"] if shape.person else []
    return " ".join(words)


def element(shape: Shape) -> str:
    return f'<path class="{class_of(shape)}" d="{path(shape.points, shape.kind)}"/>'


def prop_element(prop: Prop) -> str:
    points = [(round(x * UNITS), round(y * UNITS)) for x, y in prop.points]
    close = "" if prop.line else "Z"
    return f'<path class="fig-{prop.name.replace("_", "-")}" d="{path(points, "l")}{close}"/>'


def floor_line(camera: Camera, box: Box) -> str:
    """Return the line on which all stands, across the picture; none from above."""
    if camera.up[2] < 0.5:
        return ""
    y = round(camera.flat((0.0, 0.0, 0.0))[1] * UNITS)
    left, right = round(box[0] * UNITS), round(box[2] * UNITS)
    return f'<path class="fig-floor" d="M{left} {y}H{right}"/>'


def box_of(moments: Iterable[tuple[Moment, Camera]]) -> Box:
    """Return the box, in cm, that holds all moments with their props."""
    boxes = []
    for moment, camera in moments:
        rows = [_framed(prop) for prop in scenery(moment, camera)]
        people = [
            [(x / UNITS, y / UNITS) for x, y in shape.points]
            for shape in shapes(moment, camera, (), "out")
        ]
        boxes.append(bounds([*rows, *people]))
    left, top, right, bottom = joined(boxes)
    return (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)


def view_box(box: Box) -> str:
    left, top, right, bottom = (round(x * UNITS) for x in box)
    return f"{left} {top} {right - left} {bottom - top}"


def _framed(prop: Prop) -> list[Point]:
    """Return what of a prop the picture must hold: of a wall only its foot."""
    return prop.points[:2] if prop.name == "wall" else prop.points


def scenery_of(moment: Moment, camera: Camera, box: Box) -> str:
    """Return what stands still behind the people: floor line and props."""
    found = (_below(prop, box[1]) for prop in scenery(moment, camera))
    return floor_line(camera, box) + "".join(map(prop_element, found))


def _below(prop: Prop, top: float) -> Prop:
    """Return a prop cut off at the upper edge of the picture, as a wall is."""
    return replace(prop, points=[(x, max(y, top)) for x, y in prop.points])


def drawn(moment: Moment, camera: Camera, regions: tuple[str, ...], breath: str, box: Box) -> str:
    """Return the inside of the picture: props, then people."""
    people = "".join(
        element(shape)
        for shape in shapes(moment, camera, regions, breath)
        if not (shape.name == "breath" and breath == "normal")
    )
    return scenery_of(moment, camera, box) + people


def still(
    moment: Moment, camera: Camera, regions: tuple[str, ...], breath: str, box: Box, title: str
) -> str:
    """Return a whole still picture with its text alternative."""
    inside = drawn(moment, camera, regions, breath, box)
    return (
        f'<svg class="figure" viewBox="{view_box(box)}" role="img" aria-label="{escape(title)}">'
        f"{inside}</svg>"
    )
