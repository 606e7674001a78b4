"""What SQLite and the system raise is said in a line, without their text, and with what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from auditui.core.errors import AuditError, StoreError
from auditui.store.explained import explained

IN_USE = "is in use by another program. Close it, or try again in a moment"
PERMISSIONS = "Check the permissions of the file and its folder"
MEND = "Bring a backup back (auditui restore), or save what can be read (auditui rescue)"
SAID = {
    "SQLITE_BUSY": IN_USE,
    "SQLITE_BUSY_SNAPSHOT": IN_USE,
    "SQLITE_LOCKED": IN_USE,
    "SQLITE_FULL": "could not be written: the disk is full. Free some space and try again; what was saved is safe",
    "SQLITE_READONLY": f"cannot be written. {PERMISSIONS}",
    "SQLITE_CANTOPEN": f"cannot be opened. {PERMISSIONS}",
    "SQLITE_PERM": f"cannot be opened. {PERMISSIONS}",
    "SQLITE_IOERR_WRITE": "could not be read or written. Check the disk, then: auditui journal verify",
    "SQLITE_CORRUPT": f"is damaged. {MEND}",
    "SQLITE_NOTADB": f"is damaged. {MEND}",
    "SQLITE_TOOBIG": "could not be used (SQLITE_TOOBIG). auditui journal verify tells whether it is intact",
}


def raised(error: Exception) -> AuditError:
    with pytest.raises(AuditError) as caught, explained(Path("/x/two\nlines.db")):
        raise error
    assert "Ama" not in str(caught.value)
    assert caught.value.__cause__ is error
    return caught.value


@pytest.mark.parametrize("name", SAID)
def test_what_sqlite_raises_is_said_with_what_to_do(name: str) -> None:
    error = sqlite3.OperationalError("Ama was seen")
    error.sqlite_errorname = name
    said = raised(error)
    assert isinstance(said, StoreError)
    assert str(said) == f"The store /x/two lines.db {SAID[name]}"


def test_an_error_without_a_name_has_that_of_its_class() -> None:
    assert raised(sqlite3.ProgrammingError("Ama")).message == (
        "The store /x/two lines.db could not be used (ProgrammingError)"
    )


def test_what_does_not_fit_is_no_fault_of_the_store() -> None:
    error = sqlite3.IntegrityError("Ama")
    error.sqlite_errorname = "SQLITE_CONSTRAINT_UNIQUE"
    said = raised(error)
    assert type(said) is AuditError
    assert str(said) == "That does not fit what the store holds. It may have been said already"


def test_what_the_system_raises_is_said_in_its_words() -> None:
    said = raised(PermissionError(13, "Permission denied", "/x/Ama"))
    assert str(said) == "/x/two lines.db cannot be used: Permission denied. Choose another place with --store"
    assert isinstance(said, StoreError)
