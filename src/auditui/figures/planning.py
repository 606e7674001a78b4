"""How many audits are needed, from what was measured: to see a change of a stated size, or to know a share so closely."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING

from auditui.figures.proportions import standard_errors

if TYPE_CHECKING:
    from auditui.figures.series import Period

#: How sure a change must be, and how often one of the stated size is to be seen.
SURE, SEEN = 0.95, 0.8


def answers_to_see(before: float, after: float) -> float:
    """Return how many independent answers it takes on each side to see a proportion change, four times in five.

    Fleiss, Statistical Methods for Rates and Proportions, 1981, section 3.2: (z·√(2p̄q̄) + z'·√(p₁q₁ + p₂q₂))²/(p₁ - p₂)², with
    z = 1.96 and z' = 0.84. ValueError where there is no change.
    """
    if before == after:
        raise ValueError("no change can be seen in none")
    middle = (before + after) / 2
    sure, seen = standard_errors(SURE), standard_errors(2 * SEEN - 1)
    apart = sure * sqrt(2 * middle * (1 - middle)) + seen * sqrt(before * (1 - before) + after * (1 - after))
    return apart**2 / (before - after) ** 2


def answers_to_know(share: float, within: float) -> float:
    """Return how many independent answers it takes for a 95 % interval of about ± `within`: z²·p(1 - p)/within²."""
    return standard_errors(SURE) ** 2 * share * (1 - share) / within**2


def audits_for(answers: float, measured: Period) -> int:
    """Return how many audits that answer give so many independent answers, where they are as they were measured."""
    return ceil(answers * measured.answering / measured.effective_n)
