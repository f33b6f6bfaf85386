"""The spine map: each region's bones with its state in words, from the verdicts of the rules.

Pure but for translation; ends are told in the given zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2s
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.labels import REGION
from exercises.vocabulary import Region
from tracking.safety.regions import RegionState, Status
from tracking.safety.verdict import Code, Rule, Verdict
from tracking.today.anatomy import VIEW_BOX, Shape, outline, shapes
from tracking.wording.when import when

ICON = {
    Status.READY: "check",
    Status.RESTING: "hourglass",
    Status.AT_LIMIT: "minus",
    Status.COOLING_DOWN: "moon",
    Status.LOCKED: "lock",
    Status.NOT_OFFERED: "x",
}
LOCKED: dict[Code, Promise] = {
    Code.AGE_UNDER_18: gettext_lazy("Locked: for adults only"),
    Code.RED_FLAG: gettext_lazy("Locked: seek care first"),
    Code.STOP_LOCK: gettext_lazy("Locked after a pain stop"),
    Code.STOP_REST: gettext_lazy("Resting after a pain stop until %(until)s"),
    Code.SCREENING_REQUIRED: gettext_lazy("Locked: health questions first"),
    Code.PAIN_NOW_HIGH: gettext_lazy("Stretches only until %(until)s"),
}
DAILY = (Rule.D1, Rule.D2, Rule.D3, Rule.D4, Rule.D5)
WHOLE_BACK = frozenset({Rule.D1, Rule.W1})
#: What a passed count says, of the whole back or of the region, today or this week.
AT_LIMIT: dict[tuple[bool, bool], Promise] = {
    (False, True): gettext_lazy("At its limit: %(count)s of %(limit)s today"),
    (False, False): gettext_lazy("At its limit: %(count)s of %(limit)s this week"),
    (True, True): gettext_lazy("Whole back at its limit: %(count)s of %(limit)s today"),
    (True, False): gettext_lazy("Whole back at its limit: %(count)s of %(limit)s this week"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One region as drawn: its bones, its state and the few words that say it."""

    state: RegionState
    shape: Shape
    words: str

    @property
    def region(self) -> Region:
        return self.state.region

    @property
    def name(self) -> Promise:
        return REGION[self.state.region]

    @property
    def status(self) -> str:
        return self.state.status.value

    @property
    def icon(self) -> str:
        return ICON[self.state.status]

    @property
    def bones(self) -> SafeString:
        return drawing(self.shape)

    @property
    def has_reason(self) -> bool:
        """Whether there is a page that says why: the neck's reason is on the safety page."""
        return self.state.status is not Status.NOT_OFFERED


@dataclass(frozen=True, slots=True)
class SpineMap:
    """The whole picture; `digest` changes when anything in it does."""

    parts: tuple[Part, ...]
    view_box: str = VIEW_BOX

    @property
    def outline(self) -> str:
        return outline()

    @property
    def summary(self) -> str:
        return " ".join(f"{part.name}: {part.words}." for part in self.parts)

    @property
    def digest(self) -> str:
        return blake2s(self.summary.encode(), digest_size=6).hexdigest()


@cache  # as often as there are regions
def drawing(shape: Shape) -> SafeString:
    """Return the bones of a region as SVG."""
    bones = format_html_join("", '<path d="{}"/>', ((d,) for d in shape.processes + shape.bodies))
    return bones + format_html_join("", '<path class="seam" d="{}"/>', ((d,) for d in shape.seams))


def spine_map(states: Iterable[RegionState], *, zone: ZoneInfo, now: datetime) -> SpineMap:
    """Return the map of these states."""
    bones = {shape.region: shape for shape in shapes()}
    return SpineMap(
        tuple(
            Part(state, bones[state.region], words(state, zone=zone, now=now)) for state in states
        )
    )


def words(state: RegionState, *, zone: ZoneInfo, now: datetime) -> str:
    """Return what to write beside the region: a few words without a full stop."""
    verdict = state.verdict
    until = when(state.until, zone=zone, now=now) if state.until else ""
    if state.status is Status.NOT_OFFERED:
        return _("Not exercised here, on purpose")
    if verdict is None:
        return _("Ready")
    if state.status is Status.RESTING:
        return _("Resting until %(until)s") % {"until": until}
    if state.status is Status.COOLING_DOWN:
        return _("Cooling down until %(until)s") % {"until": until}
    if state.status is Status.AT_LIMIT:
        return _at_limit(verdict)
    return str(LOCKED.get(verdict.code, gettext_lazy("Locked"))) % {"until": until}


def _at_limit(verdict: Verdict) -> str:
    return str(AT_LIMIT[verdict.rule in WHOLE_BACK, verdict.rule in DAILY]) % verdict.params


def example() -> SpineMap:
    """Return the map that visitors see: a lower back that released at 08:05, all else ready."""
    now = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
    rest = Verdict(code=Code.REFRACTORY, rule=Rule.A4, until=now + timedelta(minutes=35))
    shown = {
        Region.CERVICAL: (Status.NOT_OFFERED, None),
        Region.LUMBAR: (Status.RESTING, rest),
    }
    states = (
        RegionState(region=region, status=status, verdict=verdict)
        for region in Region
        for status, verdict in [shown.get(region, (Status.READY, None))]
    )
    return spine_map(states, zone=ZoneInfo("UTC"), now=now)
