"""The list of audits as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.report.table import Table, columns

if TYPE_CHECKING:
    from auditui.store import AuditLine

_LIST = columns(
    "id: Audit | checklist: Checklist | case: Case | event: Event | team: Team | auditor: By | state: State | answered: Ans."
    "| begun_at: (Begun) | changed_at: (Changed) | finished_at: (Finished) | judgement: Judgement"
    "| indicated: (Indicated) | percent: (Score)"
)


def audit_list(lines: list[AuditLine]) -> Table:
    """Return the list of audits as a table."""
    return Table.of(f"{len(lines)} {'audit' if len(lines) == 1 else 'audits'}", _LIST, lines)
