"""A series: periods of answers met, of those that count, in time order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core import periods as calendar
from auditui.core.periods import JANUARY, MONTH, QUARTER, months_of, number
from auditui.figures.proportions import ConfidenceInterval, standard_errors, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What limits and steps need: so many periods, and for a chart of individual values so many answers in each.
PERIODS, ANSWERS = 12, 10


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
    def answering(self) -> int:
        """How many audits the answers are of; where that is not known, as many as there are answers."""
        return min(self.audits or self.counted, self.counted)

    @property
    def interval(self) -> ConfidenceInterval | None:
        """Wilson's 95 % interval of the proportion met, of the effective number of answers.

        Where several answers of an audit are pooled, how alike they are is known from the audits only: it reaches as far as
        Student's t of one fewer than there are.
        """
        pooled = self.effective_n < self.counted
        reach = standard_errors(degrees=self.answering - 1) if pooled else standard_errors()
        return wilson(self.share * self.effective_n, self.effective_n, reach=reach)

    def __add__(self, other: Period) -> Period:
        """Pool two periods under the name of the first."""
        return pooled((self, other), self.label)


def pooled(periods: Sequence[Period], label: str = "") -> Period:
    """Return all periods as one, under a label."""
    return Period(
        label,
        sum(period.met for period in periods),
        sum(period.counted for period in periods),
        sum((period.effective_n for period in periods), 0.0),
        sum(period.audits for period in periods),
    )


def merged(months: Sequence[Period], length: str, begins: int = JANUARY) -> list[Period]:
    """Return months put together to periods of a length, years beginning in a month; periods of nothing are left out."""
    by_label: dict[str, Period] = {}
    for month in months:
        label = calendar.period(month.label, length, begins)
        by_label[label] = by_label.get(label, Period(label, 0, 0, 0.0)) + month
    return [whole for whole in by_label.values() if whole.counted]


def length_for(months: Sequence[Period], begins: int = JANUARY) -> str:
    """Return the length of period that suits a series: months where they earn limits, else quarters.

    A series shorter than that of two quarters stays in months: fewer than three quarters show no course.
    """
    enough = merged(months, MONTH)
    if len(enough) >= PERIODS and min(month.effective_n for month in enough) >= ANSWERS:
        return MONTH
    quarters = merged(months, QUARTER, begins)
    return QUARTER if len(quarters) >= 3 else MONTH


def of_months(months: Sequence[Period], first: str, last: str) -> Period:
    """Return the months from `first` to `last` as one, under the name of those months."""
    label = first if first == last else f"{first} to {last}"
    return pooled([month for month in months if first <= month.label <= last], label)


def gaps(periods: Sequence[Period]) -> frozenset[int]:
    """Return the places of the periods that do not follow the one before: those between had no answers."""
    return frozenset(
        n
        for n in range(1, len(periods))
        if number(months_of(periods[n].label)[0]) != number(months_of(periods[n - 1].label)[1]) + 1
    )


def dispersion(*stretches: Sequence[Period]) -> tuple[float, float]:
    """Return how much neighbouring periods differ, as a multiple of what chance alone does, and its degrees of freedom.

    The mean, over neighbours of one stretch, of the squared difference of their proportions over p(1-p)(1/n + 1/n'). It
    does not grow with a slow change, as the distance from the mean does. Neighbours share a period, so that of m periods
    it has about 2(m-1)/3 degrees of freedom (von Neumann, Annals of Mathematical Statistics 12, 1941).
    """
    p = pooled([period for periods in stretches for period in periods]).share
    squares = [
        (after.share - before.share) ** 2 / (1 / before.effective_n + 1 / after.effective_n)
        for periods in stretches
        for before, after in pairwise(periods)
    ]
    if not squares or p in (0.0, 1.0):
        return 0.0, 1.0
    return sum(squares) / len(squares) / (p * (1 - p)), 2 * len(squares) / 3
