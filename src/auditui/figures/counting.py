"""Counting answers: pooled over items and audits, never a mean of percentages.

Answers of one audit resemble each other: one auditor read one file. Where several of an audit are pooled, the
spread between audits says how much less they tell than as many answers from as many audits.
"""

from __future__ import annotations

from collections import Counter
from operator import add
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import astuple

from auditui.core.audits.results import Part
from auditui.figures.proportions import ConfidenceInterval, standard_errors, wilson

_Sums = TypeVar("_Sums", bound=Struct)


def _pooled(one: _Sums, other: _Sums) -> _Sums:
    """Add two of a kind field by field."""
    return type(one)(*map(add, astuple(one), astuple(other)))


class Count(Struct, frozen=True):
    """`met` of `counted` answers. Not recorded is inside `counted`; the other two non-answers are outside."""

    met: int = 0
    counted: int = 0
    not_recorded: int = 0
    could_not_see: int = 0
    not_applicable: int = 0

    def __add__(self, other: Count) -> Count:
        """Pool two."""
        return _pooled(self, other)

    @property
    def not_met(self) -> int:
        """The answers that count and do not reach the standard."""
        return self.counted - self.met

    @property
    def much_outside(self) -> bool:
        """Whether more than a fifth of the answers are not applicable, so that the figure speaks for the rest only."""
        return 5 * self.not_applicable > self.asked

    @property
    def asked(self) -> int:
        """All answers, those outside the count too."""
        return self.counted + self.could_not_see + self.not_applicable

    @property
    def share(self) -> float | None:
        """The proportion met; None where nothing counts."""
        return self.met / self.counted if self.counted else None

    def interval(self, spread: Spread | None = None) -> ConfidenceInterval | None:
        """Wilson's 95 % interval of the proportion met; with `spread`, of the effective number of answers.

        How alike the answers of an audit are is known from the audits only, so it reaches as far as Student's t of one
        fewer than there are (Korn and Graubard, Survey Methodology 24, 1998).
        """
        if spread is None or not spread.audits:
            return wilson(self.met, self.counted)
        telling = 1 / spread.design_effect
        reach = standard_errors(degrees=spread.audits - 1)
        return wilson(self.met * telling, self.counted * telling, reach=reach)


class Spread(Struct, frozen=True):
    """Over audits: how many, and the sums of their met, counted and products, which add up over any groups."""

    audits: int = 0
    met: int = 0
    counted: int = 0
    met_met: int = 0
    met_counted: int = 0
    counted_counted: int = 0

    def __add__(self, other: Spread) -> Spread:
        """Pool two."""
        return _pooled(self, other)

    @classmethod
    def of(cls, met: int, counted: int) -> Spread:
        """Return the spread of one audit; of none where nothing counts."""
        if not counted:
            return cls()
        return cls(1, met, counted, met * met, met * counted, counted * counted)

    @property
    def residual(self) -> float:
        """K/(K-1) · Σ(met - p·counted)² over the K audits, of which there are two or more."""
        p = self.met / self.counted
        squares = self.met_met - 2 * p * self.met_counted + p * p * self.counted_counted
        return self.audits / (self.audits - 1) * squares

    @property
    def design_effect(self) -> float:
        """How many pooled answers tell as much as one from an audit of its own; never under 1.

        The variance of the ratio of met to counted with audits as clusters (Cochran, Sampling Techniques,
        1977, section 11.7: K/(K-1) · Σ(met - p·counted)²/counted², over K audits) over that of as many
        independent answers, p(1-p)/counted. Where it cannot be had, of one audit or of all or none met,
        an audit tells as much as one answer.
        """
        return common_effect(self)


def common_effect(*spreads: Spread) -> float:
    """Return the design effect that groups of audits have in common, each group with a proportion of its own.

    One estimate for both sides of a comparison: a side that was lucky, all of it met, would else look sure as well.
    """
    counted = sum(spread.counted for spread in spreads)
    if not counted:
        return 1.0
    p = sum(spread.met for spread in spreads) / counted
    told = [spread for spread in spreads if spread.audits > 1]
    if not told or p in (0.0, 1.0):
        return max(counted / sum(spread.audits for spread in spreads), 1.0)
    clustered = sum(spread.residual for spread in told)
    return max(clustered / (p * (1 - p) * sum(spread.counted for spread in told)), 1.0)


class Group(Struct):
    """What is counted of one row: answers, the spread between audits, and audits by their judgement."""

    answers: Count = field(default_factory=Count)
    spread: Spread = field(default_factory=Spread)
    audits: int = 0
    judgements: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Group) -> Group:
        """Pool two."""
        return _pooled(self, other)

    @property
    def answering(self) -> int:
        """How many audits the answers that count are of; of one item each audit has one."""
        return self.spread.audits or self.answers.counted


def count(part: str, number: int) -> Count:
    """Count `number` answers that are `part` to the figures, a core.audits.results.Part."""
    counts = {
        Part.MET: Count(met=number, counted=number),
        Part.NOT_MET: Count(counted=number),
        Part.NOT_RECORDED: Count(counted=number, not_recorded=number),
        Part.COULD_NOT_SEE: Count(could_not_see=number),
        Part.NOT_APPLICABLE: Count(not_applicable=number),
    }
    return counts.get(Part(part), Count())
