"""The files of a store, and the one way any file comes to its place: made beside it, whole, synced, and over nothing."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from auditui.core.errors import StoreError
from auditui.core.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


#: How the names of files end that are being made.
UNFINISHED = ".new"
#: How every SQLite file begins that is not encrypted.
MAGIC = b"SQLite format 3\0"


def log(path: Path) -> Path:
    """Return where SQLite keeps what is saved and not in the store's file yet."""
    return _ending(path, "-wal")


def shared(path: Path) -> Path:
    """Return where programs that have the store open keep what they share."""
    return _ending(path, "-shm")


def _ending(path: Path, end: str) -> Path:
    # SQLite names these after the file itself, not after a link to it.
    real = path.resolve()
    return real.with_name(real.name + end)


def size(path: Path) -> int:
    """Return the size of a file in bytes; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def backups(store: Path, chosen: str = "") -> Path:
    """Return the folder in which a store's backups are kept: beside it, or in the folder `chosen` for all."""
    parent = Path(chosen).expanduser() if chosen else store.parent
    return parent / f"{store.name}.backups"


def kept(store: Path) -> list[Path]:
    """Return the stores that stood in a store's place before something was restored, and copies that earlier versions made."""
    names = (f"{store.name}.replaced-", f"{store.name}.before-")
    folder = store.parent
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        file for file in files if file.name.startswith(names) and not file.name.endswith(("-wal", "-shm"))
    ]


def daily(folder: Path, day: date) -> Path:
    """Return where the backup of a day is kept."""
    return folder / f"{day.isoformat()}.db"


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Make an empty file (0600) in the folder of `path`, to be filled and put there; what is left of it in the end is removed."""
    unfinished = path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}{UNFINISHED}")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
    finally:
        for left in (unfinished, log(unfinished), shared(unfinished)):
            left.unlink(missing_ok=True)


def put(finished: Path, path: Path) -> bool:
    """Put a finished, closed store at its place; return whether it is there, and False if something was there before."""
    _insist_on_whole(finished)
    if not name(finished, path):
        return False
    sync(path.parent)
    return True


def replace(finished: Path, path: Path) -> None:
    """Put a finished, closed store in the place of whatever is there, in one step."""
    _insist_on_whole(finished)
    finished.replace(path)
    sync(path.parent)


def _insist_on_whole(finished: Path) -> None:
    if size(log(finished)):
        raise OSError(5, "The file could not be completed")
    sync(finished)


def make_folder(path: Path) -> None:
    """Make a folder, and whichever of its parents are missing, each for this user alone."""
    if not path.exists():
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def name(finished: Path, path: Path) -> bool:
    """Give a file its name where no other has it; return whether it has it now."""
    try:
        os.link(finished, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links, where renaming is the next best
        if path.exists():
            return False
        finished.rename(path)
    return True


#: The bytes that SQLite locks in a file for as long as a program has it open, wherever the file ends.
_LOCKED_FROM, _LOCKED = 0x40000000, 512


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep all others from opening a store, which this process must not have open; StoreError while another program has it open."""
    if sys.platform == "win32":  # where no file that a program has open can be replaced
        yield
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield
        return
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKED, _LOCKED_FROM)
        except OSError:
            raise StoreError(
                f"The store {one_line(str(path))} is open in another program",
                "Close it there, then try again",
            ) from None
        yield
    finally:
        os.close(handle)


def sync(path: Path) -> None:
    """Bring a file, or what a folder lists, to disk; on Windows a folder cannot be, and a file must be open to write."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
