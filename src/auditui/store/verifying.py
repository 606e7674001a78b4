"""The proof of a store: its chain, what its desks saw of each other, and that its tables follow from its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits import entries
from auditui.core.audits.codec import decode
from auditui.core.audits.entries import Reason
from auditui.core.problem import Level, Place, Problem
from auditui.store import erasing, journal, projections, tallies, traces
from auditui.store.schema import TABLES, TALLIES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from auditui.store.journal import Head, Progress
    from auditui.store.rows import Rows


def verify(
    db: sqlite3.Connection, origin: str, against: list[Head], progress: Progress | None = None
) -> Iterator[Problem]:
    """Yield what shows that the journal was altered, cut or reordered, or that the tables do not follow from it.

    `origin` is this file's own desk. What counts for nothing, and why, is yielded as remarks. The tables are looked at
    only where the journal is sound.
    """
    db.execute("BEGIN")  # one view of journal and tables, whatever is written meanwhile
    try:
        sound = True
        purged = projections.purged_subjects(db)
        for problem in journal.verify(db, origin, against, progress, purged):
            sound = sound and problem.level is not Level.ERROR
            yield problem
        yield from _vanished(db, origin)
        if sound:
            yield from _tables(db, progress)
            yield from _aside(db)
            yield from _purges(db)
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _vanished(db: sqlite3.Connection, own: str) -> Iterator[Problem]:
    """Yield the desks that another desk saw when it began, and that are not here as it saw them.

    What a desk elsewhere saw may still be on its way; what this file's own desk saw was here.
    """
    rows = db.execute("SELECT * FROM journal WHERE kind = ?", (entries.DeskBegan.kind,)).fetchall()
    for row in map(journal.Row._make, rows):
        entry = decode(row.kind, row.subject, row.body)
        if not isinstance(entry, entries.DeskBegan):
            continue
        for origin, head in sorted(entry.heads.items()):
            number, _, linked = head.partition(":")
            held = db.execute(
                "SELECT hex(hash) FROM journal WHERE origin = ? AND origin_seq = ?", (origin, number)
            ).fetchone()
            if held is None or held[0].lower() != linked:
                place = Place(entry=f"{row.origin}:{row.origin_seq}", row=row.seq)
                missed = row.origin != own and held is None
                level = Level.REMARK if missed else Level.ERROR
                yield Problem(place, f"saw desk {origin} up to its entry {number}, which is not here", level)


def _aside(db: sqlite3.Connection) -> Iterator[Problem]:
    query = (
        "SELECT j.seq, s.origin, s.origin_seq, s.reason FROM set_aside s"
        " JOIN journal j ON j.origin = s.origin AND j.origin_seq = s.origin_seq ORDER BY 1"
    )
    for seq, origin, number, reason in db.execute(query):
        damaged = Reason[reason.upper()] is Reason.OTHER_CONTENT
        level = Level.ERROR if damaged else Level.REMARK
        yield Problem(Place(entry=f"{origin}:{number}", row=seq), Reason[reason.upper()], level)


def _purges(db: sqlite3.Connection) -> Iterator[Problem]:
    """Say what was purged, and whether anything of it is still there."""
    for entry, seq, words in erasing.report(db):
        yield Problem(Place(entry=entry, row=seq), words, Level.REMARK)
    if traces.left(db):
        unfinished = "its traces are in the file until no other program has the store open"
        yield Problem(Place(entry="the last purge"), unfinished, Level.REMARK)


class _Kept:
    """The rows of one table in order, taken subject by subject."""

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        self._rows = db.execute(f"SELECT * FROM {name} ORDER BY {TABLES[name].order}")  # noqa: S608 - fixed names
        self._next: tuple[Any, ...] | None = self._rows.fetchone()
        self.strays = 0

    def of(self, subject: str | None) -> list[tuple[Any, ...]]:
        """Return the rows of a subject; those passed over belong to none, and with None so do all that are left."""
        while self._next is not None and (subject is None or self._next[0] < subject):
            self.strays += 1
            self._next = self._rows.fetchone()
        taken = []
        while self._next is not None and self._next[0] == subject:
            taken.append(self._next)
            self._next = self._rows.fetchone()
        return taken


def _tables(db: sqlite3.Connection, progress: Progress | None) -> Iterator[Problem]:
    """Work out every row again, subject by subject, and name each table that differs."""
    kept = {name: _Kept(db, name) for name in TABLES}
    differing = dict.fromkeys((*TABLES, *TALLIES), 0)
    changes = tallies.Changes()
    for subject, _, rows in projections.expected(db, progress):
        for name, table in kept.items():
            differing[name] += _differing(table.of(subject), rows, name)
        changes.take(rows, 1)
        for contribution in rows.get("contributions", ()):
            if tallies.contradicts(contribution):
                yield Problem(
                    Place(entry=f"audit {subject}"), "was finished with results that its answers do not give"
                )
    for name, table in kept.items():
        table.of(None)
        differing[name] += table.strays
    held = set(db.execute("SELECT * FROM tallies"))
    differing["tallies"] = len({row[: TALLIES["tallies"].key] for row in held ^ set(changes.rows())})
    for name, number in differing.items():
        if number:
            message = f"{number} rows differ from what the journal says: auditui journal rebuild"
            yield Problem(Place(entry=f"table {name}"), message)


def _differing(held: list[tuple[Any, ...]], rows: Rows, name: str) -> int:
    expected = rows.get(name, [])
    if held == expected:
        return 0
    key = TABLES[name].key
    return len({row[:key] for row in {*held} ^ {*expected}})
