"""Opening a store's file: made if it is to be, private, synced, and with its tables up to date."""

from __future__ import annotations

import os
import sqlite3
import time
from typing import TYPE_CHECKING

from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.store import schema
from auditui.store.explained import explained

if TYPE_CHECKING:
    from pathlib import Path

    from auditui.store.journal import Progress

_BUSY_SECONDS = 5


def connect(path: Path, *, create: bool, progress: Progress | None) -> sqlite3.Connection:
    """Return a connection to the store at `path`, brought up to date; StoreError says what to do where there is none."""
    with explained(path):
        _prepare(path, create=create)
        db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            _settle(db, path, progress)
        except BaseException:
            db.close()
            raise
        return db


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
    (version,) = db.execute("PRAGMA user_version").fetchone()
    # In this order: another program may be making the store, and its tables and its mark appear at once.
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if tables and application != schema.APPLICATION_ID:
        raise StoreError(f"{name} is a SQLite file, but not an auditui store", "Name another with --store")
    if version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{name} was written by a newer auditui", "Update this one; the store has not been touched"
        )
    db.execute("PRAGMA synchronous = FULL")
    if version < schema.SCHEMA_VERSION:
        _write_ahead(db)
        if version:
            _keep_a_copy(db, path.with_name(f"{path.name}.before-{schema.SCHEMA_VERSION}"))
        _update(db, progress)
    if db.execute("PRAGMA synchronous").fetchone() != (2,):
        raise StoreError(f"{name} cannot be opened safely", "This Python's SQLite lacks full syncing")
    if db.execute("SELECT 1 FROM origin").fetchone() is None:
        import secrets  # noqa: PLC0415 - once in the life of a file

        db.execute(
            "INSERT INTO origin SELECT ? WHERE NOT EXISTS (SELECT 1 FROM origin)", (secrets.token_hex(6),)
        )


def _keep_a_copy(db: sqlite3.Connection, copy: Path) -> None:
    """Copy the whole store beside it (0600) before its tables are made again."""
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_CREAT | os.O_WRONLY, 0o600))
    db.execute("VACUUM INTO ?", (str(copy),))


def _write_ahead(db: sqlite3.Connection) -> None:
    """Set the journal mode; SQLite does not wait for it by itself where another program is opening the file too."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _update(db: sqlite3.Connection, progress: Progress | None) -> None:
    """Make the tables of this program's schema, unless another program that had the write lock first has done so."""
    from auditui.store import projections  # noqa: PLC0415 - few openings find an older store

    db.execute("BEGIN IMMEDIATE")
    try:
        if db.execute("PRAGMA user_version").fetchone()[0] < schema.SCHEMA_VERSION:
            schema.migrate(db, lambda: projections.rebuild(db, progress))
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
