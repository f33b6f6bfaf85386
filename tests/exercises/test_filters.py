"""Which exercises answer what was asked for."""

import pytest

from exercises.catalogue import read_catalogue
from exercises.filters import Criteria, matches
from exercises.forms import AT_HAND
from exercises.vocabulary import Companion, Equipment, Position, Region, Tier

SPECS = [entry.spec for entry in read_catalogue().entries]


def found(**asked):
    """Return the slugs of what matches."""
    return {spec.slug for spec in SPECS if matches(spec, Criteria(**asked))}


def test_asking_for_nothing_shows_everything():
    assert len(found()) == 18


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        pytest.param({"region": Region.SACROILIAC}, {"supine-spinal-twist"}, id="region"),
        pytest.param({"region": Region.CERVICAL}, set(), id="neck-has-nothing"),
        pytest.param(
            {"tier": Tier.PROFESSIONAL_ONLY}, {"floor-manipulation-by-another"}, id="tier"
        ),
        pytest.param({"position": Position.KNEELING}, {"childs-pose"}, id="position"),
        pytest.param(
            {"companion": Companion.ACTIVE_PARTNER},
            {"partner-bear-hug", "partner-rear-lift"},
            id="companion",
        ),
        pytest.param(
            {"at_hand": frozenset({Equipment.CHAIR}), "position": Position.SEATED_CHAIR},
            {"seated-chair-twist"},
            id="a-chair-without-a-wall",
        ),
        pytest.param(
            {
                "at_hand": frozenset({Equipment.CHAIR, Equipment.WALL}),
                "position": Position.SEATED_CHAIR,
            },
            {"seated-chair-twist", "chair-back-thoracic-extension"},
            id="a-chair-and-a-wall",
        ),
        pytest.param(
            {"tier": Tier.STRETCH, "position": Position.STANDING, "region": Region.LUMBAR},
            {"standing-forward-bend-twist"},
            id="all-together",
        ),
    ],
)
def test_every_criterion_narrows(asked, slugs):
    assert found(**asked) == slugs


def test_with_nothing_at_hand_no_equipment_is_needed():
    assert found(at_hand=frozenset()) == {
        "standing-back-extension",
        "standing-extension-hand-press",
        "standing-trunk-rotation",
        "standing-forward-bend-twist",
        "partner-bear-hug",
        "partner-rear-lift",
    }


def test_optional_equipment_is_never_required():
    assert "seated-floor-twist" in found(at_hand=frozenset({Equipment.MAT}))


def test_what_can_be_ticked_is_what_some_exercise_needs():
    assert set(AT_HAND) == {item for spec in SPECS for item in spec.equipment}


def test_information_is_not_offered_for_what_is_at_hand():
    everything = frozenset(Equipment)
    assert "floor-manipulation-by-another" not in found(at_hand=everything)
    assert len(found(at_hand=everything)) == 17
