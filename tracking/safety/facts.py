"""What the rules look at: plain frozen values that the caller reads from wherever it keeps them.

Every datetime is timezone-aware and kept in UTC: adding hours to a local time would count them
on the clock face, which jumps. Local dates are stored on the logs.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from exercises.vocabulary import (
    Companion,
    Equipment,
    Position,
    Region,
    RunMode,
    Tag,
    Tier,
)
from tracking.safety.limits import DEFAULT_LIMITS, Limits
from tracking.safety.verdict import Rule, Scope


class PainQuality(StrEnum):
    """What a pain is like; every one but ACHE (ache, pull or pressure) is a reason to stop."""

    ACHE = "ache"
    STABBING = "stabbing"
    BURNING = "burning"
    SHOOTING = "shooting"
    NUMB_TINGLING = "numb_tingling"
    WEAKNESS = "weakness"


class Whose(StrEnum):
    OWN = "own"
    PARTNER = "partner"


class Care(StrEnum):
    """Kind of care a red flag calls for."""

    EMERGENCY = "emergency"
    SAME_DAY = "same_day"


class Ack(StrEnum):
    """A tick that a gated exercise needs in every run; never remembered."""

    HELPER_PRESENT = "helper_present"
    SIGNAL_AGREED = "signal_agreed"
    FLOOR_CLEAR = "floor_clear"
    CAN_CALL_HELP = "can_call_help"
    RISKS_READ = "risks_read"
    PARTNER_READ_RISKS = "partner_read_risks"
    PARTNER_TALLER_STRONGER = "partner_taller_stronger"
    STEADY_NEVER_JERK = "steady_never_jerk"


class _InUtc:
    """Turns every datetime among the fields into UTC."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:  # type: ignore[attr-defined]
            value = getattr(self, name)
            if isinstance(value, datetime) and value.tzinfo is not UTC:
                object.__setattr__(self, name, value.astimezone(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What the rules need to know of one catalogue entry. Seconds are those of one whole bout."""

    slug: str
    tier: Tier
    run_mode: RunMode
    mobilising: bool
    regions: tuple[Region, ...]
    daily_cap: int
    seconds: int
    companion: Companion = Companion.NONE
    release_regions: tuple[Region, ...] = ()  # the first is meant when the person is not sure
    block: frozenset[Tag] = frozenset()
    caution: frozenset[Tag] = frozenset()
    partner_block: frozenset[Tag] = frozenset()
    stretch_seconds: int = 0  # seconds of its repeated steps, both sides; 0 if mobilising
    hold_min: int | None = None
    hold_max: int | None = None
    both_sides: bool = False
    counter: tuple[str, ...] = ()  # accepted counters; empty when none is required
    easier: tuple[str, ...] = ()
    prerequisite: bool = False
    equipment: frozenset[Equipment] = frozenset()
    positions: frozenset[Position] = frozenset()
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bout(_InUtc):
    """One exercise done once, as logged. `on` is the local date of its start, kept with the log."""

    id: str
    session: str
    exercise: str
    tier: Tier
    mobilising: bool
    regions: tuple[Region, ...]
    start: datetime
    end: datetime
    on: date
    daily_cap: int
    released: tuple[Region, ...] = ()
    stretch_seconds: int = 0  # seconds of stretching really done; 0 if mobilising
    auxiliary: bool = False  # served as warm-up or counter

    @property
    def order(self) -> tuple[date, datetime, int, str]:
        """Place in the log: by local date, then start, then id."""
        return self.on, self.start, 0, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain(_InUtc):
    """Pain answers (0-10 or None) of one session, placed at its last mobilising bout.

    `pain.report` builds it from the session's bouts.
    """

    session: str
    at: datetime
    on: date
    regions: tuple[Region, ...]
    before: int | None = None
    after: int | None = None

    @property
    def order(self) -> tuple[date, datetime, int, str]:
        """Place in the log: right after the bout it stands at."""
        return self.on, self.at, 1, self.session


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(_InUtc):
    """A pain that stopped a session. `quality` is None when the question was left unanswered."""

    at: datetime
    rescreened_at: datetime | None = None
    quality: PainQuality | None = None
    whose: Whose = Whose.OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening(_InUtc):
    """The latest screening, concluded (see `screening.conclude`)."""

    answered_at: datetime
    age: int
    tags: frozenset[Tag] = frozenset()
    care: Care | None = None
    red_since: datetime | None = None  # first red answer that is not cleared yet
    pain: int = 0
    quality: PainQuality | None = None
    voided_at: datetime | None = None  # the person said that something is new


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(_InUtc):
    """One passed limit: at most one per rule, scope and date.

    Level 1-3 is an over; level 0 is a flare (P2, a lock without mail) or a trend (P3, mail
    without a lock: it ends as it begins). `rows` are the counted bouts, or sessions for P2 and P3.
    """

    rule: Rule
    scope: Scope
    on: date
    tripped_at: datetime
    until: datetime
    level: int
    count: int
    limit: int
    rows: tuple[str, ...] = ()

    def open_at(self, now: datetime) -> bool:
        """Whether its cool-down runs at `now`; the end itself is outside."""
        return self.tripped_at <= now < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that decides whether this person may start one exercise now.

    `bouts` and `pains` need reach back no further than a rolling week, `incidents` than the
    longest cool-down, those of level 3 than the answers; fields after `practice_dates` belong
    to the run about to start.
    """

    zone: ZoneInfo
    screening: Screening | None = None
    stops: tuple[Stop, ...] = ()
    bouts: tuple[Bout, ...] = ()
    pains: tuple[Pain, ...] = ()
    pains_today: tuple[int, ...] = ()  # told before moving, today, wherever it was kept
    incidents: tuple[Incident, ...] = ()
    limits: Limits = DEFAULT_LIMITS
    partner_methods: bool = True
    practice_dates: tuple[date, ...] = ()  # local date of each session that gates.is_practice
    session: str | None = None
    pain_now: int | None = None
    acks: frozenset[Ack] = frozenset()
    prerequisites: frozenset[str] = frozenset()  # slugs ticked "I already do this"
    partner_tags: frozenset[Tag] | None = None  # None until the partner has answered

    @property
    def tags(self) -> frozenset[Tag]:
        return self.screening.tags if self.screening else frozenset()


def local_date(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the next local date begins."""
    following = day + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone).astimezone(UTC)
