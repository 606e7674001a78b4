"""What a series of proportions says: limits where they are earned, and one of four verdicts with its reason.

Limits are earned by 13 periods or more. With at least 10 answers in each they are those of an individuals
chart, or of a p chart where the largest period has more than three times the answers of the smallest; with
fewer in some they are exact binomial limits. Two rules give a verdict. The special causes that the last period
is part of, as NHS England's Making Data Count reads a chart; and the last third of the periods against the
first, by Newcombe's interval of the difference. Each is set so that a series in which nothing changes is called
better or worse at most once in twenty: docs/figures.md has the rates, and how they are measured.
"""

from __future__ import annotations

from itertools import accumulate
from math import comb, prod
from operator import add
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple

from auditui.core import periods as calendar
from auditui.core.periods import MONTH, QUARTER, months_of
from auditui.figures import spc
from auditui.figures.proportions import ConfidenceInterval, difference, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

BETTER, WORSE = "better", "worse"
NO_CHANGE, TOO_FEW = "no clear change", "too few to say"

INDIVIDUALS, P_CHART, BINOMIAL = "individuals chart (XmR)", "p chart", "exact binomial limits"
#: What limits need: so many periods, and in each so many answers; above so many times as many, a p chart.
PERIODS, ANSWERS, VARIES = 13, 10, 3
#: How sure the two ends must differ: where the special causes speak as well, and where only the ends do.
_WITH_CHART, _ALONE = 0.98, 0.96
_SIGMA3 = 0.00135  # beyond three sigma on one side of a normal curve


class Period(Struct, frozen=True):
    """One period: so many answers met, of so many that count; `effective_n` is how many independent ones tell as much.

    Answers of one audit resemble each other, so pooled answers tell less than as many from audits of their own. `audits`
    is how many these are of, 0 where that is not known.
    """

    label: str
    met: int
    counted: int
    effective_n: float
    audits: int = 0

    @property
    def share(self) -> float:
        """The proportion met, from 0 to 1."""
        return self.met / self.counted

    @property
    def interval(self) -> ConfidenceInterval | None:
        """Wilson's 95 % interval of the proportion met, of the effective number of answers."""
        return wilson(self.share * self.effective_n, self.effective_n)

    def __add__(self, other: Period) -> Period:
        """Pool two periods under the name of the first."""
        return Period(self.label, *map(add, astuple(self)[1:], astuple(other)[1:]))


class Reading(Struct, frozen=True):
    """What a series says. `limits` names the kind, empty where none are earned; `why` says why these or none."""

    periods: tuple[Period, ...]
    chart: spc.Chart | None
    limits: str
    why: str
    verdict: str
    reason: str


def merged(months: Sequence[Period], length: str) -> list[Period]:
    """Return months put together to periods of a length; periods of nothing are left out."""
    by_label: dict[str, Period] = {}
    for month in months:
        label = calendar.period(month.label, length)
        by_label[label] = by_label.get(label, Period(label, 0, 0, 0.0)) + month
    return [whole for whole in by_label.values() if whole.counted]


def length_for(months: Sequence[Period]) -> str:
    """Return the length of period that suits a series: months where they earn limits, else quarters.

    A series shorter than that of two quarters stays in months: fewer than three quarters show no course.
    """
    enough = merged(months, MONTH)
    if len(enough) >= PERIODS and min(month.effective_n for month in enough) >= ANSWERS:
        return MONTH
    quarters = merged(months, QUARTER)
    return QUARTER if len(quarters) >= 3 else MONTH


def read(periods: Sequence[Period]) -> Reading:
    """Return what a series of periods, none of them of nothing, says."""
    chart, limits, why = _chart(periods)
    verdict, reason = _verdict(periods, chart if limits else None)
    return Reading(tuple(periods), chart, limits, why, verdict, reason)


def _chart(periods: Sequence[Period]) -> tuple[spc.Chart | None, str, str]:
    if len(periods) < PERIODS:
        return None, "", f"no limits: they need {PERIODS} periods, here are {len(periods)}"
    sizes = [period.effective_n for period in periods]
    chart: spc.Chart | None
    if min(sizes) < ANSWERS:
        chart = _binomial(periods)
        kind, why = BINOMIAL, f"some periods have fewer than {ANSWERS} answers"
    elif max(sizes) > VARIES * min(sizes):
        chart = spc.p_chart([period.share * period.effective_n for period in periods], sizes)
        kind, why = P_CHART, f"the largest period has more than {VARIES} times the answers of the smallest"
    else:
        chart = spc.xmr([period.share for period in periods])
        kind, why = INDIVIDUALS, f"{PERIODS} periods or more, {ANSWERS} answers or more in each"
    if chart is None or chart.collapsed:
        return chart, "", "no limits: nothing varies"
    return chart, kind, why


