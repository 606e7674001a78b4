"""Whether a team is unlike the others: a funnel, whose limits allow for how much teams usually differ.

Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005): around the pooled
proportion stand limits that narrow with the number of answers; where groups differ by more than chance, the variance
between them (DerSimonian and Laird's, of z-scores whose outermost tenth on each side is drawn in) is added, so that
a group stands out only if it differs by more than groups do.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from msgspec import Struct

from auditui.figures.counting import Group, common_effect
from auditui.figures.proportions import ConfidenceInterval, standard_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A funnel needs so many groups of so many audits; others are listed, and not judged.
GROUPS, AUDITS = 4, 5
#: How sure the two pairs of limits are, as in the paper: about two and three standard errors.
INNER, OUTER = 0.95, 0.998
_DRAWN_IN = 0.1
ABOVE, BELOW, WITHIN, TOO_FEW = (
    "above the others",
    "below the others",
    "not unlike the others",
    "too few to say",
)


class Place(Struct, frozen=True):
    """Where a group stands: its share, between which it would be expected, and the word; no limits where it is not judged."""

    share: float
    size: float
    inner: ConfidenceInterval | None
    outer: ConfidenceInterval | None
    word: str


class Funnel(Struct, frozen=True):
    """The pooled share, the standard deviation between groups (0 where chance explains all), and the place of each group.

    `places` has None for a group of nothing. `effect` is the design effect all groups have in common.
    """

    centre: float
    between: float
    effect: float
    places: tuple[Place | None, ...]

    def limits(self, size: float, confidence: float) -> ConfidenceInterval:
        """Return between which the share of so many independent answers is expected."""
        half = standard_errors(confidence) * sqrt(
            self.centre * (1 - self.centre) / size + self.between * self.between
        )
        return ConfidenceInterval(max(self.centre - half, 0.0), min(self.centre + half, 1.0))


def funnel(groups: Sequence[Group]) -> Funnel | None:
    """Return the funnel of groups; None where there are too few to tell how much groups differ, or nothing varies."""
    judged = [group for group in groups if group.answering >= AUDITS]
    counted = sum(group.answers.counted for group in judged)
    centre = sum(group.answers.met for group in judged) / counted if counted else 0.0
    if len(judged) < GROUPS or centre in (0.0, 1.0):
        return None
    effect = common_effect(*(group.spread for group in judged))
    sizes = [group.answers.counted / effect for group in judged]
    shares = [group.answers.met / group.answers.counted for group in judged]
    between = sqrt(variance_between(shares, sizes, centre))
    bare = Funnel(centre, between, effect, ())
    return Funnel(centre, between, effect, tuple(_place(bare, group) for group in groups))


def variance_between(shares: Sequence[float], sizes: Sequence[float], centre: float) -> float:
    """Return the variance between groups beyond chance, at least 0: (Iφ - (I - 1)) / (Σw - Σw²/Σw) of I groups.

    φ is the mean of the squared z-scores, w the inverse of each group's variance by chance.
    """
    weights = [size / (centre * (1 - centre)) for size in sizes]
    scores = _drawn_in([(share - centre) * sqrt(w) for share, w in zip(shares, weights, strict=True)])
    excess = sum(score * score for score in scores) - (len(scores) - 1)
    return max(excess / (sum(weights) - sum(w * w for w in weights) / sum(weights)), 0.0)


def _drawn_in(scores: Sequence[float]) -> list[float]:
    """Return the scores with the outermost tenth on each side set to the next one within."""
    ordered = sorted(scores)
    cut = int(_DRAWN_IN * len(scores))
    low, high = ordered[cut], ordered[len(scores) - 1 - cut]
    return [min(max(score, low), high) for score in scores]


def _place(bare: Funnel, group: Group) -> Place | None:
    if not group.answers.counted:
        return None
    share, size = group.answers.met / group.answers.counted, group.answers.counted / bare.effect
    if group.answering < AUDITS:
        return Place(share, size, None, None, TOO_FEW)
    inner, outer = bare.limits(size, INNER), bare.limits(size, OUTER)
    word = ABOVE if share > outer.high else BELOW if share < outer.low else WITHIN
    return Place(share, size, inner, outer, word)
