"""The shipped catalogue and routines as the rules see them, by the short names of the stories."""

from exercises.catalogue import read_catalogue
from exercises.models import Exercise
from tracking.frozen import exercise_facts
from tracking.safety.plan import Item

CATALOGUE = {
    entry.spec.slug: exercise_facts(
        Exercise(slug=entry.spec.slug, data=entry.document, checksum=entry.checksum)
    )
    for entry in read_catalogue().entries
}

#: docs/safety.md explains these names above its worked examples.
SHORT = {
    "BB": CATALOGUE["bridge-backbend"],
    "BED": CATALOGUE["bed-edge-extension"],
    "CB": CATALOGUE["chair-back-thoracic-extension"],
    "CP": CATALOGUE["childs-pose"],
    "CT": CATALOGUE["seated-chair-twist"],
    "DK": CATALOGUE["double-knee-to-chest"],
    "ET": CATALOGUE["extension-with-twist"],
    "FB": CATALOGUE["standing-forward-bend-twist"],
    "FR": CATALOGUE["foam-roller-back"],
    "FT": CATALOGUE["seated-floor-twist"],
    "HP": CATALOGUE["standing-extension-hand-press"],
    "HUG": CATALOGUE["partner-bear-hug"],
    "KR": CATALOGUE["knees-to-chest-rock"],
    "LIFT": CATALOGUE["partner-rear-lift"],
    "PRO": CATALOGUE["floor-manipulation-by-another"],
    "SB": CATALOGUE["standing-back-extension"],
    "ST": CATALOGUE["supine-spinal-twist"],
    "TR": CATALOGUE["standing-trunk-rotation"],
}


def items(names: str) -> tuple[Item, ...]:
    """Routine items from short names."""
    return tuple(Item(slug=SHORT[name].slug) for name in names.split())
