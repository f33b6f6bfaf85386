"""Vectors and frames in space. A frame is three unit vectors: forward, left and up of a body part.

World: x forward, y to the figure's left, z up; centimetres and degrees.
"""

from math import acos, atan2, cos, degrees, hypot, radians, sin

type Vec = tuple[float, float, float]
type Frame = tuple[Vec, Vec, Vec]
type Angles = tuple[float, float, float]  # flexion (forward), side bend (left), turn (left)

X: Vec = (1.0, 0.0, 0.0)
Y: Vec = (0.0, 1.0, 0.0)
Z: Vec = (0.0, 0.0, 1.0)
WORLD: Frame = (X, Y, Z)


def add(a: Vec, b: Vec, times: float = 1.0) -> Vec:
    """Return a + b * times."""
    return (a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times)


def sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def mul(a: Vec, times: float) -> Vec:
    return (a[0] * times, a[1] * times, a[2] * times)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def length(a: Vec) -> float:
    return hypot(*a)


def unit(a: Vec, otherwise: Vec = Z) -> Vec:
    """Return `a` with length one, or `otherwise` if it has no direction."""
    size = length(a)
    return mul(a, 1 / size) if size > 1e-6 else otherwise


def mix(a: Vec, b: Vec, share: float) -> Vec:
    """Return the point `share` of the way from a to b."""
    rest = 1 - share
    return (
        a[0] * rest + b[0] * share,
        a[1] * rest + b[1] * share,
        a[2] * rest + b[2] * share,
    )


def across(a: Vec, axis: Vec, otherwise: Vec = Z) -> Vec:
    """Return the direction of `a` at right angles to `axis`."""
    return unit(add(a, axis, -dot(a, axis)), otherwise)


def angle_between(a: Vec, b: Vec) -> float:
    return degrees(acos(max(-1.0, min(1.0, dot(unit(a), unit(b))))))


def along(frame: Frame, v: Vec) -> Vec:
    """Return in world terms what `v` is in terms of the frame."""
    (a, b, c), (d, e, f), (g, h, i) = frame
    x, y, z = v
    return (a * x + d * y + g * z, b * x + e * y + h * z, c * x + f * y + i * z)


def within(frame: Frame, v: Vec) -> Vec:
    """Return in terms of the frame what `v` is in world terms."""
    return (dot(frame[0], v), dot(frame[1], v), dot(frame[2], v))


def compose(parent: Frame, local: Frame) -> Frame:
    return (along(parent, local[0]), along(parent, local[1]), along(parent, local[2]))


def relative(parent: Frame, child: Frame) -> Frame:
    """Return the frame that, composed with the parent, gives the child."""
    return (within(parent, child[0]), within(parent, child[1]), within(parent, child[2]))


def inverse(frame: Frame) -> Frame:
    (a, b, c), (d, e, f), (g, h, i) = frame
    return ((a, d, g), (b, e, h), (c, f, i))


def rotated(angles: Angles) -> Frame:
    """Return the frame after a side bend, then flexion, then a turn about the parent's up."""
    flex, side, turn = (radians(angle) for angle in angles)
    cf, sf, cs, ss, ct, st = cos(flex), sin(flex), cos(side), sin(side), cos(turn), sin(turn)
    return (
        (cf * ct, cf * st, -sf),
        (-ss * sf * ct - cs * st, cs * ct - ss * sf * st, -ss * cf),
        (cs * sf * ct - ss * st, cs * sf * st + ss * ct, cs * cf),
    )


def bent(frame: Frame, angles: Angles) -> Frame:
    """Return the frame of a part that is bent by `angles` against its parent."""
    return compose(frame, rotated(angles))


def angles_of(local: Frame) -> Angles:
    """Return flexion, side bend and turn of a frame; the inverse of `rotated`."""
    f, left, up = local
    flex = degrees(atan2(-f[2], hypot(f[0], f[1])))
    turn = degrees(atan2(f[1], f[0]))
    side = degrees(atan2(-left[2], up[2]))
    return (flex, side, turn)


def facing(up: Vec, forward: Vec) -> Frame:
    """Return the frame with exactly this up and forward as near as it can be."""
    u = unit(up)
    f = across(forward, u, across(X, u, Y))
    return (f, cross(u, f), u)


def _quaternion(frame: Frame) -> tuple[float, float, float, float]:
    (a, d, g), (b, e, h), (c, f, i) = frame  # columns of the matrix
    trace = a + e + i
    if trace > 0:
        s = (trace + 1) ** 0.5 * 2
        return (s / 4, (h - f) / s, (c - g) / s, (d - b) / s)
    if a >= e and a >= i:
        s = max(1 + a - e - i, 1e-12) ** 0.5 * 2
        return ((h - f) / s, s / 4, (b + d) / s, (c + g) / s)
    if e >= i:
        s = max(1 + e - a - i, 1e-12) ** 0.5 * 2
        return ((c - g) / s, (b + d) / s, s / 4, (f + h) / s)
    s = max(1 + i - a - e, 1e-12) ** 0.5 * 2
    return ((d - b) / s, (c + g) / s, (f + h) / s, s / 4)


def turned_between(a: Frame, b: Frame, share: float) -> Frame:
    """Return the frame `share` of the way on the shortest turn from a to b."""
    p, q = _quaternion(a), _quaternion(b)
    cosine = sum(m * n for m, n in zip(p, q, strict=True))
    if cosine < 0:
        q, cosine = (-q[0], -q[1], -q[2], -q[3]), -cosine
    if cosine > 0.9999:
        first, second = 1 - share, share
    else:
        angle = acos(min(1.0, cosine))
        first, second = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
    w, x, y, z = (m * first + n * second for m, n in zip(p, q, strict=True))
    size = hypot(w, x, y, z)
    w, x, y, z = w / size, x / size, y / size, z / size
    return (
        (1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)),
        (2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)),
        (2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)),
    )
