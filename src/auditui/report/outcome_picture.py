"""An outcome over time as SVG: its numbers, the forecast if nothing changes, and where the baseline ends."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.periods import number
from auditui.report import spelt
from auditui.report.drawing import NEITHER
from auditui.report.svg_parts import GREY, LETTER, RULE, WIDE, line, picture, point, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.plan import Outcome, Point

#: Between the edges and the levels there is room for words: above for the end of the baseline, on the left for numbers.
_HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 124.0, 44.0, 14.0, 14.0, 18.0
#: Between the outermost levels and the numbers there is room for a name of the forecast.
_WITHIN = 13.0
_FORECAST, _AHEAD = "#6b5200", "2 3"
_NAME = "forecast if nothing changes"
#: A name of a month takes so much room.
_MONTH = 48.0


class _Scale(NamedTuple):
    """Where months and numbers stand in the picture."""

    first: int
    last: int
    low: float
    high: float

    def x(self, month: str) -> float:
        along = (number(month) - self.first) / max(self.last - self.first, 1)
        return _LEFT + (WIDE - _LEFT - _RIGHT) * along

    def y(self, value: float) -> float:
        room = _HIGH - _TOP - _BOTTOM - 2 * _WITHIN
        return _TOP + _WITHIN + room * (self.high - value) / (self.high - self.low)


def svg(outcome: Outcome, ahead: Sequence[Point], baseline: str) -> str:
    """Return the picture of an outcome that has a number; `ahead` is its forecast from the end of the baseline on."""
    points = [*outcome.point, *ahead]
    step = _step(max(one.value for one in points) - min(one.value for one in points))
    low = floor(min(one.value for one in points) / step) * step
    high = max(ceil(max(one.value for one in points) / step) * step, low + step)
    months = [number(one.at) for one in points]
    scale = _Scale(min(months), max(months), low, high)
    parts = (
        *_levels(scale, step),
        *_end_of_baseline(outcome, baseline, scale),
        *_run(ahead, scale, _FORECAST, _AHEAD),
        *_named(outcome, ahead, scale),
        *_run(outcome.point, scale, GREY, ""),
        *(_number(one, scale) for one in outcome.point),
        *_months(points, scale),
    )
    return picture(_HIGH, parts, outcome.title)


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
        yield line((_LEFT, y, WIDE - _RIGHT, y), RULE)
        yield text(_LEFT - 6, y + 3, spelt.value(round(value, 6)), anchor="end", fill=GREY)


def _end_of_baseline(outcome: Outcome, baseline: str, scale: _Scale) -> Iterator[str]:
    if any(one.at <= baseline for one in outcome.point) and scale.first <= number(baseline) < scale.last:
        x = scale.x(baseline)
        yield line((x, _TOP, x, _HIGH - _BOTTOM), GREY, _AHEAD)
        yield text(x - 3, _TOP - 4, "baseline", anchor="end", fill=GREY)


def _run(points: Sequence[Point], scale: _Scale, colour: str, dashes: str) -> Iterator[str]:
    for one, other in pairwise(points):
        ends = (scale.x(one.at), scale.y(one.value), scale.x(other.at), scale.y(other.value))
        yield line(ends, colour, dashes, 1.3)


def _named(outcome: Outcome, ahead: Sequence[Point], scale: _Scale) -> Iterator[str]:
    """Yield the name of the forecast near its end, above or below all that is drawn there."""
    if not ahead:
        return
    begins = WIDE - _RIGHT - len(_NAME) * LETTER
    end, before = ahead[-1], ahead[-2] if len(ahead) > 1 else ahead[-1]
    steep = (scale.y(end.value) - scale.y(before.value)) / max(scale.x(end.at) - scale.x(before.at), 1.0)
    taken = [scale.y(end.value), scale.y(end.value) - steep * (WIDE - _RIGHT - begins)]
    taken += [scale.y(one.value) for one in outcome.point if scale.x(one.at) > begins - 6]
    y = min((min(taken) - 6, max(taken) + 11), key=lambda place: abs(place - scale.y(end.value)))
    yield text(WIDE - _RIGHT, y, _NAME, anchor="end", fill=_FORECAST)


def _number(one: Point, scale: _Scale) -> str:
    return point(
        scale.x(one.at), scale.y(one.value), NEITHER, f"{spelt.month(one.at)}: {spelt.value(one.value)}"
    )


def _months(points: Sequence[Point], scale: _Scale) -> Iterator[str]:
    """Yield the months below the axis, as many as there is room for."""
    free = -100.0
    for month in sorted({one.at for one in points}):
        x = scale.x(month)
        if x - free >= _MONTH:
            anchor = "end" if x > WIDE - _RIGHT - _MONTH / 2 else "middle"
            name = f"{spelt.month(month)[:3]} {month[:4]}"
            yield text(x, _HIGH - 5, name, anchor=anchor, fill=GREY)
            free = x
