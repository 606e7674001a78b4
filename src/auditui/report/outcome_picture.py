"""An outcome over time as SVG: its numbers, the forecast if nothing changes, and where the baseline ends."""

from __future__ import annotations

import html
from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.periods import number
from auditui.core.text import one_line
from auditui.report import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.plan import Outcome, Point

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 190, 62, 20, 16, 34
_BLUE, _BROWN, _GREY = "#1d4f91", "#8a5a00", "#555"


class _Scale(NamedTuple):
    """Where months and numbers stand in the picture."""

    first: int
    last: int
    low: float
    high: float

    def x(self, month: str) -> float:
        along = (number(month) - self.first) / max(self.last - self.first, 1)
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * along

    def y(self, value: float) -> float:
        return _TOP + (_HIGH - _TOP - _BOTTOM) * (self.high - value) / (self.high - self.low)


def svg(outcome: Outcome, line: Sequence[Point], baseline: str) -> str:
    """Return the picture of an outcome that has a number; `line` is its forecast from the end of the baseline on."""
    points = [*outcome.point, *line]
    step = _step(max(point.value for point in points) - min(point.value for point in points))
    low = floor(min(point.value for point in points) / step) * step
    high = max(ceil(max(point.value for point in points) / step) * step, low + step)
    months = [number(point.at) for point in points]
    scale = _Scale(min(months), max(months), low, high)
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" font-size="12">',
        f"<title>{html.escape(one_line(outcome.title))}</title>",
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
        *_levels(scale, step),
        *_end_of_baseline(outcome, baseline, scale),
        *_line(line, scale, f'stroke="{_BROWN}" stroke-width="2" stroke-dasharray="6 4"'),
        *_named(line, scale),
        *_line(outcome.point, scale, f'stroke="{_BLUE}" stroke-width="2"'),
        *(_point(point, scale) for point in outcome.point),
        *_months(points, scale),
        "</svg>",
    )
    return "\n".join(parts)


def _step(span: float) -> float:
    """Return a round distance between levels, of which a span has about four."""
    if span <= 0:
        return 1
    size = 10 ** floor(log10(span / 4))
    return float(next(size * by for by in (1, 2, 5, 10) if span / (size * by) <= 5))


def _levels(scale: _Scale, step: float) -> Iterator[str]:
    for n in range(round((scale.high - scale.low) / step) + 1):
        value = scale.low + n * step
        y = scale.y(value)
        yield f'<line x1="{_LEFT}" x2="{_WIDE - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{spelt.value(round(value, 6))}</text>'


def _end_of_baseline(outcome: Outcome, baseline: str, scale: _Scale) -> Iterator[str]:
    if any(point.at <= baseline for point in outcome.point) and scale.first <= number(baseline) < scale.last:
        x = scale.x(baseline)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HIGH - _BOTTOM}" stroke="{_GREY}" stroke-dasharray="2 4"/>'
        yield f'<text x="{x - 4:.1f}" y="{_TOP + 10}" text-anchor="end" fill="{_GREY}">baseline</text>'


def _line(points: Sequence[Point], scale: _Scale, look: str) -> Iterator[str]:
    for one, other in pairwise(points):
        ends = f'x1="{scale.x(one.at):.1f}" y1="{scale.y(one.value):.1f}" x2="{scale.x(other.at):.1f}" y2="{scale.y(other.value):.1f}"'
        yield f"<line {ends} {look}/>"


def _named(line: Sequence[Point], scale: _Scale) -> Iterator[str]:
    if line:
        y = scale.y(line[-1].value)
        y = y + 16 if y < _TOP + 16 else y - 7
        yield f'<text x="{_WIDE - _RIGHT}" y="{y:.1f}" text-anchor="end" fill="{_BROWN}">forecast if nothing changes</text>'


def _point(point: Point, scale: _Scale) -> str:
    said = html.escape(f"{spelt.month(point.at)}: {spelt.value(point.value)}")
    return f'<circle cx="{scale.x(point.at):.1f}" cy="{scale.y(point.value):.1f}" r="4" fill="{_BLUE}"><title>{said}</title></circle>'


def _months(points: Sequence[Point], scale: _Scale) -> Iterator[str]:
    """Yield the months below the axis, as many as there is room for."""
    free = -100.0
    for month in sorted({point.at for point in points}):
        x = scale.x(month)
        if x - free >= 64:
            anchor = "end" if x > _WIDE - _RIGHT - 30 else "middle"
            name = f"{spelt.month(month)[:3]} {month[:4]}"
            yield f'<text x="{x:.1f}" y="{_HIGH - _BOTTOM + 20}" text-anchor="{anchor}" fill="#444">{name}</text>'
            free = x