def _binomial(periods: Sequence[Period]) -> spc.Chart:
    """Return limits per period by the exact binomial distribution, each side's tail that of three sigma."""
    effective_n = sum(period.effective_n for period in periods)
    centre = sum(period.share * period.effective_n for period in periods) / effective_n
    numbers = [max(round(period.effective_n), 1) for period in periods]
    chances = [binomial_sides(number, centre) for number in numbers]
    sides = [(period.share > centre) - (period.share < centre) for period in periods]
    points = []
    for n, period in enumerate(periods):
        low, high = binomial_limits(numbers[n], centre)
        signals = []
        if not low <= period.share <= high:
            signals.append((spc.OUTSIDE, sides[n]))
        if (side := spc.run(sides, n)) and _rare(sides, chances, n):
            signals.append((spc.RUN, side))
        points.append(spc.Point(period.share, low, high, tuple(signals)))
    return spc.Chart(centre, tuple(points), collapsed=centre in (0.0, 1.0))


def _rare(sides: Sequence[int], chances: Sequence[tuple[float, float]], n: int) -> bool:
    """Whether the run that holds place n is as rare as seven on one side are where both sides are equally likely."""
    return prod(chances[place][sides[n] > 0] for place in spc.stretch(sides, n)) <= 0.5**7


def _binomial_chances(number: int, centre: float) -> list[float]:
    """Return the chance of each number of successes of `number`, from none to all."""
    return [comb(number, k) * centre**k * (1 - centre) ** (number - k) for k in range(number + 1)]


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


def against(periods: Sequence[Period], until: str) -> tuple[str, str]:
    """Return the verdict and its reason of the last third of the periods after month `until` against all before.

    What came before is the baseline, and its share carried on is the forecast if nothing changes: the curve
    has turned where the verdict is better.
    """
    before, now = parted(periods, until)
    if not before or not now:
        return TOO_FEW, "there is nothing on one side of the baseline's end"
    return _compared(before, now, _ALONE)


def parted(periods: Sequence[Period], until: str) -> tuple[list[Period], list[Period]]:
    """Return the periods that end by month `until`, and the last third, or last one, of those that follow."""
    before = [period for period in periods if months_of(period.label)[1] <= until]
    after = list(periods[len(before) :])
    return before, after[-max(len(after) // 3, 1) :]


def _verdict(periods: Sequence[Period], chart: spc.Chart | None) -> tuple[str, str]:
    third = max(len(periods) // 3, 1)
    confidence = _WITH_CHART if chart else _ALONE
    if len(periods) < 2:
        return TOO_FEW, "there is one period only"
    verdict, ends = _compared(periods[:third], periods[-third:], confidence)
    signals = chart.points[-1].signals if chart and verdict != TOO_FEW else ()
    sides = {side for _, side in signals} | {BETTER: {1}, WORSE: {-1}}.get(verdict, set())
    causes = [f"the last period: {rule}, {'high' if side > 0 else 'low'}" for rule, side in signals]
    reason = "; ".join([*causes, ends])
    if sides == {1, -1}:
        return NO_CHANGE, f"the rules disagree: {reason}"
    return ({1: BETTER, -1: WORSE}[sides.pop()] if sides else verdict), reason


def _compared(one: Sequence[Period], other: Sequence[Period], confidence: float) -> tuple[str, str]:
    first, last = pooled(one), pooled(other)
    if min(first.effective_n, last.effective_n) < ANSWERS:
        return TOO_FEW, f"fewer than {ANSWERS} answers at the beginning or at the end of the series"
    low, high = difference((first.share, first.effective_n), (last.share, last.effective_n), confidence)
    ends = f"{_k_of_n(last)} in {_span(other)} against {_k_of_n(first)} in {_span(one)}"
    if low <= 0 <= high:
        return NO_CHANGE, f"{ends}: no more than chance could do"
    return (BETTER if low > 0 else WORSE), f"{ends}: more than chance would do (at {confidence:.0%})"


def pooled(periods: Sequence[Period]) -> Period:
    """Return all periods as one without a label."""
    return sum(periods, Period("", 0, 0, 0.0))


def _k_of_n(period: Period) -> str:
    return f"{period.met} of {period.counted} ({period.share:.0%})"


def _span(periods: Sequence[Period]) -> str:
    first, last = periods[0].label, periods[-1].label
    return first if first == last else f"{first} to {last}"
