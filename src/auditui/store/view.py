"""What a view for analysts is: columns, each with its SQL, its type and what it holds; and how it is made and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from auditui.core.strata import STRATA
from auditui.store.explained import explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditui.store.opened import Opened


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


def statement(view: View) -> str:
    """Return the statement that makes a view."""
    return f"CREATE VIEW {view.name} AS {select(view, view.columns)}"


def select(view: View, wanted: tuple[ViewColumn, ...]) -> str:
    """Return the query that a view stands for, of some of its columns."""
    heads = ", ".join(f"{column.sql} AS {column.name}" for column in wanted)
    return " UNION ALL ".join(f"SELECT {heads} FROM {source}" for source in view.sources)  # noqa: S608 - the text above


def read(opened: Opened, view: View, wanted: tuple[ViewColumn, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a view as they are read; StoreError as every reading raises it."""
    # The query itself: a connection that trusts no schema, as ours, runs no JSON function that a view holds.
    with explained(opened.path):
        yield from opened.db.execute(select(view, wanted))


def count(opened: Opened, view: View) -> int:
    """Return how many rows a view has; StoreError as every reading raises it."""
    query = f"SELECT count(*) FROM ({select(view, view.columns[:1])})"  # noqa: S608 - the text above
    with explained(opened.path):
        return int(opened.db.execute(query).fetchone()[0])
