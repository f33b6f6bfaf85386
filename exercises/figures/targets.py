"""What a hand, foot, knee or elbow is to touch: a few words in a file become a point in space.

`floor 30 12` · `seat 0 -20` · `backrest 15` · `at 20 0 70` · `left_shin 0.3 front` ·
`chest back` · `partner chest back`. A foot adds how it stands: `floor 60 -12 heel`.
"""

from dataclasses import dataclass

from exercises.figures import measures as m
from exercises.figures.flesh import LAID, TRUNK, WAYS, way_of
from exercises.figures.skeleton import Body
from exercises.figures.stage import Box, Stage, ground, named
from exercises.figures.vectors import Vec, add, along, mix, mul, unit

SURFACES = {"floor": 2, "seat": 2, "bed": 2, "wall": 2, "backrest": 1, "at": 3}
JOINTS = ("knee", "elbow", "palm", "shoulder", "hip", "ankle")
STANCES = ("flat", "heel", "tops", "ball")


class TargetError(ValueError):
    """The words name nothing that can be touched; the message says what would."""


@dataclass(frozen=True, slots=True)
class Target:
    """Words of a target, taken apart. `numbers` are cm on a surface, or a share along a limb."""

    text: str
    name: str
    numbers: tuple[float, ...] = ()
    ways: tuple[str, ...] = ()
    stance: str = "flat"
    of_partner: bool = False

    @property
    def on_surface(self) -> bool:
        return self.name in SURFACES


@dataclass(frozen=True, slots=True)
class Touch:
    """A point to be touched and the direction that leads away from the surface there."""

    point: Vec
    normal: Vec


def parse(text: str) -> Target:
    """Return the target that a text names, or raise TargetError."""
    words = text.split()
    of_partner = words[:1] == ["partner"]
    words = words[1:] if of_partner else words
    if not words:
        raise TargetError("names no place")
    name, rest = words[0], words[1:]
    numbers, ways, stance = [], [], "flat"
    for word in rest:
        if word in STANCES:
            stance = word
        elif word in WAYS or word in ("inside", "outside"):
            ways.append(word)
        else:
            try:
                numbers.append(float(word))
            except ValueError:
                raise TargetError(f"does not know the word {word!r} in {text!r}") from None
    _check(text, name, len(numbers))
    return Target(text, name, tuple(numbers), tuple(ways), stance, of_partner)


def _check(text: str, name: str, numbers: int) -> None:
    if name in SURFACES:
        if numbers != SURFACES[name]:
            raise TargetError(f"needs {SURFACES[name]} numbers after {name!r} in {text!r}")
        return
    if name in TRUNK:
        return
    side, _, part = name.partition("_")
    if side not in m.SIDES or part not in (*LAID, *JOINTS):
        places = ", ".join([*SURFACES, *TRUNK])
        limbs = ", ".join([*LAID, *JOINTS])
        raise TargetError(
            f"names {name!r}; it can be one of {places}, or left_/right_ with {limbs}"
        )


def touch(target: Target, stage: Stage, body: Body | None) -> Touch:
    """Return where the target is now; `body` is the one whose part is named."""
    if target.on_surface:
        return _on_surface(target, stage)
    if body is None:
        raise TargetError(f"names a part of a partner in {target.text!r}, but there is none")
    if target.name in TRUNK:
        return _on_trunk(target, body)
    side, _, part = target.name.partition("_")
    ways = list(target.ways)
    if part in LAID:
        start, end, frame_name, radius = LAID[part]
        frame = body.frames[f"{side}_{frame_name}"]
        share = target.numbers[0] if target.numbers else 0.5
        axis = mix(body.points[f"{side}_{start}"], body.points[f"{side}_{end}"], share)
    else:
        frame = body.frames[f"{side}_{_near(part)}"]
        radius = {"knee": m.R_KNEE, "elbow": m.R_ELBOW, "hip": m.R_HIP}.get(part, m.R_SHOULDER)
        if part in ("palm", "ankle"):
            radius = m.R_PALM
        axis = body.points[target.name]
    normal = unit(along(frame, way_of(ways or ["front"], side)))
    return Touch(add(axis, normal, radius * body.size), normal)


def _near(part: str) -> str:
    return {
        "knee": "thigh",
        "hip": "thigh",
        "elbow": "upper_arm",
        "shoulder": "upper_arm",
        "palm": "hand",
        "ankle": "foot",
    }[part]


def _on_surface(target: Target, stage: Stage) -> Touch:
    n = target.numbers
    if target.name == "at":
        return Touch((n[0], n[1], n[2]), (0.0, 0.0, 1.0))
    if target.name == "floor":
        return Touch((n[0], n[1], ground(stage, n[0], n[1])), (0.0, 0.0, 1.0))
    solid = named(stage, target.name)
    if solid is None:
        raise TargetError(f"names the {target.name}, which is not in [stage]")
    assert isinstance(solid, Box)
    low, high = solid.low, solid.high
    if target.name == "backrest":
        return Touch(((low[0] + high[0]) / 2, n[0], high[2]), (0.0, 0.0, 1.0))
    if target.name == "wall":
        face = stage.wall or 0.0
        return Touch((face, n[0], n[1]), (-1.0 if face > 0 else 1.0, 0.0, 0.0))
    return Touch((n[0], n[1], high[2]), (0.0, 0.0, 1.0))


def _on_trunk(target: Target, body: Body) -> Touch:
    frame_name, point, offset, axes = TRUNK[target.name]
    frame, size = body.frames[frame_name], body.size
    way = unit(way_of(list(target.ways) or ["front"], "left"))
    raised = target.numbers[0] if target.numbers else 0.0
    centre = add(body.points[point], along(frame, add(offset, (0.0, 0.0, raised))), size)
    scale = sum((w / a) ** 2 for w, a in zip(way, axes, strict=True)) ** -0.5
    surface = mul(way, scale)
    slope = unit((surface[0] / axes[0] ** 2, surface[1] / axes[1] ** 2, surface[2] / axes[2] ** 2))
    return Touch(add(centre, along(frame, surface), size), along(frame, slope))
