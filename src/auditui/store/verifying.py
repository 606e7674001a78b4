"""The proof of a store: its chain, what its desks saw of each other, and that its tables follow from its journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditui.core.audits import entries
from auditui.core.audits.codec import decode
from auditui.core.audits.entries import Reason
from auditui.core.problem import Level, Place, Problem
from auditui.core.text import number_of, one_line
from auditui.store import erasing, form, heads, journal, lease, projections, tallies, traces
from auditui.store.explained import database_errors, is_damage, is_no_text
from auditui.store.schema import TABLES, TALLIES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from auditui.store.heads import StoreHead
    from auditui.store.journal import Head, Progress
    from auditui.store.rows import Rows


def verify(
    db: sqlite3.Connection,
    leases: Path,
    against: Sequence[Head | StoreHead] = (),
    progress: Progress | None = None,
) -> list[Problem]:
    """Return what shows that the file is damaged, the journal altered, cut or reordered, or the tables not what follows.

    `against` are heads written down before; with any, what none of them covers is found too. `leases` is where this user's
    desks are remembered. What counts for nothing, and why, is among the problems as remarks, and a desk whose last entry is
    not here. The tables are looked at only where the journal is sound.
    """
    try:
        return list(_problems(db, leases, against, progress))
    except database_errors() as error:
        if not is_no_text(error):
            raise
    # Slower, since each text goes through Python; it is needed only where one is damaged.
    db.text_factory = journal.as_it_stands
    try:
        return list(_problems(db, leases, against, progress))
    finally:
        db.text_factory = str


def _problems(
    db: sqlite3.Connection, leases: Path, against: Sequence[Head | StoreHead], progress: Progress | None
) -> Iterator[Problem]:
    db.execute("BEGIN")  # one view of journal and tables, whatever is written meanwhile
    try:
        wrong = form.problems(db)
        yield from wrong
        yield from _pages(db)
        foreign = {problem.place.entry.partition(" ")[2] for problem in wrong if problem.level is Level.ERROR}
        if "journal" in foreign:
            return
        own = None if "origin" in foreign else _origin(db)
        sound = True
        for problem in _readable(_journal(db, own or "", against, progress), "journal"):
            sound = sound and problem.level is not Level.ERROR
            yield problem
        if sound and not foreign & {*TABLES, *TALLIES}:
            yield from _readable(_tables(db, progress), "tables")
            yield from _aside(db)
            yield from _purges(db)
            yield from _not_here(db, leases)
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _journal(
    db: sqlite3.Connection, own: str, against: Sequence[Head | StoreHead], progress: Progress | None
) -> Iterator[Problem]:
    of_desks, problems = heads.of_desks(db, against)
    yield from problems
    yield from journal.verify(db, own, of_desks, progress, _purged(db))
    yield from heads.uncovered(db, of_desks)
    yield from _vanished(db, own)


def _purged(db: sqlite3.Connection) -> set[str]:
    """Return what was purged, by its table, which is compared with the journal in its turn."""
    try:
        return {subject for (subject,) in db.execute("SELECT DISTINCT subject FROM purged_subjects")}
    except database_errors():  # said of the form already
        return set()


def _origin(db: sqlite3.Connection) -> str | None:
    try:
        (origin,) = db.execute("SELECT id FROM origin").fetchone() or (None,)
    except database_errors():  # said of the pages already
        return None
    return origin


def _readable(problems: Iterator[Problem], what: str) -> Iterator[Problem]:
    """Yield the problems found as far as a damaged file can be read, and that it cannot be read further."""
    try:
        yield from problems
    except database_errors() as error:
        if not is_damage(error):
            raise
        yield Problem(Place(entry=what), "cannot be read further")


def _pages(db: sqlite3.Connection) -> Iterator[Problem]:
    """Yield what SQLite finds wrong with the pages of the file and the indexes in them."""
    try:
        found = [message for (message,) in db.execute("PRAGMA integrity_check")]
    except database_errors() as error:
        if not is_damage(error):
            raise
        found = ["it is damaged"]
    for message in found:
        if message != "ok":
            yield Problem(Place(entry="file"), one_line(message, 120))


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


def _not_here(db: sqlite3.Connection, leases: Path) -> Iterator[Problem]:
    message = (
        "the last entry this computer wrote as this desk is not here: an older copy, a log (-wal) that was lost, or made anew;"
        " or a program was killed as it wrote, before it said saved"
    )
    for head in journal.heads(db):
        last = lease.remembered(leases, head.origin)
        if last and not journal.holds(db, head, last):
            yield Problem(Place(entry=head.origin), message, Level.REMARK)


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
        while self._next is not None and (subject is None or _before(self._next[0], subject)):
            self.strays += 1
            self._next = self._rows.fetchone()
        taken = []
        while self._next is not None and self._next[0] == subject:
            taken.append(self._next)
            self._next = self._rows.fetchone()
        return taken


def _before(key: object, subject: str) -> bool:
    """Return whether a row stands before those of a subject: a flipped bit makes a number of a key, or bytes, which come last."""
    return key < subject if isinstance(key, str) else not isinstance(key, bytes)


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
            message = f"{number_of(number, 'row differs', 'rows differ')} from what the journal says: auditui journal rebuild"
            yield Problem(Place(entry=f"table {name}"), message)


def _differing(held: list[tuple[Any, ...]], rows: Rows, name: str) -> int:
    expected = rows.get(name, [])
    if held == expected:
        return 0
    key = TABLES[name].key
    return len({row[:key] for row in {*held} ^ {*expected}})
