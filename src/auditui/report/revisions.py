"""Which audits were corrected after they first counted, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from auditui.figures.tallies import Selection
    from auditui.store import Reader

_REVISIONS = columns(
    "audit: Audit | checklist: Checklist | case: Case | team: Team | counted: Counts in | first: (First finished)"
    "| revised: Corrected | judgement: Judgement"
)


def revisions(store: Reader, selection: Selection) -> Table:
    """Return the audits that were corrected after they first counted, a row each; it names cases, for own use only."""
    rows = tuple(
        (
            line.audit,
            line.checklist,
            line.case,
            line.team,
            line.day[:7],
            line.day,
            line.revised,
            "withdrawn" if line.withdrawn else line.judgement,
        )
        for line in store.corrections(selection).revisions
    )
    note = "Each counts in the month it was first finished in, as it was last finished; one withdrawn counts no more."
    return Table("Revisions", _REVISIONS, rows, (note,))
