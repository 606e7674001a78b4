"""The form of a store's file, beside the one that this program makes: tables, indexes, views, triggers, and what is not its own."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from auditui.core.errors import StoreError
from auditui.core.problem import Level, Place, Problem
from auditui.core.text import one_line
from auditui.store import schema

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path


class Part(NamedTuple):
    """A row of sqlite_schema."""

    type: str
    name: str
    table: str
    sql: str


_ALL = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"


def insist(db: sqlite3.Connection, path: Path, *, whole: bool = True) -> None:
    """Refuse a store in which anything could act on what is written, or stands in a table's place; StoreError names it.

    `whole` says that it is of this program's schema, so that all must be as this program makes it.
    """
    for problem in problems(db, whole=whole):
        if problem.level is Level.ERROR:
            raise StoreError(
                f"The store {one_line(str(path))} was changed by another program: {problem.place.entry} {problem.message}",
                "auditui journal verify says all; auditui journal rebuild puts the form right",
            )


def problems(db: sqlite3.Connection, *, whole: bool = True) -> list[Problem]:
    """Return how the form of a store differs from what this program makes.

    What can act on what is written is an error: a trigger, an index that is not known, a table or guard that is missing or
    other than it should be. Further tables and views are remarks, since nothing here reads them.
    """
    there = set(map(Part._make, db.execute(_ALL)))
    made = set(expected())
    if there == made:
        return []
    own = {part.name for part in made if whole or part.name in _FOR_GOOD}
    return [
        *_foreign(there - made, own, whole=whole),
        *(_problem(part, "is missing, or is not as auditui makes it") for part in sorted(made - there) if part.name in own),
    ]  # fmt: skip


def _foreign(parts: set[Part], own: set[str], *, whole: bool) -> Iterator[Problem]:
    """Yield what is there and should not be; what is only another form of our own is said where that is missed."""
    for part in sorted(parts):
        if not whole and _is_older_guard(part):
            continue
        if part.type == "trigger":
            yield _problem(part, "is a trigger that auditui does not make")
        elif part.name in own or not whole or part.table == _MIGRATIONS or part.name.startswith("sqlite_"):
            continue
        elif part.type == "index" and part.table in own:
            yield _problem(part, "is an index that auditui does not make")
        else:
            yield _problem(part, "is not made by auditui, and nothing here reads it", Level.REMARK)


def _is_older_guard(part: Part) -> bool:
    """Whether a trigger is the guard as an older program made it: it knew fewer kinds that no purge reaches."""
    kinds = re.compile(r"OLD\.kind IN \([^)]*\)")
    return part.name == schema.GUARD and kinds.sub("", part.sql) == kinds.sub("", schema.guard())


def _problem(part: Part, what: str, level: Level = Level.ERROR) -> Problem:
    return Problem(Place(entry=f"{part.type} {one_line(part.name, 60)}"), what, level)


@cache
def expected() -> tuple[Part, ...]:
    """Return what this program makes."""
    statements = [
        # SQLite keeps a statement without what stands before and behind it.
        statement[statement.index("CREATE ") :].strip().removesuffix(";")
        for statement in schema.statements(schema.JOURNAL)
    ]
    return tuple(_made(statement) for statement in (*statements, *schema.projections()))


def _made(statement: str) -> Part:
    _, kind, name, _, table, *_ = statement.split(maxsplit=5)
    table = {"TABLE": name, "VIEW": name, "INDEX": table}.get(kind, "journal")
    return Part(kind.lower(), name, table, statement)


def mend(db: sqlite3.Connection) -> None:
    """Put the form of a store right, inside the caller's transaction, but for its tables made from the journal.

    What could act on what is written is removed, and what stands in the place of our own; guards are made again.
    StoreError where the journal itself is missing or is no journal.
    """
    made = {part.name: part for part in expected()}
    missing = {name: part for name, part in made.items() if name in _FOR_GOOD}
    for part in map(Part._make, db.execute(_ALL).fetchall()):
        if part == made.get(part.name):
            missing.pop(part.name, None)
        elif _acts(part, made):
            name = part.name.replace('"', '""')
            db.execute(f'DROP {part.type} IF EXISTS "{name}"')
    if "journal" in missing:
        raise StoreError("The journal is missing", "Bring a backup back with auditui restore")
    for part in missing.values():
        db.execute(part.sql)


def _acts(part: Part, made: dict[str, Part]) -> bool:
    """Whether a part that is not ours acts on what is written, or stands in the place of our own."""
    if part.name == "journal" and part.type == "table":
        raise StoreError(
            "The journal has another form than auditui gives it", "auditui rescue saves what it holds"
        )
    return part.type == "trigger" or part.name in made or (part.type == "index" and part.table in made)


#: The table in which sqlite-utils keeps which migrations were made.
_MIGRATIONS = "_sqlite_migrations"
#: What every schema has had.
_FOR_GOOD = (
    *("journal", "journal_subject", "journal_keeps_every_entry", "journal_keeps_what_was_said"),
    *("origin", "desk"),
)
