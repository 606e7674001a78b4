"""Writing the files that leave: pages, data, workbooks, checklist files. No file is written in any other way."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path

from auditui import places
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.store import cipher

_SQLITE, _ZIP = b"SQLite format 3\0", b"PK"
_BESIDE = ("-wal", "-shm", "-journal")


def write(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file (0600) whole or not at all: beside its place, synced, and then moved there.

    AuditError where a file stands there and `force` is not given, where it is a store or part of one, whatever is given,
    and where it cannot be written; what stood there is then as it was.
    """
    name = one_line(str(path))
    try:
        there = _status(path)
        if there and not stat.S_ISREG(there.st_mode) and not stat.S_ISDIR(there.st_mode):
            path.write_bytes(content)  # a pipe or a device, which is no place to move a file to
            return
        place = Path(os.path.realpath(path))  # the file, where a link is named
        _refuse_store(place, name)
        if there and not force:
            raise FileExistsError  # noqa: TRY301 - as where it appears meanwhile
        _write_beside(place, content, force=force)
    except FileExistsError:
        raise AuditError(
            f"{name} is there already", "Give another name; --force on the command line writes over it"
        ) from None
    except OSError as error:
        raise AuditError(f"{name} cannot be written: {error.strerror}", "Name another place") from None


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _refuse_store(place: Path, name: str) -> None:
    """Refuse a store, the usual ones by their places and any by its content or its log, and the files beside one."""
    usual = [os.path.realpath(known.path) for known in (places.store(None), places.demo_store(None))]
    part = next((place.name.removesuffix(end) for end in _BESIDE if place.name.endswith(end)), place.name)
    base = place.with_name(part or place.name)
    # A store that is open here has its log beside it; opening its file and closing it again would drop the locks on it.
    is_open = base.exists() and any(base.with_name(base.name + end).exists() for end in _BESIDE)
    if str(base) in usual or is_open or _is_database(base):
        raise AuditError(
            f"{name} is a store, or part of one", "Name another file; a store is never written over"
        )


def _is_database(path: Path) -> bool:
    """Whether a file is a SQLite file, or looks like an encrypted one and not like a workbook or a document of ours."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return False
    return start.startswith(_SQLITE) or (not start.startswith(_ZIP) and cipher.looks_encrypted(start))


def _write_beside(place: Path, content: bytes, *, force: bool) -> None:
    beside = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        # Windows would end lines its own way without O_BINARY.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(beside, "wb", opener=lambda name, _: os.open(name, flags, 0o600)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _move(beside, place, force=force)
    finally:
        beside.unlink(missing_ok=True)
    _sync_folder(place.parent)


def _move(beside: Path, place: Path, *, force: bool) -> None:
    """Give the file its name; FileExistsError where one of that name has appeared and `force` is not given."""
    if force:
        beside.replace(place)
    elif sys.platform == "win32":
        beside.rename(place)  # which never replaces there
    else:
        try:
            os.link(beside, place)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if place.exists():
                raise FileExistsError from None
            beside.rename(place)


def _sync_folder(folder: Path) -> None:
    """Have the name on the disk too, where the system lets a folder be synced."""
    if sys.platform != "win32":
        with suppress(OSError):
            opened = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
