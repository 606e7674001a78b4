"""A two-way table of counts whose row and column totals a reader knows, as the real function hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.suppression import SMALL, hidden, is_small


def even(_: object) -> float:
    """Lots that are all the same, so that the smallest are drawn."""
    return 0.5


if TYPE_CHECKING:
    from collections.abc import Callable


def suppressed(
    table: list[list[int]], threshold: int = SMALL, lot: Callable[[object], float] = even
) -> list[list[int | None]]:
    counts = {(r, c): number for r, row in enumerate(table) for c, number in enumerate(row)}
    sums = [
        *([(r, c) for c in range(len(row))] for r, row in enumerate(table)),
        *([(r, c) for r in range(len(table))] for c in range(len(table[0]) if table else 0)),
    ]
    sums = [parts for parts in sums if not is_small(sum(counts[part] for part in parts), threshold)]
    hide = hidden(counts, sums, threshold, lot)
    return [
        [None if (r, c) in hide else number for c, number in enumerate(row)] for r, row in enumerate(table)
    ]
