"""The other side: a posture seen in a mirror, left for right. The picture is drawn anew from it."""

from dataclasses import replace

from exercises.figures.skeleton import Body, Limb, Posture, body_of
from exercises.figures.solve import Moment
from exercises.figures.vectors import Frame, Vec


def mirrored(moment: Moment) -> Moment:
    """Return the moment with every person mirrored; props are alike on both sides."""
    return replace(moment, bodies=tuple(mirrored_body(body) for body in moment.bodies))


def mirrored_body(body: Body) -> Body:
    posture = body.posture
    arms, legs = posture.arms, posture.legs
    return body_of(
        Posture(
            hips=_vec(posture.hips),
            pelvis=_frame(posture.pelvis),
            spine={
                name: (flex, -side, -turn) for name, (flex, side, turn) in posture.spine.items()
            },
            arms={"left": _limb(arms["right"]), "right": _limb(arms["left"])},
            legs={"left": _limb(legs["right"]), "right": _limb(legs["left"])},
            size=posture.size,
        )
    )


def _vec(v: Vec) -> Vec:
    return (v[0], -v[1], v[2])


def _frame(frame: Frame) -> Frame:
    forward, left, up = (_vec(axis) for axis in frame)
    return (forward, (-left[0], -left[1], -left[2]), up)


def _limb(limb: Limb) -> Limb:
    return replace(limb, upper=_frame(limb.upper), end=_frame(limb.end))
