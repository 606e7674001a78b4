"""What SQLite and the system raise, as a StoreError that says what happened and what to do."""

from __future__ import annotations

import inspect
import json
import os
import sqlite3
import sys
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from auditui.core.errors import AuditError, StoreError
from auditui.core.text import one_line
from auditui.store import cipher, files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MEND = "Bring a backup back (auditui restore), or save what can be read (auditui rescue)"
_NO_JSON = "has tables that cannot be read"
_REBUILD = "auditui journal rebuild makes them again from the journal"

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
    "SQLITE_IOERR_SHM": ("cannot be opened: the disk is full or its folder cannot be written", "Free some space"),
    "SQLITE_IOERR": ("could not be read or written", "Check the disk, then: auditui journal verify"),
}  # fmt: skip


def database_errors() -> tuple[type[Exception], ...]:
    """Return the errors a connection may raise: SQLite's, and those of the library that encrypts once it is loaded.

    What SQLite says of a damaged schema names a part of it, which may be no text; Python then says that instead.
    """
    ciphered = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, UnicodeDecodeError, *((ciphered.Error,) if ciphered else ()))


def code_of(error: Exception) -> str:
    """Return SQLite's name for what is wrong, such as SQLITE_BUSY; "" where it has none."""
    return getattr(error, "sqlite_errorname", None) or ""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into a StoreError that says what to do, without their text."""
    name = one_line(str(path))
    try:
        yield
    except database_errors() as error:
        code = code_of(error)
        if code.startswith("SQLITE_CONSTRAINT"):
            raise AuditError(
                "That does not fit what the store holds", "It may have been said already"
            ) from error
        what, hint = _damage(path) if is_damage(error) else _reason(error, code)
        if code.startswith("SQLITE_BUSY"):
            from auditui.store import holders  # noqa: PLC0415 - stores are seldom locked for so long

            what += holders.described(path)
        raise StoreError(f"The store {name} {what}", hint) from error
    except (msgspec.DecodeError, json.JSONDecodeError) as error:
        raise StoreError(f"The store {name} {_NO_JSON}", _REBUILD) from error
    except BrokenPipeError:
        raise  # whoever hears how far the work is has gone; that is no fault of the store
    except OSError as error:
        raise StoreError(
            f"{name} cannot be used: {error.strerror}", "Choose another place with --store"
        ) from error


_Kept = TypeVar("_Kept")


def explains(kind: type[_Kept]) -> type[_Kept]:
    """Let every public method of a class that has a `path` explain what SQLite and the system raise in it."""
    for name, member in list(vars(kind).items()):
        if inspect.isfunction(member) and not name.startswith("_"):
            setattr(kind, name, _explaining(member))
    return kind


def _explaining(method: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.isgeneratorfunction(method):

        @wraps(method)
        def explaining_each(self: Any, *given: Any, **named: Any) -> Iterator[Any]:
            with explained(self.path):
                yield from method(self, *given, **named)

        return explaining_each

    @wraps(method)
    def explaining(self: Any, *given: Any, **named: Any) -> Any:
        with explained(self.path):
            return method(self, *given, **named)

    return explaining


def is_damage(error: Exception) -> bool:
    """Whether the pages of the file itself are at fault."""
    return isinstance(error, UnicodeDecodeError) or code_of(error).startswith(
        ("SQLITE_CORRUPT", "SQLITE_NOTADB")
    )


def is_no_text(error: Exception) -> bool:
    """Whether a text holds bytes that are not UTF-8; the error of Python, which SQLite has no code for."""
    return "Could not decode to UTF-8" in str(error)


def _reason(error: Exception, code: str) -> tuple[str, str]:
    if is_no_text(error):
        return "holds bytes that are no text", "auditui journal verify says where"
    if str(error) == "malformed JSON":
        return _NO_JSON, _REBUILD
    if str(error).startswith(("no such ", "table ")):
        return "has tables that are missing or changed", _REBUILD
    otherwise = (
        f"could not be used ({code or type(error).__name__})",
        "auditui journal verify tells whether it is intact",
    )
    return next((reason for begins, reason in _REASONS.items() if code.startswith(begins)), otherwise)


def _damage(path: Path) -> tuple[str, str]:
    """Say what the file's size and first bytes show."""
    try:
        size, first = path.stat().st_size, _beginning(path)
    except OSError:
        return "is damaged", _MEND
    page = int.from_bytes(first[16:18]) or 4096
    whole = int.from_bytes(first[28:32]) * (65536 if page == 1 else page)
    if size == 0 or not any(first):
        return "was overwritten with zeros" if size else "is empty", _MEND
    if cipher.opened(path):
        return "is damaged", _MEND
    if not first.startswith(files.MAGIC[:size]):
        return "is not a SQLite file, or is encrypted", "Name an auditui store with --store"
    return cut_short(size, max(whole, len(first))) if size < max(whole, len(first)) else ("is damaged", _MEND)


def cut_short(size: int, whole: int) -> tuple[str, str]:
    """Say of how many bytes how many are left, and what to do."""
    return f"was cut short: {size} of {whole} bytes are left", _MEND


def _beginning(path: Path) -> bytes:
    """Return the first 100 bytes of a file.

    Where SQLite's locks are POSIX locks the handle stays open: closing it would drop those that this process holds.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(handle, 100).ljust(100, b"\0")
    finally:
        if os.name == "nt":
            os.close(handle)
