"""A rule in words for the public rules page: what it asks, why, and where it comes from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracking.safety.composition import MAX_ITEMS, MAX_ON_REGION, MAX_SECONDS
from tracking.safety.limits import STRETCH_SECONDS, Limits
from tracking.safety.mail import MAIL_GAP, STALE_AFTER
from tracking.safety.screening import CLEARS_AFTER
from tracking.wording.evidence import Evidence

HOUR = timedelta(hours=1)

#: Figures that are no setting: the same on every instance.
FIXED: Mapping[str, int] = {
    "stretch_seconds": STRETCH_SECONDS,
    "items": MAX_ITEMS,
    "minutes": MAX_SECONDS // 60,
    "on_region": MAX_ON_REGION,
    "stale_hours": STALE_AFTER // HOUR,
    "gap_hours": MAIL_GAP // HOUR,
    "clears_hours": CLEARS_AFTER // HOUR,
    # Kept by slices of tracking, which nothing here imports; test_book.py compares them.
    "move_seconds": 3,
    "breath_seconds": 30,
    "reminders": 5,
    "effort": 5,
}


class Origin(StrEnum):
    """Where a rule comes from."""

    ARTICLE = "article"  # the general how-to article "How to Crack Your Back"
    OURS = "ours"
    BOTH = "both"


ORIGINS: Mapping[Origin, Promise] = {
    Origin.ARTICLE: _("The general how-to article “How to Crack Your Back”"),
    Origin.OURS: _("A cautious choice of Limber"),
    Origin.BOTH: _("The article “How to Crack Your Back”; the figures are our choice"),
}


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule in words. `text` has the names of `Limits` fields and of `FIXED` as placeholders.

    Change words, source or a default figure and raise `version`: a test compares them.
    """

    title: Promise
    text: Promise
    why: Promise
    origin: Origin
    evidence: tuple[Evidence, ...] = ()  # none where no study was found that speaks to it
    version: int = 1

    def said(self, limits: Limits) -> str:
        """What the rule asks, with these figures."""
        return str(self.text) % {**FIXED, **asdict(limits)}


@dataclass(frozen=True, slots=True)
class Review:
    """A clinician has read this version of a rule and agrees to it."""

    version: int
    by: str
    on: date


#: By the id of the rule. None yet. An entry is signed by its commit; a rule changed since counts
#: as not reviewed.
REVIEWS: Mapping[str, Review] = {}


def review_of(rule: str, words: RuleText) -> Review | None:
    """The review of the rule as it is now."""
    review = REVIEWS.get(rule)
    return review if review and review.version == words.version else None
