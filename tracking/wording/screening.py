"""The words of the screening page: questions, what may be ticked, and why a field is refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracking.safety.facts import PainQuality
from tracking.safety.questions import FieldCode, Group

GROUPS: Mapping[Group, Promise] = {
    Group.YOU: _("About you"),
    Group.WARNING_SIGNS: _("Warning signs"),
    Group.SPINE: _("Bones and spine"),
    Group.HEALTH: _("Your health in general"),
    Group.JOINTS: _("Joints and skin"),
    Group.PAIN: _("Your back right now"),
}

QUESTIONS: Mapping[str, Promise] = {
    "q1": _("How old are you?"),
    "q2": _(
        "Is any of this new: trouble passing or holding urine or stool, numbness between the "
        "legs, sexual numbness, or weakness or numbness in both legs?"
    ),
    "q3": _(
        "Did the back pain start after a fall, a crash or a hard blow in the last 6 weeks? If "
        "your bones are fragile, any small fall counts."
    ),
    "q4": _(
        "Do you have back pain together with fever or feeling ill, weight loss without trying, "
        "or cancer now or in the past, or pain that never eases at night?"
    ),
    "q5": _(
        "Is a leg or an arm newly or increasingly weak or numb, is your walk unsteady, or is "
        "there a band of pain around your trunk?"
    ),
    "q6": _(
        "Do you have chest pain, breathlessness, a sudden tearing pain, or a sudden severe pain "
        "in head or neck with dizziness or trouble seeing or speaking?"
    ),
    "q7": _(
        "Are your bones thin, did one break in a minor fall, do you take steroid tablets for "
        "long, or did you break the spine, a rib, the pelvis or the breastbone in 6 months?"
    ),
    "q8": _(
        "Have you ever had an operation on the spine, a disc problem or pain below the knee, a "
        "narrowed canal or slipped vertebra, or an inflammatory disease of the spine?"
    ),
    "q9": _(
        "Have you had another operation in the last 12 weeks, are you pregnant, or did you give "
        "birth in the last 12 weeks?"
    ),
    "q10": _(
        "Do you have a heart condition, high blood pressure that is not under control, or do you "
        "take blood thinners?"
    ),
    "q11": _(
        "Do you get dizzy lying back or looking up, have you fallen in the last year, or do you "
        "have glaucoma, a retina problem or a recent eye operation?"
    ),
    "q12": _(
        "Are your breasts large or tender or is your chest tender, or have you had a rib injury, "
        "a collapsed lung or a lung condition?"
    ),
    "q13": _(
        "Is a shoulder, wrist, elbow, knee, hip or your neck painful or unstable, are your "
        "joints very loose, or is there an open wound or swelling on your back?"
    ),
    "q14": _("How much does your back hurt right now, from 0 (not at all) to 10?"),
}

OPTIONS: Mapping[str, Promise] = {
    "thin_bones": _("Thin bones (low bone density)"),
    "fragile_break": _("A bone broken in a minor fall"),
    "steroids": _("Steroid tablets for a long time"),
    "trunk_fracture": _("A broken spine, rib, pelvis or breastbone in the last 6 months"),
    "spine_operation": _("An operation on the spine"),
    "disc_or_leg_pain": _("A disc problem, or pain that goes below the knee"),
    "narrow_or_slipped": _("A narrowed spinal canal or a slipped vertebra"),
    "inflammatory": _("An inflammatory disease of the spine"),
    "other_operation": _("Another operation in the last 12 weeks"),
    "pregnant": _("Pregnant"),
    "birth": _("Gave birth in the last 12 weeks"),
    "birth_by_section": _("Gave birth by caesarean section in the last 12 weeks"),
    "heart": _("A heart condition"),
    "blood_pressure": _("High blood pressure that is not under control"),
    "blood_thinner": _("Blood thinners, or bleeding easily"),
    "dizzy": _("Dizzy when lying back or looking up"),
    "fall": _("A fall in the last year"),
    "eyes": _("Glaucoma, a retina problem or a recent eye operation"),
    "chest": _("Large or tender breasts, or a tender chest"),
    "rib": _("A rib injury"),
    "collapsed_lung": _("A collapsed lung in the past"),
    "lung": _("A lung condition"),
    "shoulder": _("A painful or unstable shoulder"),
    "wrist_elbow": _("A painful wrist or elbow"),
    "knee_hip": _("A painful knee or hip, or a hip replacement"),
    "neck": _("A painful or injured neck"),
    "lax_joints": _("Very loose joints"),
    "skin": _("An open wound or swelling on the back"),
}

CHOICES: Mapping[str, Promise] = {"no": _("No"), "yes": _("Yes"), "not_sure": _("Not sure")}

NONE_APPLY = _("None of these apply to me")
CLINICIAN_SEEN = _("A clinician has seen me about this")
NEWS = _("Is anything new since your last answers?")

QUALITIES: Mapping[PainQuality, Promise] = {
    PainQuality.ACHE: _("An ache, a pull or pressure"),
    PainQuality.STABBING: _("Stabbing"),
    PainQuality.BURNING: _("Burning"),
    PainQuality.SHOOTING: _("Shooting"),
    PainQuality.NUMB_TINGLING: _("Numbness or tingling"),
    PainQuality.WEAKNESS: _("Weakness"),
}

FIELD_ERRORS: Mapping[FieldCode, Promise] = {
    FieldCode.SCREENING_INCOMPLETE: _("Please answer this; “not sure” is an answer too."),
    FieldCode.AGE_OUT_OF_RANGE: _("Please give your age in whole years, from 1 to 120."),
    FieldCode.PAIN_OUT_OF_RANGE: _("Please give a whole number from 0 to 10."),
    FieldCode.UNKNOWN_ANSWER: _("This is not one of the answers offered."),
    FieldCode.CONTRADICTORY: _("You ticked “none of these” and answered yes; please choose one."),
}
