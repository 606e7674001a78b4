"""Proportions with their uncertainty: Wilson intervals, and how far they reach where few audits say how sure they are."""

from __future__ import annotations

from functools import lru_cache
from math import expm1, pi, sqrt, tan
from typing import NamedTuple


class ConfidenceInterval(NamedTuple):
    """The ends of a confidence interval of a proportion, from 0 to 1, or of a difference of two, from -1 to 1."""

    low: float
    high: float


_Z95 = 1.959963984540054


def _z(confidence: float) -> float:
    from statistics import NormalDist  # noqa: PLC0415 - its import costs more than the one usual value is worth

    return NormalDist().inv_cdf(0.5 + confidence / 2)


@lru_cache(4096)
def standard_errors(confidence: float = 0.95, degrees: float | None = None) -> float:
    """Return how many standard errors an interval reaches to each side: of a normal curve, or of Student's t.

    `degrees` of freedom need not be whole; below 2 they count as 1, below 1 too. The quantile of t is Hill's (Algorithm 396, Communications of the ACM 13, 1970).
    """
    if degrees is None:
        return _Z95 if confidence == 0.95 else _z(confidence)
    tails = 1 - confidence
    if degrees < 2:
        return 1 / tan(tails * pi / 2)
    if degrees == 2:
        return sqrt(2 / (tails * (2 - tails)) - 2)
    return _hill(tails, degrees)


def _hill(tails: float, n: float) -> float:
    """Return the quantile of Student's t that leaves `tails` on both sides together, with n degrees of freedom."""
    a = 1 / (n - 0.5)
    b = 48 / a**2
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * n
    y = (d * tails) ** (2 / n)
    if y <= 0.05 + a:
        middle = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)
        return sqrt(n * ((middle * y - 1) * (n + 1) / (n + 2) + 1 / y))
    x = -_z(1 - tails)
    y = x * x
    if n < 5:
        c += 0.3 * (n - 4.5) * (x + 0.6)
    c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
    return sqrt(n * expm1(a * y * y))


def wilson(
    successes: float,
    total: float,
    confidence: float = 0.95,
    population: int | None = None,
    reach: float | None = None,
) -> ConfidenceInterval | None:
    """Return Wilson's score interval for `successes` of `total`; None when `total` is 0.

    Formula: Wilson 1927, as in Newcombe 1998 (method 3): centre (p + z²/2n)/(1 + z²/n), half-width
    z·√(p(1−p)/n + z²/4n²)/(1 + z²/n). `reach` stands in place of z: see `standard_errors`. With `population`, n is
    first raised by the finite-population correction to n(N−1)/(N−n); a sample that is the whole population has no
    sampling error. Counts need not be whole: an effective sample seldom is. ValueError for counts that cannot be.
    """
    if not 0 <= successes <= total or (population is not None and population < total):
        raise ValueError(f"{successes} of {total} is not a proportion")
    if total == 0:
        return None
    p = successes / total
    if population is not None and population == total:
        return ConfidenceInterval(p, p)
    n = total if population is None else total * (population - 1) / (population - total)
    z = standard_errors(confidence) if reach is None else reach
    shrink = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / shrink
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
    return ConfidenceInterval(
        max(0.0, centre - half) if successes else 0.0, min(1.0, centre + half) if successes < total else 1.0
    )


def difference(
    first: tuple[float, float],
    second: tuple[float, float],
    confidence: float = 0.95,
    reach: float | None = None,
) -> ConfidenceInterval:
    """Return the interval of the second proportion less the first, each given with its total, from -1 to 1.

    Newcombe 1998 (Interval estimation for the difference between independent proportions, method 10): each
    proportion's Wilson interval gives the difference its own half; `reach` as there. ValueError for totals that are not
    above 0.
    """
    (p1, _n1), (p2, _n2) = first, second
    one, two = (wilson(p * n, n, confidence, reach=reach) for p, n in (first, second))
    if one is None or two is None:
        raise ValueError("a proportion of nothing differs from none")
    return ConfidenceInterval(
        p2 - p1 - sqrt((p2 - two.low) ** 2 + (one.high - p1) ** 2),
        p2 - p1 + sqrt((two.high - p2) ** 2 + (p1 - one.low) ** 2),
    )
