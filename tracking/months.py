"""PURE: months by their first date."""

from datetime import date, timedelta


def month_before(month: date) -> date:
    """Return the first of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    """Return the first of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
