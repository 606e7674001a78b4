"""Pictures of a trend: with characters for a terminal, as SVG for a page."""

from __future__ import annotations

import html
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.periods import between, months_of
from auditui.core.text import one_line
from auditui.figures.suppression import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.figures.trend import Segment, Trend

_POINT, _SIGNAL, _LIMIT, _CENTRE, _TARGET, _BREAK, _FORECAST, _STEP = "●", "◆", "·", "─", "╌", "┊", "┈", "╎"


class _Mark(NamedTuple):
    """One period as drawn, in proportions; `value` is None where it is hidden or nothing was counted.

    `breaks`: a new segment begins; `steps`: the limits are drawn anew.
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


def _marks(trend: Trend) -> list[_Mark]:
    """Return the periods as they are drawn; those between two that nothing was counted in have their place too."""
    marks: list[_Mark] = []
    for segment in trend.segments:
        drawn: list[_Mark] = []
        for n, period in enumerate(segment.reading.periods):
            missing = between(drawn[-1].label, period.label) if drawn else []
            drawn += [_Mark(label, "", None, _forecast(trend, label)) for label in missing]
            drawn.append(_mark(trend, segment, n, breaks=bool(marks) and n == 0))
        marks += drawn
    return marks


def _forecast(trend: Trend, label: str) -> float | None:
    since, share = trend.forecast or ("9999-12", None)
    return share if months_of(label)[1] > since else None


def _mark(trend: Trend, segment: Segment, n: int, *, breaks: bool) -> _Mark:
    period, chart = segment.reading.periods[n], segment.reading.chart
    number, value = (HIDDEN, None) if segment.hidden[n] else (period.counted, period.share)
    steps = any(step.at == n for step in segment.reading.steps)
    mark = _Mark(period.label, str(number), value, _forecast(trend, period.label), breaks, steps)
    if chart is None or not segment.reading.limits:
        return mark
    point = chart.points[n]
    signals = tuple(name for name, _ in point.signals)
    return mark._replace(lower=point.lower, centre=point.centre, upper=point.upper, signals=signals)


def lines(trend: Trend, width: int = 78, height: int = 11) -> Iterator[str]:
    """Yield the chart as lines of characters: percent up, periods along, the number counted under every point.

    Where not all periods fit in `width`, the last ones are drawn and a line says how many are not.
    """
    marks = _marks(trend)
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


def _drawn(trend: Trend, marks: list[_Mark], column: int, height: int) -> list[list[str]]:
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


def _below(target: float | None, mark: _Mark, height: int) -> int:
    """Return the highest level for a point: under the target's line where it missed it, if that is little off its place."""
    if target is None or mark.value is None or mark.value >= target or height < 10:
        return height
    return max(int(target * (height - 1) + 0.5) - 1, 0)


def _under(marks: list[_Mark], column: int) -> Iterator[str]:
    """Yield the lines below the axis: the period, its year where it changes, and the numbers counted."""

    def line(head: str, cells: Iterable[str]) -> str:
        return f"{head:<6}{''.join(cell.center(column)[:column] for cell in cells)}".rstrip()

    yield line("", [_short(mark.label) for mark in marks])
    years = latest = ""
    for n, mark in enumerate(marks):
        year = mark.label[:4]
        if year != latest and len(years) <= n * column:
            years = years.ljust(n * column) + year
        latest = year
    yield f"      {years}".rstrip()
    numbers = [mark.number for mark in marks]
    widest = max(map(len, numbers), default=0)
    rows = [numbers] if widest < column else zip(*(number.rjust(widest) for number in numbers), strict=True)
    for n, row in enumerate(rows):
        yield line("" if n else "n", row)


def _short(label: str) -> str:
    part = label[5:]
    return "JFMAMJJASOND"[int(part) - 1] if part.isdigit() else part


def _legend(trend: Trend, marks: list[_Mark]) -> str:
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


_WIDE, _HIGH, _LEFT, _TOP, _BOTTOM = 760, 300, 44, 12, 48


class _Scale(NamedTuple):
    """Where periods and proportions stand in the picture."""

    step: float

    def x(self, n: float) -> float:
        return _LEFT + self.step * (n + 0.5)

    def y(self, value: float) -> float:
        return _TOP + (_HIGH - _TOP - _BOTTOM) * (1 - min(max(value, 0.0), 1.0))

    def level(self, value: float, look: str) -> str:
        """A line across the whole picture."""
        at = self.y(value)
        return f'<line x1="{_LEFT}" x2="{_WIDE - 10}" y1="{at:.1f}" y2="{at:.1f}" {look}/>'

    def at(self, n: float, value: float, look: str) -> str:
        """A line as wide as one period."""
        one, other, at = self.x(n - 0.5), self.x(n + 0.5), self.y(value)
        return f'<line x1="{one:.1f}" x2="{other:.1f}" y1="{at:.1f}" y2="{at:.1f}" {look}/>'


