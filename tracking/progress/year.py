"""The year as a picture: one square a date, its words behind it. PURE but for the language."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from tracking.progress.series import Day
from tracking.wording.when import written

SQUARE, STEP = 10, 12


def squares(columns: Sequence[Sequence[Day | None]]) -> SafeString:
    """Return the squares of `series.heatmap` as SVG, a column a week.

    A page shows nearly four hundred, which a template would draw in twenty milliseconds; so they
    are written here. A translation is escaped; the rest are dates, numbers and codes of ours.
    """
    language = get_language()
    lengths = {day.minutes for column in columns for day in column if day}
    minutes = {n: escape(gettext("%(minutes)s min") % {"minutes": n}) for n in lengths}
    return mark_safe(
        "".join(
            f'<rect class="heat is-{day.level} is-{day.state}" x="{STEP * x}" y="{STEP * y}" '
            f'width="{SQUARE}" height="{SQUARE}" rx="2">'
            f"<title>{written(day.on, language)}: {minutes[day.minutes]}</title></rect>"
            for x, column in enumerate(columns)
            for y, day in enumerate(column)
            if day
        )
    )
