"""The words of the domain: the only place where the codes of catalogue and rules are defined."""

from enum import StrEnum


class Region(StrEnum):
    """Stretch of the spine, listed from the head down. No exercise works the neck, on purpose."""

    CERVICAL = "cervical"
    THORACIC = "thoracic"
    THORACOLUMBAR = "thoracolumbar"
    LUMBAR = "lumbar"
    SACROILIAC = "sacroiliac"


class Tier(StrEnum):
    """Risk tier of an exercise, least first."""

    STRETCH = "stretch"
    LOW = "low"
    ELEVATED = "elevated"
    PROFESSIONAL_ONLY = "professional_only"


class RunMode(StrEnum):
    """How an exercise may be run: freely, behind an acknowledgement per run, or not at all."""

    FREE = "free"
    GATED = "gated"
    INFO_ONLY = "info_only"


class Companion(StrEnum):
    """Who else an exercise needs; a spotter applies no force, an active partner does."""

    NONE = "none"
    SPOTTER = "spotter"
    ACTIVE_PARTNER = "active_partner"
    PROFESSIONAL = "professional"


class Tag(StrEnum):
    """Contraindication: a health answer that blocks or cautions an exercise."""

    RED_FLAG = "red_flag"
    AGE_UNDER_18 = "age_under_18"
    OSTEOPOROSIS = "osteoporosis"
    RECENT_FRACTURE = "recent_fracture"
    SPINE_SURGERY = "spine_surgery"
    RECENT_SURGERY = "recent_surgery"
    DISC_PROBLEM = "disc_problem"
    STENOSIS_SLIP = "stenosis_slip"
    INFLAMMATORY_SPINE = "inflammatory_spine"
    HYPERMOBILITY = "hypermobility"
    PREGNANCY = "pregnancy"
    CHEST_BREAST = "chest_breast"
    RIB_LUNG = "rib_lung"
    SHOULDER_PROBLEM = "shoulder_problem"
    WRIST_ELBOW_PROBLEM = "wrist_elbow_problem"
    KNEE_HIP_PROBLEM = "knee_hip_problem"
    NECK_PROBLEM = "neck_problem"
    DIZZINESS = "dizziness"
    BLOOD_PRESSURE = "blood_pressure"
    HEART = "heart"
    EYE_PRESSURE = "eye_pressure"
    BLOOD_THINNER = "blood_thinner"
    SKIN_WOUND = "skin_wound"
    BALANCE = "balance"
    AGE_65_PLUS = "age_65_plus"


#: Tags that close every exercise, whatever its own list says.
BLOCK_ALL: frozenset[Tag] = frozenset({Tag.RED_FLAG, Tag.AGE_UNDER_18})


class Equipment(StrEnum):
    MAT = "mat"
    CHAIR = "chair"
    ROLLER = "roller"
    BED = "bed"
    WALL = "wall"
    SHOES = "shoes"


class Position(StrEnum):
    SUPINE = "supine"
    KNEELING = "kneeling"
    SEATED_FLOOR = "seated_floor"
    SEATED_CHAIR = "seated_chair"
    STANDING = "standing"


class Movement(StrEnum):
    FLEXION = "flexion"
    EXTENSION = "extension"
    ROTATION = "rotation"
    AXIAL = "axial"
    SELF_MASSAGE = "self-massage"


class Phase(StrEnum):
    """Part of a bout, in the order it is done."""

    SETUP = "setup"
    MOVE = "move"
    HOLD = "hold"
    RETURN = "return"
    FINISH = "finish"


class Breath(StrEnum):
    """Breath cue of a step; holding the breath is never one."""

    IN = "in"
    OUT = "out"
    NORMAL = "normal"


class SideOrder(StrEnum):
    """ALTERNATE swaps sides after each repetition; BLOCK does all of one side first."""

    ALTERNATE = "alternate"
    BLOCK = "block"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
