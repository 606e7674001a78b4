"""Making an encrypted store of a plain one, and back: written beside, compared row by row, and put in its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.store import cipher, files, traces
from auditui.store.explained import code_of, database_errors, explained

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 1.0


def encrypt(path: Path, chosen: str) -> None:
    """Encrypt the store at `path` with a passphrase, or with another one; StoreError if another program has it open.

    Earlier copies that this program made beside it are removed, since they are plain.
    """
    _change(path, cipher.key_from(chosen))


def decrypt(path: Path) -> None:
    """Make the store at `path` a plain file again; StoreError as for `encrypt`, and where it is plain."""
    if cipher.key_of(path) is None:
        raise StoreError(f"{one_line(str(path))} is not encrypted", "auditui encrypt does that")
    _change(path, None)


def encrypted_copy(plain: Path, made: Path, key: str) -> None:
    """Make of the empty file `made` an encrypted copy of a plain store; StoreError if it does not hold what that holds."""
    db = _connected(plain, None)
    try:
        _export(db, made, key)
    finally:
        db.close()
    _check(made, key)
    cipher.remember(made, key)


def _change(path: Path, key: str | None) -> None:
    path = path.resolve()
    with explained(path), files.beside(path) as made:
        db = _connected(path, cipher.key_of(path))
        try:
            _alone(db, path)
            _export(db, made, key)
            _check(made, key)
            _replace(db, path, made)
        finally:
            db.close()
        cipher.remember(path, key)
        for copy in traces.copies(path):
            copy.unlink(missing_ok=True)


def _connected(path: Path, key: str | None) -> Any:
    return cipher.connect(path, path.absolute().as_uri(), key, _PATIENCE)


def _alone(db: Any, path: Path) -> None:
    """Keep everyone else out until `db` is closed; its log is then part of the file."""
    try:
        # Leaving write-ahead mode needs the file to itself, which no other program's open connection allows.
        (mode,) = db.execute("PRAGMA main.journal_mode = DELETE").fetchone()
        db.execute("PRAGMA main.locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
    except database_errors() as error:
        if not code_of(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise
        mode = ""
    if mode != "delete":
        raise StoreError(f"{one_line(str(path))} is open in another program", "Close it, and try again")


def _export(db: Any, made: Path, key: str | None) -> None:
    quoted = "''" if key is None else f"\"x'{key}'\""
    db.execute(f"ATTACH DATABASE ? AS made KEY {quoted}", (str(made),))
    db.execute("SELECT sqlcipher_export('made')").fetchall()
    for mark in ("user_version", "application_id"):
        (value,) = db.execute(f"PRAGMA main.{mark}").fetchone()
        db.execute(f"PRAGMA made.{mark} = {value}")
    names = db.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall()
    for (name,) in names:
        rows = [f'SELECT * FROM {database}."{name}"' for database in ("main", "made")]  # noqa: S608 - a table's own name
        differing = f"SELECT EXISTS ({rows[0]} EXCEPT {rows[1]}) OR EXISTS ({rows[1]} EXCEPT {rows[0]})"
        if db.execute(differing).fetchone() != (0,):
            raise StoreError(f"The copy of table {one_line(name)} is not what it should be", "Check the disk")
    db.execute("DETACH DATABASE made")


def _check(made: Path, key: str | None) -> None:
    """Read the new file from the disk and see that it is whole; the log is on again from here."""
    db = _connected(made, key)
    try:
        faults = db.execute("PRAGMA cipher_integrity_check").fetchall() if key is not None else []
        if faults or db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise StoreError("The new file could not be read back as it was written", "Check the disk")
        db.execute("PRAGMA journal_mode = WAL")
    finally:
        db.close()


def _replace(db: Any, path: Path, made: Path) -> None:
    """Put the new file in the old one's place, and overwrite the old one, which a program may have just opened.

    Where the system does not rename over an open file, as Windows, it is closed first.
    """
    if os.name == "nt":
        db.close()
        files.replace(made, path)
        return
    old = os.open(path, os.O_RDWR)
    try:
        files.replace(made, path)
        left = os.fstat(old).st_size
        while left > 0:
            left -= os.write(old, bytes(min(left, 1 << 20)))
        os.fsync(old)
    finally:
        os.close(old)
