"""What is known, from publications that were read, if only their abstract; no others are cited."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOI = "https://doi.org/"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding in a sentence; `source` is a citation, the same in every language."""

    text: Promise
    source: str
    url: str = ""  # none where the citation is of a printed journal


CAVITY = Evidence(
    _("The sound is a cavity forming in the fluid of a joint, seen by MRI in knuckles."),
    "Kawchuk 2015, PLoS ONE 10(4):e0119470",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC4398549/",
)
KNUCKLES_WAIT = Evidence(
    _("A knuckle does not crack again for about 20 minutes. Of the spine less is known."),
    "Unsworth 1971, Cracking joints, Ann Rheum Dis",
)
NO_ARTHRITIS = Evidence(
    _("In 215 people cracked knuckles were not linked with arthritis of the hand."),
    "deWeber 2011, J Am Board Fam Med 24:169-174",
)
FINGERS_ONLY = Evidence(
    _(
        "Forty people who crack their knuckles had no more disability, swelling or laxity; an "
        "older study reported swelling. These are fingers: for the spine it is not known."
    ),
    "Boutin 2017",
    f"{DOI}10.1007/s11999-016-5215-3",
)
POP_NOT_NEEDED = Evidence(
    _("A review of five studies found no less pain when there was a pop."),
    "Systematic review, 2022",
    f"{DOI}10.1186/s12998-022-00454-0",
)
POPS_UNCOUNTED = Evidence(
    _("In people with neck pain more pops during a treatment did not mean a better result."),
    "Cleland 2007, J Man Manip Ther 15:143-154",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC2565622/",
)
POP_UNHEARD = Evidence(
    _("In 40 people without pain a thrust dulled heat pain for a while, with a pop or without."),
    "Bialosky 2010",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC2837475/",
)
ROLLER_CARE = Evidence(
    _(
        "37 experts agreed: no foam rolling over open wounds or broken bones, and care with "
        "inflammation, a clot in a deep vein or an infected bone."
    ),
    "Bartsch 2021",
    f"{DOI}10.3390/jcm10225360",
)
STRETCH_DOSE = Evidence(
    _("Advised for stretching: holds of 10 to 30 seconds, to tightness or slight discomfort."),
    "American College of Sports Medicine, guideline update of 2021",
)
THREE_A_DAY = Evidence(
    _("A public leaflet for backs: five repetitions, three times a day, stop if it gets worse."),
    "NHS inform",
)
LAY_BEAR_HUG = Evidence(
    _("A woman of 20 had a collapsed lung after a friend’s bear hug to crack her back."),
    "Masneri 2007, J Osteopath Med 107(9):411-413",
)
THORACIC_CASES = Evidence(
    _(
        "29 serious cases were published after manipulation of the thoracic spine by "
        "professionals, 19 of them injuries of the spinal cord."
    ),
    "Systematic review, PROSPERO CRD42019123140, summarised at csp.org.uk",
)
PROFESSIONAL_RISK = Evidence(
    _("Estimates of serious events range from 1 in 2 million to 13 in 10,000."),
    "PMC5719861",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC5719861/",
)
RESERVED_ACT = Evidence(
    _("In Ontario, for one, such a thrust is reserved to registered professions by law."),
    "Chiropractic Act 1991; College of Naturopaths of Ontario",
)
RED_FLAGS = Evidence(
    _("Warning signs are weak one by one; they are a safety net, not a diagnosis."),
    "Finucane 2020",
    f"{DOI}10.2519/jospt.2020.9971",
)
CAUDA_EQUINA = Evidence(
    _("Changes of bladder or bowel, numbness between the legs, signs in both legs: an emergency."),
    "BMJ Best Practice 3000164",
)
THIN_BONES = Evidence(
    _("Bones of the spine have broken after bending forward in people with thin bones."),
    "Sinaki 2013, Pain Pract 13:68-75",
)
BENDING_CARE = Evidence(
    _("With thin bones bending forward is a risk, while mild movement may help: a review."),
    "Int J Yoga Therap 2013;23:17-23",
)
EYE_PRESSURE = Evidence(
    _("Pressure in the eye rises head-down, and is back within two minutes."),
    "Jasien 2015",
    f"{DOI}10.1371/journal.pone.0144505",
)
REAL_CHANGE = Evidence(
    _("In low back pain a change of two points on a scale of ten is a real one."),
    "Childs 2005, Spine 30:1331",
)
NO_DEFINITION = Evidence(
    _("There is no agreed definition of overuse: it builds up from small loads without recovery."),
    "Sports Med 2014;44:405",
)
ASKING_FINDS = Evidence(
    _("Asking how people feel each week finds about ten times what counting lost days does."),
    "Clarsen 2013, Br J Sports Med 47:495",
)
