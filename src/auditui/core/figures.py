"""Counting answers: pooled over items and audits, never a mean of percentages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.core.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED
from auditui.core.proportions import Interval, wilson

if TYPE_CHECKING:
    from auditui.core.checklist import Item


@dataclass(frozen=True)
class Count:
    """`met` of `counted` answers. Not recorded is inside `counted`; the other two nothings are outside."""

    met: int = 0
    counted: int = 0
    not_recorded: int = 0
    could_not_see: int = 0
    not_applicable: int = 0

    def __add__(self, other: Count) -> Count:
        """Pool two counts."""
        return Count(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def share(self) -> float | None:
        """The proportion met; None where nothing counts."""
        return self.met / self.counted if self.counted else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95 % interval of the proportion met."""
        return wilson(self.met, self.counted)


def count(item: Item, value: str, number: int) -> Count:
    """Count `number` answers of `value` to `item`."""
    if value == NOT_APPLICABLE:
        return Count(not_applicable=number)
    if value == COULD_NOT_SEE:
        return Count(could_not_see=number)
    if value == NOT_RECORDED:
        return Count(counted=number, not_recorded=number)
    return Count(met=number if item.is_met(value) else 0, counted=number)
