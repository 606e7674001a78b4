"""Series of audits by chance, with fixed seeds: without change, and rising."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

from auditui.figures.counting import Spread
from auditui.figures.verdicts import Period, Reading, read

if TYPE_CHECKING:
    from collections.abc import Callable

#: The kinds of series there are: how many answers each period has, drawn by chance.
SERIES: dict[str, Callable[[random.Random], list[int]]] = {
    "24 months of 10 to 20": lambda chance: [chance.randint(10, 20) for _ in range(24)],
    "36 months of 12 to 30": lambda chance: [chance.randint(12, 30) for _ in range(36)],
    "24 months of 10 to 40": lambda chance: [chance.choice((10, 12, 15, 20, 35, 40)) for _ in range(24)],
    "24 months of 4 to 9": lambda chance: [chance.randint(4, 9) for _ in range(24)],
    "8 quarters of 20 to 40": lambda chance: [chance.randint(20, 40) for _ in range(8)],
    "6 months of 6 to 12": lambda chance: [chance.randint(6, 12) for _ in range(6)],
}


def months(shares: list[tuple[int, int]]) -> list[Period]:
    return [Period(f"{2020 + n // 12}-{n % 12 + 1:02d}", met, of, of) for n, (met, of) in enumerate(shares)]


def simulated(kind: str, first: float, last: float, seed: int) -> list[Reading]:
    """A thousand series whose true share goes from `first` to `last` in a straight line."""
    chance = random.Random(seed)
    found = []
    for _ in range(1000):
        numbers = SERIES[kind](chance)
        step = (last - first) / (len(numbers) - 1)
        shares = [first + step * n for n in range(len(numbers))]
        met = [
            sum(chance.random() < share for _ in range(of)) for share, of in zip(shares, numbers, strict=True)
        ]
        found.append(read(months(list(zip(met, numbers, strict=True)))))
    return found


def simulated_audits(months_of: int, rise: float, seed: int) -> list[Reading]:
    """A thousand series of 4 to 8 audits a month, 13 to 16 answers each; answers of one audit are alike.

    An audit's own log-odds of *met* are normal around 0.4 with a deviation of 0.7; `rise` is added by the end.
    """
    chance = random.Random(seed)
    found = []
    for _ in range(1000):
        spreads = []
        for month in range(months_of):
            spread = Spread()
            for _ in range(chance.randint(4, 8)):
                lean = 0.4 + rise * month / (months_of - 1) + chance.gauss(0, 0.7)
                of = chance.randint(13, 16)
                spread += Spread.of(sum(chance.random() < 1 / (1 + math.exp(-lean)) for _ in range(of)), of)
            spreads.append(spread)
        effect = sum(spreads, Spread()).design_effect
        series = months([(each.met, each.counted) for each in spreads])
        found.append(
            read([Period(each.label, each.met, each.counted, each.counted / effect) for each in series])
        )
    return found
