"""How far two auditors agree who read the same files: percent agreement, kappa and AC1, each of pairs of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditui.figures.proportions import ConfidenceInterval, wilson

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    Table = Sequence[Sequence[float]]

#: Fewer pairs than this say nothing of how far two auditors agree: ten of ten alike still allow 72 %.
LEAST_PAIRS = 10


class Agreement(NamedTuple):
    """Of how many `pairs` of answers so many were the `same`; AC1 with its interval and kappa are None where undefined."""

    same: int
    pairs: int
    interval: ConfidenceInterval | None
    ac1: float | None
    ac1_interval: ConfidenceInterval | None
    kappa: float | None

    @property
    def enough(self) -> bool:
        """Whether there are pairs enough to say anything."""
        return self.pairs >= LEAST_PAIRS


def agreement(pairs: Iterable[tuple[str, str]], offered: Collection[str] = ()) -> Agreement:
    """Return how far pairs of answers, the first auditor's and the second's, agree.

    `offered` are the answers that could be given; an answer that stands in a pair is one of them. AC1's interval is that of
    the percent agreement (Wilson), with chance agreement as measured: (p - pe)/(1 - pe) at each end. It does not shrink to
    nothing where all agree, as the usual variance does.
    """
    given = list(pairs)
    categories = sorted({*offered, *(answer for pair in given for answer in pair)})
    place = {category: number for number, category in enumerate(categories)}
    table = [[0] * len(categories) for _ in categories]
    for first, second in given:
        table[place[first]][place[second]] += 1
    same = sum(table[n][n] for n in range(len(table)))
    interval = wilson(same, len(given))
    chance = _chance_of_ac(table, _identity(len(table)))
    ends = interval and chance is not None and [(end - chance) / (1 - chance) for end in interval]
    return Agreement(
        *(same, len(given), interval, gwet_ac(table)),
        *(ConfidenceInterval(*ends) if ends else None, kappa(table)),
    )


def kappa(table: Table, weights: str = "none") -> float | None:
    """Return Cohen's kappa of a square table, rows the first auditor's answers, columns the second's.

    (po - pe)/(1 - pe), pe from the two auditors' own shares: Cohen 1960; weighted, Cohen 1968. None where there are no
    pairs, or where all chance agreement leaves nothing to be measured (both gave one answer throughout).
    """
    total = sum(map(sum, table))
    if not total:
        return None
    weigh = _weights(len(table), weights)
    rows = [sum(row) / total for row in table]
    columns = [sum(column) / total for column in zip(*table, strict=True)]
    chance = sum(weigh[k][m] * rows[k] * columns[m] for k in range(len(table)) for m in range(len(table)))
    return None if chance >= 1 else (_observed(table, weigh) - chance) / (1 - chance)


def gwet_ac(table: Table, weights: str = "none") -> float | None:
    """Return Gwet's AC1 of such a table, AC2 where it is weighted; None without pairs or with one category.

    (po - pe)/(1 - pe), pe = T/(q(q - 1)) · sum of p(1 - p) over the q categories, p the mean share of each and T the sum of
    the weights: Gwet 2008 and 2014. It stays near percent agreement where nearly all is met, and kappa falls to nothing.
    """
    weigh = _weights(len(table), weights)
    chance = _chance_of_ac(table, weigh)
    return None if chance is None else (_observed(table, weigh) - chance) / (1 - chance)


def _chance_of_ac(table: Table, weigh: Table) -> float | None:
    total, size = sum(map(sum, table)), len(table)
    if not total or size < 2:
        return None
    shares = [(sum(table[k]) + sum(row[k] for row in table)) / (2 * total) for k in range(size)]
    return sum(map(sum, weigh)) * sum(share * (1 - share) for share in shares) / (size * (size - 1))


def _observed(table: Table, weigh: Table) -> float:
    total = sum(map(sum, table))
    return (
        sum(w * n for ws, ns in zip(weigh, table, strict=True) for w, n in zip(ws, ns, strict=True)) / total
    )


def _identity(size: int) -> list[list[float]]:
    return [[float(k == m) for m in range(size)] for k in range(size)]


def _weights(size: int, weights: str) -> list[list[float]]:
    """Return what each pair of categories counts as agreement. ValueError for a name that is not known."""
    if weights == "none" or size < 2:
        return _identity(size)
    power = {"linear": 1, "quadratic": 2}.get(weights)
    if power is None:
        raise ValueError(f"no weights are called {weights!r}")
    return [[1 - (abs(k - m) / (size - 1)) ** power for m in range(size)] for k in range(size)]
