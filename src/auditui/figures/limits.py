"""Limits of a series, where they are earned: which kind, from where on, and what stands out of them.

Limits are earned by 12 periods or more. With at least 10 answers in each they are those of an individuals
chart, or of a p chart where the largest period has more than three times the answers of the smallest; with fewer
in some, or where nearly all or nearly none is met, they are exact binomial limits. After a step that has been
earned they are drawn anew.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import exp, lgamma, log, prod, sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.figures import spc
from auditui.figures.proportions import difference, standard_errors
from auditui.figures.series import ANSWERS, PERIODS, Period, dispersion, gaps, pooled

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

INDIVIDUALS, P_CHART, BINOMIAL = "individuals chart (XmR)", "p chart", "exact binomial limits"
#: Above so many times the answers of the smallest period, a p chart; below so many expected of the rarer answer in
#: the smallest, exact limits, since the binomial is nothing like a normal curve there.
VARIES, RARE = 3, 5
#: How sure a step must be, of all the places where it could stand together.
_STEP = 0.99
_SIGMA3 = 0.00135  # beyond three sigma on one side of a normal curve


class Step(Struct, frozen=True):
    """From the place `at` on the level is another, for good as far as is known: limits are drawn anew there."""

    at: int
    before: Period
    after: Period


class Reading(Struct, frozen=True):
    """What a series shows. `limits` names the kind, empty where none are earned; `why` says why these or none."""

    periods: tuple[Period, ...]
    chart: spc.Chart | None
    limits: str
    why: str
    steps: tuple[Step, ...] = ()


def read(periods: Sequence[Period]) -> Reading:
    """Return the limits of a series of periods, none of them of nothing, in time order."""
    if len(periods) < PERIODS:
        why = f"no limits: they need {PERIODS} periods, here are {len(periods)}"
        return Reading(tuple(periods), None, "", why)
    kind, why = _kind(periods)
    places = steps(periods)
    stretches = [periods[first:last] for first, last in pairwise([0, *places, len(periods)])]
    charts = [_chart(kind, stretch) for stretch in stretches]
    if any(chart is None for chart in charts) or all(chart.collapsed for chart in charts if chart):
        return Reading(tuple(periods), charts[-1], "", "no limits: nothing varies")
    points = tuple(point for chart in charts if chart for point in chart.points)
    levels = [pooled(stretch) for stretch in stretches]
    found = tuple(Step(at, *sides) for at, sides in zip(places, pairwise(levels), strict=True))
    return Reading(tuple(periods), spc.Chart(points[-1].centre, points), kind, why, found)


def _kind(periods: Sequence[Period]) -> tuple[str, str]:
    sizes = [period.effective_n for period in periods]
    rarer = min(pooled(periods).share, 1 - pooled(periods).share)
    if min(sizes) < ANSWERS:
        return BINOMIAL, f"some periods have fewer than {ANSWERS} answers"
    if min(sizes) * rarer < RARE:
        return BINOMIAL, f"in the smallest period fewer than {RARE} of the rarer answer are to be expected"
    if max(sizes) > VARIES * min(sizes):
        return P_CHART, f"the largest period has more than {VARIES} times the answers of the smallest"
    return INDIVIDUALS, f"{PERIODS} periods or more, {ANSWERS} answers or more in each"


def _chart(kind: str, periods: Sequence[Period]) -> spc.Chart | None:
    apart = gaps(periods)
    if kind == BINOMIAL:
        return _binomial(periods, apart)
    if kind == P_CHART:
        sizes = [period.effective_n for period in periods]
        return spc.p_chart([period.share * period.effective_n for period in periods], sizes, apart)
    return spc.xmr([period.share for period in periods], apart, 0.0, 1.0)


def steps(periods: Sequence[Period]) -> list[int]:
    """Return the places at which the level became another: of all that could be steps the clearest, then within its sides.

    A step has 12 periods or more on each side, and the sides differ by more than chance would do at 99 %, shared among all
    places it could have stood at (Bonferroni). A slow change is cut into steps too: limits of one level do not fit it.
    """
    places = range(PERIODS, len(periods) - PERIODS + 1)
    if not places:
        return []
    at = max(places, key=lambda place: _clearness(periods[:place], periods[place:]))
    before, after = pooled(periods[:at]), pooled(periods[at:])
    confidence = 1 - (1 - _STEP) / len(places)
    spread, degrees = dispersion(periods)
    reach = max(standard_errors(confidence), standard_errors(confidence, degrees) * sqrt(spread))
    low, high = difference((before.share, before.effective_n), (after.share, after.effective_n), reach=reach)
    if low <= 0 <= high:
        return []
    return [*steps(periods[:at]), at, *(at + place for place in steps(periods[at:]))]


def _clearness(before: Sequence[Period], after: Sequence[Period]) -> float:
    one, other = pooled(before), pooled(after)
    return abs(other.share - one.share) / sqrt(1 / one.effective_n + 1 / other.effective_n)


def _binomial(periods: Sequence[Period], apart: Collection[int]) -> spc.Chart:
    """Return limits per period by the exact binomial distribution, each side's tail that of three sigma."""
    effective_n = sum(period.effective_n for period in periods)
    centre = sum(period.share * period.effective_n for period in periods) / effective_n
    numbers = [max(round(period.effective_n), 1) for period in periods]
    chances = [binomial_sides(number, centre) for number in numbers]
    sides = [(period.share > centre) - (period.share < centre) for period in periods]
    points = []
    for piece in spc.pieces(len(periods), apart):
        for n, period in enumerate(periods[piece]):
            place = piece.start + n
            low, high = binomial_limits(numbers[place], centre)
            signals = []
            if not low <= period.share <= high:
                signals.append((spc.OUTSIDE, sides[place]))
            if (side := spc.run(sides[piece], n)) and _rare(sides[piece], chances[piece], n):
                signals.append((spc.RUN, side))
            points.append(spc.Point(period.share, low, high, centre, tuple(signals)))
    return spc.Chart(centre, tuple(points), collapsed=centre in (0.0, 1.0))


