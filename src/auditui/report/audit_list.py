"""The list of audits as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.text import number_of
from auditui.report.table import Read, Table, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from auditui.store import AuditLine

_LIST = columns(
    "id: (Audit) | short_id: <Audit> | checklist: (Checklist) | case: (Case) | event: (Event) | case_and_event: <Case>"
    "| title: <Checklist> | team: Team | auditor: By | state: (State) | answered: (Ans.) | result: <Result>"
    "| begun_at: (Begun) | changed_at: (Changed) | finished_at: (Finished) | judgement: (Judgement)"
    "| indicated: (Indicated) | percent: (Score)"
)


def audit_list(number: int, read: Callable[[], Iterable[AuditLine]]) -> Table:
    """Return the list of audits, `number` that `read` reads anew each time, as a table that is never held whole."""
    return Table(number_of(number, "audit"), _LIST, Read(number, _LIST, read))
