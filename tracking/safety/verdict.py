"""What a rule says: typed values with code, figures and end. Sentences are built at the edge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from exercises.vocabulary import Region

type Param = str | int | tuple[str, ...]


class Rule(StrEnum):
    """Identifier of a rule as listed in docs/safety.md."""

    A1 = "A1"
    A3 = "A3"
    A4 = "A4"
    A12 = "A12"
    A13 = "A13"
    A15 = "A15"
    A23 = "A23"
    A24 = "A24"
    Q14 = "Q14"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    W1 = "W1"
    W2 = "W2"
    W3 = "W3"
    W4 = "W4"
    H1 = "H1"
    F1 = "F1"
    F2 = "F2"
    C1 = "C1"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Code(StrEnum):
    """Stable name of everything the rules can say about a start or a log."""

    AGE_UNDER_18 = "AGE_UNDER_18"
    RED_FLAG = "RED_FLAG"
    STOP_LOCK = "STOP_LOCK"
    STOP_REST = "STOP_REST"
    SCREENING_REQUIRED = "SCREENING_REQUIRED"
    PROFESSIONAL_ONLY = "PROFESSIONAL_ONLY"
    NOT_RUNNABLE = "NOT_RUNNABLE"
    CONTRAINDICATED = "CONTRAINDICATED"
    PARTNER_CONTRAINDICATED = "PARTNER_CONTRAINDICATED"
    COOLING_DOWN = "COOLING_DOWN"
    REFRACTORY = "REFRACTORY"
    LIMIT_REACHED = "LIMIT_REACHED"
    PAIN_NOW_HIGH = "PAIN_NOW_HIGH"
    ELEVATED_LOCKED = "ELEVATED_LOCKED"
    PREREQUISITE_NOT_MET = "PREREQUISITE_NOT_MET"
    ELEVATED_NO_ACK = "ELEVATED_NO_ACK"
    PARTNER_NOT_SCREENED = "PARTNER_NOT_SCREENED"
    STRETCH_FIRST = "STRETCH_FIRST"
    # Shown, never refused.
    CAUTION = "CAUTION"
    AT_LIMIT = "AT_LIMIT"
    CAP_PASSED = "CAP_PASSED"
    REPEATED_TOO_SOON = "REPEATED_TOO_SOON"
    RELEASE_STREAK = "RELEASE_STREAK"
    # About a log.
    OVER = "OVER"
    FLARE = "FLARE"
    TREND = "TREND"


class Level(StrEnum):
    """How much a verdict weighs: a refusal, a passed limit, a reached limit, a remark."""

    BLOCK = "block"
    OVER = "over"
    AT_LIMIT = "at_limit"
    NOTICE = "notice"


class ScopeKind(StrEnum):
    BACK = "back"
    REGION = "region"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """What a limit or a cool-down covers: the whole back, one region, or one exercise."""

    kind: ScopeKind
    name: str = ""

    @classmethod
    def of_region(cls, region: Region) -> Self:
        return cls(ScopeKind.REGION, region.value)

    @classmethod
    def of_exercise(cls, slug: str) -> Self:
        return cls(ScopeKind.EXERCISE, slug)

    @classmethod
    def parse(cls, key: str) -> Self:
        """The scope that `key` wrote."""
        if key == ScopeKind.BACK:
            return cls(ScopeKind.BACK)
        return cls(ScopeKind.REGION if key in Region else ScopeKind.EXERCISE, key)

    @property
    def key(self) -> str:
        """Text for storage: `back`, a region, or an exercise's slug."""
        return self.name or self.kind.value

    @property
    def region(self) -> Region | None:
        return Region(self.name) if self.kind is ScopeKind.REGION else None

    def covers(self, slug: str, regions: tuple[Region, ...]) -> bool:
        """Whether a mobilising bout of this exercise on these regions falls under the scope."""
        match self.kind:
            case ScopeKind.BACK:
                return True
            case ScopeKind.REGION:
                return self.name in regions
            case ScopeKind.EXERCISE:
                return self.name == slug


BACK = Scope(ScopeKind.BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One thing a rule says. `until` is None when no clock lifts it; `rows` are ids of bouts."""

    code: Code
    rule: Rule
    level: Level = Level.BLOCK
    scope: Scope | None = None
    on: date | None = None
    until: datetime | None = None
    params: Mapping[str, Param] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    rows: tuple[str, ...] = ()
