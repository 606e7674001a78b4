"""A two-way table of counts whose row and column totals a reader knows, as the real function hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.figures.suppression import SMALL, hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable


def suppressed(table: list[list[int]], threshold: int = SMALL) -> list[list[int | None]]:
    counts = {(r, c): number for r, row in enumerate(table) for c, number in enumerate(row)}
    sums: list[tuple[Hashable, Collection[tuple[int, int]]]] = [
        *((("row", r), [(r, c) for c in range(len(row))]) for r, row in enumerate(table)),
        *((("column", c), [(r, c) for r in range(len(table))]) for c in range(len(table[0]) if table else 0)),
    ]
    hide = hidden(counts, sums, threshold)
    return [
        [None if (r, c) in hide else number for c, number in enumerate(row)] for r, row in enumerate(table)
    ]
