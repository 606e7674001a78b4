"""What SQLite and the system raise, as a StoreError that says what happened and what to do."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def database_errors() -> tuple[type[Exception], ...]:
    """Return the errors a connection may raise: SQLite's, and those of the library that encrypts once it is loaded."""
    ciphered = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, ciphered.Error) if ciphered else (sqlite3.Error,)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a StoreError that says what to do, without their text."""
    name = one_line(str(path))
    try:
        yield
    except database_errors() as error:
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
