"""What an erased text leaves behind in the files of a store, and taking it out: free pages, the log, earlier copies.

A transaction cannot do this, so a mark stays in the file until it is done; whoever opens the store next goes on.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from auditui.store import files
from auditui.store.explained import database_errors

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

#: The mark, in the table of what belongs to this file alone.
_MARK = "purge_unfinished"


def mark(db: sqlite3.Connection) -> None:
    """Say, inside the transaction that erases, that traces are left; what it frees is overwritten at once."""
    db.execute("PRAGMA secure_delete = ON")
    db.execute("INSERT OR REPLACE INTO desk VALUES (?, '')", (_MARK,))
    # An audit that may be gone is not opened at the next start.
    gone = "SELECT 1 FROM desk d JOIN purged_subjects p ON p.subject = d.value WHERE d.key = 'open_audit'"
    if db.execute(gone).fetchone():
        db.execute("DELETE FROM desk WHERE key LIKE 'open|_%' ESCAPE '|'")


def left(db: sqlite3.Connection) -> bool:
    """Whether something was erased whose traces are still in the files."""
    return db.execute("SELECT 1 FROM desk WHERE key = ?", (_MARK,)).fetchone() is not None


def copies(path: Path) -> list[Path]:
    """Return the copies of a store that this program made by itself: daily, before an update, before something was restored."""
    from auditui import user_settings  # noqa: PLC0415 - little is ever erased

    folders = {files.backups(path), files.backups(path, user_settings.load().backup_folder)}
    made = [copy for folder in folders if folder.is_dir() for copy in folder.iterdir() if copy.is_file()]
    beside = [
        with_log for copy in files.kept(path) for with_log in (copy, files.log(copy), files.shared(copy))
    ]
    return sorted((*made, *beside))


def finish(db: sqlite3.Connection, path: Path) -> bool:
    """Take out the traces that are left, if any are; return whether none are now."""
    with suppress(*database_errors()):
        return not left(db) or (clean(db) and remove_copies(db, path) is not None)
    return False


def clean(db: sqlite3.Connection) -> bool:
    """Make the file anew and empty its log; return whether that was done, which it is not while another program reads or writes."""
    with suppress(*database_errors()):
        db.execute("VACUUM")
        (busy, _, _) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    return False


def remove_copies(db: sqlite3.Connection, path: Path, but: Path | None = None) -> list[Path] | None:
    """Remove the copies of a store that was cleaned, all `but` one, and the mark with them; return which were there.

    None where one of them cannot be removed, a folder of them not looked into, or the mark not be taken off.
    """
    with suppress(*database_errors(), OSError):
        removed = [copy for copy in copies(path) if copy != but and copy.exists()]
        for copy in removed:
            copy.unlink(missing_ok=True)
        db.execute("DELETE FROM desk WHERE key = ?", (_MARK,))
        return removed
    return None
