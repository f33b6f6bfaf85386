"""The drawn figures as pages use them: reels written by `manage.py figures --write`, and stills.

Computing a reel takes seconds, so the files beside this module are kept with the code. A reel
whose exercise has changed since is computed when it is asked for.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from exercises.figures.film import films
from exercises.figures.picture import bounds, path
from exercises.figures.reel import PLACES, reel, unpacked
from exercises.figures.svg import box_of
from exercises.spec import ExerciseSpec, Pose
from exercises.vocabulary import Phase

FOLDER = Path(__file__).parent / "reels"
EDGE = 8  # around the people of a thumbnail, in half centimetres
GRID = 25  # its size is a multiple of this, so that a scaled one has whole pixels


@dataclass(frozen=True, slots=True)
class Album:
    """The figures of one exercise; `sides` holds the reel of side A and, if there is one, of B.

    `mark` changes with all that is drawn, so that a picture's address may be kept for ever.
    `held` is the step (from 0) whose last pose stands for the exercise, `near` the box around it.
    """

    sides: tuple[dict[str, Any], ...]
    mark: str
    held: int
    near: str

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of every picture, in half centimetres."""
        return size_of(self.sides[0]["box"])

    @property
    def steps(self) -> int:
        return len(self.sides[0]["steps"])

    def reel(self, side: str = "A") -> dict[str, Any]:
        """Return the reel of a side; an exercise without sides has one for both."""
        return self.sides[-1 if side == "B" else 0]

    def keys(self, step: int, side: str = "A") -> list[int]:
        """Return the frames of the key poses that a step (from 0) reaches, one after the other."""
        return _ends(self.reel(side))[step]

    def thumbnail(self) -> str:
        """Return the pose that is held, without the room that the other steps need."""
        return self.still(self.held, self.keys(self.held)[-1], "", box=self.near)

    def still(self, step: int, frame: int, title: str, side: str = "A", *, box: str = "") -> str:
        """Return one frame of a step as a whole SVG; decoration if it has no title."""
        told = self.reel(side)
        row = told["steps"][step]
        orders = [order for leg in row["l"] for order in leg[3]]
        first = _first(told, step)
        order = told["orders"][orders[frame - first]]
        paths = _paths(told, frame, row["b"])
        words = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
        inside = told["scenes"][row["g"]] + "".join(paths[PLACES[mark]] for mark in order)
        return f'<svg class="figure" viewBox="{box or told["box"]}" {words}>{inside}</svg>'


def album_of(spec: ExerciseSpec) -> Album | None:
    """Return the figures of an exercise, or None if it has no poses."""
    known = KEPT.get(spec.slug)
    if known is None or known[0] is not spec:
        known = KEPT[spec.slug] = (spec, _album(spec))
    return known[1]


def written(spec: ExerciseSpec) -> str:
    """Return the text of the file that keeps the reels of an exercise."""
    sides = [_reel(spec, mirror) for mirror in ((False, True) if spec.both_sides else (False,))]
    told = {"of": mark_of(spec), "engine": engine(), "sides": sides}
    return json.dumps(told, separators=(",", ":"), sort_keys=True) + "\n"


def mark_of(spec: ExerciseSpec) -> str:
    """Return a mark that changes with everything that is drawn of an exercise."""
    steps = [
        [
            step.phase,
            step.seconds,
            step.breath,
            _looked_at(step.pose),
            list(map(asdict, step.figure)),
        ]
        for step in spec.steps
    ]
    told = [steps, asdict(spec.stage) if spec.stage else None, spec.regions, spec.both_sides]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _looked_at(pose: Pose) -> list[Any]:
    """Return what of a step's pose is drawn: from where it is seen, and how it repeats."""
    return [pose.view, pose.yaw, pose.pitch, pose.cycle]


@cache
def engine() -> str:
    """Return a mark of the code that draws; the tests hold it against the files."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    text = b"".join(path.read_bytes() for path in sources if path.name not in APART)
    return hashlib.sha256(text).hexdigest()[:16]


APART = {"album.py", "plate.py", "sheet.py", "check.py", "limits.py"}  # change no reel
#: By slug. Typed specs are kept by their content (exercises.models), so the same one comes again.
KEPT: dict[str, tuple[ExerciseSpec, Album | None]] = {}


def _album(spec: ExerciseSpec) -> Album | None:
    if not any(step.figure for step in spec.steps):
        return None
    kept, mark = _read(spec.slug), mark_of(spec)
    told = kept if kept.get("of") == mark else json.loads(written(spec))
    sides = tuple(told["sides"])
    held = next(n for n, step in enumerate(spec.steps) if step.phase is Phase.HOLD)
    return Album(sides, f"{mark[:8]}{engine()[:8]}", held, _near(sides[0], held))


def _reel(spec: ExerciseSpec, mirror: bool) -> dict[str, Any]:
    made = films(spec, mirror)
    both = [*made, *films(spec, not mirror)] if spec.both_sides else made
    box = box_of((moment, film.camera) for film in both for moment in film.key_moments())
    return reel(made, spec.regions, box)


@cache
def _read(slug: str) -> dict[str, Any]:
    file = FOLDER / f"{slug}.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return found


def _first(told: dict[str, Any], step: int) -> int:
    """Return the number of the first frame of a step."""
    return sum(len(leg[2]) for row in told["steps"][:step] for leg in row["l"])


def _ends(told: dict[str, Any]) -> list[list[int]]:
    """Return for each step the frames with which its legs end."""
    ends, at = [], 0
    for row in told["steps"]:
        found = []
        for leg in row["l"]:
            at += len(leg[2])
            found.append(at - 1)
        ends.append(found)
    return ends


def _paths(told: dict[str, Any], frame: int, breath: str) -> list[str]:
    return [
        ""
        if name == "fig-breath" and breath == "normal"
        else f'<path class="{name}" d="{path(row, kind)}"/>'
        for name, kind, row in _rows(told, frame)
    ]


def _near(told: dict[str, Any], step: int) -> str:
    """Return the view box around the people in the last pose of a step."""
    frame = _ends(told)[step][-1]
    rows = [row for name, _, row in _rows(told, frame) if name != "fig-breath"]
    left, top, right, bottom = bounds(rows)
    width, height = (
        -int(-(long + 2 * EDGE) // GRID) * GRID for long in (right - left, bottom - top)
    )
    x, y = round((left + right - width) / 2), round((top + bottom - height) / 2)
    return f"{x} {y} {width} {height}"


def _rows(told: dict[str, Any], frame: int) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Yield of each shape its classes, how its points are joined, and its points in a frame."""
    numbers = iter(unpacked(told["frames"], told["shapes"], frame))
    for name, kind, count in told["shapes"]:
        yield name, kind, [(next(numbers), next(numbers)) for _ in range(count)]


def size_of(box: str) -> tuple[int, int]:
    """Return width and height of a view box."""
    _, _, width, height = map(int, box.split())
    return width, height
