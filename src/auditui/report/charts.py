"""A trend as it is drawn: its marks, and the picture in characters for a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.periods import between, is_month, months_of, year_of
from auditui.figures.causes import letters_of
from auditui.figures.suppression import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.figures.trend import Segment, Trend

_POINT, _SIGNAL, _LIMIT, _CENTRE, _TARGET, _BREAK, _FORECAST, _STEP = "●", "◆", "·", "─", "╌", "┊", "┈", "╎"


class Mark(NamedTuple):
    """One period as drawn, in proportions; `value` is None where it is hidden or nothing was counted.

    `breaks`: a new segment begins; `steps`: the limits are drawn anew; `causes`: the letters of what was noted.
    """

    label: str
    number: str
    value: float | None
    forecast: float | None
    breaks: bool = False
    steps: bool = False
    lower: float | None = None
    centre: float | None = None
    upper: float | None = None
    signals: tuple[str, ...] = ()
    causes: str = ""


def marks_of(trend: Trend) -> list[Mark]:
    """Return the periods as they are drawn; those between two that nothing was counted in have their place too."""
    marks: list[Mark] = []
    for segment in trend.segments:
        drawn: list[Mark] = []
        for n, period in enumerate(segment.reading.periods):
            missing = between(drawn[-1].label, period.label) if drawn else []
            drawn += [Mark(label, "", None, _forecast(trend, label)) for label in missing]
            drawn.append(_mark(trend, segment, n, breaks=bool(marks) and n == 0))
        marks += drawn
    letters = letters_of(trend.causes, [mark.label for mark in marks])
    return [mark._replace(causes=noted) for mark, noted in zip(marks, letters, strict=True)]


def _forecast(trend: Trend, label: str) -> float | None:
    since, share = trend.forecast or ("9999-12", None)
    return share if months_of(label)[1] > since else None


def _mark(trend: Trend, segment: Segment, n: int, *, breaks: bool) -> Mark:
    period, chart = segment.reading.periods[n], segment.reading.chart
    number, value = (HIDDEN, None) if segment.hidden[n] else (period.counted, period.share)
    steps = any(step.at == n for step in segment.reading.steps)
    mark = Mark(period.label, str(number), value, _forecast(trend, period.label), breaks, steps)
    if chart is None or not segment.reading.limits:
        return mark
    point = chart.points[n]
    signals = tuple(name for name, _ in point.signals)
    return mark._replace(lower=point.lower, centre=point.centre, upper=point.upper, signals=signals)


def lines(trend: Trend, width: int = 78, height: int = 11) -> Iterator[str]:
    """Yield the chart as lines of characters: percent up, periods along, the number counted under every point.

    Where not all periods fit in `width`, the last ones are drawn and a line says how many are not.
    """
    marks = marks_of(trend)
    room = max((width - 6) // 2, 1)
    left_out, marks = len(marks[:-room]), marks[-room:]
    column = min(max((width - 6) // max(len(marks), 1), 2), 6)
    height = max(height, 3)
    rows = _drawn(trend, marks, column, height)
    step = next(
        (step for step in (10, 25, 20) if height > 100 // step and (height - 1) % (100 // step) == 0), 50
    )
    labels = {round((1 - percent / 100) * (height - 1)): percent for percent in range(0, 101, step)}
    for n, row in enumerate(rows):
        percent = f"{labels[n]:3d} %" if n in labels else " " * 5
        yield f"{percent} {''.join(row)}".rstrip()
    yield from _under(marks, column)
    if left_out:
        yield f"      The {left_out} earlier periods do not fit in this width: they are in the table."
    yield "      " + _legend(trend, marks)


def _drawn(trend: Trend, marks: list[Mark], column: int, height: int) -> list[list[str]]:
    """Return the chart's characters, the highest row first: lines first, points over them."""
    rows = [[" "] * (column * len(marks)) for _ in range(height)]

    def put(x: int, value: float | None, drawn: str, *, below: int = height) -> None:
        if value is not None:
            level = min(int(min(max(value, 0.0), 1.0) * (height - 1) + 0.5), below)
            rows[height - 1 - level][x] = drawn

    for n, mark in enumerate(marks):
        middle = n * column + column // 2
        for x in range(n * column, (n + 1) * column):
            put(x, trend.target, _TARGET)
            put(x, mark.centre, _CENTRE)
            put(x, mark.forecast, _FORECAST)
        put(middle, mark.lower, _LIMIT)
        put(middle, mark.upper, _LIMIT)
        for row in rows if mark.breaks or mark.steps else ():
            row[n * column] = _BREAK if mark.breaks else _STEP
        put(middle, mark.value, _SIGNAL if mark.signals else _POINT, below=_below(trend.target, mark, height))
    return rows


def _below(target: float | None, mark: Mark, height: int) -> int:
    """Return the highest level for a point: under the target's line where it missed it, if that is little off its place."""
    if target is None or mark.value is None or mark.value >= target or height < 10:
        return height
    return max(int(target * (height - 1) + 0.5) - 1, 0)


def _under(marks: list[Mark], column: int) -> Iterator[str]:
    """Yield the lines below the axis: the period, its year where it changes, and the numbers counted."""

    def line(head: str, cells: Iterable[str]) -> str:
        return f"{head:<6}{''.join(cell.center(column)[:column] for cell in cells)}".rstrip()

    yield line("", [short(mark.label) for mark in marks])
    years = latest = ""
    for n, mark in enumerate(marks):
        year = year_of(mark.label)
        if year != latest and len(years) <= n * column:
            years = years.ljust(n * column) + year
        latest = year
    yield f"      {years}".rstrip()
    if any(mark.causes for mark in marks):
        yield line("noted", [mark.causes for mark in marks])
    numbers = [mark.number for mark in marks]
    widest = max(map(len, numbers), default=0)
    rows = [numbers] if widest < column else zip(*(number.rjust(widest) for number in numbers), strict=True)
    for n, row in enumerate(rows):
        yield line("" if n else "n", row)


def short(label: str) -> str:
    if is_month(label):
        return "JFMAMJJASOND"[int(label[5:]) - 1]
    part = re.search("[QH][1-4]", label)
    return part[0] if part else year_of(label)[2:]


def _legend(trend: Trend, marks: list[Mark]) -> str:
    limits = any(mark.centre is not None for mark in marks)
    target = "" if trend.target is None else f"{_TARGET} target {trend.target:.0%}"
    signs = (
        (f"{_POINT} % met", True),
        ("n counted", True),
        (f"{_CENTRE} mean", limits),
        (f"{_LIMIT} limits", limits),
        (f"{_SIGNAL} special cause", any(mark.signals for mark in marks)),
        (f"{_FORECAST} forecast if nothing changes", any(mark.forecast is not None for mark in marks)),
        (target, bool(target)),
        (f"{_BREAK} break", any(mark.breaks for mark in marks)),
        (f"{_STEP} new limits", any(mark.steps for mark in marks)),
    )
    return "  ".join(sign for sign, drawn in signs if drawn)
