"""How long something took, as a distribution: half were done in so many working days, so many within none, one, five, ten."""

from __future__ import annotations

from statistics import quantiles
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.core import working_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

#: Within how many working days the shares are given.
WITHIN = (0, 1, 5, 10)


class DaysTaken(Struct, frozen=True):
    """How many working days `number` things took: quartiles, and how many took no more than each of WITHIN.

    `reversed` are those that ended before they began, which are in none of it. The quartiles are None of nothing.
    """

    number: int
    quartiles: tuple[float, float, float] | None
    within: tuple[int, ...]
    reversed: int = 0


def days_taken(spans: Iterable[tuple[date, date]]) -> DaysTaken:
    """Return the distribution of the working days between two dates, the day after the first being day 1.

    A quartile between two values lies on the straight line between them (Hyndman and Fan 1996, type 7; Excel's
    QUARTILE.INC).
    """
    all_spans = list(spans)
    days = [working_days.between(start, end) for start, end in all_spans if start <= end]
    quarters = quantiles(days * 2 if len(days) == 1 else days, n=4, method="inclusive") if days else None
    return DaysTaken(
        len(days),
        (quarters[0], quarters[1], quarters[2]) if quarters else None,
        tuple(sum(number <= most for number in days) for most in WITHIN),
        len(all_spans) - len(days),
    )
