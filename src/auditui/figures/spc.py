"""Statistical process control: the individuals (XmR) chart and the p chart, with the NHS rules for signals.

Limits of an XmR chart stand 2.66 average moving ranges from the mean, as published: three sigma, sigma being the
average moving range ÷ 1.128 (Shewhart; Montgomery, Introduction to Statistical Quality Control). The rules are those
of NHS England's Making Data Count, as the NHS-R Community's plot-the-dots applies them. A gap in time, a period of
nothing, has no moving range across it and ends every run: `gaps` are the places of the values that come after one.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

OUTSIDE = "outside the limits"
RUN = "run of 7 on one side of the mean"
TREND = "trend of 7"
TWO_OF_THREE = "two of three near a limit"

_TO_LIMIT = 2.66  # moving ranges from the mean to a limit: 3 / 1.128, rounded where it was published
_LONG = 7


class Point(Struct, frozen=True):
    """One plotted value, its own limits and centre, and its signals: each a rule's name and +1 for high, -1 for low."""

    value: float
    lower: float
    upper: float
    centre: float
    signals: tuple[tuple[str, int], ...] = ()


class Chart(Struct, frozen=True):
    """A chart's centre and points. `collapsed`: nothing varies, so limits and signals mean nothing."""

    centre: float
    points: tuple[Point, ...]
    collapsed: bool = False


def xmr(
    values: Sequence[float], gaps: Collection[int] = (), floor: float = -inf, ceiling: float = inf
) -> Chart | None:
    """Return the individuals chart of values in time order, limits not beyond what values can be; None of fewer than two.

    A series with no two neighbours that differ has no limits: its chart is collapsed.
    """
    ranges = [abs(values[n] - values[n - 1]) for n in range(1, len(values)) if n not in gaps]
    if not ranges:
        return None
    sigma = _TO_LIMIT / 3 * sum(ranges) / len(ranges)
    return _chart(sum(values) / len(values), values, [sigma] * len(values), gaps, (floor, ceiling))


def p_chart(successes: Sequence[float], totals: Sequence[float], gaps: Collection[int] = ()) -> Chart | None:
    """Return the p chart of proportions in time order, limits per point by its own total; None without any total.

    A point with a total of 0 has nothing to show and may not be among them: ValueError. Limits stay in 0 to 1.
    """
    if any(total <= 0 for total in totals):
        raise ValueError("a proportion of nothing cannot be plotted")
    if not totals:
        return None
    centre = sum(successes) / sum(totals)
    values = [success / total for success, total in zip(successes, totals, strict=True)]
    sigmas = [sqrt(centre * (1 - centre) / total) for total in totals]
    return _chart(centre, values, sigmas, gaps, (0.0, 1.0))


def _chart(
    centre: float,
    values: Sequence[float],
    sigmas: Sequence[float],
    gaps: Collection[int],
    ends: tuple[float, float],
) -> Chart:
    if not any(sigmas):
        return Chart(centre, tuple(Point(value, centre, centre, centre) for value in values), collapsed=True)
    points = []
    for piece in pieces(len(values), gaps):
        held, its = values[piece], sigmas[piece]
        for n, (value, sigma) in enumerate(zip(held, its, strict=True)):
            lower, upper = max(centre - 3 * sigma, ends[0]), min(centre + 3 * sigma, ends[1])
            points.append(Point(value, lower, upper, centre, tuple(_signals(centre, held, its, n))))
    return Chart(centre, tuple(points))


def pieces(length: int, starts: Collection[int]) -> list[slice]:
    """Return the stretches of `length` places that begin at `starts`, the first at 0."""
    return [slice(first, last) for first, last in pairwise([0, *sorted(starts), length]) if first < last]


def _signals(
    centre: float, values: Sequence[float], sigmas: Sequence[float], n: int
) -> list[tuple[str, int]]:
    """Return the rules of which the n-th point is part, each with its side. A point on the mean is on no side."""
    sides = [_sign(value - centre) for value in values]
    rules = (
        (OUTSIDE, sides[n] if abs(values[n] - centre) > 3 * sigmas[n] else 0),
        (RUN, run(sides, n)),
        (TREND, _within_trend(values, n)),
        (TWO_OF_THREE, _near_limit(centre, values, sigmas, n)),
    )
    return [(rule, side) for rule, side in rules if side]


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def run(sides: Sequence[int], n: int) -> int:
    """Return the side of the run of 7 that holds place n, of values each on a side (+1, -1, 0 neither); else 0."""
    return sides[n] if len(stretch(sides, n)) >= _LONG else 0


def stretch(sides: Sequence[int], n: int) -> range:
    """Return the places of the equal sides in succession that hold place n."""
    first = last = n
    while first > 0 and sides[first - 1] == sides[n]:
        first -= 1
    while last + 1 < len(sides) and sides[last + 1] == sides[n]:
        last += 1
    return range(first, last + 1)


def _within_trend(values: Sequence[float], n: int) -> int:
    """Return the direction of seven values, six steps, that rise or fall without a tie and hold place n; 0 if none."""
    steps = [_sign(after - before) for before, after in pairwise(values)]
    for step in (n - 1, n):
        if 0 <= step < len(steps) and steps[step] and len(stretch(steps, step)) >= _LONG - 1:
            return steps[step]
    return 0


def _near_limit(centre: float, values: Sequence[float], sigmas: Sequence[float], n: int) -> int:
    """Return the side on which n is one of two in three neighbours beyond two sigmas and inside the limits.

    All three stand on that side of the mean.
    """

    def near(place: int, side: int) -> bool:
        distance = side * (values[place] - centre)
        return 2 * sigmas[place] < distance <= 3 * sigmas[place]

    for side in (1, -1):
        if not near(n, side):
            continue
        for first in range(max(n - 2, 0), min(n, len(values) - 3) + 1):
            three = range(first, first + 3)
            beside = all(side * (values[place] - centre) > 0 for place in three)
            if beside and sum(near(place, side) for place in three) >= 2:
                return side
    return 0
