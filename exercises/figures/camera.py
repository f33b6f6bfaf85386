"""From space to picture: a camera far away, a little turned so that depth can be told."""

from dataclasses import dataclass
from math import cos, radians, sin

from exercises.figures.vectors import Vec, X, Y, Z, add, dot, mul

type Point = tuple[float, float]

# view -> right, up and toward the viewer
VIEWS: dict[str, tuple[Vec, Vec, Vec]] = {
    "side": (X, Z, mul(Y, -1)),
    "front": (Y, Z, X),
    "top": (Y, mul(X, -1), Z),
}
# A plain side view hides the far arm and leg behind the near ones; a small turn and tilt show
# both, and a mat or seat shows its face. From above one looks a little from the feet.
YAW = {"side": 16.0, "front": 14.0, "top": 0.0}
PITCH = {"side": 9.0, "front": 13.0, "top": -16.0}


@dataclass(frozen=True, slots=True)
class Camera:
    """Three directions: to the right of the picture, up in it, and toward the viewer."""

    right: Vec
    up: Vec
    toward: Vec

    def flat(self, p: Vec) -> Point:
        """Return a point in the picture: x to the right, y down."""
        return (dot(p, self.right), -dot(p, self.up))

    def depth(self, p: Vec) -> float:
        """Return how near a point is to the viewer; more is nearer."""
        return dot(p, self.toward)


def camera(view: str, yaw: float | None = None, pitch: float | None = None) -> Camera:
    """Return the camera of a view, turned from it by yaw and raised by pitch (degrees)."""
    right, up, toward = VIEWS[view]
    turn = radians(YAW[view] if yaw is None else yaw)
    tilt = radians(PITCH[view] if pitch is None else pitch)
    right, toward = (
        add(mul(right, cos(turn)), toward, -sin(turn)),
        add(mul(toward, cos(turn)), right, sin(turn)),
    )
    up, toward = (
        add(mul(up, cos(tilt)), toward, -sin(tilt)),
        add(mul(toward, cos(tilt)), up, sin(tilt)),
    )
    return Camera(right, up, toward)
