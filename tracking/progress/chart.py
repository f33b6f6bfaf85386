"""Geometry of the charts: numbers to SVG coordinates. Pure; templates draw, tokens colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

WIDTH, HEIGHT = 640, 230
# Room for labels that a phone shows nearly twice as large in these units.
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 12, 36


@dataclass(frozen=True)
class Tick:
    """A label on an axis at `at` SVG units."""

    at: float
    label: str | int | date


@dataclass(frozen=True)
class Point:
    """A mark of a line chart."""

    x: float
    y: float
    on: date
    value: float


@dataclass(frozen=True)
class Line:
    """One series: its marks and the polylines between neighbours (a gap in the data is a gap)."""

    points: list[Point]
    runs: list[str]


@dataclass(frozen=True)
class Bar:
    """One bar; `over` marks a value above the limit."""

    x: float
    y: float
    width: float
    height: float
    label: date
    value: int
    over: bool = False


@dataclass(frozen=True)
class Chart:
    """What a template needs to draw axes and marks."""

    x_ticks: list[Tick]
    y_ticks: list[Tick]
    lines: list[Line]
    bars: list[Bar]
    limit_y: float | None = None

    width, height = WIDTH, HEIGHT
    left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM


def nice_top(value: float) -> int:
    """Return a round axis end of at least `value` that four equal steps reach."""
    for step in (1, 2, 5, 10, 15, 30, 60, 120, 240):
        if value <= 4 * step:
            return 4 * step
    return 4 * ceil(value / 4)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)


def _x_ticks(dates: Sequence[date], xs: Sequence[float], most: int = 5) -> list[Tick]:
    if not dates:
        return []
    step = max(1, ceil(len(dates) / most))
    return [Tick(xs[at], dates[at]) for at in range(0, len(dates), step)]


def line_chart(
    dates: Sequence[date], series: Sequence[Sequence[float | None]], top: int, gap_days: int = 7
) -> Chart:
    """Place series of values 0..top, one a date; points over `gap_days` apart stay unjoined."""
    span = max(1, (dates[-1] - dates[0]).days) if dates else 1
    scale = (WIDTH - LEFT - RIGHT) / span
    xs = [round(LEFT + (on - dates[0]).days * scale, 1) for on in dates]
    lines = []
    for values in series:
        points = [
            Point(x, _y(value, top), on, round(value, 1))
            for x, on, value in zip(xs, dates, values, strict=True)
            if value is not None
        ]
        lines.append(Line(points, _runs(points, gap_days)))
    y_ticks = [Tick(_y(value, top), value) for value in range(0, top + 1, max(1, top // 5))]
    return Chart(_x_ticks(dates, xs), y_ticks, lines, [])


def _runs(points: Sequence[Point], gap_days: int) -> list[str]:
    runs: list[list[Point]] = []
    for point in points:
        if runs and (point.on - runs[-1][-1].on).days <= gap_days:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [" ".join(f"{p.x},{p.y}" for p in run) for run in runs if len(run) > 1]


def bar_chart(dates: Sequence[date], values: Sequence[int], limit: int | None = None) -> Chart:
    """Place one bar a date; with a limit, its line is drawn and higher bars are marked."""
    top = nice_top(max([*values, limit or 0, 1]))
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(dates))
    width = round(max(1.5, min(36.0, slot * 0.7)), 1)
    bars, middles = [], []
    for at, (on, value) in enumerate(zip(dates, values, strict=True)):
        middle = LEFT + slot * (at + 0.5)
        middles.append(round(middle, 1))
        y = _y(value, top)
        over = limit is not None and value > limit
        height = round(HEIGHT - BOTTOM - y, 1)
        bars.append(Bar(round(middle - width / 2, 1), y, width, height, on, value, over))
    y_ticks = [Tick(_y(value, top), value) for value in range(0, top + 1, top // 4)]
    limit_y = None if limit is None else _y(limit, top)
    return Chart(_x_ticks(dates, middles), y_ticks, [], bars, limit_y)
