"""The vocabulary in plain words: one label a code, for every page that shows one."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.prescription import Source
from exercises.spec import Likelihood
from exercises.vocabulary import (
    Breath,
    Companion,
    Equipment,
    Movement,
    Phase,
    Position,
    Region,
    Side,
    SideOrder,
    Tier,
)

Labels = Mapping[StrEnum, Promise]

REGION: Labels = {
    Region.CERVICAL: _("Neck"),
    Region.THORACIC: _("Upper and middle back"),
    Region.THORACOLUMBAR: _("Waist"),
    Region.LUMBAR: _("Lower back"),
    Region.SACROILIAC: _("Base of the spine"),
}
TIER: Labels = {
    Tier.STRETCH: _("Stretch"),
    Tier.LOW: _("Low risk"),
    Tier.ELEVATED: _("Elevated risk"),
    Tier.PROFESSIONAL_ONLY: _("Professionals only"),
}
POSITION: Labels = {
    Position.SUPINE: _("Lying on the back"),
    Position.KNEELING: _("Kneeling"),
    Position.SEATED_FLOOR: _("Sitting on the floor"),
    Position.SEATED_CHAIR: _("Sitting on a chair"),
    Position.STANDING: _("Standing"),
}
EQUIPMENT: Labels = {
    Equipment.MAT: _("Mat"),
    Equipment.CHAIR: _("Chair"),
    Equipment.ROLLER: _("Foam roller"),
    Equipment.BED: _("Bed"),
    Equipment.WALL: _("Wall"),
    Equipment.SHOES: _("Shoes with grip"),
}
COMPANION: Labels = {
    Companion.NONE: _("Nobody else"),
    Companion.SPOTTER: _("Someone standing by"),
    Companion.ACTIVE_PARTNER: _("A partner who lends a hand"),
    Companion.PROFESSIONAL: _("A professional"),
}
MOVEMENT: Labels = {
    Movement.FLEXION: _("Bending forward"),
    Movement.EXTENSION: _("Bending back"),
    Movement.ROTATION: _("Turning"),
    Movement.AXIAL: _("Lengthening"),
    Movement.SELF_MASSAGE: _("Self-massage"),
}
PHASE: Labels = {
    Phase.SETUP: _("Get ready"),
    Phase.MOVE: _("Move"),
    Phase.HOLD: _("Hold"),
    Phase.RETURN: _("Come back"),
    Phase.FINISH: _("Finish"),
}
BREATH: Labels = {
    Breath.IN: _("Breathe in"),
    Breath.OUT: _("Breathe out"),
    Breath.NORMAL: _("Keep breathing"),
}
SIDE: Labels = {Side.LEFT: _("Left side"), Side.RIGHT: _("Right side")}
SIDE_ORDER: Labels = {
    SideOrder.ALTERNATE: _("Change sides after each repetition."),
    SideOrder.BLOCK: _("Do all repetitions on one side, then on the other."),
}
SOURCE: Labels = {Source.TEXT: _("Article"), Source.DEFAULT: _("Our choice")}
LIKELIHOOD: Labels = {
    Likelihood.UNLIKELY: _("A joint is unlikely to pop."),
    Likelihood.POSSIBLE: _("A joint may pop."),
    Likelihood.LIKELY: _("A joint often pops."),
    Likelihood.NOT_APPLICABLE: _("Not something to try."),
}

_BY_TYPE: Mapping[type[StrEnum], Labels] = {
    Region: REGION,
    Tier: TIER,
    Position: POSITION,
    Equipment: EQUIPMENT,
    Companion: COMPANION,
    Movement: MOVEMENT,
    Phase: PHASE,
    Breath: BREATH,
    Side: SIDE,
    SideOrder: SIDE_ORDER,
    Source: SOURCE,
    Likelihood: LIKELIHOOD,
}


def label(word: StrEnum) -> Promise:
    """Return the label of a word of the vocabulary."""
    return _BY_TYPE[type(word)][word]
