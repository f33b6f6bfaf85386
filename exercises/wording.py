"""The figures of a prescription as sentences, each with where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from exercises.prescription import Figure, Minutes, Source, Span
from exercises.spec import ExerciseSpec


@dataclass(frozen=True, slots=True)
class DoseLine:
    """One figure for people. `reason` and `note` are gettext ids of the catalogue."""

    label: str | Promise
    value: str
    source: Source | None = None
    reason: str = ""
    note: str = ""


def dose_lines(spec: ExerciseSpec) -> Iterator[DoseLine]:
    """Yield how long, how many and how often, in the order a person needs them."""
    dose = spec.prescription
    if dose.min_minutes:
        yield _minutes(dose.min_minutes)
    elif dose.hold_s:
        yield _said(gettext_lazy("Hold"), _hold(dose.hold_s), dose.hold_s)
    if dose.reps:
        yield _said(gettext_lazy("Repetitions"), _reps(dose.reps.value, spec.both_sides), dose.reps)
    if spec.bout_seconds:
        yield DoseLine(gettext_lazy("One round takes"), about(spec.bout_seconds))
    if dose.times_per_day:
        often = _often(dose.times_per_day, as_needed=dose.as_needed)
        yield _said(gettext_lazy("How often"), often, dose.times_per_day)
    if spec.is_runnable:
        yield _said(gettext_lazy("Daily limit"), _times(dose.daily_cap.value), dose.daily_cap)


def about(seconds: int) -> str:
    """Return a length of time as people say it; beyond a minute and a half in whole minutes."""
    if seconds < 90:
        return _seconds(seconds)
    minutes = round(seconds / 60)
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}


def _said(label: Promise, value: str, figure: Span | Figure) -> DoseLine:
    return DoseLine(label, value, figure.source, figure.reason, figure.note)


def _seconds(n: int) -> str:
    return ngettext("%(n)d second", "%(n)d seconds", n) % {"n": n}


def _times(n: int) -> str:
    return ngettext("Once a day", "%(n)d times a day", n) % {"n": n}


def _hold(span: Span) -> str:
    if span.default is None:
        return gettext("Keep moving")
    if span.min == span.max:
        return _seconds(span.default)
    return gettext("%(usual)s; you may choose %(min)d to %(max)d") % {
        "usual": _seconds(span.default),
        "min": span.min,
        "max": span.max,
    }


def _minutes(minutes: Minutes) -> DoseLine:
    steps = ", ".join(str(offer.minutes) for offer in minutes.offers)
    value = gettext("Offered as you get used to it: %(steps)s minutes") % {"steps": steps}
    chosen = minutes.product_default
    return DoseLine(gettext_lazy("Rolling time"), value, chosen.source, chosen.reason)


def _reps(n: int, both_sides: bool) -> str:
    if both_sides:
        return ngettext("%(n)d on each side", "%(n)d on each side", n) % {"n": n}
    return str(n)


def _often(span: Span, *, as_needed: bool) -> str:
    if as_needed:
        return gettext("As needed")
    if span.min is None or span.max is None:
        return gettext("When your back asks for it")
    if span.min == span.max:
        return _times(span.min)
    return gettext("%(min)d to %(max)d times a day") % {"min": span.min, "max": span.max}
