"""Counting answers: pooled over items and audits, never a mean of percentages.

Answers of one audit are alike: one auditor read one file. Where several of an audit are pooled, the spread
between audits says how much less they tell than as many answers from as many audits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from auditui.core import kinds
from auditui.core.checklists.checklist import COULD_NOT_SEE, NOT_APPLICABLE, NOT_RECORDED
from auditui.figures.proportions import Interval, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditui.core.audits.answer import Answer
    from auditui.core.checklists.checklist import Checklist, Item


class _Sums:
    """Numbers that are added up one by one."""

    def __add__(self, other: Self) -> Self:
        """Pool two of a kind."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return type(self)(*(one + two for one, two in pairs))


@dataclass(frozen=True)
class Count(_Sums):
    """`met` of `counted` answers. Not recorded is inside `counted`; the other two nothings are outside."""

    met: int = 0
    counted: int = 0
    not_recorded: int = 0
    could_not_see: int = 0
    not_applicable: int = 0

    @property
    def share(self) -> float | None:
        """The proportion met; None where nothing counts."""
        return self.met / self.counted if self.counted else None

    def interval(self, spread: Spread | None = None) -> Interval | None:
        """Wilson's 95 % interval of the proportion met; with `spread`, of the answers it makes them worth."""
        if spread is None or not self.counted:
            return wilson(self.met, self.counted)
        worth = 1 / spread.design_effect
        return wilson(self.met * worth, self.counted * worth)


@dataclass(frozen=True)
class Spread(_Sums):
    """Over audits: how many, and the sums of their met, counted and products, which add up over any groups."""

    audits: int = 0
    met: int = 0
    counted: int = 0
    met_met: int = 0
    met_counted: int = 0
    counted_counted: int = 0

    @classmethod
    def of(cls, met: int, counted: int) -> Spread:
        """Return the spread of one audit; of none where nothing counts."""
        if not counted:
            return cls()
        return cls(1, met, counted, met * met, met * counted, counted * counted)

    @property
    def design_effect(self) -> float:
        """How many pooled answers tell as much as one from an audit of its own; never under 1.

        The variance of the ratio of met to counted with audits as clusters (Cochran, Sampling Techniques,
        1977, section 11.7: K/(K-1) · Σ(met - p·counted)²/counted², over K audits) over that of as many
        independent answers, p(1-p)/counted. Where it cannot be had, of one audit or of all or none met,
        an audit tells as much as one answer.
        """
        if not self.counted:
            return 1.0
        alike = max(self.counted / self.audits, 1.0)
        p = self.met / self.counted
        if self.audits < 2 or p in (0.0, 1.0):
            return alike
        squares = self.met_met - 2 * p * self.met_counted + p * p * self.counted_counted
        clustered = self.audits / (self.audits - 1) * squares / self.counted**2
        return max(clustered / (p * (1 - p) / self.counted), 1.0)


@dataclass(frozen=True)
class Marks:
    """What one finished audit adds to the figures.

    `answers` are item and value of each that was asked; `sections` has by section ("" for the whole) how many
    answers were met, of how many that count.
    """

    answers: tuple[tuple[str, str], ...]
    sections: Mapping[str, tuple[int, int]]


def marks(checklist: Checklist, answers: Mapping[str, Answer]) -> Marks:
    """Return what an audit adds; an answer to an item that its condition leaves out adds nothing."""
    asked = checklist.asked(answers)
    found: list[tuple[str, str]] = []
    sections = {"": (0, 0), **{section.id: (0, 0) for section in checklist.sections}}
    for section in checklist.sections:
        for item in section.items:
            given = answers.get(item.id)
            if given is None or not asked.get(item.id):
                continue
            found.append((item.id, given.value))
            # No item has such an id, so what is counted apart adds nothing to the answers counted.
            found += [(f"{item.id}.{part}", "there") for part in kinds.of(item).there(given)]
            one = count(item, given.value, 1)
            for name in ("", section.id):
                met, counted = sections[name]
                sections[name] = (met + one.met, counted + one.counted)
    return Marks(tuple(found), sections)


def count(item: Item, value: str, number: int) -> Count:
    """Count `number` answers of `value` to `item`."""
    if value == NOT_APPLICABLE:
        return Count(not_applicable=number)
    if value == COULD_NOT_SEE:
        return Count(could_not_see=number)
    if value == NOT_RECORDED:
        return Count(counted=number, not_recorded=number)
    return Count(met=number if item.is_met(value) else 0, counted=number)
