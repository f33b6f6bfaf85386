"""One sentence for every finding about a routine, and a label for its fix."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.labels import REGION, SIDE
from exercises.vocabulary import Region, Side
from tracking.safety.plan import Finding, FindingCode, Fix, FixKind

FINDINGS: Mapping[tuple[FindingCode, str], Promise] = {
    (FindingCode.EMPTY, ""): _("There is nothing in this routine yet."),
    (FindingCode.UNKNOWN_EXERCISE, ""): _("The catalogue has no such exercise: %(slug)s"),
    (FindingCode.NOT_RUNNABLE, "professional"): _(
        "Only a trained professional may do this; it cannot be part of a routine."
    ),
    (FindingCode.NOT_RUNNABLE, "off"): _("This exercise is not offered here."),
    (FindingCode.STRETCH_FIRST, ""): _(
        "Stretch first: %(seconds)s of %(needed)s seconds of stretching come before this."
    ),
    (FindingCode.COUNTER_MISSING, ""): _(
        "After %(after)s comes a bend the other way. Suitable: %(accepted)s"
    ),
    (FindingCode.COUNTER_MISSING, "none"): _(
        "After %(after)s comes a bend the other way before anything else that arches the back."
    ),
    (FindingCode.ENDS_MOBILISING, ""): _("A routine ends with a pure stretch."),
    (FindingCode.ONE_SIDED, ""): _("Both sides are needed; this has: %(sides)s"),
    (FindingCode.ELEVATED_NO_ACK, ""): _(
        "An exercise of elevated risk needs someone with you: the routine must ask for it."
    ),
    (FindingCode.ELEVATED_LIMIT, ""): _("Only one exercise of elevated risk fits in a routine."),
    (FindingCode.REGION_OVERLOAD, ""): _(
        "At most %(limit)s mobilising exercises on one region; too many on: %(regions)s"
    ),
    (FindingCode.HOLD_OUT_OF_RANGE, ""): _(
        "The hold is %(low)s to %(high)s seconds, not %(hold)s."
    ),
    (FindingCode.HOLD_OUT_OF_RANGE, "none"): _("This is one continuous movement without a hold."),
    (FindingCode.TOO_LONG, ""): _(
        "A routine has at most %(items)s exercises and lasts at most %(minutes)s minutes."
    ),
}

FIXES: Mapping[FixKind, Promise] = {
    FixKind.INSERT: _("Add before number %(item)s: %(names)s"),
    FixKind.REMOVE: _("Remove it"),
    FixKind.SET_HOLD: _("Set the hold to %(seconds)s seconds"),
    FixKind.BOTH_SIDES: _("Do both sides"),
    FixKind.REQUIRE_ACK: _("Ask for a helper before each run"),
}


def finding_sentence(finding: Finding, *, names: Mapping[str, str] | None = None) -> str:
    """What is wrong; `names` are exercise names by slug."""
    params = finding.params
    found = {
        **params,
        "after": _name(str(params.get("after", "")), names),
        "accepted": _names(_texts(params.get("accepted")), names),
        "sides": ", ".join(str(SIDE[Side(side)]) for side in _texts(params.get("sides"))),
        "regions": ", ".join(str(REGION[Region(r)]) for r in _texts(params.get("regions"))),
    }
    return str(FINDINGS[finding.code, _variant(finding)]) % found


def fix_label(fix: Fix, *, names: Mapping[str, str] | None = None) -> str:
    """The words on the button that applies the fix with its first choice."""
    if fix.kind is FixKind.SET_HOLD and fix.seconds is None:
        return gettext("Use the exercise’s own time")
    figures = {
        "item": fix.item,
        "names": _names(fix.slugs[:1], names),
        "seconds": fix.seconds,
    }
    return str(FIXES[fix.kind]) % figures


def _variant(finding: Finding) -> str:
    if "reason" in finding.params:
        return str(finding.params["reason"])
    needed = {FindingCode.COUNTER_MISSING: "accepted", FindingCode.HOLD_OUT_OF_RANGE: "low"}
    key = needed.get(finding.code)
    return "none" if key and not finding.params.get(key) else ""


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _names(slugs: tuple[str, ...], names: Mapping[str, str] | None) -> str:
    return ", ".join(_name(slug, names) for slug in slugs)


def _name(slug: str, names: Mapping[str, str] | None) -> str:
    return gettext(names[slug]) if names and slug in names else slug
