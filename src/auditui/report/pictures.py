"""A trend as SVG for a page, and as a picture by itself that says what it is of."""

from __future__ import annotations

import html
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.periods import year_of
from auditui.core.text import one_line
from auditui.figures.causes import lettered
from auditui.report.charts import marks_of, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from auditui.figures.trend import Trend
    from auditui.report.charts import Mark

_WIDE, _HIGH, _LEFT, _TOP, _BOTTOM = 760, 300, 44, 12, 48
#: What stands around a picture by itself: the title above, lines of so many characters below.
_TITLE, _LINE, _CHARACTERS = 24, 15, 120


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
    marks = marks_of(trend)
    scale = _Scale((_WIDE - _LEFT - 10) / max(len(marks), 1))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" font-size="11">',
        f"<title>{html.escape(one_line(title))}</title>",
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
        *_svg_levels(trend, scale),
        *(part for n, mark in enumerate(marks) for part in _svg_period(mark, n, scale)),
        *_svg_causes(trend, marks, scale),
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


def _svg_period(mark: Mark, n: int, scale: _Scale) -> Iterator[str]:
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


def _svg_causes(trend: Trend, marks: list[Mark], scale: _Scale) -> Iterator[str]:
    """Yield a line at each period in which causes were noted, with their letters above it and their words on it."""
    words = dict(lettered(trend.causes))
    for n, mark in enumerate(marks):
        if mark.causes:
            x = scale.x(n - 0.5)
            said = html.escape(
                "; ".join(f"{words[letter].month}: {words[letter].what}" for letter in mark.causes)
            )
            look = 'stroke="#5a3d8a" stroke-dasharray="1 3"'
            yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HIGH - _BOTTOM}" {look}><title>{said}</title></line>'
            yield f'<text x="{x:.1f}" y="{_TOP - 2}" text-anchor="middle" fill="#5a3d8a">{mark.causes}</text>'


def _svg_line(marks: list[Mark], scale: _Scale) -> Iterator[str]:
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


def _svg_forecast(marks: list[Mark], scale: _Scale) -> Iterator[str]:
    """Name the forecast at its end, on the side of it where the last points are not."""
    ahead = [mark for mark in marks if mark.forecast is not None][-3:]
    if ahead and ahead[0].forecast is not None:
        forecast = ahead[0].forecast
        above = sum(mark.value - forecast for mark in ahead if mark.value is not None) < 0
        at = scale.y(forecast) + (-5 if above else 14)
        yield f'<text x="{_WIDE - 12}" y="{at:.1f}" text-anchor="end" fill="#8a5a00">forecast if nothing changes</text>'


def _svg_under(marks: list[Mark], scale: _Scale) -> Iterator[str]:
    small = ' font-size="8"' if scale.step < 24 else ""
    for n, mark in enumerate(marks):
        x = f'x="{scale.x(n):.1f}" text-anchor="middle"'
        yield f'<text {x} y="{_HIGH - _BOTTOM + 14}"{small}>{short(mark.label)}</text>'
        yield f'<text {x} y="{_HIGH - _BOTTOM + 27}" fill="#444"{small}>{mark.number}</text>'
        if n == 0 or year_of(marks[n - 1].label) != year_of(mark.label):
            yield f'<text {x} y="{_HIGH - 6}">{year_of(mark.label)}</text>'
    yield f'<text x="{_LEFT - 6}" y="{_HIGH - _BOTTOM + 27}" text-anchor="end" fill="#444">n</text>'


def _svg_point(mark: Mark, x: float, y: float) -> str:
    label = html.escape("; ".join((f"{mark.label}: {mark.value:.0%} of {mark.number}", *mark.signals)))
    if mark.signals:
        turned = f'transform="rotate(45 {x:.1f} {y:.1f})"'
        shape = f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" {turned} fill="#c45500">'
        return f"{shape}<title>{label}</title></rect>"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d4f91"><title>{label}</title></circle>'


def captioned(picture: str, title: str, beneath: Iterable[str]) -> str:
    """Return a picture of `svg` that stands by itself: its title above it, and what it is of in words below.

    The same words are its description, for whoever does not see it.
    """
    words = [line for text in beneath for line in textwrap.wrap(one_line(text), _CHARACTERS)]
    high = _HIGH + _TITLE + _LINE * (len(words) + 1)
    head, _, rest = picture.partition("\n")
    head = head.replace(f'viewBox="0 0 {_WIDE} {_HIGH}"', f'viewBox="0 -{_TITLE} {_WIDE} {high}"')
    drawn = rest.removesuffix("</svg>")
    lines = (
        f'<text x="10" y="{_HIGH + _LINE * (n + 1)}" fill="#444">{html.escape(line)}</text>'
        for n, line in enumerate(words)
    )
    parts = (
        head,
        f"<desc>{html.escape(' '.join(words))}</desc>",
        f'<rect y="-{_TITLE}" width="{_WIDE}" height="{high}" fill="#fff"/>',
        f'<text x="10" y="-6" font-size="14" font-weight="bold">{html.escape(one_line(title))}</text>',
        drawn.rstrip(),
        *lines,
        "</svg>",
    )
    return "\n".join(parts)