def _rare(sides: Sequence[int], chances: Sequence[tuple[float, float]], n: int) -> bool:
    """Whether the run that holds place n is as rare as seven on one side are where both sides are equally likely."""
    return prod(chances[place][sides[n] > 0] for place in spc.stretch(sides, n)) <= 0.5**7


def _binomial_chances(number: int, centre: float) -> list[float]:
    """Return the chance of each number of successes of `number`, from none to all."""
    if centre in (0.0, 1.0):
        return [float(k == centre * number) for k in range(number + 1)]
    logs = log(centre), log(1 - centre)
    every = lgamma(number + 1)
    return [
        exp(every - lgamma(k + 1) - lgamma(number - k + 1) + k * logs[0] + (number - k) * logs[1])
        for k in range(number + 1)
    ]


def binomial_sides(number: int, centre: float) -> tuple[float, float]:
    """Return the chances of a share of `number` below the centre and above it, which differ where answers are few."""
    chances = _binomial_chances(number, centre)
    low = sum(chance for k, chance in enumerate(chances) if k < centre * number)
    return low, sum(chance for k, chance in enumerate(chances) if k > centre * number)


def binomial_limits(number: int, centre: float) -> tuple[float, float]:
    """Return the least and greatest share of `number` that are not rarer than three sigma on their side."""
    chances = _binomial_chances(number, centre)
    below = list(accumulate(chances))  # the chance of k or fewer
    above = list(accumulate(reversed(chances)))[::-1]  # the chance of k or more
    low = next(k for k in range(number + 1) if below[k] > _SIGMA3)
    high = next(k for k in range(number, -1, -1) if above[k] > _SIGMA3)
    return low / number, high / number
