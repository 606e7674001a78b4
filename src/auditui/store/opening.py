"""Opening a store's file: made whole if it is to be, private, synced, of the form this program makes, and up to date."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.store import files, form, left_log, schema, traces
from auditui.store.connection import BUSY_SECONDS, raw
from auditui.store.explained import code_of, cut_short, database_errors, explained

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from auditui.store.journal import Progress

#: To how many bytes a log is cut again that grew while somebody read for long.
_LOG_KEPT = 4 * 2**20
#: What SQLite says where it cannot make the files beside a store that readers and writers share.
_CANNOT_SHARE = (
    "SQLITE_IOERR_SHM",
    "SQLITE_FULL",
    "SQLITE_IOERR_WRITE",
    "SQLITE_CANTOPEN",
    "SQLITE_READONLY",
)


def connect(
    path: Path,
    *,
    create: bool,
    progress: Progress | None,
    reading: bool = False,
    strict: bool = True,
    update: bool = True,
) -> sqlite3.Connection:
    """Return a connection to the store at `path`, brought up to date; StoreError says what to do where there is none.

    With `reading` a full disk and a folder that cannot be written are no hindrance. With `strict` a store is refused that
    holds anything that could act on what is written; without it that is left to whoever examines or mends the store. Without
    `update` one of an older program is left as it is.
    """
    with explained(path):
        _prepare(path, create=create)
        try:
            left_log.insist(path, raw)
            return _settled(raw(path), path, progress, strict=strict, update=update)
        except database_errors() as error:
            if not reading or not code_of(error).startswith(_CANNOT_SHARE):
                raise
        return _settled(_alone(path), path, progress, strict=strict, update=update)


def _alone(path: Path) -> sqlite3.Connection:
    """Open a store for reading where the files that are shared with others cannot be made, as on a full disk.

    SQLite keeps them in memory once it has locked the store for itself. Where even that cannot be, since nothing may be
    written there, a store without a log is read as a file that nobody changes.
    """
    db = raw(path)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except database_errors():
        db.close()
        if files.size(files.log(path)):
            raise
        return raw(path, "mode=ro&immutable=1")
    return db


def _prepare(path: Path, *, create: bool) -> None:
    """See that there is a file, or make one; one that stands there empty, or whose log was left behind, was a store.

    A store that exists is never opened here but by SQLite: closing any other handle on the file would drop the
    locks that this process holds on it, and another program could then remove the log of what was saved.
    """
    name = one_line(str(path))
    if path.exists():
        if path.is_dir():
            raise StoreError(f"{name} is a folder, not a store", "Name a file with --store")
        if path.is_file() and files.size(path) == 0:
            raise StoreError(
                f"The store {name} is empty: what it held is gone",
                "Bring a backup back with auditui restore; if it never held anything, remove it",
            )
        return
    if files.size(files.log(path)):
        raise StoreError(
            f"The store {name} is gone, but its log is there",
            f"Put the file back beside {one_line(files.log(path).name)}, or: auditui restore",
        )
    if not create:
        raise StoreError(f"There is no store at {name}", "Start auditui once, or name another with --store")
    files.make_folder(path.parent)
    _make(path)


def _make(path: Path) -> None:
    """Make a new store beside its place and put it there whole; if another program was first, its own stays."""
    with files.beside(path) as unfinished:
        begin(unfinished)
        files.put(unfinished, path)


def begin(empty: Path) -> None:
    """Make a store of an empty file; an encrypted one where `cipher.remember` was told its key."""
    import secrets  # noqa: PLC0415 - once in the life of a store

    with closing(raw(empty)) as db:
        _write_ahead(db)
        db.execute("PRAGMA synchronous = FULL")
        _update(db, None)
        db.execute("INSERT INTO origin VALUES (?)", (secrets.token_hex(6),))


def _settled(
    db: sqlite3.Connection, path: Path, progress: Progress | None, *, strict: bool, update: bool
) -> sqlite3.Connection:
    try:
        _settle(db, path, strict=strict)
        if update:
            _bring_up_to_date(db, path, progress)
            traces.finish(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _settle(db: sqlite3.Connection, path: Path, *, strict: bool) -> None:
    """Look at what the file is, and set what each connection must set."""
    name = one_line(str(path))
    (version,) = db.execute("PRAGMA user_version").fetchone()
    # In this order: another program may be making the store, and its tables and its mark appear at once.
    (tables,) = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    if application != schema.APPLICATION_ID:
        what = "is a SQLite file, but not an auditui store" if tables else "holds no tables"
        raise StoreError(f"{name} {what}", "Name another with --store")
    if version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{name} was written by a newer auditui", "Update this one; the store has not been touched"
        )
    (whole,) = db.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    if files.size(path) < whole and not files.size(files.log(path)):
        what, hint = cut_short(files.size(path), whole)
        raise StoreError(f"The store {name} {what}", hint)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cache_size = -32768")  # in KB: lists and rebuilds touch far more than the usual 2 MB
    db.execute(f"PRAGMA journal_size_limit = {_LOG_KEPT}")
    if db.execute("PRAGMA synchronous").fetchone() != (2,):
        raise StoreError(f"{name} cannot be opened safely", "This Python's SQLite lacks full syncing")
    if strict:
        form.insist(db, path, whole=version == schema.SCHEMA_VERSION)


def _bring_up_to_date(db: sqlite3.Connection, path: Path, progress: Progress | None) -> None:
    """Make the tables of an older store again for this program, after a copy of it."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version == schema.SCHEMA_VERSION:
        return
    _write_ahead(db)
    if not path.name.endswith(files.UNFINISHED):
        from auditui import user_settings  # noqa: PLC0415 - few openings find an older store
        from auditui.store import copies  # noqa: PLC0415

        folder = files.backups(path, user_settings.load().backup_folder)
        copies.before_update(db, path, folder, schema.SCHEMA_VERSION)
    _update(db, progress)


def _write_ahead(db: sqlite3.Connection) -> None:
    """Set the journal mode; SQLite does not wait for it by itself where another program is opening the file too."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except database_errors():
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
