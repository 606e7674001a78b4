"""A log (-wal) that was left behind, by a kill or by hand: whether it belongs to the store that it lies beside.

Nothing in a log says of which file it is. SQLite takes over what it holds as soon as it may, so one of another store, or
of a later state of this one, would overwrite pages that it does not fit. So the first opening in a process that finds a log
which nobody has open looks at both before SQLite may write: without the log the store must be an earlier state of what it
is with it, both must say of how many pages it is, and the journal must hold together.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.store import files, schema
from auditui.store.explained import is_damage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Opens = Callable[[Path, str], sqlite3.Connection]

#: The stores that this process has opened: their logs are its own, or were looked at.
_known: set[Path] = set()
#: Where in the file that programs share SQLite locks a byte for as long as a program has the store open.
_HELD_OPEN = 128


def insist(path: Path, opens: Opens) -> None:
    """Refuse a store whose log is not its own, with nothing changed; StoreError says what to do.

    `opens` opens a file in one of SQLite's modes.
    """
    real = path.resolve()
    if real in _known:
        return
    if files.size(files.log(path)) and not _held_open(files.shared(path)) and not _belongs(path, opens):
        raise StoreError(
            f"The store {one_line(str(path))} and its log {one_line(files.log(path).name)} do not belong together",
            "Put the file back that was beside this log; or move the log elsewhere, and look with auditui journal verify",
        )
    _known.add(real)


def _held_open(shared: Path) -> bool:
    """Whether another program has the store open. Asked before this one has, whose own locks it would drop."""
    if sys.platform == "win32":  # where a log is looked at in any case
        return False
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        handle = os.open(shared, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _HELD_OPEN)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _belongs(path: Path, opens: Opens) -> bool:
    # Opened to be read only, SQLite reads the log and takes nothing over.
    with closing(opens(path, "mode=ro")) as db:
        try:
            if db.execute("PRAGMA application_id").fetchone() != (schema.APPLICATION_ID,):
                return False
            if db.execute("PRAGMA page_count").fetchone() != (_pages_said_by(files.log(path)),):
                return False
            held = db.execute("PRAGMA integrity_check('journal')").fetchall()
            last = _last_without_log(path, opens)
            return held == [("ok",)] and (last is None or _holds(db, *last))
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            return False


def _pages_said_by(log: Path) -> int | None:
    """Return of how many pages the store was at the last commit in its log; None where there is none.

    The store's first page says the same, and is in the log whenever that changes.
    """
    pages = None
    with log.open("rb") as file:
        head = file.read(32)
        frame = 24 + int.from_bytes(head[8:12])
        while (first := file.read(24)) and first[8:16] == head[16:24]:
            pages = int.from_bytes(first[4:8]) or pages
            file.seek(frame - 24, os.SEEK_CUR)
    return pages


def _last_without_log(path: Path, opens: Opens) -> tuple[int, bytes] | None:
    """Return place and hash of the store's last entry without its log; None where there is none or it cannot be read alone.

    It cannot where a program was killed while the log was taken over.
    """
    with closing(opens(path, "mode=ro&immutable=1")) as db:
        try:
            last: tuple[int, bytes] | None = db.execute(
                "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        except sqlite3.DatabaseError:
            return None
    return last


def _holds(db: sqlite3.Connection, seq: int, hashed: bytes) -> bool:
    query = "SELECT 1 FROM journal WHERE seq = ? AND hash = ?"
    return db.execute(query, (seq, hashed)).fetchone() is not None
