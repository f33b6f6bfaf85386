"""The shape of a pose in an exercise's file, and how a key pose carries over the one before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from exercises.figures.measures import SIDES
from exercises.figures.targets import TargetError, parse

RESTS = (
    "feet", "left_foot", "right_foot", "knees", "left_knee", "right_knee", "pelvis", "waist",
    "chest", "head", "hands", "left_hand", "right_hand", "shoulders",
)  # fmt: skip
POLES = ("out", "in", "up", "down", "back", "forward", "forward-out", "left", "right")


@dataclass(frozen=True, slots=True)
class PersonPose:
    """One person in a key pose. What is not mentioned stays as it was in the pose before.

    exercises/figures/README.md explains every field with an example.
    """

    rests: tuple[str, ...] | None = None
    place: tuple[float, ...] | None = None
    lift: float | None = None
    pelvis: tuple[float, ...] | None = None
    chest: tuple[float, ...] | None = None
    spine: tuple[float, ...] | None = None
    lumbar: tuple[float, ...] | None = None
    head: tuple[float, ...] | None = None
    settle: str | None = None
    knee_angle: float | None = None
    toes: float | None = None
    left_toes: float | None = None
    right_toes: float | None = None
    ankles: float | None = None
    left_ankle: float | None = None
    right_ankle: float | None = None
    legs: tuple[float, ...] | None = None
    left_leg: tuple[float, ...] | None = None
    right_leg: tuple[float, ...] | None = None
    feet: str | None = None
    left_foot: str | None = None
    right_foot: str | None = None
    knees: str | None = None
    left_knee: str | None = None
    right_knee: str | None = None
    arms: tuple[float, ...] | None = None
    left_arm: tuple[float, ...] | None = None
    right_arm: tuple[float, ...] | None = None
    hands: str | None = None
    left_hand: str | None = None
    right_hand: str | None = None
    elbows: str | None = None
    left_elbow: str | None = None
    right_elbow: str | None = None
    fingers: tuple[float, ...] | None = None
    left_fingers: tuple[float, ...] | None = None
    right_fingers: tuple[float, ...] | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class KeyPose(PersonPose):
    """One key pose of a step: the person, a second person, a prop that moves, and its share."""

    partner: PersonPose | None = None
    roller: float | None = None
    share: float | None = None


type Pose = Mapping[str, Any]  # a whole pose: field of PersonPose -> value, sides apart

NUMBERS = {
    "place": (2, 3), "pelvis": (1, 4), "chest": (1, 4), "spine": (1, 3), "lumbar": (1, 3),
    "head": (1, 3), "leg": (1, 4), "arm": (1, 4), "fingers": (3, 3),
}  # fmt: skip
BOTH = {
    "feet": "foot", "knees": "knee", "hands": "hand", "elbows": "elbow", "legs": "leg",
    "arms": "arm", "toes": "toes", "ankles": "ankle", "fingers": "fingers",
}  # fmt: skip
# A new word for a limb takes the place of the old one: contact, aim and angles exclude each other.
REPLACES = {
    "foot": ("leg", "knee"),
    "leg": ("foot", "knee"),
    "knee": ("foot",),
    "hand": ("arm", "elbow", "fingers"),
    "arm": ("hand", "elbow", "fingers"),
}
OF_PERSON = tuple(item.name for item in fields(PersonPose))


def problems(pose: PersonPose) -> Iterator[tuple[str, str]]:
    """Yield (field, what is wrong) for what the types of the fields cannot say."""
    for name in OF_PERSON:
        value = getattr(pose, name)
        if value is None:
            continue
        kind = BOTH.get(name, name.removeprefix("left_").removeprefix("right_"))
        if kind in NUMBERS and isinstance(value, tuple):
            least, most = NUMBERS[kind]
            if not least <= len(value) <= most:
                words = str(least) if least == most else f"{least} to {most}"
                yield name, f"needs {words} numbers, not {len(value)}"
        if kind in ("foot", "hand") or (kind in ("knee", "elbow") and isinstance(value, str)):
            yield from _wrong_target(name, kind, value)
        if kind == "rests":
            yield from (
                (name, f"cannot be {word!r}; one of {', '.join(RESTS)}")
                for word in value
                if word not in RESTS
            )
    if pose.pelvis is not None and pose.chest is not None:
        yield "chest", "cannot be given together with pelvis: the back joins them; give one"
    if isinstance(pose, KeyPose) and pose.partner:
        yield from ((f"partner.{name}", reason) for name, reason in problems(pose.partner))


def _wrong_target(name: str, kind: str, value: str) -> Iterator[tuple[str, str]]:
    if kind == "elbow" and value in POLES:
        return
    try:
        parse(value)
    except TargetError as error:
        yield name, str(error)


def carried(before: Pose, pose: PersonPose) -> Pose:
    """Return the whole pose: what `pose` mentions, and all else as before."""
    whole = dict(before)
    said = _said(pose)
    for name in said:
        side, _, kind = name.partition("_")
        if side in SIDES:
            for other in REPLACES.get(kind, ()):
                whole.pop(f"{side}_{other}", None)
    if "chest" in said or "pelvis" in said:
        for name in ("chest", "pelvis"):
            whole.pop(name, None)
        if (("chest" in said) is not ("chest" in before)) and "place" not in said:
            whole.pop("place", None)  # a place is of the pelvis or of the chest; see solve.py
    for name in ("settle", "lift"):
        whole.pop(name, None)
    return whole | said


def _said(pose: PersonPose) -> dict[str, Any]:
    """Return the fields that are mentioned; what is said of both sides is said of each."""
    said: dict[str, Any] = {}
    for name in OF_PERSON:
        value = getattr(pose, name)
        if value is None:
            continue
        if name in BOTH:
            said |= {f"{side}_{BOTH[name]}": _for_side(value, BOTH[name], side) for side in SIDES}
        else:
            said[name] = value
    return said


def _for_side(value: Any, kind: str, side: str) -> Any:
    """Return what is written for the left side as it is for this one."""
    if side == "left":
        return value
    if isinstance(value, str):
        return mirrored_text(value)
    if kind == "fingers":
        return (value[0], -value[1], value[2])
    return -value if kind == "toes" else value


def mirrored_text(text: str) -> str:
    """Return a target's words seen in a mirror: left is right, and y changes its sign."""
    words = text.split()
    swap = {"left": "right", "right": "left"}
    name = words[1] if words[0] == "partner" else words[0]
    at = {"floor": 1, "seat": 1, "bed": 1, "wall": 0, "backrest": 0, "at": 1}.get(name)
    seen, out = 0, []
    for word in words:
        head, _, tail = word.partition("_")
        if word.lstrip("-").replace(".", "", 1).isdigit():
            if seen == at:
                word = f"{-float(word):g}"
            seen += 1
        elif head in swap and tail:
            word = f"{swap[head]}_{tail}"
        elif word in swap:
            word = swap[word]
        out.append(word)
    return " ".join(out)
