"""What a view for analysts is: columns, each with its SQL, its type and what it holds."""

from __future__ import annotations

from typing import NamedTuple

from auditui.core.strata import STRATA


class ViewColumn(NamedTuple):
    """A column: its name, its SQL in the view, its type and what it holds.

    `type` is one of Frictionless's (string, integer, number, date, datetime), or words: text that somebody wrote freely.
    """

    name: str
    sql: str
    type: str
    holds: str


class View(NamedTuple):
    """A view, called `v_` and its table; `sources` are its FROM clauses, united; `key` names a row, `refers` other tables.

    `refers` gives by column the table whose column of the same name it is one of.
    """

    table: str
    title: str
    columns: tuple[ViewColumn, ...]
    sources: tuple[str, ...]
    key: tuple[str, ...]
    refers: dict[str, str] = {}  # noqa: RUF012 - a default that nobody changes

    @property
    def name(self) -> str:
        """Its name in SQL."""
        return f"v_{self.table}"


#: Columns that several views have, by the name under which a view takes them.
GROUPS: dict[str, tuple[ViewColumn, ...]] = {
    "STRATA": tuple(
        ViewColumn(name, f"a.{name}", "string", f"{heading} of the child, as the case list had it.")
        for name, heading in STRATA.items()
    )
}


def columns(text: str) -> tuple[ViewColumn, ...]:
    """Return columns written a line each: ``name | SQL | type | what it holds``; a line of one word is a group of GROUPS."""
    listed: list[ViewColumn] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line in GROUPS:
            listed += GROUPS[line]
        else:
            listed.append(ViewColumn(*(part.strip() for part in line.split(" | ", 3))))
    return tuple(listed)