def svg(trend: Trend, title: str) -> str:
    """Return the chart as SVG that needs nothing from elsewhere; shapes and dashes tell what colours tell."""
    marks = _marks(trend)
    scale = _Scale((_WIDE - _LEFT - 10) / max(len(marks), 1))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" font-size="11">',
        f"<title>{html.escape(one_line(title))}</title>",
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
        *_svg_levels(trend, scale),
        *(part for n, mark in enumerate(marks) for part in _svg_period(mark, n, scale)),
        *_svg_line(marks, scale),
        *(
            _svg_point(mark, scale.x(n), scale.y(mark.value))
            for n, mark in enumerate(marks)
            if mark.value is not None
        ),
        *_svg_forecast(marks, scale),
        *_svg_under(marks, scale),
        "</svg>",
    ]
    return "\n".join(parts)


def _svg_period(mark: _Mark, n: int, scale: _Scale) -> Iterator[str]:
    """Yield what stands behind a point: its limits and mean, the forecast, the break before it."""
    dashed = 'stroke-dasharray="3 3"'
    for value, dashes in ((mark.lower, dashed), (mark.centre, ""), (mark.upper, dashed)):
        if value is not None:
            yield scale.at(n, value, f'stroke="#777" {dashes}')
    if mark.forecast is not None:
        yield scale.at(n, mark.forecast, 'stroke="#8a5a00" stroke-width="2" stroke-dasharray="2 3"')
    for word, colour, stands in (("break", "#a00", mark.breaks), ("new limits", "#555", mark.steps)):
        if stands:
            look = f'stroke="{colour}" stroke-dasharray="2 4"'
            x = scale.x(n - 0.5)
            yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HIGH - _BOTTOM}" {look}/>'
            yield f'<text x="{x + 3:.1f}" y="{_TOP + 10}" fill="{colour}">{word}</text>'


def _svg_line(marks: list[_Mark], scale: _Scale) -> Iterator[str]:
    """Yield the lines from point to point; none over a break or to a hidden one."""
    for (n, one), (_, other) in pairwise(enumerate(marks)):
        if one.value is not None and other.value is not None and not other.breaks:
            yield (
                f'<line x1="{scale.x(n):.1f}" y1="{scale.y(one.value):.1f}" x2="{scale.x(n + 1):.1f}"'
                f' y2="{scale.y(other.value):.1f}" stroke="#1d4f91"/>'
            )


def _svg_levels(trend: Trend, scale: _Scale) -> Iterator[str]:
    for percent in range(0, 101, 20):
        yield scale.level(percent / 100, 'stroke="#ddd"')
        yield f'<text x="{_LEFT - 6}" y="{scale.y(percent / 100) + 4:.1f}" text-anchor="end" fill="#444">{percent} %</text>'
    if trend.target is not None:
        yield scale.level(trend.target, 'stroke="#06512b" stroke-dasharray="8 4"')
        at = scale.y(trend.target) - 4
        yield f'<text x="{_WIDE - 12}" y="{at:.1f}" text-anchor="end" fill="#06512b">target {trend.target:.0%}</text>'


def _svg_forecast(marks: list[_Mark], scale: _Scale) -> Iterator[str]:
    """Name the forecast at its end, on the side of it where the last points are not."""
    ahead = [mark for mark in marks if mark.forecast is not None][-3:]
    if ahead and ahead[0].forecast is not None:
        forecast = ahead[0].forecast
        above = sum(mark.value - forecast for mark in ahead if mark.value is not None) < 0
        at = scale.y(forecast) + (-5 if above else 14)
        yield f'<text x="{_WIDE - 12}" y="{at:.1f}" text-anchor="end" fill="#8a5a00">forecast if nothing changes</text>'


def _svg_under(marks: list[_Mark], scale: _Scale) -> Iterator[str]:
    small = ' font-size="8"' if scale.step < 24 else ""
    for n, mark in enumerate(marks):
        x = f'x="{scale.x(n):.1f}" text-anchor="middle"'
        yield f'<text {x} y="{_HIGH - _BOTTOM + 14}"{small}>{_short(mark.label)}</text>'
        yield f'<text {x} y="{_HIGH - _BOTTOM + 27}" fill="#444"{small}>{mark.number}</text>'
        if n == 0 or marks[n - 1].label[:4] != mark.label[:4]:
            yield f'<text {x} y="{_HIGH - 6}">{mark.label[:4]}</text>'
    yield f'<text x="{_LEFT - 6}" y="{_HIGH - _BOTTOM + 27}" text-anchor="end" fill="#444">n</text>'


def _svg_point(mark: _Mark, x: float, y: float) -> str:
    label = html.escape("; ".join((f"{mark.label}: {mark.value:.0%} of {mark.number}", *mark.signals)))
    if mark.signals:
        turned = f'transform="rotate(45 {x:.1f} {y:.1f})"'
        shape = f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" {turned} fill="#c45500">'
        return f"{shape}<title>{label}</title></rect>"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d4f91"><title>{label}</title></circle>'
