"""The body in numbers: lengths, soft radii and joint limits of a person of 170 cm (cm, degrees)."""

from typing import Literal

type Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

HIP_HALF = 9.0  # middle of the body to the hip joint
SACRUM = 9.0  # hip line to the lowest lumbar joint
LUMBAR = 15.0
LOWER_THORACIC = 14.0
UPPER_THORACIC = 14.0
NECK = 9.0
SHOULDER_HALF = 17.0
SHOULDER_DROP = 4.8  # shoulder line below the base of the neck
UPPER_ARM = 30.0
FOREARM = 25.5
HAND = 17.0
PALM = 8.0  # wrist to the middle of the palm
THIGH = 41.0
SHIN = 41.0
ANKLE = 7.0  # sole to the ankle joint
HEEL = 5.0  # ankle joint to the middle of the heel, backward
BALL = 12.0  # ankle joint to the ball of the foot, forward
TOE = 18.0

# The head's centre above and before its joint, and its half axes: forward, sideways, upward.
HEAD_CENTRE = (0.8, 0.0, 9.0)
HEAD_AXES = (9.6, 7.8, 11.3)

# Soft radii around the bones. Lying, the back and the head must come to rest at one height.
R_PELVIS, R_WAIST, R_CHEST, R_HEAD = 10.0, 9.0, 9.6, 9.0
R_NECK, R_SHOULDER = 5.2, 5.2
R_HIP, R_THIGH, R_KNEE, R_CALF, R_ANKLE = 8.2, 7.6, 5.4, 5.4, 3.4
R_HEEL, R_BALL, R_TOE = 3.0, 2.2, 1.5
R_UPPER_ARM, R_ELBOW, R_FOREARM, R_WRIST, R_PALM = 4.6, 3.7, 3.7, 2.5, 1.6

# Backbone at rest: the hollow of the loins, the round of the ribs, and the head above both.
NEUTRAL = {"lumbar": -6.0, "lower": 3.0, "upper": 6.0, "neck": 2.0, "head": -5.0}

# How the whole bend of the back is shared by its three parts: flexion, side bend, turn.
# Lumbar joints flex most and hardly turn; the turning is done by the ribs' part.
SHARES = {
    "lumbar": (0.5, 0.4, 0.2),
    "lower": (0.26, 0.3, 0.4),
    "upper": (0.24, 0.3, 0.4),
}

# (least, most) of flexion, side bend and turn. Generous ends of healthy ranges.
SPINE_LIMITS = {
    "lumbar": ((-40, 60), (-25, 25), (-18, 18)),
    "lower": ((-25, 30), (-20, 20), (-25, 25)),
    "upper": ((-25, 30), (-20, 20), (-30, 30)),
    "neck": ((-35, 40), (-25, 25), (-45, 45)),
    "head": ((-35, 35), (-20, 20), (-45, 45)),
}
HIP_FLEX = (-25.0, 140.0)
HIP_OUT = (-45.0, 60.0)
KNEE_INNER = (22.0, 180.0)
ELBOW_INNER = (30.0, 180.0)
ANKLE_INNER = (55.0, 180.0)  # shin to sole: less is drawn up, more is pointed
SHOULDER_BACK = 65.0  # an arm below the shoulder, behind the chest
SHOULDER_ACROSS = 60.0  # an arm across the chest, inward of straight ahead

# What a support may miss by, and how deep a body part may be in a prop.
REST_TOLERANCE = 1.0
# Bone is drawn round and floors are hard: a joint, a hand or a foot gives way by a centimetre.
HARD_TOLERANCE = 1.0
# Buttocks, thighs, calves and the back are soft and flatten under the weight by two to three.
SOFT_TOLERANCE = 3.0
