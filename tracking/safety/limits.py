"""The figures of the rules, their defaults, and how far a deployment may move them."""

from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Any, Self

#: Stretching before mobilising work. Not a setting: routines are composed to meet it.
STRETCH_SECONDS = 30

_LOOSEN = 0.5  # a deployment may loosen a limit by at most this share of its default


def _most(default: int, *, least: int = 0) -> Any:
    """A ceiling: smaller is stricter, so only growth is bounded."""
    high = int(default * (1 + _LOOSEN))
    return field(default=default, metadata={"low": least, "high": high, "stricter": min})


def _least(default: int, *, most: int) -> Any:
    """A floor or a wait: larger is stricter, so only shrinking is bounded (rounded up)."""
    low = -(-default // 2)
    return field(default=default, metadata={"low": low, "high": most, "stricter": max})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every figure a deployment may set; build with `checked` when values come from outside."""

    release_day_back: int = _most(3)
    release_day_region: int = _most(2)
    mobilising_day_region: int = _most(10)
    elevated_day: int = _most(1)
    release_week_back: int = _most(12)
    release_week_region: int = _most(7)
    mobilising_week_region: int = _most(50)
    elevated_week: int = _most(2)
    streak_notice: int = _most(7, least=1)
    streak_over: int = _most(14, least=1)
    flare_pain: int = _most(6, least=1)
    flare_rise: int = _most(2, least=1)
    trend_rise: int = _most(2, least=1)
    pain_now: int = _most(6, least=1)
    refractory_minutes: int = _least(60, most=120)
    # The upper ends stay within what overuse.LOOKBACK_DAYS can see.
    cool_down_hours_1: int = _least(24, most=336)
    cool_down_hours_2: int = _least(48, most=336)
    cool_down_hours_3: int = _least(168, most=336)
    flare_hours: int = _least(24, most=336)
    stop_mobilising_hours: int = _least(48, most=24 * 90)
    stop_elevated_hours: int = _least(168, most=24 * 90)
    stretch_within_minutes: int = _most(15)
    unlock_sessions: int = _least(5, most=100)
    unlock_dates: int = _least(3, most=100)
    screening_days: int = _most(90, least=1)

    @classmethod
    def checked(cls, **overrides: int) -> Self:
        """Limits with these figures; ValueError with a sentence for a name or value not allowed."""
        known = {item.name: item for item in fields(cls)}
        for name, value in overrides.items():
            if name not in known:
                raise ValueError(f"{name} is not a limit; the limits are {', '.join(known)}.")
            item = known[name]
            low, high = item.metadata["low"], item.metadata["high"]
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise ValueError(
                    f"{name} must be a whole number from {low} to {high} "
                    f"(default {item.default}), not {value!r}."
                )
        limits = cls(**overrides)
        limits._check_order()
        return limits

    def _check_order(self) -> None:
        if self.streak_over < self.streak_notice:
            raise ValueError("streak_over must not be smaller than streak_notice.")
        if not self.cool_down_hours_1 <= self.cool_down_hours_2 <= self.cool_down_hours_3:
            raise ValueError("The cool-down hours must not shrink from one level to the next.")

    def on(self, day: date) -> "Limits":
        """The figures of a local date: these, on every one. See own_limits for a person's."""
        return self

    @property
    def refractory(self) -> timedelta:
        return timedelta(minutes=self.refractory_minutes)

    def cool_down(self, level: int) -> timedelta:
        """Length of a cool-down of level 1, 2 or 3."""
        hours = (self.cool_down_hours_1, self.cool_down_hours_2, self.cool_down_hours_3)
        return timedelta(hours=hours[level - 1])


DEFAULT_LIMITS = Limits()


def strictest(one: Limits, other: Limits) -> Limits:
    """The stricter figure of each limit."""
    return Limits(
        **{
            item.name: item.metadata["stricter"](getattr(one, item.name), getattr(other, item.name))
            for item in fields(Limits)
        }
    )
