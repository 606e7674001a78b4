"""Every answer of every item as its own count: where *met* alone would hide what happened instead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditui.core import kinds
from auditui.core.audits.results import Part
from auditui.core.checklists.checklist import NON_ANSWERS
from auditui.figures.suppression import HIDDEN, Hidden, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from auditui.core.checklists.checklist import Checklist, Item
    from auditui.figures.tallies import Tallies


@dataclass(frozen=True)
class AnswerCount:
    """So many audits gave this answer to an item, of so many that were asked; with `there`, so many held this choice."""

    checklist: Checklist
    item: Item
    value: str
    number: int | Hidden
    asked: int | Hidden
    there: str = ""

    @property
    def label(self) -> str:
        """The answer in words."""
        return f"{self.there}: there" if self.there else self.item.label(self.value)


def answer_counts(checklists: Sequence[Checklist], tallies: Tallies, small: int) -> list[AnswerCount]:
    """Return how often each answer was given, in the order of the checklists; answers never given are left out.

    `small` above 0 hides counts from 1 to that number, and what would give them back.
    """
    numbers: Counter[tuple[str, str, str, bool]] = Counter()
    for tally in tallies.answers:
        numbers[tally.checklist, tally.item, tally.value, tally.part == Part.APART] += tally.number
    return [
        row
        for checklist in checklists
        for item in checklist.items
        for row in _of_item(checklist, item, numbers, small)
    ]


def _of_item(
    checklist: Checklist, item: Item, numbers: Counter[tuple[str, str, str, bool]], small: int
) -> Iterator[AnswerCount]:
    values = [*(option.id for option in item.options), *NON_ANSWERS]
    counts = {value: numbers[checklist.digest, item.id, value, False] for value in values}
    counts["asked"] = sum(counts.values())
    hide = hidden(counts, [("asked", values)], small)
    for value in values:
        if counts[value] or value in hide:
            number, of = (HIDDEN if name in hide else counts[name] for name in (value, "asked"))
            yield AnswerCount(checklist, item, value, number, of)
    answered = sum(counts[option.id] for option in item.options)
    for choice, label in kinds.of(item).apart(item).items():
        there = numbers[checklist.digest, item.id, choice, True]
        # Its count may show no small number of audits, with it, without it or answered; and what is hidden of the
        # answers could be told from who was there.
        parts = {"there": there, "not there": answered - there, "answered": answered}
        if hide or hidden(parts, [("answered", ["there", "not there"])], small):
            yield AnswerCount(checklist, item, choice, HIDDEN, HIDDEN, label)
        else:
            yield AnswerCount(checklist, item, choice, there, answered, label)
