"""The steps of an exercise as films: which key pose is reached when, and any moment between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import asin, sin

from exercises.figures.between import between
from exercises.figures.breath import Sight, Thick, free_spot
from exercises.figures.camera import Camera, camera
from exercises.figures.keys import KeyPose, PersonPose, Pose, carried
from exercises.figures.measures import R_SHOULDER
from exercises.figures.mirror import mirrored
from exercises.figures.person import bones
from exercises.figures.solve import KeyScene, Moment, solved
from exercises.figures.stage import Stage
from exercises.figures.vectors import add
from exercises.spec import ExerciseSpec, Step
from exercises.vocabulary import Phase, SideOrder

SETTLING_S = 3.0  # a hold that changes the pose a little does so in its first seconds
DEEP, WIDE = 60.0, 500.0  # cm: what is below the floor and beside the room
NOSE, NOSE_WIDE = 10.0, 8.0  # cm from the middle of the head
STANDARD_REST: Pose = {"rests": ("feet",)}


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a film: from one key pose to the next, between two times in seconds."""

    start: float
    end: float
    a: KeyScene
    b: KeyScene

    def moment_time(self, way: float) -> float:
        """Return when a share of the way (not of the time) is done."""
        return self.start + (self.end - self.start) * uneased(way) * 0.999999


@dataclass(frozen=True, slots=True)
class StepFilm:
    """One step: its key poses, its camera, and the legs between the poses."""

    step: Step
    keys: tuple[KeyScene, ...]
    before: KeyScene
    legs: tuple[Leg, ...]
    camera: Camera
    mirror: bool = False

    @property
    def seconds(self) -> float:
        """Return how long the film of the step is: its step, or one turn of its cycle."""
        return self.legs[-1].end if self.step.pose.cycle and self.legs else self.step.seconds

    def at(self, time: float) -> Moment:
        """Return the moment at a time in seconds from the step's beginning."""
        return self._seen(self._at(time))

    def _at(self, time: float) -> Moment:
        for leg in self.legs:
            if time < leg.end:
                share = max(0.0, (time - leg.start) / (leg.end - leg.start))
                return between(leg.a, leg.b, eased(share))
        last = self.legs[-1].b if self.legs else self.keys[-1]
        return last.moment

    def key_moments(self) -> list[Moment]:
        """Return the key poses as moments."""
        return [self._seen(key.moment) for key in self.keys]

    def _seen(self, moment: Moment) -> Moment:
        return mirrored(moment) if self.mirror else moment


def with_spot(scene: KeyScene, camera: Camera, mirror: bool) -> KeyScene:
    """Return a key pose with its sign of breath where the picture leaves room for it."""
    moment = mirrored(scene.moment) if mirror else scene.moment
    return replace(scene, spot=free_spot(_sight(moment, camera)))


def _sight(moment: Moment, camera: Camera) -> Sight:
    """Return the person's face in the picture, and what would hide a sign before it."""
    hiding: list[Thick] = []
    others: list[Thick] = []
    for n, body in enumerate(moment.bodies):
        for bone in bones(body):
            rows = hiding if n == 0 or bone.name == "head" else others
            rows.append((camera.flat(bone.start), camera.flat(bone.end), bone.radius))
    at = moment.bodies[0].points
    shoulders = (camera.flat(at["left_shoulder"]), camera.flat(at["right_shoulder"]))
    hiding.append((*shoulders, R_SHOULDER))
    for other in moment.bodies[1:]:  # a sign at another's nose would be his breath
        face, looks = other.points["head"], other.frames["head"][0]
        hiding.append((camera.flat(face), camera.flat(add(face, looks, NOSE)), NOSE_WIDE))
    if camera.up[2] > 0.5:
        below = camera.flat((0.0, 0.0, 0.0))[1] + DEEP
        hiding.append(((-WIDE, below), (WIDE, below), DEEP))
    body = moment.bodies[0]
    head, ahead = body.points["head"], body.frames["head"][0]
    return Sight(camera.flat(head), camera.flat(add(head, ahead)), hiding, others)


def eased(share: float) -> float:
    """Return the share of a movement done: slow at both ends, as a body is."""
    return share * share * (3 - 2 * share)


def uneased(way: float) -> float:
    """Return the share of the time after which a share of the way is done."""
    return 0.5 - sin(asin(1 - 2 * way) / 3)


def films(spec: ExerciseSpec, mirror: bool = False) -> list[StepFilm]:
    """Return the film of every step; `mirror` gives side B. Empty if nothing is drawn."""
    made: list[StepFilm] = []
    poses: tuple[Pose, ...] = ()
    scene: KeyScene | None = None
    stage = spec.stage or Stage()
    # Where sides alternate from one repetition to the next, the camera must not jump.
    other_side = mirror and spec.side_order is SideOrder.BLOCK
    for step in spec.steps:
        keys: list[KeyScene] = []
        before, view = scene, _seen(step, other_side)
        for key in step.figure:
            poses = carried_all(poses, key)
            stage = stage.with_roller(key.roller)
            scene = with_spot(solved(stage, poses, scene), view, mirror)
            keys.append(scene)
        if not keys:
            return []
        first = before or keys[0]
        legs = tuple(_legs(step, first, keys))
        made.append(StepFilm(step, tuple(keys), first, legs, view, mirror))
    return made


def _seen(step: Step, mirror: bool) -> Camera:
    """Return the camera of a step; `mirror` turns a chosen yaw to the other side of the person.

    The side view stays: there the person faces right on both sides.
    """
    yaw = step.pose.yaw
    if mirror and yaw is not None and step.pose.view != "side":
        yaw = -yaw
    return camera(step.pose.view, yaw, step.pose.pitch)


def carried_all(before: tuple[Pose, ...], key: KeyPose) -> tuple[Pose, ...]:
    """Return the whole poses of the person, and of the partner if there is one."""
    poses = [carried(before[0] if before else STANDARD_REST, key)]
    partner = before[1] if len(before) > 1 else None
    if key.partner or partner is not None:
        poses.append(carried(partner or STANDARD_REST, key.partner or PersonPose()))
    return tuple(poses)


def _legs(step: Step, before: KeyScene, keys: list[KeyScene]) -> Iterator[Leg]:
    """Yield the legs of a step: all its time for a movement, the first seconds of a hold."""
    scenes = [before, *keys] if before is not keys[0] else keys
    if step.pose.cycle:
        turn = [*keys, *reversed(keys[:-1])] if len(keys) > 2 else [*keys, keys[0]]
        for n, (a, b) in enumerate(pairwise(turn)):
            yield Leg(n * step.pose.cycle, (n + 1) * step.pose.cycle, a, b)
        return
    moving = list(pairwise(scenes))
    total = float(step.seconds)
    if step.phase is Phase.HOLD:
        total = min(total, SETTLING_S * len(moving))
    shares = [key.share or 1.0 for key in step.figure][-len(moving) :] if moving else []
    time = 0.0
    for (a, b), share in zip(moving, shares, strict=True):
        long = total * share / sum(shares)
        yield Leg(time, time + long, a, b)
        time += long
