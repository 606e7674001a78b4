"""Every answer of every item as its own count, as a table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from auditui.core.checklists.checklist import Checklist
    from auditui.figures.answers import AnswerCount

_ANSWERS = columns(
    "checklist: (Checklist) | item: (Item) | title: Item | value: (Answer) | answer: Answer | number: Number"
    "| audits: of audits"
)


def answers_table(checklists: Sequence[Checklist], counts: Sequence[AnswerCount]) -> Table:
    """Return how often each answer was given."""
    versions = Counter(checklist.id for checklist in checklists)

    def title(row: AnswerCount) -> str:
        several = versions[row.checklist.id] > 1
        return f"{row.item.title} (v{row.checklist.version})" if several else row.item.title

    rows = tuple(
        (row.checklist.name, row.item.id, title(row), row.value, row.label, row.number, row.asked)
        for row in counts
    )
    notes = ("Each answer as its own count, of the audits that asked.",)
    return Table("Summary by answer", _ANSWERS, rows, notes)
