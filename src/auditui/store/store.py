"""The store: one SQLite file on one computer, one way in, and proof that nothing was lost."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, Self

from auditui.core.audits import entries
from auditui.core.audits.session import Recorded
from auditui.core.checklists.checklist import as_data
from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line
from auditui.store import journal, schema
from auditui.store.projections import Projector
from auditui.store.reading import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from auditui.core.checklists.checklist import Checklist
    from auditui.store.journal import Finding, Head, Progress
    from auditui.store.reading import Case

_BUSY_SECONDS = 5


class Saved(NamedTuple):
    """The last entry a `record` wrote: on disk, with its place and time."""

    seq: int
    at: str


def new_id() -> str:
    """Return a random id for an audit, a frame or a case."""
    return secrets.token_hex(8)


def _now() -> datetime:
    return datetime.now(UTC)


class Store(Reader):
    """An open store. It belongs to the thread that opened it; close it, or use it as a context manager."""

    def __init__(self, path: Path, db: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        """Use `Store.open` instead."""
        super().__init__(db)
        self.path = path
        self._clock = clock
        self._projector = Projector(self)
        #: What stands in the journal for this store as the writer of an entry.
        self.origin: str = db.execute("SELECT id FROM origin").fetchone()[0]

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        clock: Callable[[], datetime] = _now,
        progress: Progress | None = None,
    ) -> Self:
        """Open the store at `path`, making it and its folder if `create`.

        `progress` hears how far the update of an older store is: of how many entries how many are read.
        StoreError, with what to do, if it is missing, not a store, newer than this program, locked,
        damaged, or in a folder that cannot be written.
        """
        with _explained(path):
            _prepare(path, create=create)
            db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            try:
                _settle(db, path, progress)
                return cls(path, db, clock)
            except BaseException:
                db.close()
                raise

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def record(self, *given: entries.Entry, by: str) -> Saved:
        """Write entries, in order, as one fact: journal and tables in one transaction, synced to disk.

        Only when this returns may anyone be told that it is saved. AuditError if an entry does not fit
        what the store holds; StoreError if the disk or another program prevents it. Nothing is half done.
        """
        with _explained(self.path), self._transaction():
            newest = self.db.execute("SELECT at FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
            latest = newest[0] if newest else ""
            head = journal.head(self.db, self.origin)
            seq = 0
            for entry in given:
                latest = max(latest, stamp(self._clock()))
                seq, head = journal.append(
                    self.db,
                    head,
                    at=latest,
                    actor=by,
                    kind=entry.kind,
                    subject=entry.subject,
                    body=entries.encode(entry),
                    salt=os.urandom(16),
                )
                self._projector.apply(entry, latest, by)
        return Saved(seq, latest)

    def begin_audit(
        self,
        checklist: Checklist,
        *,
        case: str,
        team: str,
        event: str = "",
        listed: Case | None = None,
        by: str,
    ) -> str:
        """Begin an audit and return its id; publishes the checklist first if this store does not hold it yet.

        `listed` is the case as a case list has it: its strata go with the audit.
        """
        audit = new_id()
        known = self.db.execute("SELECT 1 FROM checklists WHERE digest = ?", (checklist.digest,)).fetchone()
        published = () if known else (entries.ChecklistPublished(checklist.digest, as_data(checklist)),)
        self.record(
            *published,
            entries.AuditStarted(
                audit, checklist.digest, case, team, event, **(listed.strata if listed else {})
            ),
            by=by,
        )
        return audit

    def history(self, subject: str) -> list[Recorded]:
        """Return every entry about a subject, oldest first; purged ones are left out."""
        return [
            Recorded(*row[:4], row.actor, entries.decode(row.kind, row.subject, row.body))
            for row in journal.about(self.db, subject)
            if row.body is not None
        ]

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make every table again from the journal, in one transaction; return the number of entries read."""
        with _explained(self.path), self._transaction():
            for table in schema.PROJECTED:
                self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - a fixed list of names
            self.forget()
            return _replay(self.db, self._projector, progress)

    def heads(self) -> list[Head]:
        """Return the last entry of every origin, to be written down elsewhere."""
        return journal.heads(self.db)

    def verify(
        self, against: list[Head] | None = None, progress: Progress | None = None
    ) -> Iterator[Finding]:
        """Yield what shows that the journal was altered, cut or reordered, or that the tables do not follow from it."""
        with _explained(self.path):
            clean = True
            for finding in journal.verify(self.db, against or [], progress):
                clean = False
                yield finding
            if clean:
                yield from self._strayed_tables(progress)

    def _strayed_tables(self, progress: Progress | None) -> Iterator[Finding]:
        """Make the tables again in memory from one view of the journal, and name each that differs."""
        fresh = sqlite3.connect(":memory:", isolation_level=None)
        try:
            for statement in schema.statements(schema.PROJECTIONS):
                fresh.execute(statement)
            self.db.execute("BEGIN")
            _replay(self.db, Projector(Reader(fresh)), progress)
            for table in schema.PROJECTED:
                width = len(self.db.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608 - fixed names
                query = f"SELECT * FROM {table} ORDER BY {', '.join(str(n + 1) for n in range(width))}"  # noqa: S608
                pairs = zip_longest(self.db.execute(query), fresh.execute(query))
                if number := sum(held != made for held, made in pairs):
                    what = f"{number} rows differ from what the journal says: auditui journal rebuild"
                    yield journal.Finding(0, f"table {table}", what)
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            fresh.close()

    def remember(self, **session: str) -> None:
        """Keep what the next start begins with; this is no fact about an audit, so the journal does not hold it."""
        with _explained(self.path), self._transaction():
            self.db.executemany("INSERT OR REPLACE INTO desk VALUES (?, ?)", list(session.items()))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # IMMEDIATE takes the write lock first, so that two windows wait for each other and never fail halfway.
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            self.forget()
            raise


def _replay(db: sqlite3.Connection, projector: Projector, progress: Progress | None) -> int:
    """Apply every entry of the journal, in the order all stores agree on; return how many there are."""
    count = 0
    for row in journal.in_order(db, progress):
        if row.body is not None:
            projector.apply(entries.decode(row.kind, row.subject, row.body), row.at, row.actor)
        count += 1
    return count


def stamp(moment: datetime) -> str:
    """Return a moment as the journal writes it: UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _prepare(path: Path, *, create: bool) -> None:
    """Make the folder (0700) and the file (0600) if they are not there.

    A store that exists is never opened here but by SQLite: closing any other handle on the file would drop the
    locks that this process holds on it, and another program could then remove the log of what was saved.
    """
    if path.exists():
        if path.is_dir():
            raise StoreError(f"{one_line(str(path))} is a folder, not a store", "Name a file with --store")
        return
    if not create:
        raise StoreError(
            f"There is no store at {one_line(str(path))}", "Start auditui once, or name another with --store"
        )
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _settle(db: sqlite3.Connection, path: Path, progress: Progress | None) -> None:
    """Set what each connection must set, and bring the tables up to date."""
    name = one_line(str(path))
    db.execute("PRAGMA foreign_keys = ON")
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != schema.APPLICATION_ID:
        raise StoreError(f"{name} is a SQLite file, but not an auditui store", "Name another with --store")
    if version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{name} was written by a newer auditui", "Update this one; the store has not been touched"
        )
    db.execute("PRAGMA synchronous = FULL")
    if version < schema.SCHEMA_VERSION:
        db.execute("PRAGMA journal_mode = WAL")
        if version:
            _keep_a_copy(db, path.with_name(f"{path.name}.before-{schema.SCHEMA_VERSION}"))
        schema.migrate(db, lambda: _replay(db, Projector(Reader(db)), progress))
    if db.execute("PRAGMA foreign_keys").fetchone() != (1,) or db.execute(
        "PRAGMA synchronous"
    ).fetchone() != (2,):
        raise StoreError(
            f"{name} cannot be opened safely", "This Python's SQLite lacks foreign keys or full syncing"
        )
    if db.execute("SELECT 1 FROM origin").fetchone() is None:
        db.execute(
            "INSERT INTO origin SELECT ? WHERE NOT EXISTS (SELECT 1 FROM origin)", (secrets.token_hex(6),)
        )


def _keep_a_copy(db: sqlite3.Connection, copy: Path) -> None:
    """Copy the whole store beside it (0600) before its tables are made anew."""
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
    db.execute("VACUUM INTO ?", (str(copy),))


_REASONS = {
    "SQLITE_BUSY": ("is in use by another program", "Close it, or try again in a moment"),
    "SQLITE_LOCKED": ("is in use by another program", "Close it, or try again in a moment"),
    "SQLITE_FULL": (
        "could not be written: the disk is full",
        "Free some space and try again; what was saved is safe",
    ),
    "SQLITE_READONLY": ("cannot be written", "Check the permissions of the file and its folder"),
    "SQLITE_CANTOPEN": ("cannot be opened", "Check the permissions of the file and its folder"),
    "SQLITE_PERM": ("cannot be opened", "Check the permissions of the file and its folder"),
    "SQLITE_IOERR": (
        "could not be read or written",
        "Check the disk and its free space; what was saved is safe",
    ),
    "SQLITE_CORRUPT": ("is damaged", "Restore the last backup"),
    "SQLITE_NOTADB": ("is not a SQLite file, or is encrypted", "Name an auditui store with --store"),
}


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a StoreError that says what to do, without their text."""
    name = one_line(str(path))
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "") or type(error).__name__
        if code.startswith("SQLITE_CONSTRAINT"):
            raise AuditError(
                "That does not fit what the store holds", "It may have been said already"
            ) from error
        what, hint = next(
            (said for begins, said in _REASONS.items() if code.startswith(begins)),
            (f"could not be used ({code})", "auditui journal verify tells whether it is intact"),
        )
        raise StoreError(f"The store {name} {what}", hint) from error
    except OSError as error:
        raise StoreError(
            f"{name} cannot be used: {error.strerror}", "Choose another place with --store"
        ) from error
