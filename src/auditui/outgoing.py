"""Writing the files that leave: pages, data, workbooks, checklist files. No file is written in any other way."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from auditui import places
from auditui.core.errors import AuditError
from auditui.core.text import one_line
from auditui.store import cipher, files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

_ZIP = b"PK"
_BESIDE = ("-wal", "-shm", "-journal")


def _nothing() -> None:
    """Do nothing."""


def named(name: str, endings: Collection[str]) -> Path:
    """Return the file of a name that somebody typed; AuditError where it does not end in one of these, and so says no form."""
    path = Path(name).expanduser()
    if path.suffix not in endings:
        raise AuditError("The name must say the form", f"It ends in one of {', '.join(endings)}")
    return path


def write(
    path: Path,
    content: bytes | Iterable[bytes],
    *,
    force: bool = False,
    ready: Callable[[], None] = _nothing,
) -> None:
    """Write a file (0600) whole or not at all: beside its place, synced, and then moved there; `content` whole or in parts.

    `ready` is called once it is written and synced, before anybody can find it by its name; where it raises there is no file.

    AuditError where a file stands there and `force` is not given, where it is a store or part of one, whatever is given,
    and where it cannot be written; what stood there is then as it was.
    """
    name = one_line(str(path))
    try:
        there = _status(path)
        if there and not stat.S_ISREG(there.st_mode) and not stat.S_ISDIR(there.st_mode):
            ready()
            _fill(path, content)  # a pipe or a device, which is no place to move a file to
            return
        place = Path(os.path.realpath(path))  # the file, where a link is named
        _refuse_store(place, name)
        if there and not force:
            raise FileExistsError  # noqa: TRY301 - as where it appears meanwhile
        _write_beside(place, content, ready, force=force)
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
    return start.startswith(files.MAGIC) or (not start.startswith(_ZIP) and cipher.looks_encrypted(start))


def _fill(path: Path, content: bytes | Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines((content,) if isinstance(content, bytes) else content)


def _write_beside(
    place: Path, content: bytes | Iterable[bytes], ready: Callable[[], None], *, force: bool
) -> None:
    with files.beside(place) as unfinished:
        _fill(unfinished, content)
        files.sync(unfinished)
        ready()
        if force:
            unfinished.replace(place)
        elif not files.name(unfinished, place):
            raise FileExistsError
    with suppress(OSError):  # it has its name, and not every file system can sync a folder
        files.sync(place.parent)


@contextmanager
def folder(path: Path, names: Iterable[str], *, force: bool = False) -> Iterator[Path]:
    """Make a folder (0700) of files (0600) whole or not at all: yield one beside its place, to be filled, that is then moved there.

    AuditError where something stands there. With `force` a folder gives way that holds files of these `names` and nothing
    else; any other never does.
    """
    name, place = one_line(str(path)), Path(os.path.realpath(path))
    unfinished = place.with_name(f".{place.name[:100]}.{os.urandom(4).hex()}{files.UNFINISHED}")
    try:
        _refuse_folder(place, name, set(names), force=force)
        unfinished.mkdir(mode=0o700)
        try:
            yield unfinished
            for file in unfinished.iterdir():
                file.chmod(0o600)
                files.sync(file)
            _put_folder(unfinished, place)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise AuditError(f"{name} cannot be written: {error.strerror}", "Name another place") from None


def _refuse_folder(place: Path, name: str, names: set[str], *, force: bool) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise AuditError(f"{name} is there already, and is no folder", "Give another name")
    there = {file.name for file in place.iterdir()}
    if there - names:
        raise AuditError(f"{name} holds other files than these", "Name a folder that is not there yet")
    if there and not force:
        raise AuditError(
            f"{name} is there already", "Give another name; --force on the command line writes over it"
        )


def _put_folder(finished: Path, place: Path) -> None:
    former = finished.with_suffix(".old")
    if place.exists():
        place.rename(former)
    try:
        finished.rename(place)
    except OSError:
        if former.exists():
            former.rename(place)
        raise
    shutil.rmtree(former, ignore_errors=True)
    with suppress(OSError):  # not every file system can sync a folder
        files.sync(place.parent)
