"""A log (-wal) that was left behind, by a kill or by hand: whether it belongs to the store that it lies beside.

Nothing in a log says of which file it is. SQLite takes over what it holds as soon as it may, so one of another store, or
of a later state of this one, would overwrite pages that it does not fit. So the first opening in a process that finds a log
which nobody has open looks at both before SQLite may write: without the log the store must be an earlier state of what it
is with it, both must say of how many pages it is, and the journal must hold together.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from auditui.core.errors import StoreError
from auditui.core.text import one_line
from auditui.store import files, schema
from auditui.store.explained import database_errors, is_damage

if TYPE_CHECKING:
    import sqlite3
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


def forget(path: Path) -> None:
    """Look at a store's log again at the next opening; for whoever knows that this process does not have it open."""
    _known.discard(path.resolve())


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
    # Opened to be read only, SQLite reads the log and takes nothing over. What it shares is closed after it, since closing
    # that first would drop its locks.
    with ExitStack() as closed_last, closing(opens(path, "mode=ro")) as db:
        try:
            if db.execute("PRAGMA application_id").fetchone() != (schema.APPLICATION_ID,):
                return False
            logged = _pages_logged(files.shared(path), closed_last)
            if logged and db.execute("PRAGMA page_count").fetchone() != (logged,):
                return False
            held = db.execute("PRAGMA integrity_check('journal')").fetchall()
            last = _last_without_log(path, opens)
            return held == [("ok",)] and (last is None or _holds(db, *last))
        except database_errors() as error:
            if not is_damage(error):
                raise
            return False


def _pages_logged(shared: Path, closed_last: ExitStack) -> int:
    """Return of how many pages the store is by the last commit that its log holds whole; 0 where that is not known.

    SQLite writes it into the file that programs share, once it has proved the log: section 2.1 of sqlite.org/walformat.html.
    The store's first page says the same, and is in the log whenever that changes.
    """
    try:
        file = closed_last.enter_context(shared.open("rb"))
    except OSError:
        return 0
    return int.from_bytes(file.read(24)[20:], sys.byteorder)


def _last_without_log(path: Path, opens: Opens) -> tuple[int, bytes] | None:
    """Return place and hash of the store's last entry without its log; None where there is none or it cannot be read alone.

    It cannot where a program was killed while the log was taken over.
    """
    with closing(opens(path, "mode=ro&immutable=1")) as db:
        try:
            last: tuple[int, bytes] | None = db.execute(
                "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        except database_errors():
            return None
    return last


def _holds(db: sqlite3.Connection, seq: int, hashed: bytes) -> bool:
    query = "SELECT 1 FROM journal WHERE seq = ? AND hash = ?"
    return db.execute(query, (seq, hashed)).fetchone() is not None
