"""What a selection of audits is in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditui.figures.tallies import Selection


def selected(where: Selection, columns: dict[str, str]) -> tuple[str, list[object]]:
    """Return the WHERE clause of a selection, with its values; `columns` are the SQL of what it names."""
    asked = [
        (f"{columns['checklist']} IN (SELECT digest FROM checklists WHERE id = ?)", where.checklist),  # noqa: S608 - fixed names
        (f"{columns['month']} >= ?", where.since),
        (f"{columns['month']} <= ?", where.until),
        *(
            (f"{columns[name]} = ?", label)
            for name, label in (("team", where.team), ("auditor", where.auditor))
            if label
        ),
        *((f"{columns[name]} = ?", label) for name, label in where.strata),
    ]
    conditions = [condition for condition, value in asked if value]
    clause = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return clause, [value for _, value in asked if value]
