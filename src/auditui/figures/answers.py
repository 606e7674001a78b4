"""Every answer of every item as its own count: where *met* alone would hide what happened instead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.core.checklists.checklist import NOTHINGS
from auditui.figures.suppression import HIDDEN, Hidden, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.figures.tallies import Tallies


@dataclass(frozen=True)
class AnswerCount:
    """So many audits gave this answer to an item, of so many that were asked."""

    checklist: Checklist
    item: Item
    value: str
    number: int | Hidden
    asked: int | Hidden


def answer_counts(checklists: Sequence[Checklist], tallies: Tallies, small: int) -> list[AnswerCount]:
    """Return how often each answer was given, in the order of the checklists; answers never given are left out.

    `small` above 0 hides counts from 1 to that number, and what would give them back.
    """
    numbers: Counter[tuple[str, str, str]] = Counter()
    for tally in tallies.answers:
        numbers[tally.checklist, tally.item, tally.value] += tally.number
    return [
        row
        for checklist in checklists
        for item in checklist.items
        for row in _of_item(checklist, item, numbers, small)
    ]


def _of_item(
    checklist: Checklist, item: Item, numbers: Counter[tuple[str, str, str]], small: int
) -> Iterator[AnswerCount]:
    values = [*(option.id for option in item.options), *NOTHINGS]
    counts = {value: numbers[checklist.digest, item.id, value] for value in values}
    counts["asked"] = sum(counts.values())
    hide = hidden(counts, [("asked", values)], small)
    for value in values:
        if counts[value] or value in hide:
            number, asked = (HIDDEN if name in hide else counts[name] for name in (value, "asked"))
            yield AnswerCount(checklist, item, value, number, asked)
