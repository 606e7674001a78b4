"""What a selection of audits is in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditui.core.strata import STRATA

if TYPE_CHECKING:
    from auditui.figures.tallies import Selection

#: What a selection names, in the query of audits.
_OF_AUDITS = {
    "checklist": "a.checklist",
    "month": "substr(a.day, 1, 7)",
    **{name: f"a.{name}" for name in ("team", "auditor", *STRATA)},
}
#: The names of finished audits' teams that are one team with another, but for letters' case and spaces.
_WRITTEN_SO = "SELECT label FROM tallies WHERE dimension = 'team' AND team_key(label) = team_key(?)"


def selected(
    where: Selection, columns: dict[str, str], *more: tuple[str, tuple[object, ...]]
) -> tuple[str, list[object]]:
    """Return the WHERE clause of a selection, with its values; `columns` are the SQL of what it names.

    `more` are further conditions, each with its values.
    """
    checklist, month, team, auditor = (
        columns.get(name, "") for name in ("checklist", "month", "team", "auditor")
    )
    asked: list[tuple[str, tuple[object, ...]]] = [
        (f"{checklist} IN (SELECT digest FROM checklists WHERE id = ?)", (where.checklist,)),  # noqa: S608 - fixed names
        (f"{month} >= ?", (where.since,)),
        (f"{month} <= ?", (where.until,)),
        (f"({team} = ? OR {team} IN ({_WRITTEN_SO}))", (where.team, where.team)),
        (f"{auditor} = ?", (where.auditor,)),
        *((f"{columns[name]} = ?", (label,)) for name, label in where.strata),
    ]
    held = [*(condition for condition in asked if condition[1][0]), *more]
    clause = f" WHERE {' AND '.join(condition for condition, _ in held)}" if held else ""
    return clause, [value for _, values in held for value in values]


def of_audits(where: Selection) -> dict[str, str]:
    """Return what a selection names, in the query of audits: its months are those of the finish, or of the practice."""
    return {**_OF_AUDITS, "month": "substr(a.event, 1, 7)"} if where.practice else _OF_AUDITS
