"""What makes a list of exercises a routine, for the public rules page: one entry a finding."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tracking.safety.plan import FindingCode
from tracking.wording import evidence as known
from tracking.wording.rule_text import Origin, RuleText

COMPOSITION: Mapping[FindingCode, RuleText] = {
    FindingCode.EMPTY: RuleText(
        _("Not empty"),
        _("A routine has at least one exercise."),
        _("There is nothing to judge, and nothing to do."),
        Origin.OURS,
    ),
    FindingCode.UNKNOWN_EXERCISE: RuleText(
        _("Known exercises only"),
        _("Every exercise of a routine stands in the catalogue."),
        _("What has no entry has no risk, no region and no limit either."),
        Origin.OURS,
    ),
    FindingCode.NOT_RUNNABLE: RuleText(
        _("Only what can be run here"),
        _("What is for professionals only, retired or switched off is part of no routine."),
        _("The article forbids it to untrained people, or whoever runs this instance does."),
        Origin.BOTH,
    ),
    FindingCode.STRETCH_FIRST: RuleText(
        _("A stretch at the beginning"),
        _("%(stretch_seconds)s seconds of stretching before the first mobilising exercise."),
        _("The article stretches first and does not aim for a crack."),
        Origin.BOTH,
        (known.STRETCH_DOSE,),
    ),
    FindingCode.COUNTER_MISSING: RuleText(
        _("After an arch, a bend forward"),
        _(
            "After exercises that arch the back, the next other one is a counter-movement that "
            "suits all of them."
        ),
        _("The article bends forward after bending back and mirrors its turns."),
        Origin.ARTICLE,
    ),
    FindingCode.ENDS_MOBILISING: RuleText(
        _("A stretch at the end"),
        _("The last exercise is a pure stretch."),
        _("It is the calmest place to stop."),
        Origin.OURS,
    ),
    FindingCode.ONE_SIDED: RuleText(
        _("Both sides"),
        _("An exercise that has two sides is done on both."),
        _("The article does each of them on both sides."),
        Origin.ARTICLE,
    ),
    FindingCode.ELEVATED_NO_ACK: RuleText(
        _("A helper is asked for"),
        _("A routine with an exercise of elevated risk asks for a helper before every run."),
        _("If something goes wrong, you cannot help yourself."),
        Origin.BOTH,
    ),
    FindingCode.ELEVATED_LIMIT: RuleText(
        _("One of elevated risk"),
        _("A routine has at most one exercise of elevated risk."),
        _("Its risk is higher by the article’s own words."),
        Origin.OURS,
    ),
    FindingCode.REGION_OVERLOAD: RuleText(
        _("No region too often"),
        _("At most %(on_region)s mobilising exercises on one region."),
        _("Overuse builds up from many small loads without rest."),
        Origin.OURS,
        (known.NO_DEFINITION,),
    ),
    FindingCode.HOLD_OUT_OF_RANGE: RuleText(
        _("Holds as described"),
        _("A hold stays between the least and the most that the exercise’s page gives."),
        _("The article gives 5 to 30 seconds, by exercise."),
        Origin.ARTICLE,
        (known.STRETCH_DOSE,),
    ),
    FindingCode.TOO_LONG: RuleText(
        _("Not too long"),
        _("At most %(items)s exercises and %(minutes)s minutes."),
        _("Tired people hold on and push; several short runs are gentler than a long one."),
        Origin.OURS,
    ),
}
