"""Which part is drawn over which: where two overlap in the picture, the nearer one comes later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import hypot

from exercises.figures.camera import Camera, Point
from exercises.figures.vectors import Vec, length, sub

ROOT_FAVOUR = 5.5
SHORT = 0.55  # a limb seen shorter than this share of its length points at the viewer
LONG = 0.75  # a thigh seen longer than this runs on into the shin with no round knee between
SEAMLESS = 0.5  # how far a limb that only meets its root is before it: less than any real overlap
JOINED = 0.35  # how much of a limb next to its joint says nothing about before and behind


@dataclass(frozen=True, slots=True)
class Bone:
    """A drawn part as a thick line in space; `root` is the part it grows from, `bias` moves it.

    `at_start` says that it grows from the start of that part and not from its end.
    """

    name: str
    start: Vec
    end: Vec
    radius: float
    root: str = ""
    bias: float = 0.0
    at_start: bool = False


def ranks(bones: Sequence[Bone], camera: Camera) -> dict[str, float]:
    """Return for each part its place in the order of drawing, the farthest 0."""
    over: dict[str, dict[str, float]] = {bone.name: {} for bone in bones}
    for a, b in combinations(bones, 2):
        ahead = _ahead(a, b, camera)
        if ahead > 0:
            over[a.name][b.name] = ahead
        elif ahead < 0:
            over[b.name][a.name] = -ahead
    depth = {bone.name: (camera.depth(bone.start) + camera.depth(bone.end)) / 2 for bone in bones}
    left, order = set(over), dict[str, float]()
    while left:
        free = [name for name in left if not over[name].keys() & left]
        # Arms around each other make rings of before and behind: the weakest link gives way.
        ring = () if free else [name for name in left if name in _behind(name, over, left)]
        least = [
            (max(over[name][other] for other in over[name].keys() & left), name) for name in ring
        ]
        farthest = min(free, key=lambda name: (depth[name], name)) if free else min(least)[1]
        order[farthest] = float(len(order))
        left.remove(farthest)
    return order


def _behind(name: str, over: Mapping[str, Mapping[str, float]], left: set[str]) -> set[str]:
    """Return all that is to be drawn before a part: what it is over, and what that is over."""
    found: set[str] = set()
    todo = [name]
    while todo:
        more = over[todo.pop()].keys() & left - found
        found |= more
        todo += more
    return found


def _ahead(a: Bone, b: Bone, camera: Camera) -> float:
    """Return above zero where a is in front of b, below where behind, zero where apart."""
    for limb, trunk, way in ((a, b, 1.0), (b, a, -1.0)):
        if limb.root == trunk.name and not trunk.root:
            return way * _off_trunk(limb, trunk, camera)
    if a.root == b.name:
        a = _free_part(a, _favour(b, camera))
    if b.root == a.name:
        b = _free_part(b, _favour(a, camera))
    s, t, apart = _nearest(
        (camera.flat(a.start), camera.flat(a.end)), (camera.flat(b.start), camera.flat(b.end))
    )
    joined = a.root == b.name or b.root == a.name
    if not joined and apart > a.radius + b.radius + 1.0:
        return 0.0
    here = camera.depth(a.start) * (1 - s) + camera.depth(a.end) * s
    there = camera.depth(b.start) * (1 - t) + camera.depth(b.end) * t
    ahead = here + a.bias - there - b.bias
    if joined and apart > a.radius + b.radius:
        # They meet at the joint alone: the outer one over the other shows no seam there.
        if a.root == b.name and _runs_on(b, a, camera):
            return max(ahead, SEAMLESS)
        if b.root == a.name and _runs_on(a, b, camera):
            return min(ahead, -SEAMLESS)
    return ahead


def _runs_on(root: Bone, limb: Bone, camera: Camera) -> bool:
    """Whether a limb is one with its root; an elbow is slim: its round alone would be a stump."""
    return limb.name.endswith("forearm") or _seen(root, camera) > LONG


def _off_trunk(limb: Bone, trunk: Bone, camera: Camera) -> float:
    """Return how far a limb is in front of the trunk it grows from.

    Its joint tells most: drawn over the trunk, a limb shows no seam; the far one stays behind.
    """
    side = trunk.start if limb.at_start else trunk.end
    joint = camera.depth(limb.start) - camera.depth(side)
    free = camera.depth(limb.end) - camera.depth(limb.start)
    return joint + ROOT_FAVOUR + 0.25 * free


def _favour(root: Bone, camera: Camera) -> float:
    """Return how much a shin or forearm is favoured over the limb it grows from.

    Drawn over it, a straight limb shows no seam; a knee that points at the viewer must stay round.
    """
    return 5.0 if _seen(root, camera) > SHORT else 1.0


def _seen(bone: Bone, camera: Camera) -> float:
    """Return which share of its length a part shows: 1 across the picture, 0 at the viewer."""
    flat = zip(camera.flat(bone.end), camera.flat(bone.start), strict=True)
    return hypot(*(p - q for p, q in flat)) / (length(sub(bone.end, bone.start)) or 1.0)


def _free_part(bone: Bone, favour: float) -> Bone:
    (ax, ay, az), (bx, by, bz) = bone.start, bone.end
    k = JOINED
    start = (ax + (bx - ax) * k, ay + (by - ay) * k, az + (bz - az) * k)
    return replace(bone, start=start, bias=bone.bias + favour)


def _nearest(p: tuple[Point, Point], q: tuple[Point, Point]) -> tuple[float, float, float]:
    """Return the places (0 to 1) at which two lines in the picture are nearest, and how near."""
    best = (0.0, 0.0, 1e9)
    crossing = _crossing(p, q)
    if crossing:
        return (*crossing, 0.0)
    for n in range(9):
        share = n / 8
        for swap, (line, other) in ((False, (p, q)), (True, (q, p))):
            x = line[0][0] + (line[1][0] - line[0][0]) * share
            y = line[0][1] + (line[1][1] - line[0][1]) * share
            at, apart = foot((x, y), other)
            if apart < best[2]:
                best = (at, share, apart) if swap else (share, at, apart)
    return best


def foot(point: Point, line: tuple[Point, Point]) -> tuple[float, float]:
    """Return the place (0 to 1) on a line that is nearest to a point, and how far off it is."""
    (ax, ay), (bx, by) = line
    ex, ey = bx - ax, by - ay
    size = ex * ex + ey * ey or 1e-9
    at = max(0.0, min(1.0, ((point[0] - ax) * ex + (point[1] - ay) * ey) / size))
    x, y = ax + ex * at - point[0], ay + ey * at - point[1]
    return at, (x * x + y * y) ** 0.5


def _crossing(p: tuple[Point, Point], q: tuple[Point, Point]) -> tuple[float, float] | None:
    ex, ey = p[1][0] - p[0][0], p[1][1] - p[0][1]
    fx, fy = q[1][0] - q[0][0], q[1][1] - q[0][1]
    cross = ex * fy - ey * fx
    if abs(cross) < 1e-6:
        return None
    dx, dy = q[0][0] - p[0][0], q[0][1] - p[0][1]
    s, t = (dx * fy - dy * fx) / cross, (dx * ey - dy * ex) / cross
    return (s, t) if 0 <= s <= 1 and 0 <= t <= 1 else None
