"""Proportions with their uncertainty: pooled counts and Wilson intervals."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple


class ConfidenceInterval(NamedTuple):
    """The ends of a confidence interval of a proportion, from 0 to 1, or of a difference of two, from -1 to 1."""

    low: float
    high: float


_Z95 = 1.959963984540054


def _z(confidence: float) -> float:
    from statistics import NormalDist  # noqa: PLC0415 - its import costs more than the one usual value is worth

    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(
    successes: float, total: float, confidence: float = 0.95, population: int | None = None
) -> ConfidenceInterval | None:
    """Return Wilson's score interval for `successes` of `total`; None when `total` is 0.

    Formula: Wilson 1927, as in Newcombe 1998 (method 3): centre (p + z²/2n)/(1 + z²/n), half-width
    z·√(p(1−p)/n + z²/4n²)/(1 + z²/n). With `population`, n is first raised by the finite-population
    correction to n(N−1)/(N−n); a sample that is the whole population has no sampling error.
    Counts need not be whole: an effective sample seldom is. ValueError for counts that cannot be.
    """
    if not 0 <= successes <= total or (population is not None and population < total):
        raise ValueError(f"{successes} of {total} is not a proportion")
    if total == 0:
        return None
    p = successes / total
    if population is not None and population == total:
        return ConfidenceInterval(p, p)
    n = total if population is None else total * (population - 1) / (population - total)
    z = _Z95 if confidence == 0.95 else _z(confidence)
    shrink = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / shrink
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
    return ConfidenceInterval(
        max(0.0, centre - half) if successes else 0.0, min(1.0, centre + half) if successes < total else 1.0
    )


def difference(
    first: tuple[float, float], second: tuple[float, float], confidence: float = 0.95
) -> ConfidenceInterval:
    """Return the interval of the second proportion less the first, each given with its total, from -1 to 1.

    Newcombe 1998 (Interval estimation for the difference between independent proportions, method 10): each
    proportion's Wilson interval gives the difference its own half. ValueError for totals that are not above 0.
    """
    (p1, n1), (p2, n2) = first, second
    one, two = wilson(p1 * n1, n1, confidence), wilson(p2 * n2, n2, confidence)
    if one is None or two is None:
        raise ValueError("a proportion of nothing differs from none")
    return ConfidenceInterval(
        p2 - p1 - sqrt((p2 - two.low) ** 2 + (one.high - p1) ** 2),
        p2 - p1 + sqrt((two.high - p2) ** 2 + (p1 - one.low) ** 2),
    )
